"""Pictures by http: limits, redirects, and whose network is left alone."""

import socket
import threading
from collections.abc import Callable

import pytest

from b4mart_desktop.adapters.pictures import downloads
from b4mart_desktop.adapters.pictures.addresses import PictureAddresses
from b4mart_desktop.adapters.pictures.downloads import PictureDownloads
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from tests.adapters.pictures.web import Answer, Question, served

PICTURE = b"\xff\xd8 a picture \xff\xd9"


def always(answer: Answer) -> Callable[[Question], Answer]:
    return lambda _: answer


async def refusal(fetcher: PictureDownloads, url: str) -> AdapterError:
    with pytest.raises(AdapterError) as caught:
        await fetcher.fetch(url)
    return caught.value


async def test_a_file_of_the_web_store_is_fetched() -> None:
    with served(always(Answer(body=PICTURE))) as site:
        assert await PictureDownloads(site.url).fetch(f"{site.url}/uploads/a.jpg") == PICTURE

    (question,) = site.asked
    assert question.path == "/uploads/a.jpg"
    assert not {"cookie", "authorization", "referer"} & set(question.headers)


@pytest.mark.parametrize("status", [404, 403, 410])
async def test_what_is_not_there_is_none_rather_than_an_error(status: int) -> None:
    with served(always(Answer(status))) as site:
        assert await PictureDownloads(site.url).fetch(site.url) is None


@pytest.mark.parametrize("answer", [Answer(500), Answer(429), Answer(204), Answer(hang_up=True)])
async def test_a_server_in_trouble_is_said_to_be(answer: Answer) -> None:
    with served(always(answer)) as site:
        error = await refusal(PictureDownloads(site.url), site.url)

    assert error.code is ErrorCode.PICTURE_NOT_FETCHED
    assert error.data["reason"]


async def test_nobody_there_is_said(unused_tcp_port: int) -> None:
    url = f"http://127.0.0.1:{unused_tcp_port}/a.jpg"

    assert (await refusal(PictureDownloads(url), url)).code is ErrorCode.PICTURE_NOT_FETCHED


async def test_too_much_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "MOST_BYTES", 1000)
    with served(always(Answer(body=b"x" * 5_000_000))) as site:
        error = await refusal(PictureDownloads(site.url), site.url)

    assert error.code is ErrorCode.PICTURE_TOO_LARGE


async def test_a_server_that_says_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "_SECONDS_ALTOGETHER", 0.2)
    let_go = threading.Event()

    def wait(_: Question) -> Answer:
        let_go.wait(5)
        return Answer()

    with served(wait) as site:
        error = await refusal(PictureDownloads(site.url), site.url)
        let_go.set()

    assert error.data["reason"] == "no answer in time"


async def test_redirects_are_followed_a_few_times() -> None:
    def answer(question: Question) -> Answer:
        step = int(question.path.strip("/"))
        return Answer(302, headers={"Location": f"/{step - 1}"}) if step else Answer(body=PICTURE)

    with served(answer) as site:
        assert await PictureDownloads(site.url).fetch(f"{site.url}/3") == PICTURE
        error = await refusal(PictureDownloads(site.url), f"{site.url}/9")

    assert error.code is ErrorCode.PICTURE_NOT_FETCHED


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1", "2130706433"]
)
async def test_the_own_network_is_left_alone(host: str) -> None:
    with served(always(Answer(body=PICTURE))) as site:
        port = site.url.rpartition(":")[2]
        error = await refusal(PictureDownloads("https://shop.example"), f"http://{host}:{port}/admin")

    assert error.code is ErrorCode.PICTURE_NOT_FETCHED
    assert site.asked == []


@pytest.mark.parametrize("address", ["10.0.0.1", "192.168.1.1", "169.254.169.254", "224.0.0.1", "fe80::1%1"])
async def test_a_name_that_leads_into_it_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (address, 80))])

    error = await refusal(PictureDownloads(), "http://pictures.example/a.jpg")

    assert "private network" in str(error.data["reason"])


async def test_a_redirect_into_it_is_refused() -> None:
    with served(always(Answer(body=b"secret"))) as inner:
        away = Answer(302, headers={"Location": f"{inner.url}/admin"})
        with served(always(away)) as site:
            error = await refusal(PictureDownloads(site.url), site.url)

    assert "private network" in str(error.data["reason"])
    assert inner.asked == []


async def test_a_redirect_to_a_file_is_refused() -> None:
    with served(always(Answer(302, headers={"Location": "file:///etc/passwd"}))) as site:
        assert (await refusal(PictureDownloads(site.url), site.url)).code is ErrorCode.PICTURE_NOT_FETCHED


# ---------------------------------------------------------------- which address means what


class Kept:
    """The database's pictures."""

    async def fetch(self, url: str) -> bytes | None:
        return b"kept" if "kept" in url else None


@pytest.mark.parametrize(
    "url", ["", "/etc/passwd", "file:///etc/passwd", "data:image/png;base64,AA", "C:\\a"]
)
async def test_an_address_that_is_none_of_the_web_is_not_opened(url: str) -> None:
    assert await PictureAddresses(Kept(), lambda _: False).fetch(url) is None


async def test_paths_without_a_server_are_the_web_stores() -> None:
    with served(always(Answer(body=PICTURE))) as site:
        addresses = PictureAddresses(Kept(), lambda url: url.startswith("/api"), f"{site.url}/api/pictures")

        assert await addresses.fetch("/uploads/a.jpg") == PICTURE
        assert await addresses.fetch("/api/pictures/kept.jpg") == b"kept"
        assert await addresses.fetch("/api/pictures/lost.jpg") == PICTURE

    assert [question.path for question in site.asked] == ["/uploads/a.jpg", "/api/pictures/lost.jpg"]
