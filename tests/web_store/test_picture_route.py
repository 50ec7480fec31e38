"""The route that the guide hands out, run by Express over the bucket that the desktop fills."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.pictures import MongoPictures
from b4mart_desktop.adapters.pictures.making import make_picture
from b4mart_desktop.services.ports.pictures import MadePicture
from tests.adapters.pictures.samples import file_of, plain
from tests.web_store.conftest import HERE, Node
from tests.web_store.test_web_store import _database_uri

GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"
ROUTE = GUIDE.with_name("picture_route.js")
SEVERAL_CHUNKS = 2_500_000


@pytest.fixture
async def store(shop: Database, web_store: Node, mongo_uri: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the web store that runs on the shop's database."""
    del web_store  # what it needs is installed by now
    pipe = asyncio.subprocess.PIPE
    uri = _database_uri(mongo_uri, shop.name)
    command = ("node", "--no-warnings", "serve.js", uri)
    server = await asyncio.create_subprocess_exec(*command, cwd=HERE, stdin=pipe, stdout=pipe)
    assert server.stdin is not None
    assert server.stdout is not None
    port = json.loads(await server.stdout.readline())["port"]
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        yield client
    server.stdin.close()
    assert await asyncio.wait_for(server.wait(), 10) == 0


async def _kept(shop: Database) -> tuple[MadePicture, str]:
    made = make_picture(file_of(plain()), "cup.png")
    return made, await MongoPictures(shop).put(made, None)


async def test_a_picture_is_served_whole_to_be_kept_for_good(
    shop: Database, store: httpx.AsyncClient
) -> None:
    made, address = await _kept(shop)
    answer = await store.get(address)
    assert (answer.status_code, answer.content) == (200, made.content)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Length"] == str(len(made.content))
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["ETag"] == f'"{made.digest}"'


async def test_who_has_it_is_told_so_and_heads_and_parts_are_answered(
    shop: Database, store: httpx.AsyncClient
) -> None:
    made, address = await _kept(shop)
    again = await store.get(address, headers={"If-None-Match": f'"{made.digest}"'})
    assert (again.status_code, again.content) == (304, b"")
    head = await store.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(made.content))
    part = await store.get(
        address, headers={"Range": "bytes=0-9"}
    )  # not offered, so the whole is right (RFC 9110)
    assert (part.status_code, part.content) == (200, made.content)


async def test_what_is_not_there_is_not_found_and_not_kept(shop: Database, store: httpx.AsyncClient) -> None:
    await _kept(shop)
    for name in (f"{'0' * 64}.jpg", "cup.jpg", f"{'A' * 64}.jpg", "..%2f..%2fpackage.json", "%00", "$ne"):
        answer = await store.get(f"/api/pictures/{name}")
        assert answer.status_code == 404, name
        assert "Cache-Control" not in answer.headers


async def test_a_large_one_comes_in_several_chunks(shop: Database, store: httpx.AsyncClient) -> None:
    content = bytes(number % 251 for number in range(SEVERAL_CHUNKS))
    address = await MongoPictures(shop).put(
        MadePicture(content=content, digest="c" * 64, edge=1600), product=None
    )
    assert (await store.get(address)).content == content


async def test_one_that_lost_its_content_is_not_found_and_the_next_is_served(
    shop: Database, store: httpx.AsyncClient
) -> None:
    made, address = await _kept(shop)
    broken = await MongoPictures(shop).put(
        MadePicture(content=b"x" * 100, digest="d" * 64, edge=1600), product=None
    )
    file = await shop["pictures.files"].find_one({"filename": f"{'d' * 64}.jpg"})
    assert file is not None
    await shop["pictures.chunks"].delete_many({"files_id": file["_id"]})
    assert (await store.get(broken)).status_code == 404
    assert (await store.get(address)).content == made.content


def test_the_guide_hands_out_this_very_file() -> None:
    text = GUIDE.read_text("utf-8")
    assert f"({ROUTE.name})" in text
    shown = re.search(r"```js\n(.*?)```", text, re.DOTALL)
    assert shown is not None
    assert shown[1].strip() in ROUTE.read_text("utf-8")
