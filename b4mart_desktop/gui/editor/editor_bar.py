"""The bar above the form: what is edited, whether it is saved, and what can be done with it as a whole."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout
from typing_extensions import override

from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.gui.editor.field_words import status_word
from b4mart_desktop.gui.editor.open_product import OpenProduct
from b4mart_desktop.gui.style.icons import Icon, icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.badge import Badge, Tone
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.labels import Label, label

_TONES = {
    ProductStatus.ACTIVE: Tone.SUCCESS,
    ProductStatus.INACTIVE: Tone.NEUTRAL,
    ProductStatus.DRAFT: Tone.INFO,
    ProductStatus.ARCHIVED: Tone.WARNING,
}


class _Title(Label):
    """One line that is cut where there is no room for it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "title")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.toolTip()) + 2, super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def show_text(self, text: str) -> None:
        """Shows a name."""
        self.setToolTip(text)
        self.updateGeometry()
        self._cut()

    def _cut(self) -> None:
        self.setText(self.fontMetrics().elidedText(self.toolTip(), Qt.TextElideMode.ElideRight, self.width()))


class EditorBar(QFrame):
    """Title, state and commands.

    Signals:
        archive_chosen: Archive it, or take it back from there.
        duplicate_chosen: Make a new product like it.
        price_chosen: Say what a customer would pay for it.
        revert_chosen: Go back to what is saved.
    """

    archive_chosen = Signal()
    duplicate_chosen = Signal()
    price_chosen = Signal()
    revert_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self.back = IconButton(Icon.ARROW_LEFT, self.tr("Back to the list"), "Esc")
        self.previous = IconButton(Icon.CHEVRON_UP, self.tr("Save and go to previous product"), "Alt+PgUp")
        self.next = IconButton(Icon.CHEVRON_DOWN, self.tr("Save and go to next product"), "Alt+PgDown")
        self.undo = IconButton(Icon.UNDO, self.tr("Undo"), "Ctrl+Z")
        self.redo = IconButton(Icon.REDO, self.tr("Redo"), "Ctrl+Y")
        self.history = Button(self.tr("History"), "quiet", Icon.HISTORY, "Ctrl+H")
        self.more = IconButton(Icon.MORE, self.tr("More"))
        self.save = Button(self.tr("Save"), "primary", Icon.CHECK, "Ctrl+S")
        self._title = _Title()
        self._state = label("", "small")
        self._badge = Badge("", Tone.NEUTRAL, plain=True)
        self._badge.hide()
        self._menu = QMenu(self)
        self._build()

    def _build(self) -> None:
        space = tokens().space
        row = QHBoxLayout(self)
        row.setContentsMargins(space.md, space.sm, space.lg, space.sm)
        row.setSpacing(space.sm)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        name = QHBoxLayout()
        name.setSpacing(space.md)
        name.addWidget(self._title)
        name.addWidget(self._badge)
        name.addStretch()
        texts.addLayout(name)
        texts.addWidget(self._state)
        row.addWidget(self.back)
        row.addLayout(texts, 1)
        buttons = (self.previous, self.next, self.undo, self.redo, self.history, self.more, self.save)
        for button in buttons:
            row.addWidget(button)
        add = self._menu.addAction
        self._duplicate = add(icon(Icon.COPY), self.tr("Duplicate"), self.duplicate_chosen.emit)
        price = add(icon(Icon.HELP), self.tr("Explain price…"), self.price_chosen.emit)
        price.setShortcut("Ctrl+E")
        self.addAction(price)  # a menu's own keys work only while it is open
        self._revert = add(icon(Icon.RECALL), self.tr("Discard changes"), self.revert_chosen.emit)
        self._menu.addSeparator()
        self._archive = add(icon(Icon.INBOX), "", self.archive_chosen.emit)
        self.more.setMenu(self._menu)

    def show_product(self, product: Product, *, is_new: bool) -> None:
        """Shows the name and the status."""
        self._title.show_text(
            product.name or (self.tr("New product") if is_new else self.tr("Untitled product"))
        )
        self._badge.set_status(status_word(product.status), _TONES[product.status])
        archived = product.status is ProductStatus.ARCHIVED
        self._archive.setText(self.tr("Unarchive") if archived else self.tr("Archive…"))
        self._archive.setEnabled(not is_new)

    def show_state(self, opened: OpenProduct, *, may_change: bool) -> None:
        """Shows whether it is saved, and what can be done."""
        dirty = opened.is_dirty
        if opened.busy:
            text = self.tr("Saving…")
        elif dirty:
            text = self.tr("● Unsaved changes")
        else:
            text = self.tr("Saved") if opened.is_open and not opened.is_new else ""
        self._state.setText(text)
        self._badge.setVisible(opened.is_open)
        self.save.setEnabled(dirty and may_change and not opened.busy)
        self.undo.setEnabled(opened.can_undo)
        self.redo.setEnabled(opened.can_redo)
        self.history.setEnabled(opened.is_open and not opened.is_new)
        self.more.setEnabled(opened.is_open)
        self._duplicate.setEnabled(may_change)
        self._archive.setVisible(may_change and not opened.is_new)
        self._revert.setEnabled(dirty)

    def show_neighbours(self, *, listed: bool, before: bool, after: bool) -> None:
        """Offers the products beside this one in the list it came from; the way on from the last is back."""
        for button in (self.previous, self.next):
            button.setVisible(listed)
        self.previous.setEnabled(before)
        on = self.tr("Save and go to next product") if after else self.tr("Save and go back to the list")
        self.next.setAccessibleName(on)
        self.next.setToolTip(on)

    def state(self) -> str:
        """Whether it is saved, in words."""
        return self._state.text()
