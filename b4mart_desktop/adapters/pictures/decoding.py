"""From a file of any usual kind to upright sRGB pixels, within limits. What becomes of them is ``making``'s.

Files come from anywhere: cameras, suppliers, the internet. What a decoder does not survive must not be the
shop's program, so whoever handles a person's own files does it in a process of its own (``workshop``).
"""

import io
from collections.abc import Mapping
from typing import NamedTuple

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from b4mart_desktop.domain.errors import AdapterError, ErrorCode

MOST_BYTES = 50 * 1024 * 1024
MOST_PIXELS = 100_000_000

_KINDS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "BMP", "TIFF")
_WHITE = (255, 255, 255)
_ORIENTATION = 0x0112
_SWAPPED = (5, 6, 7, 8)
"""Orientations in which width and height are those of the picture on its side (EXIF 2.32, tag 274)."""

_DEEP_MODES = ("I", "I;16", "I;16B", "I;16L", "I;16N")
_FOREIGN: Mapping[bytes, str] = {
    b"%PDF": "PDF",
    b"8BPS": "Photoshop",
    b"%!PS": "PostScript",
    b"<svg": "SVG",
    b"<?xml": "SVG",
    b"\x00\x00\x00\x0cjP  ": "JPEG 2000",
    b"\xff\x0a": "JPEG XL",
    b"\x00\x00\x00\x0cJXL ": "JPEG XL",
}
_HEAD_OF_SVG = 4096
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")

# Told by our own limit and sentence; Pillow would warn below it and raise above twice its own.
Image.MAX_IMAGE_PIXELS = None


class Upright(NamedTuple):
    """Pixels and the size they stand for: large JPEGs are decoded at a fraction of it.

    Attributes:
        image: Mode RGB, turned as the camera was held.
        width: Of the original, turned likewise.
        height: Of the original, turned likewise.
    """

    image: Image.Image
    width: int
    height: int


def decode(content: bytes, name: str, *, wanted: tuple[int, int] | None = None) -> Upright:
    """Returns the picture's first frame, turned upright, in sRGB, transparency on white.

    Args:
        content: The file.
        name: What a person knows it by, for the error.
        wanted: Width and height in pixels, as the file counts them, of which at least so many are needed.

    Raises:
        AdapterError: PICTURE_TOO_LARGE, PICTURE_FORMAT_UNKNOWN, PICTURE_INVALID or PICTURE_TRUNCATED, each
            with the ``name``.
    """
    check_bytes(len(content), name)
    with _open(content, name) as opened:
        _check_pixels(opened.size, name)
        try:
            return _load(opened, wanted)
        except MemoryError as error:
            raise _too_large(name, f"{_megapixels(opened.size)} MP", f"{MOST_PIXELS // 10**6} MP") from error
        except Exception as error:  # each decoder raises what it likes at bytes that make no sense
            raise AdapterError(ErrorCode.PICTURE_TRUNCATED, name=name, reason=str(error)) from error


def check_bytes(size: int, name: str) -> None:
    """Raises ``PICTURE_TOO_LARGE`` for a file of more than ``MOST_BYTES``."""
    if size > MOST_BYTES:
        raise _too_large(name, f"{-(-size // 2**20)} MB", f"{MOST_BYTES // 2**20} MB")


def _open(content: bytes, name: str) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=_KINDS)
    except UnidentifiedImageError as error:
        kind = _foreign_kind(content)
        if kind is not None:
            raise AdapterError(ErrorCode.PICTURE_FORMAT_UNKNOWN, name=name, format=kind) from error
        raise AdapterError(ErrorCode.PICTURE_INVALID, name=name) from error
    except Exception as error:  # each reader of headers raises what it likes, too
        raise AdapterError(ErrorCode.PICTURE_INVALID, name=name, reason=str(error)) from error


def _foreign_kind(content: bytes) -> str | None:
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return "HEIC"
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n") if content[:1] != b"\x00" else content
    if start.startswith(b"<!") and b"<svg" in content[:_HEAD_OF_SVG]:  # after a comment or its type
        return "SVG"
    return next((kind for mark, kind in _FOREIGN.items() if start.startswith(mark)), None)


def _check_pixels(size: tuple[int, int], name: str) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise _too_large(name, f"{_megapixels(size)} MP", f"{MOST_PIXELS // 10**6} MP")


def _megapixels(size: tuple[int, int]) -> int:
    return -(-size[0] * size[1] // 10**6)


def _too_large(name: str, size: str, limit: str) -> AdapterError:
    return AdapterError(ErrorCode.PICTURE_TOO_LARGE, name=name, size=size, limit=limit)


def _load(image: Image.Image, wanted: tuple[int, int] | None) -> Upright:
    full = image.size
    if wanted is not None:
        image.draft("RGB" if image.mode != "CMYK" else None, wanted)
    image.load()
    profile = image.info.get("icc_profile")
    width, height = full[::-1] if image.getexif().get(_ORIENTATION) in _SWAPPED else full
    ImageOps.exif_transpose(image, in_place=True)  # a copy of 60 megapixels would be 180 MB
    return Upright(_to_srgb(_flatten(image), profile), width, height)


def _flatten(image: Image.Image) -> Image.Image:
    """Transparency on white; modes that a colour profile cannot be applied to become RGB."""
    if image.mode in _DEEP_MODES:
        return image.point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        ground = Image.new("RGB", layer.size, _WHITE)
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return image if image.mode in ("RGB", "CMYK") else image.convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):  # a profile of another kind of picture
            return image.convert("RGB")
        if converted is not None:
            return converted
    return image if image.mode == "RGB" else image.convert("RGB")
