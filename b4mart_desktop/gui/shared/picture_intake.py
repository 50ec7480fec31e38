"""What people drag and paste, as pictures to add: files, pixels, addresses of the web. It reads no file."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QMimeData
from PySide6.QtGui import QImage, QPixmap

from b4mart_desktop.services.ports.pictures import PictureSource

_IMAGE = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*(?:\"([^\"]+)\"|'([^']+)')", re.IGNORECASE)
_DATA = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_UNCOMPRESSED = 100


def brings_pictures(mime: QMimeData) -> bool:
    """Whether there may be pictures in it; cheap, for while it is dragged about."""
    return mime.hasUrls() or mime.hasImage() or bool(_IMAGE.search(mime.html())) or _is_address(mime.text())


def pictures_in(mime: QMimeData) -> Sequence[PictureSource]:
    """Returns the pictures in what was dropped or pasted, none where there are none.

    What a browser hands over is tried from the surest to the least sure: the picture's own pixels, the
    address of the picture in the page, an address, which may be that of the page it links to.
    """
    files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if files:
        return [PictureSource(name=path.name, path=path) for path in files]
    if mime.hasImage():
        return _from_pixels(mime.imageData())
    found = _IMAGE.search(mime.html())
    of_page = _from_address(html.unescape(found[1] or found[2])) if found else ()
    addresses = [url.toString() for url in mime.urls()] or [mime.text().strip()]
    return of_page or [source for address in addresses for source in _from_address(address)]


def pictures_from_files(paths: Sequence[str]) -> Sequence[PictureSource]:
    """Returns chosen files as pictures to add."""
    return [PictureSource(name=Path(path).name, path=Path(path)) for path in paths]


def _from_pixels(data: object) -> Sequence[PictureSource]:
    image = data.toImage() if isinstance(data, QPixmap) else data
    if not isinstance(image, QImage) or image.isNull():
        return ()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", _UNCOMPRESSED)  # type: ignore[call-overload]  # the stub wants bytes, Qt a name
    name = QCoreApplication.translate("PictureStrip", "pasted picture")
    return [PictureSource(name=name, content=bytes(buffer.data().data()))]


def _from_address(address: str) -> Sequence[PictureSource]:
    data = _DATA.match(address)
    if data:
        name = QCoreApplication.translate("PictureStrip", "picture of a web page")
        try:
            return [PictureSource(name=name, content=base64.b64decode(address[data.end() :]))]
        except (binascii.Error, ValueError):
            return ()
    if address.startswith("//"):  # as the page was had
        address = f"https:{address}"
    if not _is_address(address):
        return ()
    parts = urlsplit(address)
    return [PictureSource(name=unquote(Path(parts.path).name) or parts.netloc, url=address)]


def _is_address(text: str) -> bool:
    return bool(re.fullmatch(r"https?://\S+", text.strip()))
