"""Labels: in a role of the type scale, elided, and the big amount. They format nothing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QStyle, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.gui.style.theme import set_variant
from b4mart_desktop.gui.style.tokens import ColorRole, TypeRole, tokens

_SMALLEST_AMOUNT = 16


def label(text: str, role: str = "", wrap: bool = False) -> QLabel:
    """A plain-text label in a role of `app.qss`: title, total, caption, muted and so on."""
    made = QLabel(text)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis when there is no room; the whole text is its tool tip then."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # ellipsis after the text
        side = QStyle.visualAlignment(self.layoutDirection(), self.alignment())
        absolute = Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, side | absolute, text)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.contentsRect().width()
        self.setToolTip("" if fits else self.text())


class AmountDisplay(QFrame):
    """A caption over one large amount that shrinks instead of being cut off.

    Args:
        caption: What the amount is: "Total", "Change".
        role: The largest step of the type scale to use.
        parent: The widget it stands in.
    """

    def __init__(
        self, caption: str = "", role: TypeRole = TypeRole.TOTAL, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._caption = label(caption, "caption")
        self._amount = _FittedText(role)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._caption)
        column.addWidget(self._amount)
        self._caption.setVisible(bool(caption))

    def set_amount(self, text: str) -> None:
        """Shows a formatted amount."""
        self._amount.set_text(text)
        self.setAccessibleName(f"{self._caption.text()} {text}".strip())

    def set_caption(self, caption: str) -> None:
        """Says what the amount is."""
        self._caption.setText(caption)
        self._caption.setVisible(bool(caption))
        self.setAccessibleName(f"{caption} {self.text()}".strip())

    def set_color(self, role: ColorRole) -> None:
        """Draws the amount in another colour, e.g. SUCCESS for change due."""
        self._amount.set_color(role)

    def set_alignment(self, alignment: Qt.AlignmentFlag) -> None:
        """Moves caption and amount to one side; the start by default."""
        self._caption.setAlignment(alignment)
        self._amount.set_alignment(alignment)

    def text(self) -> str:
        """The amount that is shown."""
        return self._amount.text


class _FittedText(QWidget):
    def __init__(self, role: TypeRole) -> None:
        super().__init__()
        self.text = ""
        self._role = role
        self._color = ColorRole.TEXT
        self._alignment = Qt.AlignmentFlag.AlignLeading
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        self.text = text
        self.updateGeometry()
        self.update()

    def set_color(self, role: ColorRole) -> None:
        self._color = role
        self.update()

    def set_alignment(self, alignment: Qt.AlignmentFlag) -> None:
        self._alignment = alignment
        self.update()

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(tokens().font(self._role))
        return QSize(metrics.horizontalAdvance(self.text), round(tokens().pixels(self._role) * 1.25))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        font = tokens().font(self._role)
        while font.pixelSize() > _SMALLEST_AMOUNT and self._overflows(QFontMetrics(font)):
            font.setPixelSize(font.pixelSize() - 1)
        painter = QPainter(self)
        painter.setFont(font)
        painter.setPen(tokens().color(self._color))
        alignment = self._alignment | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), alignment, self.text)

    def _overflows(self, metrics: QFontMetrics) -> bool:
        return metrics.horizontalAdvance(self.text) > self.width()


def set_role(target: QLabel, role: str) -> None:
    """Changes a label's role after it was shown."""
    set_variant(target, "role", role)
