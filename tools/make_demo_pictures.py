"""Draws the demo store's pictures out of Microsoft's Fluent Emoji; run by hand, never imported.

Run it after `npm pack @lobehub/fluent-emoji-3d` and unpacking that:
`python tools/make_demo_pictures.py package/assets`.
"""

from __future__ import annotations

import argparse
import colorsys
import tomllib
from pathlib import Path
from typing import Any

from PIL import Image, ImageColor, ImageDraw, ImageFilter

DEMO = Path(__file__).parent.parent / "resources" / "demo"
EDGE = 320
MOTIF = 204
LIGHTNESS = 0.93
MOST_SATURATION = 0.62
QUALITY = 82

_SHADOW = 26
_SHADOW_AWAY = 10
_SHADOW_BLUR = 9

Color = tuple[int, int, int]


def draw(motif: Image.Image, ground: str | None, turn: int) -> Image.Image:
    """Returns a motif on a soft ground, with a shadow under it."""
    motif = _turned(motif.convert("RGBA"), turn)
    motif.thumbnail((MOTIF, MOTIF), Image.Resampling.LANCZOS)
    color = ImageColor.getrgb(ground)[:3] if ground else _soft(motif)
    picture = Image.new("RGB", (EDGE, EDGE), color)
    left, top = (EDGE - motif.width) // 2, (EDGE - motif.height) // 2
    shadow = Image.new("L", (EDGE, EDGE), 0)
    foot = top + motif.height - _SHADOW_AWAY
    inset = motif.width // 8
    box = (left + inset, foot - _SHADOW_AWAY, left + motif.width - inset, foot + _SHADOW_AWAY)
    ImageDraw.Draw(shadow).ellipse(box, fill=_SHADOW)
    picture.paste((0, 0, 0), mask=shadow.filter(ImageFilter.GaussianBlur(_SHADOW_BLUR)))
    picture.paste(motif, (left, top), motif)
    return picture


def _soft(motif: Image.Image) -> Color:
    """The motif's own colour, as light as paper."""
    alpha = motif.getchannel("A").resize((48, 48)).tobytes()
    pixels = motif.convert("RGB").resize((48, 48)).tobytes()
    vector, weight = [0.0, 0.0, 0.0], 0.0
    for number, opacity in enumerate(alpha):
        red, green, blue = pixels[3 * number : 3 * number + 3]
        part = opacity / 255 * (0.05 + colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)[1])
        weight += part
        for place, value in enumerate((red, green, blue)):
            vector[place] += part * value / 255
    hue, _, saturation = colorsys.rgb_to_hls(*(value / weight for value in vector))
    soft = colorsys.hls_to_rgb(hue, LIGHTNESS, min(saturation, MOST_SATURATION))
    return round(soft[0] * 255), round(soft[1] * 255), round(soft[2] * 255)


def _turned(motif: Image.Image, degrees: int) -> Image.Image:
    if not degrees:
        return motif
    hue, saturation, value = motif.convert("RGB").convert("HSV").split()
    moved = hue.point(lambda angle: round(angle + degrees * 256 / 360) % 256)
    turned = Image.merge("HSV", (moved, saturation, value)).convert("RGB")
    turned.putalpha(motif.getchannel("A"))
    return turned


def main() -> None:
    """Writes `resources/demo/pictures/<name>.jpg` for each picture of `resources/demo/pictures.toml`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assets", type=Path, help="folder of the package's WebP files")
    assets = parser.parse_args().assets
    table: dict[str, dict[str, Any]] = tomllib.loads((DEMO / "pictures.toml").read_text("utf-8"))["pictures"]
    folder = DEMO / "pictures"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.jpg"):
        old.unlink()
    for name, row in table.items():
        with Image.open(assets / f"{row['emoji']}.webp") as motif:
            picture = draw(motif, row.get("ground"), row.get("turn", 0))
        picture.save(folder / f"{name}.jpg", quality=QUALITY, optimize=True)


if __name__ == "__main__":
    main()
