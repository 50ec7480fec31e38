"""Which colours are in use: a palette and a style sheet from the tokens, light or dark. No widgets."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from b4mart_desktop import paths
from b4mart_desktop.gui.style.icons import register_icons
from b4mart_desktop.gui.style.tokens import (
    PROPERTY,
    ColorRole,
    Scheme,
    Tokens,
    TypeRole,
    load_tokens,
)

FONT_FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf", "Inter-Bold.ttf")


class ThemeChoice(StrEnum):
    """What the person chose in the settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_PALETTE = {
    QPalette.ColorRole.Window: ColorRole.BACKGROUND,
    QPalette.ColorRole.WindowText: ColorRole.TEXT,
    QPalette.ColorRole.Base: ColorRole.SURFACE,
    QPalette.ColorRole.AlternateBase: ColorRole.SUNKEN,
    QPalette.ColorRole.Text: ColorRole.TEXT,
    QPalette.ColorRole.PlaceholderText: ColorRole.TEXT_MUTED,
    QPalette.ColorRole.Button: ColorRole.SURFACE,
    QPalette.ColorRole.ButtonText: ColorRole.TEXT,
    QPalette.ColorRole.BrightText: ColorRole.DANGER,
    QPalette.ColorRole.Highlight: ColorRole.ACCENT,
    QPalette.ColorRole.HighlightedText: ColorRole.ON_ACCENT,
    QPalette.ColorRole.Accent: ColorRole.ACCENT,
    QPalette.ColorRole.Link: ColorRole.ACCENT,
    QPalette.ColorRole.ToolTipBase: ColorRole.INVERSE,
    QPalette.ColorRole.ToolTipText: ColorRole.ON_INVERSE,
    QPalette.ColorRole.Light: ColorRole.RAISED,
    QPalette.ColorRole.Midlight: ColorRole.HOVER,
    QPalette.ColorRole.Mid: ColorRole.BORDER,
    QPalette.ColorRole.Dark: ColorRole.BORDER_STRONG,
    QPalette.ColorRole.Shadow: ColorRole.SHADOW,
}


class Theme(QObject):
    """Applies the tokens to the application and follows the system when asked to.

    Signals:
        changed: The colours in use are others now; painted widgets repaint by themselves.
    """

    changed = Signal()

    def __init__(self, choice: ThemeChoice = ThemeChoice.SYSTEM, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self._app: QApplication | None = None

    @property
    def tokens(self) -> Tokens:
        """The tokens of the scheme in use."""
        return load_tokens(self._scheme())

    @property
    def choice(self) -> ThemeChoice:
        """What was chosen: a scheme, or to follow the system."""
        return self._choice

    def apply(self, app: QApplication) -> None:
        """Dresses the application: once at start-up, before the first form is made."""
        self._app = app
        register_icons()
        _load_fonts()
        app.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self._dress(app)

    def choose(self, choice: ThemeChoice) -> None:
        """Switches to another choice at once."""
        self._choice = choice
        if self._app is not None:
            self._dress(self._app)

    def _scheme(self) -> Scheme:
        if self._choice is ThemeChoice.SYSTEM:
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return Scheme.DARK if dark else Scheme.LIGHT
        return Scheme(self._choice.value)

    def _dress(self, app: QApplication) -> None:
        used = self.tokens
        if app.property(PROPERTY) is used:
            return
        app.setProperty(PROPERTY, used)
        app.setFont(used.font(TypeRole.BODY))
        app.setPalette(build_palette(used))
        app.setStyleSheet(build_style_sheet(used))
        self.changed.emit()

    def _on_system_changed(self) -> None:
        if self._choice is ThemeChoice.SYSTEM and self._app is not None:
            self._dress(self._app)


def build_palette(used: Tokens) -> QPalette:
    """The palette for what no style sheet rule covers."""
    palette = QPalette()
    for palette_role, role in _PALETTE.items():
        palette.setColor(palette_role, used.color(role))
    disabled = used.color(ColorRole.TEXT_DISABLED)
    for palette_role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, palette_role, disabled)
    return palette


def build_style_sheet(used: Tokens) -> str:
    """The style sheet template with the tokens filled in.

    Raises:
        KeyError: The template names a token that does not exist.
    """
    template = Template(paths.resource("styles", "app.qss").read_text(encoding="utf-8"))
    return template.substitute(used.variables(), scheme=used.scheme.value)


def set_variant(widget: QWidget, name: str, value: str | bool | None) -> None:
    """Gives a widget a style variant, e.g. `set_variant(button, "kind", "primary")`, at any time."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


@cache
def _load_fonts() -> None:
    for file in FONT_FILES:
        QFontDatabase.addApplicationFont(str(paths.resource("fonts", file)))
