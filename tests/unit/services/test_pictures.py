"""Adding pictures: who may, what becomes of each, what a failure leaves of the others."""

import asyncio
from collections.abc import AsyncGenerator, Sequence

import pytest

from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.services.pictures import Added, Pictures
from b4mart_desktop.services.ports.pictures import MadePicture, PictureSource, PlainPicture
from tests.unit.services.shop import CLERK, MANAGER, SUPERVISOR, Shop

PRODUCT = new_id()


class Studio:
    """The ports: makes anything but ``bad``, ends at ``crash``, keeps all but ``full``."""

    def __init__(self) -> None:
        self.kept: dict[str, Id | None] = {}

    async def make(
        self, sources: Sequence[PictureSource]
    ) -> AsyncGenerator[MadePicture | AdapterError, None]:
        for source in sources:
            await asyncio.sleep(0)
            if source.name == "crash":
                raise AdapterError(ErrorCode.WORKER_ENDED, reason="signal 11")
            if source.name == "bad":
                yield AdapterError(ErrorCode.PICTURE_INVALID, name="bad")
            else:
                content = source.content or b""
                yield MadePicture(content=content, digest=content.decode(), edge=9)

    async def plain(self, source: PictureSource) -> PlainPicture:
        return PlainPicture(content=source.content or b"", width=1, height=1)

    async def put(self, picture: MadePicture, product: Id | None) -> str:
        if picture.digest == "full":
            raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="away")
        self.kept[picture.digest] = product
        return f"/{picture.digest}"

    async def fetch(self, url: str) -> bytes | None:
        return b"fetched" if url.endswith("there") else None


def source(name: str, url: str | None = None) -> PictureSource:
    return PictureSource(name=name, url=url) if url else PictureSource(name=name, content=name.encode())


async def add(shop: Shop, studio: Studio, *sources: PictureSource) -> dict[int, str | ErrorCode]:
    added: list[Added] = []
    await Pictures(shop.counter, studio, studio, studio).add(sources, PRODUCT, added.append)
    assert sorted(place for place, _ in added) == list(range(len(sources)))
    return {place: result.code if isinstance(result, AdapterError) else result for place, result in added}


@pytest.fixture
def studio(shop: Shop) -> Studio:
    shop.session.begin(MANAGER)
    return Studio()


async def test_each_picture_gets_an_address_or_a_reason(shop: Shop, studio: Studio) -> None:
    found = await add(
        shop,
        studio,
        source("a"),
        source("gone", "https://shop.example/gone"),
        source("bad"),
        source("full"),
        source("web", "https://shop.example/there"),
    )

    assert found == {
        0: "/a",
        1: ErrorCode.PICTURE_NOT_FETCHED,
        2: ErrorCode.PICTURE_INVALID,
        3: ErrorCode.DATABASE_UNREACHABLE,
        4: "/fetched",
    }
    assert studio.kept == {"a": PRODUCT, "fetched": PRODUCT}


async def test_when_making_ends_those_still_waiting_are_told(shop: Shop, studio: Studio) -> None:
    found = await add(shop, studio, source("a"), source("crash"), source("b"))

    assert found == {0: "/a", 1: ErrorCode.WORKER_ENDED, 2: ErrorCode.WORKER_ENDED}


@pytest.mark.parametrize("user", [CLERK, SUPERVISOR])
async def test_only_who_may_edit_the_catalogue_adds_pictures(
    shop: Shop, studio: Studio, user: object
) -> None:
    shop.session.begin(user)  # type: ignore[arg-type]
    pictures = Pictures(shop.counter, studio, studio, studio)

    with pytest.raises(DomainError) as adding:
        await pictures.add([source("a")], None, lambda _: None)
    with pytest.raises(DomainError) as looking:
        await pictures.plain(source("a"))

    assert adding.value.code is looking.value.code is ErrorCode.NOT_ALLOWED
    assert studio.kept == {}


async def test_a_picture_of_the_web_is_fetched_to_be_cropped(shop: Shop, studio: Studio) -> None:
    pictures = Pictures(shop.counter, studio, studio, studio)

    assert (await pictures.plain(source("web", "https://shop.example/there"))).content == b"fetched"
