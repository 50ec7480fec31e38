"""Uploads to Cloudinary, against a peer that checks them as its API reference says."""

import asyncio
import email
import hashlib
import json
import threading
from collections.abc import Callable, Mapping
from email.message import Message
from typing import Any

import pytest

from b4mart_desktop.adapters.pictures.cloudinary import CloudinaryAccount, CloudinaryPictures, signature
from b4mart_desktop.adapters.pictures.making import make_picture
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from tests.adapters.pictures.samples import file_of, plain
from tests.adapters.pictures.web import Answer, Question, served

NOW = 1_790_000_000
ACCOUNT = CloudinaryAccount("shop", "123456789", "hunter2")
PICTURE = make_picture(file_of(plain()), "apple")
UNSIGNED = {"file", "cloud_name", "resource_type", "api_key", "signature"}


def refuse(status: int, message: str, **headers: str) -> Answer:
    return Answer(status, json.dumps({"error": {"message": message}}).encode(), headers)


class Peer:
    """Takes signed uploads of pictures, and nothing else; the same public id again stays as it is."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.first: list[Answer] = []

    def __call__(self, question: Question) -> Answer:
        if self.first:
            return self.first.pop(0)
        if (question.method, question.path) != ("POST", "/v1_1/shop/image/upload"):
            return refuse(404, "no such cloud")
        fields = _fields(question)
        signed = {name: str(part.get_payload()) for name, part in fields.items() if name not in UNSIGNED}
        text = "&".join(f"{name}={signed[name]}" for name in sorted(signed))
        if fields["api_key"].get_payload() != "123456789":
            return refuse(401, "Unknown API key")
        if fields["signature"].get_payload() != hashlib.sha1(f"{text}hunter2".encode()).hexdigest():
            return refuse(401, f"Invalid Signature. String to sign - '{text}'")
        if abs(int(signed["timestamp"]) - NOW) > 3600:
            return refuse(400, "Stale request")
        content = fields["file"].get_payload(decode=True)
        if not isinstance(content, bytes) or not content.startswith(b"\xff\xd8"):
            return refuse(400, "Invalid image file")
        public = signed["public_id"]
        self.kept.setdefault(public, content)
        url = f"https://res.cloudinary.com/shop/image/upload/v1/{public}.jpg"
        return Answer(body=json.dumps({"public_id": public, "secure_url": url}).encode())


def _fields(question: Question) -> Mapping[str, Message]:
    head = f"Content-Type: {question.headers['content-type']}\r\n\r\n".encode()
    parts = email.message_from_bytes(head + question.body).get_payload()
    assert isinstance(parts, list)
    return {str(part.get_param("name", header="content-disposition")): part for part in _messages(parts)}


def _messages(parts: list[Any]) -> list[Message]:
    return [part for part in parts if isinstance(part, Message)]


def pictures_at(url: str, account: CloudinaryAccount = ACCOUNT, timeout: float = 5.0) -> CloudinaryPictures:
    return CloudinaryPictures(account, url, timeout=timeout, first_pause=0.01, clock=lambda: float(NOW))


async def refusal(answer: Callable[[Question], Answer], account: CloudinaryAccount = ACCOUNT) -> AdapterError:
    with served(answer) as site, pytest.raises(AdapterError) as caught:
        await pictures_at(site.url, account).put(PICTURE, None)
    return caught.value


def test_the_signature_is_the_one_of_the_reference() -> None:
    # Source: https://cloudinary.com/documentation/authentication_signatures, the example's own figures.
    params = {
        "eager": "w_400,h_300,c_pad|w_260,h_200,c_crop",
        "public_id": "sample_image",
        "timestamp": "1315060510",
    }

    assert signature(params, "abcd") == "bfd09f95f331f558cbd1320e67aa8d488770583e"


async def test_a_picture_is_uploaded_signed_and_whole() -> None:
    peer = Peer()
    with served(peer) as site:
        url = await pictures_at(site.url).put(PICTURE, None)

    assert url == f"https://res.cloudinary.com/shop/image/upload/v1/b4mart/{PICTURE.digest}.jpg"
    assert peer.kept == {f"b4mart/{PICTURE.digest}": PICTURE.content}


async def test_the_same_picture_again_has_the_same_address() -> None:
    with served(Peer()) as site:
        pictures = pictures_at(site.url)

        assert await pictures.put(PICTURE, None) == await pictures.put(PICTURE, None)


@pytest.mark.parametrize(
    "account",
    [
        CloudinaryAccount("shop", "123456789", "wrong"),
        CloudinaryAccount("shop", "987654321", "hunter2"),
        CloudinaryAccount("other", "123456789", "hunter2"),
    ],
    ids=["secret", "key", "cloud"],
)
async def test_a_wrong_account_is_said_and_not_tried_again(account: CloudinaryAccount) -> None:
    error = await refusal(Peer(), account)

    assert error.code is ErrorCode.PICTURE_HOST_REFUSED
    assert "hunter2" not in str(error)


@pytest.mark.parametrize("status", [420, 429])
async def test_when_it_is_busy_it_is_tried_again(status: int) -> None:
    peer = Peer()
    peer.first = [refuse(status, "slow down"), refuse(status, "slow down", **{"Retry-After": "0"})]
    with served(peer) as site:
        assert await pictures_at(site.url).put(PICTURE, None)

    assert len(site.asked) == 3


async def test_when_it_stays_busy_that_is_said() -> None:
    error = await refusal(lambda _: refuse(420, "Rate limit exceeded"))

    assert error.code is ErrorCode.PICTURE_HOST_BUSY


@pytest.mark.parametrize(
    "answer",
    [Answer(500), Answer(503, b"<html>"), Answer(hang_up=True), Answer(200, b"{}"), Answer(200, b"[1]")],
)
async def test_a_service_in_trouble_is_said_to_be(answer: Answer) -> None:
    assert (await refusal(lambda _: answer)).code is ErrorCode.PICTURE_HOST_UNREACHABLE


async def test_a_service_that_says_nothing_is_left() -> None:
    let_go = threading.Event()

    def wait(_: Question) -> Answer:
        let_go.wait(5)
        return Answer(500)

    with served(wait) as site:
        with pytest.raises(AdapterError) as caught:
            async with asyncio.timeout(4):
                await pictures_at(site.url, timeout=0.2).put(PICTURE, None)
        let_go.set()

    assert caught.value.data["reason"] == "no answer in time"


async def test_a_picture_it_does_not_take_is_refused_with_its_words() -> None:
    error = await refusal(lambda _: refuse(400, "Invalid image file"))

    assert error.code is ErrorCode.PICTURE_HOST_REFUSED
    assert error.data["reason"] == "Invalid image file"
