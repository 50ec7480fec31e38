import pytest
from bson.errors import InvalidDocument
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    DuplicateKeyError,
    ExecutionTimeout,
    NetworkTimeout,
    OperationFailure,
    PyMongoError,
    ServerSelectionTimeoutError,
    WriteError,
)

from b4mart_desktop.adapters.mongo.errors import database_errors, duplicate_field, translate
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode

TAKEN = {"code": 11000, "errmsg": "E11000 duplicate key", "keyPattern": {"email": 1}}


def _labelled(error: PyMongoError, label: str) -> PyMongoError:
    error._add_error_label(label)
    return error


@pytest.mark.parametrize(
    "error",
    [
        AutoReconnect("connection closed"),
        NetworkTimeout("timed out"),
        ServerSelectionTimeoutError("No servers found yet"),
        ExecutionTimeout("operation exceeded time limit", 50),
        OperationFailure("WriteConflict", 112),
        OperationFailure("not primary", 10107),
        OperationFailure("Authentication failed.", 18),
        OperationFailure("out of disk space", 14031),
        _labelled(OperationFailure("odd", 1), "TransientTransactionError"),
        _labelled(OperationFailure("odd", 1), "UnknownTransactionCommitResult"),
        BulkWriteError({"writeErrors": [{"code": 112, "errmsg": "WriteConflict"}]}),
    ],
)
def test_what_may_pass_is_worth_another_try(error: PyMongoError) -> None:
    assert translate(error).code is ErrorCode.DATABASE_UNREACHABLE


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (DuplicateKeyError("E11000", 11000, TAKEN), "E11000 duplicate key"),
        (BulkWriteError({"writeErrors": [TAKEN]}), "E11000 duplicate key"),
        (WriteError("too large", 10334, {"code": 10334, "errmsg": "too large"}), "too large"),
        (InvalidDocument("cannot encode object"), "cannot encode object"),
    ],
)
def test_what_never_passes_is_refused_with_the_reason(error: PyMongoError, reason: str) -> None:
    translated = translate(error)
    assert translated.code is ErrorCode.DATABASE_REFUSED
    assert translated.data == {"reason": reason}


def test_the_reason_is_one_sentence_not_the_whole_cluster() -> None:
    error = ServerSelectionTimeoutError("refused (configured timeouts: x), Timeout: 5s, Topology: ...")
    assert translate(error).data == {"reason": "refused"}


@pytest.mark.parametrize(
    ("error", "field"),
    [
        (DuplicateKeyError("E11000", 11000, TAKEN), "email"),
        (BulkWriteError({"writeErrors": [TAKEN]}), "email"),
        (WriteError("no", 121, {"code": 121}), None),
    ],
)
def test_the_field_of_a_duplicate(error: OperationFailure, field: str | None) -> None:
    assert duplicate_field(error) == field


def test_only_the_drivers_errors_are_translated() -> None:
    for ours in (DomainError(ErrorCode.CART_EMPTY), AdapterError(ErrorCode.DUPLICATE), KeyError("bug")):
        with pytest.raises(type(ours)) as raised, database_errors():
            raise ours
        assert raised.value is ours
