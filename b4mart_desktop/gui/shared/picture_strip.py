"""The pictures of a product in its form: dropped, pasted, put in order, cropped, described, removed.

They are kept as soon as they are added; which of them the product shows is saved with the product, by whoever
shows the strip.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QMimeData, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain.catalog import ProductImage
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.shared.crop_dialog import choose_crop
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.picture_adding import PictureAdding
from b4mart_desktop.gui.shared.picture_cards import PictureCard, PictureCards
from b4mart_desktop.gui.shared.picture_choosing import choose_pictures
from b4mart_desktop.gui.shared.picture_intake import brings_pictures, pictures_in
from b4mart_desktop.gui.shared.picture_view import PictureView
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.theme import set_variant
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.pictures import Pictures
from b4mart_desktop.services.ports.pictures import PictureSource

MOST_AT_ONCE = 50
"""Pictures of one drop: a folder taken by mistake is not uploaded whole."""


class PictureStrip(QWidget):
    """Cards of pictures and what can be done with them.

    Args:
        pictures: Adds pictures.
        tools: The room's.

    Attributes:
        tasks: What is being added; whoever closes the form cancels it.
        cards: The pictures.
        view: Shows them.

    Signals:
        changed: The product's pictures are others than before; ``images`` has them.
        busy_changed: Whether some picture is being added (bool).
    """

    changed = Signal()
    busy_changed = Signal(bool)

    def __init__(self, pictures: Pictures, tools: RoomTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._read_only = False
        self._was_busy = False
        self.cards = PictureCards(self)
        self._adding = PictureAdding(pictures, self.cards, tools.run, tools.messages)
        self.tasks = self._adding.tasks
        self.view = PictureView(self.cards, tools.pictures)
        self.alt_edit = QLineEdit()
        self._hint = QFrame()
        self._trouble = label("", "error", wrap=True)
        self._alt_row = QWidget()
        self._build()
        self._connect()
        self._show_state()

    # ------------------------------------------------------------ what the form asks

    def set_images(
        self, images: Sequence[ProductImage], product: Id | None = None, *, fresh: bool = True
    ) -> None:
        """Shows a product's pictures.

        Args:
            images: In its order.
            product: Which product new pictures are for.
            fresh: Another product is shown, or other pictures than were edited here: what is being added is
                given up. False for an edit that was undone: what is being added still comes.
        """
        self._adding.product = product
        if fresh:
            self._adding.give_up_all()
        row = self.view.row()
        self.cards.show(images, fresh=fresh)
        self.view.select(max(row, 0))
        self._show_state()

    def images(self) -> tuple[ProductImage, ...]:
        """Returns the pictures the product is to have; those being added are not among them yet."""
        return self.cards.images()

    def is_busy(self) -> bool:
        """Whether some picture is still being added."""
        return self.cards.is_busy()

    def set_read_only(self, read_only: bool) -> None:
        """Only shows the pictures."""
        self._read_only = read_only
        self._show_state()

    def add(self, sources: Sequence[PictureSource]) -> None:
        """Adds pictures after the others."""
        if self._read_only or not sources:
            return
        if len(sources) > MOST_AT_ONCE:
            text = self.tr("Only the first {most} pictures are added.").format(most=MOST_AT_ONCE)
            self._tools.messages.warning(text)
        keys = self._adding.add(sources[:MOST_AT_ONCE])
        self.view.select(self.cards.rowCount() - len(keys))

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        space = tokens().space
        self.setAcceptDrops(True)
        self.view.setAccessibleName(self.tr("Pictures"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.sm)
        column.addWidget(self._build_hint())
        column.addWidget(self.view)
        column.addWidget(self._trouble)
        column.addLayout(self._build_buttons())
        column.addWidget(self._build_alt())

    def _build_hint(self) -> QFrame:
        space = tokens().space
        self._hint.setProperty("kind", "sunken")
        column = QVBoxLayout(self._hint)
        column.setContentsMargins(space.lg, space.xl, space.lg, space.xl)
        column.setSpacing(space.xs)
        for text, role in (
            (self.tr("Drop pictures here"), "strong"),
            (self.tr("or paste them, or choose files. They become square and light by themselves."), "muted"),
        ):
            line = label(text, role, wrap=True)
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(line)
        return self._hint

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(tokens().space.sm)
        self.add_button = Button(self.tr("Add pictures…"), "", Icon.IMAGE_PLUS)
        self.retry_button = Button(self.tr("Try again"), "", Icon.REFRESH)
        self.main_button = IconButton(Icon.STAR, self.tr("Make it the main picture"))
        self.crop_button = IconButton(Icon.CROP, self.tr("Crop (Enter)"))
        self.back_button = IconButton(Icon.ARROW_LEFT, self.tr("Move towards the beginning (Ctrl+Left)"))
        self.forth_button = IconButton(Icon.ARROW_RIGHT, self.tr("Move towards the end (Ctrl+Right)"))
        self.remove_button = IconButton(Icon.REMOVE, self.tr("Remove (Del)"))
        row.addWidget(self.add_button)
        row.addWidget(self.retry_button)
        row.addStretch()
        self._of_card = (
            self.main_button,
            self.crop_button,
            self.back_button,
            self.forth_button,
            self.remove_button,
        )
        for button in self._of_card:
            row.addWidget(button)
        return row

    def _build_alt(self) -> QWidget:
        column = QVBoxLayout(self._alt_row)
        column.setContentsMargins(0, tokens().space.sm, 0, 0)
        column.setSpacing(tokens().space.xs)
        name = self.tr("What the picture shows")
        title = QLabel(name)
        title.setProperty("role", "strong")
        title.setBuddy(self.alt_edit)
        self.alt_edit.setAccessibleName(name)
        self.alt_edit.setPlaceholderText(self.tr("For people who cannot see it, and for search engines"))
        column.addWidget(title)
        column.addWidget(self.alt_edit)
        return self._alt_row

    def _connect(self) -> None:
        view, cards = self.view, self.cards
        cards.edited.connect(self.changed)
        for signal in (cards.rowsInserted, cards.rowsRemoved, cards.rowsMoved, cards.dataChanged):
            signal.connect(self._show_state)
        view.selectionModel().currentChanged.connect(self._show_state)
        view.pasted.connect(self.paste)
        view.remove_requested.connect(self._remove)
        view.crop_requested.connect(self._crop)
        view.shift_requested.connect(self._shift)
        self._tools.pictures.arrived.connect(view.viewport().update)
        self.add_button.clicked.connect(lambda: self.tasks.spawn_once("choose", self._choose))
        self.retry_button.clicked.connect(self._retry)
        self.main_button.clicked.connect(lambda: cards.make_primary(view.row()))
        self.crop_button.clicked.connect(self._crop)
        self.back_button.clicked.connect(lambda: self._shift(-1))
        self.forth_button.clicked.connect(lambda: self._shift(1))
        self.remove_button.clicked.connect(self._remove)
        self.alt_edit.textEdited.connect(lambda text: cards.set_alt(view.row(), text.strip()))

    # ------------------------------------------------------------ showing

    def _show_state(self) -> None:
        card = self.cards.card(self.view.row())
        count = self.cards.rowCount()
        may = not self._read_only
        image = None if card is None else card.image
        free = may and card is not None and not card.busy
        self._hint.setVisible(not count)
        self.view.setVisible(bool(count))
        self._alt_row.setVisible(image is not None)
        self.add_button.setVisible(may)
        self.retry_button.setVisible(may and card is not None and card.error is not None)
        for button in self._of_card:
            button.setVisible(may and bool(count))
        self.main_button.setEnabled(may and image is not None and not image.is_primary)
        self.crop_button.setEnabled(free and card is not None and _source_of(card) is not None)
        self.back_button.setEnabled(may and self.view.row() > 0)
        self.forth_button.setEnabled(may and 0 <= self.view.row() < count - 1)
        self.remove_button.setEnabled(may and card is not None)
        self._show_texts(card)
        if self._was_busy != self.is_busy():
            self._was_busy = self.is_busy()
            self.busy_changed.emit(self._was_busy)

    def _show_texts(self, card: PictureCard | None) -> None:
        error = None if card is None else card.error
        self._trouble.setVisible(error is not None)
        self._trouble.setText("" if error is None else describe(error)[1])
        alt = card.image.alt or "" if card is not None and card.image is not None else ""
        self.alt_edit.setReadOnly(self._read_only)
        if self.alt_edit.text().strip() != alt:
            with QSignalBlocker(self.alt_edit):
                self.alt_edit.setText(alt)

    # ------------------------------------------------------------ adding

    def paste(self) -> None:
        """Adds what is in the clipboard."""
        self._add_from(QGuiApplication.clipboard().mimeData())

    def _add_from(self, mime: QMimeData) -> None:
        sources = pictures_in(mime)
        if sources:
            self.add(sources)
        elif not self._read_only:
            self._tools.messages.warning(self.tr("There is no picture in that."))

    async def _choose(self) -> None:
        self.add(await choose_pictures(self, several=True))

    def _retry(self) -> None:
        card = self.cards.card(self.view.row())
        if card is not None and card.source is not None:
            self._adding.again(card, card.source)

    # ------------------------------------------------------------ the current card

    def _remove(self) -> None:
        row = self.view.row()
        card = self.cards.card(row)
        if card is None or self._read_only:
            return
        self._adding.give_up(card.key)
        self.cards.remove(row)
        self.view.select(row)

    def _shift(self, places: int) -> None:
        row = self.view.row()
        if not self._read_only and row >= 0:
            self.cards.move(row, row + places + (1 if places > 0 else 0))
            self._show_state()

    def _crop(self) -> None:
        if not self._read_only:
            self.tasks.spawn_once("crop", self._choose_crop)

    async def _choose_crop(self) -> None:
        card = self.cards.card(self.view.row())
        source = None if card is None else _source_of(card)
        if card is None or card.busy or source is None:
            return
        plain = await self._adding.plain(card, source)
        if plain is None:
            return
        crop = await choose_crop(self, plain, source.crop)
        if crop is not None and self.cards.row_of(card.key) is not None:
            self._adding.again(card, msgspec.structs.replace(source, crop=crop))
        self.view.setFocus()

    # ------------------------------------------------------------ dropping

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._read_only and brings_pictures(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            set_variant(self._hint, "kind", "notice")

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        set_variant(self._hint, "kind", "sunken")

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        set_variant(self._hint, "kind", "sunken")
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._add_from(event.mimeData())


def _source_of(card: PictureCard) -> PictureSource | None:
    """What to crop again: the original where it was added here, else the picture as it is kept."""
    if card.source is not None:
        return card.source
    url = card.image.url if card.image is not None else None
    return PictureSource(name=card.name, url=url) if url else None
