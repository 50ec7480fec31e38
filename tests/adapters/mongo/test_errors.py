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
        # a step-down, an election, a shutdown, a secondary, a server outside of any replica set
        OperationFailure("PrimarySteppedDown", 189),
        OperationFailure("InterruptedDueToReplStateChange", 11602),
        OperationFailure("NotWritablePrimary", 10107),
        OperationFailure("NotPrimaryNoSecondaryOk", 13435),
        OperationFailure("NotPrimaryOrSecondary", 13436),
        OperationFailure("ShutdownInProgress", 91),
        OperationFailure("InterruptedAtShutdown", 11600),
        OperationFailure("Transaction numbers are only allowed on a replica set member or mongos", 20),
        # a user without rights
        OperationFailure("not authorized", 13),
        OperationFailure("Authentication failed.", 18),
        # no room
        OperationFailure("out of disk space", 14031),
        OperationFailure("you are over your space quota", 8000),
        # a transaction that somebody or something ended
        OperationFailure("Interrupted", 11601),
        OperationFailure("TransactionExceededLifetimeLimitSeconds", 290),
        OperationFailure("TransactionTooLargeForCache", 388),
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
        (OperationFailure("Unrecognized pipeline stage", 40324), "Unrecognized pipeline stage"),
        (WriteError("too large", 10334, {"code": 10334, "errmsg": "too large"}), "too large"),
        (InvalidDocument("cannot encode object"), "cannot encode object"),
    ],
)
def test_what_never_passes_is_refused_with_the_reason(error: PyMongoError, reason: str) -> None:
    translated = translate(error)
    assert translated.code is ErrorCode.DATABASE_REFUSED
    assert translated.data == {"reason": reason}


def test_the_reason_does_not_tell_what_was_written() -> None:
    refused = 'not authorized on b4mart to execute command { insert: "orders", documents: [...] }'
    error = OperationFailure(refused, 13, {"code": 13, "errmsg": refused})
    assert translate(error).data == {"reason": "not authorized on b4mart"}


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
