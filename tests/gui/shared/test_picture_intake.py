"""What browsers and file managers hand over when somebody drags or pastes a picture."""

from __future__ import annotations

import base64

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from b4mart_desktop.gui.shared.picture_intake import brings_pictures, pictures_in
from tests.gui.shared.picture_parts import picture_file

CUP = "https://shop.example/cup.jpg"
PAGE = "https://shop.example/cup.html"
PIXEL = base64.b64encode(picture_file()).decode()


def mime(html: str = "", urls: tuple[str, ...] = (), text: str = "") -> QMimeData:
    data = QMimeData()
    if html:
        data.setHtml(html)
    if urls:
        data.setUrls([QUrl(url) for url in urls])
    if text:
        data.setText(text)
    return data


@pytest.mark.parametrize(
    ("data", "url"),
    [
        (mime(f"<a href='{PAGE}'><img alt='a' src='{CUP}'></a>", (PAGE,)), CUP),
        (mime('<img src="//shop.example/cup.jpg">', (PAGE,)), CUP),
        (mime("<img src='https://shop.example/c?a=1&amp;b=2'>"), "https://shop.example/c?a=1&b=2"),
        (mime("<img src='blob:https://shop.example/17'>", (CUP,)), CUP),
        (mime(urls=(CUP,)), CUP),
        (mime(text=f" {CUP}\n"), CUP),
    ],
    ids=["in a link", "of the page's scheme", "escaped", "not to be had", "address", "typed"],
)
def test_the_picture_of_a_page_is_found_by_its_address(data: QMimeData, url: str) -> None:
    (source,) = pictures_in(data)
    assert brings_pictures(data)
    assert source.url == url


def test_a_picture_inside_a_page_is_its_bytes() -> None:
    (source,) = pictures_in(mime(f"<img src='data:image/jpeg;base64,{PIXEL}'>"))
    assert source.content == picture_file()


def test_pixels_without_a_file_come_before_any_address() -> None:
    data = mime(f"<img src='{CUP}'>", (PAGE,))
    image = QImage(4, 3, QImage.Format.Format_RGB32)
    image.fill(0xFF3366)
    data.setImageData(image)
    (source,) = pictures_in(data)
    assert source.url is None
    assert QImage.fromData(source.content or b"") == image


@pytest.mark.parametrize("data", [mime(), mime(text="a cup"), mime("<b>cup</b>"), mime(text="ftp://a/b.jpg")])
def test_what_holds_no_picture_brings_none(data: QMimeData) -> None:
    assert not brings_pictures(data)
    assert not pictures_in(data)
