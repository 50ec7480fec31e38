"""Making pictures in a process of their own."""

import asyncio
from contextlib import aclosing
from pathlib import Path

import pytest

from b4mart_desktop.adapters.pictures.workshop import PictureWorkshop
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.services.ports.pictures import MadePicture, PictureSource
from tests.adapters.pictures.samples import file_of, opened, plain


async def test_one_that_fails_keeps_no_other_from_its_turn(tmp_path: Path) -> None:
    whole = tmp_path / "whole.png"
    whole.write_bytes(file_of(plain()))
    sources = [
        PictureSource(name="whole.png", path=whole),
        PictureSource(name="gone.png", path=tmp_path / "gone.png"),
        PictureSource(name="pasted", content=file_of(plain((30, 30)))),
        PictureSource(name="text", content=b"no picture"),
    ]

    results = [result async for result in PictureWorkshop().make(sources)]

    assert isinstance(results[0], MadePicture)
    assert isinstance(results[1], AdapterError)
    assert results[1].code is ErrorCode.FILE_UNREADABLE
    assert results[1].data["path"] == "gone.png"
    assert isinstance(results[2], MadePicture)
    assert results[2].edge == 30
    assert isinstance(results[3], AdapterError)
    assert len(results) == len(sources)
    assert results[3].code is ErrorCode.PICTURE_INVALID


async def test_who_stops_reading_ends_the_process() -> None:
    large = file_of(plain((1500, 1500)))
    sources = [PictureSource(name=f"{number}", content=large) for number in range(50)]

    async with asyncio.timeout(20), aclosing(PictureWorkshop().make(sources)) as making:
        async for made in making:
            assert isinstance(made, MadePicture)
            break

    assert not [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


async def test_what_is_wrong_with_a_picture_to_look_at_is_raised() -> None:
    workshop = PictureWorkshop()

    looked_at = await workshop.plain(PictureSource(name="apple", content=file_of(plain())))
    with pytest.raises(AdapterError) as caught:
        await workshop.plain(PictureSource(name="apple", content=b"%PDF-1.7"))

    assert opened(looked_at.content).size == (64, 48)
    assert caught.value.code is ErrorCode.PICTURE_FORMAT_UNKNOWN
