"""Following a change stream: its events one after another, a line that goes dead, an end that is quick.

What the events mean belongs to ``replication`` and ``stock_news``.
"""

import asyncio
from typing import Any

import pymongo
from bson.errors import BSONError
from pymongo.asynchronous.change_stream import AsyncChangeStream
from pymongo.errors import OperationFailure, PyMongoError

from b4mart_desktop.adapters.mongo.errors import translate
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

Document = dict[str, Any]

SILENCE_SECONDS = 4.3
"""How much later than that the answer may come before the line counts as dead: on a line that takes 2 seconds
each way it is alive, and people know within 5 seconds that it is not."""
CATCH_UP_SECONDS = 60.0
"""The same while the server still looks through all that was written since the token."""
CLOSE_SECONDS = 0.2  # for telling the server that nobody listens any more; it finds out by itself, too

# The stream cannot go on from this token. Source: MongoDB's error_codes.yml.
_TOKEN_LOST = frozenset(
    {
        9,  # FailedToParse: not a token of this server's version
        136,  # CappedPositionLost
        222,  # CloseChangeStream
        260,  # InvalidResumeToken
        280,  # ChangeStreamFatalError
        286,  # ChangeStreamHistoryLost
        10334,  # BSONObjectTooLarge: an event that no answer can hold would come again for ever
        40647,  # the token is of another cluster's shape
        50811,  # malformed token
    }
)


class StreamEvents:
    """The events of one change stream, and how long the server has been silent."""

    def __init__(self, stream: AsyncChangeStream[Document], await_ms: int) -> None:
        """Takes the stream.

        Args:
            stream: The stream.
            await_ms: How long the server waits for an event before it says that there is none.
        """
        self._stream = stream
        self._await_seconds = await_ms / 1000
        self._loop = asyncio.get_running_loop()
        self._patience = CATCH_UP_SECONDS
        self._asked = self._loop.time()

    async def next(self) -> Document | None:
        """Returns the next event, or None where there is none for as long as the server waits for one.

        Raises:
            AdapterError: NOT_FOUND where the stream cannot go on; DATABASE_UNREACHABLE.
        """
        self._asked = self._loop.time()
        try:
            event = await self._stream.try_next()
        except (PyMongoError, BSONError) as error:
            raise stream_error(error) from error
        if event is None:
            self._patience = SILENCE_SECONDS
        return event

    async def wait_for(self, event: asyncio.Future[Document | None]) -> Document | None:
        """Returns what was asked for ahead.

        The time limit is here and not around the question, because the driver, told to stop, talks to the
        server once more.

        Raises:
            AdapterError: DATABASE_UNREACHABLE where the server does not answer in time, or as `next`.
        """
        while not event.done():
            left = self._asked + self._await_seconds + self._patience - self._loop.time()
            if left <= 0:
                reason = f"no answer in {self._patience:.0f} seconds"
                raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason=reason)
            # Looked at again soon enough where an answer has made us less patient meanwhile.
            await asyncio.wait({event}, timeout=min(left, SILENCE_SECONDS))
        return event.result()


def stream_error(error: PyMongoError | BSONError) -> AdapterError:
    """Returns what went wrong with a stream: NOT_FOUND where it cannot go on from its token."""
    lost = isinstance(error, BSONError) or (isinstance(error, OperationFailure) and error.code in _TOKEN_LOST)
    if lost:
        return token_lost(str(error))
    return translate(error)


def token_lost(reason: str) -> AdapterError:
    """Returns the error that says why changes cannot be followed from a token."""
    return AdapterError(ErrorCode.NOT_FOUND, what="resume token", reason=reason)


async def end_stream(stream: AsyncChangeStream[Document], ahead: asyncio.Future[Any]) -> None:
    """Ends a stream with what was asked for ahead, on a dead line, too."""
    await abandon(ahead)
    with pymongo.timeout(CLOSE_SECONDS):
        await stream.close()


async def abandon(task: asyncio.Future[Any]) -> None:
    """Ends a request whose answer nobody will read; on a dead line it is left to end later."""
    if task.cancel():
        await asyncio.wait({task}, timeout=CLOSE_SECONDS)
    task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
