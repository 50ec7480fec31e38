"""Our ZPL on a label printer's renderer that is not ours (zebrash), read by an independent decoder."""

import base64
import io
import json
import shutil
import subprocess
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
import zxingcpp
from PIL import Image, ImageChops

from b4mart_desktop.adapters.documents.label_press import PaperLabels
from b4mart_desktop.domain.label_layout import LabelLayout, TextMark
from b4mart_desktop.domain.labels import LabelFacts, LabelField, LabelOrder
from tests.adapters.documents.labels import facts, template

HERE = Path(__file__).parent
RENDERER = HERE / "node_modules" / "zpl-renderer-js" / "package.json"
INSTALL_SECONDS, RENDER_SECONDS = 90, 60
DOTS = {203: 8, 300: 12}  # to the millimetre, as the renderer counts
ADDRESS = "https://shop.example/products/whole-milk"
CODES = {
    "4006381333931": ("EAN-13", "4006381333931"),
    "96385074": ("EAN-8", "96385074"),
    "036000291452": ("EAN-13", "0036000291452"),  # the same bars
    "10036000291459": ("ITF", "10036000291459"),
    "A>B_1^~": ("Code 128", "A>B_1^~"),
}
NAMES = [
    "Grüße & Co ^XZ ~x _5E \\\\n 100%",
    "Żółć naïve Ñandú €",
    "Extra long name of an organic whole grain sourdough bread with seeds, sliced, 750 g",
    "W" * 40,
    "Milk",
]


@pytest.fixture(scope="module")
def node() -> str:
    """Returns Node with the renderer installed; the tests are skipped where either cannot be had."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("Node.js with npm is not installed: ZPL cannot be rendered")
    if not RENDERER.is_file():
        command = [npm, "ci", "--no-audit", "--no-fund"]
        try:
            subprocess.run(command, cwd=HERE, check=True, capture_output=True, timeout=INSTALL_SECONDS)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            pytest.skip(f"npm could not install the renderer of ZPL: {error}")
    return node


class Printed:
    """Labels with all that they can say, laid out for one resolution, and as they are rendered."""

    def __init__(self, resolution: int, items: Sequence[LabelFacts]) -> None:
        stock = template("offer")
        stock = msgspec.structs.replace(stock, fields=(*stock.fields, LabelField.QR))
        order = LabelOrder(template=stock, items=tuple((item, 1) for item in items))
        press = PaperLabels("en_US")
        self.scale = resolution / 25.4
        self.layouts = press.layouts(items, stock, "USD", resolution)
        self.images: list[Image.Image] = []
        dots = DOTS[resolution]
        self.job = {
            "zpl": press.commands(order, self.layouts, resolution).decode(),
            "width": stock.stock.width * self.scale / dots,
            "height": stock.stock.height * self.scale / dots,
            "dots": dots,
        }

    def ink(self, number: int, box: tuple[float, float, float, float]) -> tuple[float, ...] | None:
        """Returns where there is ink in a box of a label: left, upper, right, lower edge in mm."""
        left, top, right, lower = (round(edge * self.scale) for edge in box)
        area = ImageChops.invert(self.images[number].crop((left, top, right, lower)))
        found = area.getbbox()
        if found is None:
            return None
        places = zip(found, (left, top, left, top), strict=True)
        return tuple((edge + begin) / self.scale for edge, begin in places)


@pytest.fixture(scope="module")
def rendered(node: str) -> dict[int, Printed]:
    """Labels of every symbology and of difficult names for each resolution; Node is started once."""
    items = [facts(code=code, address=ADDRESS) for code in CODES]
    items += [facts(name, address=ADDRESS, price=Decimal("12345.67")) for name in NAMES]
    printed = {resolution: Printed(resolution, items) for resolution in DOTS}
    done = subprocess.run(
        [node, "render.cjs"],
        cwd=HERE,
        input="\n".join(json.dumps(each.job) for each in printed.values()),
        capture_output=True,
        text=True,
        timeout=RENDER_SECONDS,
        check=True,
    )
    for each, line in zip(printed.values(), done.stdout.splitlines(), strict=True):
        each.images = [
            Image.open(io.BytesIO(base64.b64decode(image))).convert("L") for image in json.loads(line)
        ]
    return printed


@pytest.fixture(params=[203, 300], ids=["203 dpi", "300 dpi"])
def printed(rendered: dict[int, Printed], request: pytest.FixtureRequest) -> Printed:
    """Those of one resolution."""
    return rendered[request.param]


def test_every_label_is_printed(printed: Printed) -> None:
    assert len(printed.images) == len(CODES) + len(NAMES)


def test_barcodes_are_read_from_what_is_printed(printed: Printed) -> None:
    for number, expected in enumerate(CODES.values()):
        seen = {(str(each.format), each.text) for each in zxingcpp.read_barcodes(printed.images[number])}
        assert seen == {expected, ("QR Code", ADDRESS)}


def texts(layout: LabelLayout) -> list[TextMark]:
    return [mark for mark in layout.marks if isinstance(mark, TextMark) and mark.outline is None]


def test_texts_stand_where_paper_and_preview_have_them(printed: Printed) -> None:
    for number, layout in enumerate(printed.layouts):
        for mark in texts(layout):
            upper, lower = mark.baseline - 0.75 * mark.size, mark.baseline + 0.02 * mark.size
            ink = printed.ink(number, (mark.x, upper, mark.x + mark.width, lower))
            assert ink is not None, mark.text
            assert ink[3] - ink[1] > 0.5 * mark.size, mark.text  # as high as its letters are
            edge = mark.x + mark.width if mark.trailing else mark.x
            assert ink[2 if mark.trailing else 0] == pytest.approx(edge, abs=0.15 * mark.size), mark.text


def test_no_text_reaches_beyond_the_label(printed: Printed) -> None:
    for number, layout in enumerate(printed.layouts):
        width, height = (edge / printed.scale for edge in printed.images[number].size)
        ink = printed.ink(number, (0, 0, width, height))
        lowest = max(mark.baseline + 0.25 * mark.size for mark in texts(layout))
        assert ink is not None
        assert ink[2] < width - 0.5
        assert ink[3] <= lowest
