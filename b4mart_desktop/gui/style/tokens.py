"""The design tokens as typed values: colours by role, spaces, sizes, type. Nothing is drawn here.

One `Tokens` object per scheme is read from `resources/styles/tokens.toml`. Like palette and font, the
tokens in use belong to the QApplication: `tokens()` reads them there, so that a painted widget always draws
with what `Theme` applied last.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QFont

from b4mart_desktop import paths

PROPERTY = "b4mart_tokens"


class Scheme(StrEnum):
    """A set of colours that is complete in itself."""

    LIGHT = "light"
    DARK = "dark"


class ColorRole(StrEnum):
    """What a colour is for; the value is its name in tokens.toml."""

    BACKGROUND = "background"
    SURFACE = "surface"
    SUNKEN = "sunken"
    RAISED = "raised"
    BORDER = "border"
    BORDER_STRONG = "border_strong"
    TEXT = "text"
    TEXT_MUTED = "text_muted"
    TEXT_DISABLED = "text_disabled"
    HOVER = "hover"
    PRESSED = "pressed"
    ACCENT = "accent"
    ON_ACCENT = "on_accent"
    ACCENT_SOFT = "accent_soft"
    ON_ACCENT_SOFT = "on_accent_soft"
    FOCUS = "focus"
    SUCCESS = "success"
    ON_SUCCESS = "on_success"
    SUCCESS_SOFT = "success_soft"
    ON_SUCCESS_SOFT = "on_success_soft"
    WARNING = "warning"
    ON_WARNING = "on_warning"
    WARNING_SOFT = "warning_soft"
    ON_WARNING_SOFT = "on_warning_soft"
    DANGER = "danger"
    ON_DANGER = "on_danger"
    DANGER_SOFT = "danger_soft"
    ON_DANGER_SOFT = "on_danger_soft"
    NEUTRAL_SOFT = "neutral_soft"
    ON_NEUTRAL_SOFT = "on_neutral_soft"
    ON_BRAND = "on_brand"
    INVERSE = "inverse"
    ON_INVERSE = "on_inverse"
    SCRIM = "scrim"
    SHADOW = "shadow"
    ON_TILE = "on_tile"


class TypeRole(StrEnum):
    """A step of the type scale; the value is its name in tokens.toml."""

    CAPTION = "caption"
    SMALL = "small"
    BODY = "body"
    STRONG = "strong"
    BUTTON = "button"
    LEAD = "lead"
    SUBTITLE = "subtitle"
    TITLE = "title"
    KEY = "key"
    PAY = "pay"
    DISPLAY = "display"
    TOTAL = "total"
    HERO = "hero"


@dataclass(frozen=True, kw_only=True)
class Space:
    """Distances in device-independent pixels."""

    xs: int
    sm: int
    md: int
    lg: int
    xl: int
    xxl: int


@dataclass(frozen=True, kw_only=True)
class Radius:
    """Corner radii in device-independent pixels."""

    sm: int
    md: int
    lg: int
    xl: int


@dataclass(frozen=True, kw_only=True)
class Size:
    """Heights and widths in logical pixels; nothing that a finger presses is lower than `touch`."""

    touch: int
    control: int
    key: int
    pay: int
    row: int
    icon_sm: int
    icon: int
    icon_lg: int
    icon_xl: int
    border: int
    focus: int
    scrollbar: int


TILE_COLORS = 8


class Tokens:
    """One scheme's design values.

    Attributes:
        scheme: Which scheme these colours are.
        space: Distances.
        radius: Corner radii.
        size: Control, icon and line sizes.
    """

    def __init__(self, scheme: Scheme, source: dict[str, Any]) -> None:
        self.scheme = scheme
        self.space = Space(**source["space"])
        self.radius = Radius(**source["radius"])
        self.size = Size(**source["size"])
        self._source = source
        self._type: dict[str, list[int]] = source["type"]
        self._fonts: dict[TypeRole, QFont] = {}  # painted rows ask for them hundreds of times
        self._colors = {name: QColor(value) for name, value in source["color"][scheme.value].items()}

    def color(self, role: ColorRole) -> QColor:
        """The colour for a role; do not change the returned object, it is shared."""
        return self._colors[role.value]

    def tile_color(self, index: int) -> QColor:
        """A background for a product tile or an avatar; any index is valid, ON_TILE is legible on it."""
        return self._colors[f"tile_{index % TILE_COLORS + 1}"]

    def font(self, role: TypeRole) -> QFont:
        """The application's font at a step of the type scale, figures tabular; yours to change."""
        if role not in self._fonts:
            pixels, weight = self._type[role.value]
            font = base_font()
            font.setPixelSize(pixels)
            font.setWeight(QFont.Weight(weight))
            self._fonts[role] = font
        return QFont(self._fonts[role])

    def variables(self) -> dict[str, str]:
        """Every token as `group_name` and its text, for the style sheet template; sizes carry no unit."""
        values = {f"color_{name}": _qss(color) for name, color in self._colors.items()}
        for group in ("space", "radius", "size"):
            values |= {f"{group}_{name}": str(value) for name, value in self._source[group].items()}
        for name, (pixels, weight) in self._type.items():
            values[f"type_{name}"] = f"font-size: {pixels}px; font-weight: {weight}"
        return values


def base_font() -> QFont:
    """Inter with tabular figures, so that columns of amounts line up and totals do not jump."""
    font = QFont("Inter")
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


@lru_cache
def load_tokens(scheme: Scheme) -> Tokens:
    """Reads a scheme's tokens from the shipped file, once."""
    with paths.resource("styles", "tokens.toml").open("rb") as file:
        return Tokens(scheme, tomllib.load(file))


def tokens() -> Tokens:
    """The tokens in use: what `Theme` applied to the application last, else the light ones."""
    app = QCoreApplication.instance()
    current = app.property(PROPERTY) if app else None
    return current if isinstance(current, Tokens) else load_tokens(Scheme.LIGHT)


def _qss(color: QColor) -> str:
    return f"rgba({color.red()}, {color.green()}, {color.blue()}, {color.alpha()})"
