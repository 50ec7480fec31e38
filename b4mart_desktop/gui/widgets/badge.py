"""A status in a word or two, told by picture and text, never by colour alone."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens
from b4mart_desktop.gui.widgets.painting import draw_text

_HEIGHT = 28


class Tone(StrEnum):
    """What a status, message or badge means for the person."""

    NEUTRAL = "neutral"
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"


TONE_COLORS = {
    Tone.NEUTRAL: (ColorRole.NEUTRAL_SOFT, ColorRole.ON_NEUTRAL_SOFT),
    Tone.INFO: (ColorRole.ACCENT_SOFT, ColorRole.ON_ACCENT_SOFT),
    Tone.SUCCESS: (ColorRole.SUCCESS_SOFT, ColorRole.ON_SUCCESS_SOFT),
    Tone.WARNING: (ColorRole.WARNING_SOFT, ColorRole.ON_WARNING_SOFT),
    Tone.DANGER: (ColorRole.DANGER_SOFT, ColorRole.ON_DANGER_SOFT),
}
TONE_ICONS = {
    Tone.NEUTRAL: Icon.INFO,
    Tone.INFO: Icon.INFO,
    Tone.SUCCESS: Icon.CIRCLE_CHECK,
    Tone.WARNING: Icon.TRIANGLE_ALERT,
    Tone.DANGER: Icon.CIRCLE_ALERT,
}


def draw_badge(
    painter: QPainter, area: QRect, text: str, tone: Tone, picture: Icon | None, *, ringed: bool = False
) -> None:
    """Draws a badge into an area, for delegates; `badge_size` says how large it should be.

    With a ring it stands out from a coloured ground, too, such as that of a selected row.
    """
    look = tokens()
    fill, ink = TONE_COLORS[tone]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(look.color(ink) if ringed else Qt.PenStyle.NoPen)
    painter.setBrush(look.color(fill))
    edge = 0.5 if ringed else 0.0  # on half pixels, or a line of one pixel is painted as two pale ones
    shape = QRectF(area).adjusted(edge, edge, -edge, -edge)
    painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)
    inside = area.adjusted(look.space.md - 2, 0, -(look.space.md - 2), 0)
    painter.setFont(look.font(TypeRole.CAPTION))
    painter.setPen(look.color(ink))
    if picture is None:
        painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, text)
    else:
        _draw_with_icon(painter, inside, text, picture, ink)
    painter.restore()


def badge_size(text: str, picture: Icon | None) -> QSize:
    """The room a badge takes, in device-independent pixels."""
    look = tokens()
    width = QFontMetrics(look.font(TypeRole.CAPTION)).horizontalAdvance(text) + 2 * (look.space.md - 2)
    return QSize(width + (look.size.icon_sm + 6 if picture else 0), _HEIGHT)


def _draw_with_icon(painter: QPainter, inside: QRect, text: str, picture: Icon, ink: ColorRole) -> None:
    edge = tokens().size.icon_sm
    mirrored = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    x = inside.right() - edge + 1 if mirrored else inside.x()
    icon(picture, ink).paint(painter, QRect(x, inside.y() + (inside.height() - edge) // 2, edge, edge))
    rest = inside.adjusted(0, 0, -edge - 6, 0) if mirrored else inside.adjusted(edge + 6, 0, 0, 0)
    draw_text(painter, rest, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, text)


class Badge(QWidget):
    """A rounded status label.

    Args:
        text: A word or two.
        tone: What it means.
        picture: Its icon; the tone's own when left out, none when `plain`.
        plain: No icon: only for statuses whose text says it all.
        parent: The widget it stands in.
    """

    def __init__(
        self,
        text: str = "",
        tone: Tone = Tone.NEUTRAL,
        picture: Icon | None = None,
        plain: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._plain = plain
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_status(text, tone, picture)

    def set_status(self, text: str, tone: Tone, picture: Icon | None = None) -> None:
        """Changes text, meaning and icon together."""
        self._text, self._tone = text, tone
        self._picture = None if self._plain else picture or TONE_ICONS[tone]
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """What the badge says."""
        return self._text

    def tone(self) -> Tone:
        """What the badge means."""
        return self._tone

    @override
    def sizeHint(self) -> QSize:
        return badge_size(self._text, self._picture)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            draw_badge(painter, self.rect(), self._text, self._tone, self._picture)
