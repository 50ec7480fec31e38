"""What the driver raises while documents are read and written, as the one error the services know.

What a failed connection attempt means (wrong password, TLS, version) belongs to `connect`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bson.errors import BSONError
from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    ExecutionTimeout,
    OperationFailure,
    PyMongoError,
)

from b4mart_desktop.domain.errors import AdapterError, ErrorCode

DOCUMENT_VALIDATION_FAILURE = 121
DUPLICATE_KEY = 11000

# Server errors that say nothing about what was asked: the same may succeed later, unchanged.
# Source: MongoDB's error_codes.yml.
_CONNECTION = {
    6,  # HostUnreachable
    7,  # HostNotFound
    89,  # NetworkTimeout
    202,  # NetworkInterfaceExceededTimeLimit
    9001,  # SocketException
}
_ANOTHER_SERVER = {  # step-down, election, shutdown, a member or a server that takes no writes
    20,  # IllegalOperation: what a server outside of any replica set answers to a transaction
    76,  # NoReplicationEnabled
    91,  # ShutdownInProgress
    94,  # NotYetInitialized
    133,  # FailedToSatisfyReadPreference
    189,  # PrimarySteppedDown
    216,  # ElectionInProgress
    281,  # TransactionCoordinatorSteppingDown
    371,  # UserWritesBlocked
    10058,  # LegacyNotPrimary
    10107,  # NotWritablePrimary
    11600,  # InterruptedAtShutdown
    11602,  # InterruptedDueToReplStateChange
    13435,  # NotPrimaryNoSecondaryOk
    13436,  # NotPrimaryOrSecondary
}
_RIGHTS = {  # they can be given back, and the fact stays a fact
    11,  # UserNotFound
    13,  # Unauthorized
    18,  # AuthenticationFailed
    391,  # ReauthenticationRequired
    8000,  # AtlasError: whatever a hosted server does not allow, such as more space
}
_ROOM = {
    146,  # ExceededMemoryLimit
    388,  # TransactionTooLargeForCache
    402,  # ResourceExhausted
    14031,  # OutOfDiskSpace
}
_TRANSACTION = {
    24,  # LockTimeout
    46,  # LockBusy
    50,  # MaxTimeMSExpired
    64,  # WriteConcernTimeout
    79,  # UnknownReplWriteConcern
    100,  # UnsatisfiableWriteConcern: too few members are left
    112,  # WriteConflict
    134,  # ReadConcernMajorityNotAvailableYet
    150,  # StaleEpoch
    206,  # NoSuchSession
    211,  # KeyNotFound: cluster times cannot be checked yet
    225,  # TransactionTooOld
    239,  # SnapshotTooOld
    246,  # SnapshotUnavailable
    251,  # NoSuchTransaction
    262,  # ExceededTimeLimit
    267,  # PreparedTransactionInProgress
    290,  # TransactionExceededLifetimeLimitSeconds
    365,  # TemporarilyUnavailable
    11601,  # Interrupted: somebody ended the operation
    13388,  # StaleConfig
}
_PASSING = frozenset(_CONNECTION | _ANOTHER_SERVER | _RIGHTS | _ROOM | _TRANSACTION)
_PASSING_LABELS = ("TransientTransactionError", "UnknownTransactionCommitResult", "RetryableWriteError")


@contextmanager
def database_errors() -> Iterator[None]:
    """Translates what the driver raises inside the block.

    Raises:
        AdapterError: DATABASE_UNREACHABLE (``reason``) where the same may succeed later;
            DATABASE_REFUSED (``reason``) where it never will as it is.
    """
    try:
        yield
    except (PyMongoError, BSONError) as error:
        raise translate(error) from error


def translate(error: PyMongoError | BSONError) -> AdapterError:
    """Returns what ``error`` means."""
    passing = isinstance(error, PyMongoError) and _is_passing(error)
    code = ErrorCode.DATABASE_UNREACHABLE if passing else ErrorCode.DATABASE_REFUSED
    return AdapterError(code, reason=_reason(error))


def duplicate_field(error: OperationFailure) -> str | None:
    """Returns the field (the first of its index) whose value was taken, None for any other failure."""
    details = _details(error)
    if details.get("code", error.code) != DUPLICATE_KEY:
        return None
    return next(iter(details.get("keyPattern", {})), None)


def _is_passing(error: PyMongoError) -> bool:
    if isinstance(error, ConnectionFailure | ExecutionTimeout) or error.timeout:
        return True
    if any(error.has_error_label(label) for label in _PASSING_LABELS):
        return True
    return isinstance(error, OperationFailure) and _details(error).get("code", error.code) in _PASSING


def _reason(error: PyMongoError | BSONError) -> str:
    if not isinstance(error, OperationFailure):
        # The driver appends its view of the whole cluster to the one sentence that matters.
        return str(error).partition(", Timeout:")[0].partition(" (configured timeouts")[0]
    details = _details(error)
    if details.get("code") == DOCUMENT_VALIDATION_FAILURE:
        rules = details.get("errInfo", {}).get("details", {})
        return "; ".join(_broken_rules(rules, "")) or str(details.get("errmsg"))
    # What follows would be the whole command, customers' names included.
    return str(details.get("errmsg", error)).partition(" to execute command ")[0]


def _details(error: OperationFailure) -> Mapping[str, Any]:
    """The server's answer about the operation that failed, of a bulk write the first one."""
    details = error.details or {}
    if isinstance(error, BulkWriteError):
        failures = [*details.get("writeErrors", ()), *details.get("writeConcernErrors", ())]
        return failures[0] if failures else details
    return details


def _broken_rules(rule: Mapping[str, Any], path: str) -> Iterator[str]:
    """Yields ``field: what is wrong`` for each unmet rule in a validator's explanation."""
    for missing in rule.get("missingProperties", ()):
        yield f"{path}{missing}: missing"
    if "reason" in rule and "consideredValue" in rule:
        yield f"{path.rstrip('.')}: {rule['reason']} ({rule['consideredValue']!r})"
    for prop in rule.get("propertiesNotSatisfied", ()):
        yield from _broken_rules(prop, f"{path}{prop['propertyName']}.")
    if "itemIndex" in rule:
        path = f"{path}{rule['itemIndex']}."
    for inner in (*rule.get("schemaRulesNotSatisfied", ()), *rule.get("details", ())):
        yield from _broken_rules(inner, path)
