"""Every pair of text and background that the program uses, in both schemes, against WCAG 2.2 AA."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from b4mart_desktop.gui.style.tokens import TILE_COLORS, ColorRole, Scheme, load_tokens

TEXT = 4.5
GRAPHIC = 3.0
SURFACES = ("background", "surface", "raised", "hover")
TEXT_PAIRS = [
    *((ink, surface) for ink in ("text", "text_muted") for surface in (*SURFACES, "sunken")),
    *((ink, surface) for ink in ("danger", "success") for surface in ("background", "surface", "raised")),
    *(("on_accent_soft", surface) for surface in ("surface", "hover")),  # what was searched for, in results
    ("text_muted", "accent_soft"),
    ("text", "pressed"),
    ("text", "accent_soft"),
    ("text", "thumb"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
    ("on_success", "success"),
    ("on_success", "success_hover"),
    ("on_success", "success_pressed"),
    ("on_danger", "danger"),
    ("on_danger", "danger_hover"),
    ("on_danger", "danger_pressed"),
    ("on_warning", "warning"),
    ("on_inverse", "inverse"),
    *((ink, fill) for ink in ("on_brand", "on_brand_muted") for fill in ("brand", "brand_end")),
    *((f"on_{tone}_soft", f"{tone}_soft") for tone in ("accent", "success", "warning", "danger", "neutral")),
    *(("on_tile", f"tile_{number}") for number in range(1, TILE_COLORS + 1)),
]
GRAPHIC_PAIRS = [
    *(("focus", surface) for surface in (*SURFACES, "sunken")),
    *(("border_strong", surface) for surface in ("background", "surface", "raised")),
    ("accent", "surface"),
    ("accent", "sunken"),
    *((f"{tone}_soft", "inverse") for tone in ("accent", "success", "warning", "danger", "neutral")),
]


def luminance(color: QColor) -> float:
    """Relative luminance as WCAG defines it."""
    channels = (color.redF(), color.greenF(), color.blueF())
    parts = [c / 12.92 if c <= 0.04045 else pow((c + 0.055) / 1.055, 2.4) for c in channels]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first: QColor, second: QColor) -> float:
    bright, dim = sorted((luminance(first), luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_the_measure_knows_black_on_white() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize(
    ("pairs", "least"), [(TEXT_PAIRS, TEXT), (GRAPHIC_PAIRS, GRAPHIC)], ids=["text", "graphic"]
)
def test_pairs_are_legible(scheme: Scheme, pairs: list[tuple[str, str]], least: float) -> None:
    colors = {name: QColor.fromString(value) for name, value in raw_colors(scheme).items()}
    faint = {pair: round(contrast(colors[pair[0]], colors[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < least} == {}


def raw_colors(scheme: Scheme) -> dict[str, str]:
    variables = load_tokens(scheme).variables()
    names = [name.removeprefix("color_") for name in variables if name.startswith("color_")]
    return {name: hex_of(variables[f"color_{name}"]) for name in names}


def hex_of(qss: str) -> str:
    red, green, blue, _ = (int(part) for part in qss.removeprefix("rgba(").removesuffix(")").split(","))
    return f"#{red:02x}{green:02x}{blue:02x}"


def test_both_schemes_have_the_same_colors_and_every_role() -> None:
    light, dark = (set(raw_colors(scheme)) for scheme in Scheme)
    assert light == dark
    assert {role.value for role in ColorRole} <= light
