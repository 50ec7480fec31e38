"""Transactions that a cancelled task does not leave open on the server."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from pymongo import AsyncMongoClient, ReadPreference, WriteConcern
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.read_concern import ReadConcern

from b4mart_desktop.domain.errors import AdapterError, ErrorCode

PATIENCE_SECONDS = 2.0
"""How long a cancelled task waits for its transaction to end well."""

_AGAIN_SECONDS = 0.1

T = TypeVar("T")
Work = Callable[[AsyncClientSession], Awaitable[T]]


async def in_transaction(
    client: AsyncMongoClient[dict[str, Any]], work: Work[T], time_limit: float | None = None
) -> T:
    """Runs ``work`` in one transaction and returns what it returned; ``to_its_end``, else as ``transact``."""

    async def run() -> T:
        async with client.start_session() as session:
            return await transact(session, work)

    return await to_its_end(run(), time_limit)


async def in_time(client: AsyncMongoClient[dict[str, Any]], work: Work[T], time_limit: float) -> T:
    """Runs ``work`` as ``in_transaction`` for somebody who waits for it.

    Raises:
        AdapterError: DATABASE_UNREACHABLE after ``time_limit`` seconds; it may have been done all the same.
    """
    try:
        return await in_transaction(client, work, time_limit)
    except TimeoutError as error:
        reason = f"no answer in {time_limit:.0f} seconds"
        raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason=reason) from error


async def transact(session: AsyncClientSession, work: Work[T]) -> T:
    """Runs ``work`` in one transaction and returns what it returned; it may run more than once.

    It reads one snapshot, and what it wrote is on the disks of a majority when this returns. After a write
    conflict or a change of primary it runs again, each time after a longer pause with jitter (the driver's:
    5 ms to 0.5 s); a commit whose outcome is unknown is asked for again.

    Raises:
        PyMongoError: As the driver raises it.
    """
    return await session.with_transaction(
        work,
        read_concern=ReadConcern("snapshot"),
        write_concern=WriteConcern("majority", j=True),
        read_preference=ReadPreference.PRIMARY,
    )


async def to_its_end(work: Coroutine[Any, Any, T], time_limit: float | None = None) -> T:
    """Runs ``work``, which may hold a transaction; a cancellation takes effect when it has ended.

    The limit in seconds is kept here and not by ``pymongo.timeout``, which costs each command more. Taking
    effect at once, it could leave a command on its way that the server reads after the abort: it
    would open the transaction again and keep its locks for a minute (``transactionLifetimeLimitSeconds``),
    against the next try of the same work.

    Raises:
        TimeoutError: After the limit, as a cancellation would. It may have been done all the same.
    """
    running = asyncio.ensure_future(work)
    try:
        async with asyncio.timeout(time_limit):
            return await asyncio.shield(running)
    except (asyncio.CancelledError, TimeoutError):
        await _end(running)
        raise


async def _end(running: asyncio.Future[Any]) -> None:
    await asyncio.wait([running], timeout=PATIENCE_SECONDS)
    while not running.done():
        # More than once: the driver sends by `asyncio.wait_for`, which before Python 3.12 loses one that
        # comes in the moment of success.
        running.cancel()
        await asyncio.wait([running], timeout=_AGAIN_SECONDS)
    if not running.cancelled():
        running.exception()  # seen: whoever cancelled does not ask for it
