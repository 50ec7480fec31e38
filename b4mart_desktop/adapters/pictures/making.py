"""From pixels to the JPEGs of the shop: squares for the web store, small ones for lists. No files or network.

JPEG of quality 85 because it shows everywhere: browsers, mails, invoices, older tablets. Only pixels are
written, so nothing of where and when a picture was taken is.
"""

import hashlib
import io
from collections.abc import Mapping, Sequence

from PIL import Image

from b4mart_desktop.adapters.pictures.decoding import Upright, decode
from b4mart_desktop.services.ports.pictures import Crop, MadePicture, PlainPicture

MOST_EDGE = 1600
PLAIN_EDGE = 1200

_QUALITY = 85
_WHITE = (255, 255, 255)


def make_picture(content: bytes, name: str, crop: Crop | None = None) -> MadePicture:
    """Returns a square of at most ``MOST_EDGE`` pixels; nothing is ever enlarged.

    Args:
        content: The file.
        name: What a person knows it by.
        crop: What to cut out; None: the largest square in the middle.

    Raises:
        AdapterError: As ``decode``.
    """
    upright = decode(content, name, wanted=None if crop else (MOST_EDGE, MOST_EDGE))
    square = _square(upright, crop or middle(upright.width, upright.height))
    made = _jpeg(square, progressive=True)
    return MadePicture(content=made, digest=hashlib.sha256(made).hexdigest(), edge=square.width)


def middle(width: int, height: int) -> Crop:
    """Returns the largest square in the middle."""
    edge = min(width, height)
    return Crop((width - edge) // 2, (height - edge) // 2, edge)


def make_plain(content: bytes, name: str) -> PlainPicture:
    """Returns the whole picture, at most ``PLAIN_EDGE`` wide and high.

    Raises:
        AdapterError: As ``decode``.
    """
    image, width, height = decode(content, name, wanted=(PLAIN_EDGE, PLAIN_EDGE))
    image.thumbnail((PLAIN_EDGE, PLAIN_EDGE), Image.Resampling.LANCZOS)
    return PlainPicture(content=_jpeg(image), width=width, height=height)


def make_thumbnails(content: bytes, edges: Sequence[int]) -> Mapping[int, bytes]:
    """Returns small squares by edge: the whole picture, on white where it is not square.

    Each is made from the next larger one: the smallest of four then costs next to nothing.

    Raises:
        AdapterError: As ``decode``.
    """
    largest = max(edges)
    image = decode(content, "", wanted=(largest, largest)).image
    made = {}
    for edge in sorted(edges, reverse=True):
        image = _contained(image, edge)
        made[edge] = _jpeg(image)
    return made


def _square(upright: Upright, crop: Crop) -> Image.Image:
    """The part of the picture that ``crop`` shows, white where it reaches beyond."""
    image, width, height = upright
    edge = max(1, min(MOST_EDGE, crop.edge))
    scale = edge / crop.edge
    left, top = max(crop.left, 0), max(crop.top, 0)
    right, bottom = min(crop.left + crop.edge, width), min(crop.top + crop.edge, height)
    ground = Image.new("RGB", (edge, edge), _WHITE)
    if right <= left or bottom <= top:
        return ground
    across, down = image.width / width, image.height / height
    box = (left * across, top * down, right * across, bottom * down)
    size = max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale))
    part = image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
    ground.paste(part, (round((left - crop.left) * scale), round((top - crop.top) * scale)))
    return ground


def _contained(image: Image.Image, edge: int) -> Image.Image:
    scale = edge / max(image.size)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    part = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    ground = Image.new("RGB", (edge, edge), _WHITE)
    ground.paste(part, ((edge - size[0]) // 2, (edge - size[1]) // 2))
    return ground


def _jpeg(image: Image.Image, *, progressive: bool = False) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_QUALITY, optimize=True, progressive=progressive)
    return file.getvalue()
