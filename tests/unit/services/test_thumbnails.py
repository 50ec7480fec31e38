"""Small pictures: from the disk, else made once, and not asked for again and again where there are none."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.services.thumbnails import AWAY_SECONDS, EDGES, MISSING_SECONDS, Thumbnails, kept_edge

URL = "/api/pictures/a.jpg"


class World:
    """The ports: what is kept where, and what was asked."""

    def __init__(self) -> None:
        self.now = 0.0
        self.disk: dict[tuple[str, int], bytes] = {}
        self.web: dict[str, bytes | AdapterError] = {URL: b"picture"}
        self.fetched: list[str] = []
        self.thumbs = Thumbnails(self, self, self, lambda: self.now)

    def get(self, url: str, edge: int) -> bytes | None:
        return self.disk.get((url, edge))

    def put(self, url: str, edge: int, content: bytes) -> None:
        self.disk[url, edge] = content

    async def fetch(self, url: str) -> bytes | None:
        self.fetched.append(url)
        await asyncio.sleep(0.001)
        found = self.web.get(url)
        if isinstance(found, AdapterError):
            raise found
        return found

    async def thumbnails(self, content: bytes, edges: Sequence[int]) -> Mapping[int, bytes]:
        if content == b"no picture":
            raise AdapterError(ErrorCode.PICTURE_INVALID, name="")
        return {edge: content + str(edge).encode() for edge in edges}


@pytest.mark.parametrize(("pixels", "edge"), [(1, 64), (64, 64), (65, 128), (300, 512), (4000, 512)])
def test_the_next_larger_size_is_kept(pixels: int, edge: int) -> None:
    assert kept_edge(pixels) == edge


async def test_all_sizes_are_made_at_once() -> None:
    world = World()

    assert await world.thumbs.fetch(URL, 100) == b"picture128"
    assert world.thumbs.cached(URL, 500) == b"picture512"
    assert set(world.disk) == {(URL, edge) for edge in EDGES}


async def test_many_who_ask_at_once_have_it_fetched_once() -> None:
    world = World()

    found = await asyncio.gather(*(world.thumbs.fetch(URL, edge) for edge in EDGES))

    assert found == [b"picture64", b"picture128", b"picture256", b"picture512"]
    assert world.fetched == [URL]


async def test_who_gives_up_leaves_it_to_the_next() -> None:
    world = World()
    first = asyncio.ensure_future(world.thumbs.fetch(URL, 64))
    await asyncio.sleep(0)
    second = asyncio.ensure_future(world.thumbs.fetch(URL, 64))
    await asyncio.sleep(0)

    first.cancel()

    assert await second == b"picture64"


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (None, MISSING_SECONDS),
        (b"no picture", MISSING_SECONDS),
        (AdapterError(ErrorCode.PICTURE_TOO_LARGE, name=""), MISSING_SECONDS),
        (AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason=""), AWAY_SECONDS),
        (AdapterError(ErrorCode.PICTURE_NOT_FETCHED, reason=""), AWAY_SECONDS),
    ],
    ids=["gone", "no picture", "too large", "offline", "no answer"],
)
async def test_a_failure_is_remembered_for_a_while(
    answer: bytes | AdapterError | None, seconds: float
) -> None:
    world = World()
    world.web = {} if answer is None else {URL: answer}
    assert await world.thumbs.fetch(URL, 64) is None

    world.web = {URL: b"picture"}
    world.now = seconds - 1
    assert await world.thumbs.fetch(URL, 64) is None
    assert world.fetched == [URL]

    world.now = seconds
    assert await world.thumbs.fetch(URL, 64) == b"picture64"
