"""Rows of choices of which one is taken: category chips and the segmented control."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)
from typing_extensions import override

from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, IconButton


class _ChoiceRow(QFrame):
    """Exclusive buttons in a row; Left, Right, Home and End move through them."""

    chosen = Signal(object)

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self._keys: list[object] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(lambda index: self.chosen.emit(self._keys[index]))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)

    def set_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
            self.row.removeWidget(button)
            button.deleteLater()
        self._keys = [key for key, _ in choices]
        for index, (_, text) in enumerate(choices):
            button = Button(text.replace("&", "&&"), self._kind)
            button.setAccessibleName(text)
            button.setCheckable(True)
            button.installEventFilter(self)
            self._group.addButton(button, index)
            self.row.addWidget(button)
        if choices:
            self._group.button(0).setChecked(True)

    def current(self) -> object | None:
        index = self._group.checkedId()
        return self._keys[index] if index >= 0 else None

    def set_current(self, key: object) -> QPushButton:
        button = self._group.button(self._keys.index(key))
        button.setChecked(True)
        assert isinstance(button, QPushButton)
        return button

    def clear_current(self) -> None:
        checked = self._group.checkedButton()
        if checked is not None:
            self._group.setExclusive(False)  # or the button could not be let go
            checked.setChecked(False)
            self._group.setExclusive(True)

    def buttons(self) -> list[QPushButton]:
        return [button for button in self._group.buttons() if isinstance(button, QPushButton)]

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            target = self._target(event.key())
            if target is not None:
                button = self._group.button(target)
                button.setFocus(Qt.FocusReason.TabFocusReason)
                button.click()
                return True
        return super().eventFilter(watched, event)

    def _target(self, key: int) -> int | None:
        last = len(self._keys) - 1
        step = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        current = self._group.checkedId()
        targets = {
            Qt.Key.Key_Left: current - step,
            Qt.Key.Key_Right: current + step,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        target = targets.get(Qt.Key(key))
        return None if target is None else min(max(target, 0), last)


class ChipBar(QWidget):
    """Chips in one line that scrolls sideways: by wheel, by its arrow buttons and by the arrow keys.

    Signals:
        current_changed: The key of the chip that the person chose.
    """

    current_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = _ChoiceRow("chip")
        self._row.row.setSpacing(tokens().space.sm)
        self._row.row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetFixedSize)
        self._row.chosen.connect(self._on_chosen)
        self._area = QScrollArea()
        self._back = IconButton(Icon.CHEVRON_LEFT, self.tr("Scroll back"))
        self._forth = IconButton(Icon.CHEVRON_RIGHT, self.tr("Scroll forward"))
        self._build()

    def _build(self) -> None:
        area = self._area
        area.setWidget(self._row)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedHeight(tokens().size.touch)
        area.viewport().setAutoFillBackground(False)
        self._row.setAutoFillBackground(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens().space.xs)
        for widget in (area, self._back, self._forth):
            row.addWidget(widget)
        for button, direction in ((self._back, -1), (self._forth, 1)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(
                lambda _=False, step=direction: self._scroll(step * self._area.width() // 2)
            )
        self._area.horizontalScrollBar().rangeChanged.connect(self._show_arrows)
        self._area.horizontalScrollBar().valueChanged.connect(self._show_arrows)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._show_arrows()

    def set_chips(self, chips: Sequence[tuple[object, str]]) -> None:
        """Replaces the chips by (key, text); the first one is chosen, without a signal."""
        self._row.set_choices(chips)
        self._show_arrows()

    def current(self) -> object | None:
        """The key of the chosen chip."""
        return self._row.current()

    def set_current(self, key: object) -> None:
        """Chooses a chip without a signal and scrolls to it.

        Raises:
            ValueError: No chip has this key.
        """
        self._area.ensureWidgetVisible(self._row.set_current(key))

    def clear_current(self) -> None:
        """Chooses none, without a signal: what is shown belongs to no chip."""
        self._row.clear_current()

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), tokens().size.touch)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        delta: QPoint = event.angleDelta()
        self._scroll(-(delta.y() or delta.x()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_arrows()

    def _on_chosen(self, key: object) -> None:
        self._area.ensureWidgetVisible(self._row.set_current(key))
        self.current_changed.emit(key)

    def _scroll(self, pixels: int) -> None:
        bar = self._area.horizontalScrollBar()
        bar.setValue(bar.value() + pixels)

    def _show_arrows(self) -> None:
        overflows = self._row.sizeHint().width() > self.width()
        bar = self._area.horizontalScrollBar()
        for button, enabled in (
            (self._back, bar.value() > bar.minimum()),
            (self._forth, bar.value() < bar.maximum()),
        ):
            button.setVisible(overflows)
            button.setEnabled(enabled)


class SegmentedControl(QWidget):
    """Two to five exclusive choices in one control.

    Args:
        choices: (key, text) in order; the first one is chosen.
        name: What is chosen here, for screen readers.
        parent: The widget it stands in.

    Signals:
        current_changed: The key that the person chose.
    """

    current_changed = Signal(object)

    def __init__(
        self, choices: Sequence[tuple[object, str]] = (), name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._row = _ChoiceRow("segment")
        self._row.setProperty("kind", "segments")
        edge = tokens().space.xs // 2
        self._row.row.setContentsMargins(edge, edge, edge, edge)
        self._row.row.setSpacing(edge)
        self._row.chosen.connect(self.current_changed)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._row)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        """Replaces the choices; the first one is chosen, without a signal."""
        self._row.set_choices(choices)

    def current(self) -> object | None:
        """The key that is chosen."""
        return self._row.current()

    def set_current(self, key: object) -> None:
        """Chooses without a signal.

        Raises:
            ValueError: No choice has this key.
        """
        self._row.set_current(key)
