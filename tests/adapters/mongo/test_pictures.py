"""Pictures in the database: kept once, read by any address that names them, deleted after long disuse."""

import datetime as dt

from bson import ObjectId

from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.pictures import KEPT_UNUSED, MongoPictures, picture_name
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.services.ports.pictures import MadePicture, Sweep

DIGESTS = [f"{number:064x}" for number in range(1, 5)]
START = dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def picture(digest: str, content: bytes = b"\xff\xd8picture") -> MadePicture:
    return MadePicture(content=content, digest=digest, edge=800)


class Calendar:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now


async def test_a_picture_is_kept_once_under_its_content(shop: Database) -> None:
    pictures, product = MongoPictures(shop), new_id()

    url = await pictures.put(picture(DIGESTS[0]), product)
    again = await pictures.put(picture(DIGESTS[0]), None)

    assert url == again == f"/api/pictures/{DIGESTS[0]}.jpg"
    (file,) = await shop["pictures.files"].find().to_list()
    assert file["filename"] == f"{DIGESTS[0]}.jpg"
    assert file["metadata"] == {
        "contentType": "image/jpeg",
        "width": 800,
        "height": 800,
        "product": ObjectId(product),
    }


async def test_a_picture_is_found_wherever_its_address_begins(shop: Database) -> None:
    url = await MongoPictures(shop, "https://shop.example/media/").put(picture(DIGESTS[0]), None)
    pictures = MongoPictures(shop)

    assert url == f"https://shop.example/media/{DIGESTS[0]}.jpg"
    assert await pictures.fetch(url) == b"\xff\xd8picture"
    assert await pictures.fetch(f"/api/pictures/{DIGESTS[0]}.jpg?v=2") == b"\xff\xd8picture"
    assert await pictures.fetch(f"/api/pictures/{DIGESTS[1]}.jpg") is None
    assert await pictures.fetch("https://res.cloudinary.com/a.jpg") is None


def test_only_our_own_names_are_recognised() -> None:
    assert picture_name(f"{DIGESTS[0]}.jpg") == f"{DIGESTS[0]}.jpg"
    assert picture_name(f"/x/{DIGESTS[0]}.png") is None
    assert picture_name(f"/x/a{DIGESTS[0]}.jpg") is None


async def test_a_large_picture_comes_back_whole(shop: Database) -> None:
    content = bytes(range(256)) * 12_000
    pictures = MongoPictures(shop)

    url = await pictures.put(picture(DIGESTS[0], content), None)

    assert await pictures.fetch(url) == content


async def test_only_what_nothing_names_for_thirty_days_is_deleted(shop: Database) -> None:
    calendar = Calendar()
    pictures = MongoPictures(shop, clock=calendar)
    shown, of_category, unused = [await pictures.put(picture(digest), None) for digest in DIGESTS[:3]]
    elsewhere = {
        "slug": "a",
        "inventory": {"sku": "A"},
        "images": [{"url": "https://elsewhere.example/a.jpg"}, {"url": None}, None],
    }
    at_another_address = {
        "slug": "b",
        "inventory": {"sku": "B"},
        "images": [{"url": f"https://cdn{shown}?w=9"}],
    }
    await shop.products.insert_many([elsewhere, at_another_address], bypass_document_validation=True)
    await shop.categories.insert_one({"image": of_category}, bypass_document_validation=True)

    assert await pictures.sweep() == Sweep(kept=2, unused=1)
    calendar.now += KEPT_UNUSED - DAY
    assert await pictures.sweep() == Sweep(kept=2, unused=1)
    calendar.now += 2 * DAY
    assert await pictures.sweep() == Sweep(kept=2, dropped=1)

    assert await pictures.fetch(unused) is None
    assert await pictures.fetch(shown) is not None
    assert await shop["pictures.chunks"].count_documents({}) == 2


async def test_the_days_count_from_when_nothing_names_it_any_more(shop: Database) -> None:
    calendar = Calendar()
    pictures = MongoPictures(shop, clock=calendar)
    url = await pictures.put(picture(DIGESTS[0]), None)
    await shop.products.insert_one({"images": [{"url": url}]}, bypass_document_validation=True)
    calendar.now += 10 * KEPT_UNUSED
    await pictures.sweep()
    await shop.products.delete_many({})

    assert await pictures.sweep() == Sweep(unused=1)
    assert await pictures.fetch(url) is not None


async def test_a_picture_that_is_used_again_is_kept(shop: Database) -> None:
    calendar = Calendar()
    pictures = MongoPictures(shop, clock=calendar)
    url = await pictures.put(picture(DIGESTS[0]), None)
    await pictures.sweep()
    calendar.now += 2 * KEPT_UNUSED

    await pictures.put(picture(DIGESTS[0]), None)  # and the product is not saved yet

    assert await pictures.sweep() == Sweep(unused=1)
    assert await pictures.fetch(url) is not None
