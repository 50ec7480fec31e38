"""Makes pictures of people's files in a process of their own, away from the windows."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any

from b4mart_desktop.adapters.own_process import ProcessEnded, Send, run_in_process
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.services.ports.pictures import MadePicture, PictureSource, PlainPicture

_Failure = tuple[ErrorCode, dict[str, object]]
_Message = MadePicture | _Failure


class PictureWorkshop:
    """Implements ``services.ports.pictures.PictureMaker``."""

    async def make(
        self, sources: Sequence[PictureSource]
    ) -> AsyncGenerator[MadePicture | AdapterError, None]:
        """Yields what became of each source; one process makes all, one after the other."""
        arrived: asyncio.Queue[_Message | None] = asyncio.Queue()

        async def work() -> None:
            try:
                await _in_process(_make_all, tuple(sources), report=arrived.put_nowait)
            finally:
                arrived.put_nowait(None)

        working = asyncio.ensure_future(work())
        try:
            while (message := await arrived.get()) is not None:
                yield _made(message)
            await working
        finally:
            working.cancel()
            await asyncio.wait([working])

    async def plain(self, source: PictureSource) -> PlainPicture:
        """Returns the whole picture, to choose what to cut out."""
        plain: PlainPicture = await _in_process(_make_plain, source, report=lambda _: None)
        return plain


async def _in_process(work: Callable[..., Any], *args: object, report: Callable[[Any], None]) -> Any:
    try:
        return await run_in_process("pictures", work, *args, report=report)
    except ProcessEnded as error:
        raise AdapterError(ErrorCode.WORKER_ENDED, reason=str(error)) from error


def _made(message: _Message) -> MadePicture | AdapterError:
    if isinstance(message, MadePicture):
        return message
    code, data = message
    return AdapterError(code, **data)


# ---------------------------------------------------------------- in the process


async def _make_all(send: Send, sources: Sequence[PictureSource]) -> None:
    for source in sources:
        await asyncio.sleep(0)  # where it is cancelled
        send(_make(source))


def _make(source: PictureSource) -> _Message:
    from b4mart_desktop.adapters.pictures.making import make_picture

    try:
        return make_picture(_content(source), source.name, source.crop)
    except AdapterError as error:
        return error.code, dict(error.data)


async def _make_plain(send: Send, source: PictureSource) -> PlainPicture:
    from b4mart_desktop.adapters.pictures.making import make_plain

    return make_plain(_content(source), source.name)


def _content(source: PictureSource) -> bytes:
    from b4mart_desktop.adapters.pictures.decoding import check_bytes

    if source.path is None:
        return source.content or b""
    try:
        check_bytes(source.path.stat().st_size, source.name)
        return source.path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise AdapterError(ErrorCode.FILE_UNREADABLE, path=source.name, reason=reason) from error
