"""Pictures as people hand them over, made for tests."""

import io
from typing import Any

from PIL import Image, ImageCms

RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 60), (30, 60, 200), (255, 255, 255)


def plain(size: tuple[int, int] = (64, 48), color: Any = RED, mode: str = "RGB") -> Image.Image:
    return Image.new(mode, size, color)


def halves(width: int = 80, height: int = 40) -> Image.Image:
    """Left half red, right half blue."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image


def file_of(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def is_near(pixel: Any, wanted: tuple[int, int, int], distance: int = 12) -> bool:
    return all(abs(found - want) <= distance for found, want in zip(pixel[:3], wanted, strict=True))


def swapped_profile() -> bytes:
    """A colour profile in which red and blue are the other way round, for telling that it is used."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(profile)
