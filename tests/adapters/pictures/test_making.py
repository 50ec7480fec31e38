"""From what people hand over to what the shop keeps."""

import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image

from b4mart_desktop.adapters.pictures import decoding
from b4mart_desktop.adapters.pictures.making import MOST_EDGE, make_picture, make_plain, make_thumbnails
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.services.ports.pictures import Crop
from tests.adapters.pictures.samples import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    file_of,
    halves,
    is_near,
    opened,
    plain,
    swapped_profile,
)

TURNED_RIGHT = 6  # EXIF: the camera was held so that the row of pixels at the left is the top


def refusal(content: bytes) -> AdapterError:
    with pytest.raises(AdapterError) as caught:
        make_picture(content, "apple.jpg")
    assert caught.value.data["name"] == "apple.jpg"
    return caught.value


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_every_usual_kind_becomes_a_square_jpeg_named_by_its_content(kind: str) -> None:
    made = make_picture(file_of(plain(), kind), "apple")

    picture = opened(made.content)
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (48, 48))
    assert is_near(picture.getpixel((24, 24)), RED)
    assert made.edge == 48
    assert made.digest == hashlib.sha256(made.content).hexdigest()


def test_a_large_picture_is_scaled_down_and_a_small_one_never_up() -> None:
    assert make_picture(file_of(plain((2000, 1700)), "JPEG"), "large").edge == MOST_EDGE
    assert make_picture(file_of(plain((1700, 1650)), "JPEG"), "wide").edge == MOST_EDGE
    assert make_picture(file_of(plain((1, 1))), "dot").edge == 1


def test_the_middle_is_cut_out_unless_somebody_chose() -> None:
    content = file_of(halves(80, 40))

    middle = opened(make_picture(content, "both").content)
    right = opened(make_picture(content, "right", Crop(40, 0, 40)).content)

    assert is_near(middle.getpixel((5, 20)), RED)
    assert is_near(middle.getpixel((34, 20)), BLUE)
    assert is_near(right.getpixel((5, 20)), BLUE)


def test_what_a_crop_shows_beyond_the_picture_is_white() -> None:
    picture = opened(make_picture(file_of(halves(80, 40)), "whole", Crop(0, -20, 80)).content)

    assert picture.size == (80, 80)
    assert is_near(picture.getpixel((20, 5)), WHITE)
    assert is_near(picture.getpixel((20, 40)), RED)
    assert is_near(picture.getpixel((60, 40)), BLUE)
    assert is_near(picture.getpixel((60, 75)), WHITE)


def test_a_crop_that_misses_the_picture_is_white_rather_than_an_error() -> None:
    picture = opened(make_picture(file_of(plain()), "beside", Crop(500, 500, 10)).content)

    assert is_near(picture.getpixel((5, 5)), WHITE)


def test_a_crop_means_the_same_part_of_a_jpeg_that_is_decoded_at_a_fraction() -> None:
    content = file_of(halves(6400, 3200), "JPEG")

    right = opened(make_picture(content, "right", Crop(3200, 0, 3200)).content)
    middle = opened(make_picture(content, "middle").content)

    assert is_near(right.getpixel((20, 800)), BLUE)
    assert is_near(middle.getpixel((780, 800)), RED)
    assert is_near(middle.getpixel((820, 800)), BLUE)


def test_a_picture_stands_upright_and_says_nothing_of_its_camera() -> None:
    exif = Image.Exif()
    exif[0x0112] = TURNED_RIGHT
    exif[0x010F] = "Maker of cameras"
    exif.get_ifd(0x8825)[1] = "N"
    content = file_of(halves(80, 40), "JPEG", exif=exif, comment=b"taken at home", quality=95)

    made = make_picture(content, "turned")
    looked_at = make_plain(content, "turned")

    picture = opened(made.content)
    assert is_near(picture.getpixel((20, 3)), RED)
    assert is_near(picture.getpixel((20, 36)), BLUE)
    assert not picture.getexif()
    assert not {"exif", "comment", "icc_profile"} & set(picture.info)
    assert b"Maker" not in made.content
    assert (looked_at.width, looked_at.height) == (40, 80)
    assert opened(looked_at.content).size == (40, 80)


def test_a_turned_square_is_upright_too() -> None:
    exif = Image.Exif()
    exif[0x0112] = TURNED_RIGHT
    content = file_of(halves(40, 40), "JPEG", exif=exif, quality=95)

    assert is_near(opened(make_picture(content, "turned").content).getpixel((20, 3)), RED)


def test_colours_are_converted_to_those_of_the_web() -> None:
    content = file_of(plain(color=RED), "PNG", icc_profile=swapped_profile())

    picture = opened(make_picture(content, "other colours").content)

    assert not is_near(picture.getpixel((10, 10)), RED, 60)


def test_a_damaged_colour_profile_is_left_out() -> None:
    content = file_of(plain(color=GREEN), "PNG", icc_profile=b"no profile at all")

    assert is_near(opened(make_picture(content, "green").content).getpixel((10, 10)), GREEN)


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (file_of(plain(color=(200, 30, 30, 0), mode="RGBA")), WHITE),
        (file_of(plain(color=(0, 0), mode="LA")), WHITE),
        (file_of(plain(color=(30, 60, 200, 255), mode="RGBA"), "WEBP", lossless=True), BLUE),
        (file_of(plain(color=0, mode="L")), (0, 0, 0)),
        (file_of(plain(color=32768, mode="I;16")), (128, 128, 128)),
        (file_of(plain(color=1, mode="1")), WHITE),
        (file_of(plain(color=(0, 0, 0, 0), mode="CMYK"), "JPEG"), WHITE),
        (file_of(plain(color=RED).quantize(4)), RED),
    ],
    ids=["clear", "clear grey", "opaque", "grey", "deep", "two colours", "print", "palette"],
)
def test_every_kind_of_pixel_becomes_a_colour_on_white(content: bytes, wanted: tuple[int, int, int]) -> None:
    assert is_near(opened(make_picture(content, "apple").content).getpixel((10, 10)), wanted)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_is_kept(kind: str) -> None:
    content = file_of(plain(color=RED), kind, save_all=True, append_images=[plain(color=BLUE)])

    assert is_near(opened(make_picture(content, "moving").content).getpixel((10, 10)), RED)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "HEIC"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><svg/>", "SVG"),
        (b"<!-- drawn by hand -->\n<svg/>", "SVG"),
        (b"%PDF-1.7", "PDF"),
        (b"8BPS\x00\x01", "Photoshop"),
    ],
)
def test_a_kind_that_browsers_do_not_show_is_named(content: bytes, kind: str) -> None:
    error = refusal(content)

    assert error.code is ErrorCode.PICTURE_FORMAT_UNKNOWN
    assert error.data["format"] == kind


@pytest.mark.parametrize("content", [b"", b"name,price\n", b"\xff\xd8", b"GIF8", b"\x89PNG\r\n\x1a\n", b"BM"])
def test_what_is_no_picture_is_said_to_be_none(content: bytes) -> None:
    assert refusal(content).code is ErrorCode.PICTURE_INVALID


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF"])
def test_half_a_picture_is_refused(kind: str) -> None:
    whole = file_of(Image.effect_noise((200, 200), 90).convert("RGB"), kind)

    assert refusal(whole[: len(whole) // 2]).code in (ErrorCode.PICTURE_TRUNCATED, ErrorCode.PICTURE_INVALID)


def _bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is very large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(b"\0" * 1000)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_a_bomb_is_refused_by_what_it_says_of_itself() -> None:
    error = refusal(_bomb(60_000, 50_000))

    assert error.code is ErrorCode.PICTURE_TOO_LARGE
    assert error.data["size"] == "3000 MP"
    assert error.data["limit"] == "100 MP"


def test_a_file_that_is_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MOST_BYTES", 1000)

    error = refusal(b"\xff" * 1001)

    assert error.code is ErrorCode.PICTURE_TOO_LARGE


def test_small_ones_show_the_whole_picture_on_white() -> None:
    made = make_thumbnails(file_of(halves(80, 40)), (64, 128))

    small, large = opened(made[64]), opened(made[128])
    assert (small.size, large.size) == ((64, 64), (128, 128))
    assert is_near(small.getpixel((32, 4)), WHITE)
    assert is_near(small.getpixel((8, 32)), RED)
    assert is_near(large.getpixel((120, 64)), BLUE)


def test_a_large_picture_to_look_at_fits_a_screen() -> None:
    looked_at = make_plain(file_of(halves(2400, 1200), "JPEG"), "large")

    assert (looked_at.width, looked_at.height) == (2400, 1200)
    assert Image.open(io.BytesIO(looked_at.content)).size == (1200, 600)
