"""The pictures of one product as cards: those it has, those on their way, those that failed. No widgets."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from b4mart_desktop.domain.catalog import ProductImage
from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.services.ports.pictures import PictureSource

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class PictureCard:
    """A picture, or one to be.

    Attributes:
        key: The same for as long as the card is there.
        image: What the product has; None before the picture is kept.
        source: Where it was made from, to be made again with another crop.
        busy: It is being made.
        error: Why there is none.
    """

    key: int
    image: ProductImage | None = None
    source: PictureSource | None = None
    busy: bool = False
    error: B4MartError | None = None

    @property
    def name(self) -> str:
        """What a person knows it by."""
        if self.image is not None:
            return self.image.alt or (self.image.url or "").rsplit("/", 1)[-1]
        return self.source.name if self.source else ""


class PictureCards(QAbstractListModel):
    """The cards in the product's order; exactly one is the main picture where there are any.

    Signals:
        edited: The product's pictures are others than before.
    """

    edited = Signal()
    CARD = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: list[PictureCard] = []
        self._sources: dict[str, PictureSource] = {}
        self._keys = itertools.count(1)

    # ------------------------------------------------------------ reading

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self._cards)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        card = self._cards[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(card, index.row())
            case Qt.ItemDataRole.ToolTipRole:
                return card.name if card.error is None else ": ".join(describe(card.error))
            case PictureCards.CARD:
                return card
        return None

    def _spoken(self, card: PictureCard, row: int) -> str:
        parts = [self.tr("Picture {number}").format(number=row + 1), card.name]
        if card.image is not None and card.image.is_primary:
            parts.append(self.tr("Main picture"))
        if card.busy:
            parts.append(self.tr("Being added"))
        if card.error is not None:
            parts.append(describe(card.error)[0])
        return ", ".join(parts)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def images(self) -> tuple[ProductImage, ...]:
        """Returns the pictures the product has, in order."""
        return tuple(card.image for card in self._cards if card.image is not None)

    def card(self, row: int) -> PictureCard | None:
        """Returns a card, None where there is none."""
        return self._cards[row] if 0 <= row < len(self._cards) else None

    def row_of(self, key: int) -> int | None:
        """Returns where a card is, None where it was removed."""
        return next((row for row, card in enumerate(self._cards) if card.key == key), None)

    def is_busy(self) -> bool:
        """Whether some picture is being made."""
        return any(card.busy for card in self._cards)

    # ------------------------------------------------------------ showing

    def show(self, images: Sequence[ProductImage], *, fresh: bool) -> None:
        """Shows a product's pictures.

        Args:
            images: In its order.
            fresh: They are another product's, or come from outside: what is being made goes. Else it stays,
                after the others.
        """
        if fresh:
            self._sources.clear()
        elif tuple(images) == self.images():
            return
        kept = [] if fresh else [card for card in self._cards if card.image is None]
        self.beginResetModel()
        self._cards = [self._card_of(image) for image in images] + kept
        self.endResetModel()

    def _card_of(self, image: ProductImage) -> PictureCard:
        known = next((card for card in self._cards if card.image == image), None)
        return known or PictureCard(next(self._keys), image, self._sources.get(image.url or ""))

    # ------------------------------------------------------------ adding

    def add_waiting(self, sources: Sequence[PictureSource]) -> Sequence[int]:
        """Adds cards of pictures that are being made and returns their keys."""
        cards = [PictureCard(next(self._keys), source=source, busy=True) for source in sources]
        first = len(self._cards)
        self.beginInsertRows(QModelIndex(), first, first + len(cards) - 1)
        self._cards += cards
        self.endInsertRows()
        return [card.key for card in cards]

    def wait(self, key: int, source: PictureSource) -> None:
        """A card's picture is being made, again or from another part of its source."""
        self._change(key, lambda card: replace(card, source=source, busy=True, error=None))

    def put_back(self, card: PictureCard) -> None:
        """Shows a card as it was."""
        self._change(card.key, lambda _: card)

    def settle(self, key: int, url: str) -> None:
        """A card's picture is kept; one that is there already is not shown twice."""
        row = self.row_of(key)
        if row is None:
            return
        card = self._cards[row]
        if card.source is not None:
            self._sources[url] = card.source
        if any(other.image is not None and other.image.url == url for other in self._without(row)):
            if card.image is None:
                self._take_out(row)
            else:
                self.put_back(replace(card, busy=False))
            return
        before = card.image or ProductImage(is_primary=not self.images())
        image = msgspec.structs.replace(before, url=url)
        self._change(key, lambda card: replace(card, image=image, busy=False, error=None))
        self.edited.emit()

    def fail(self, key: int, error: B4MartError) -> bool:
        """A card's picture could not be made; returns whether the card shows so.

        One that shows a picture, of which another part was wanted, goes on showing it.
        """
        row = self.row_of(key)
        if row is None or self._cards[row].image is not None:
            self._change(key, lambda card: replace(card, busy=False))
            return False
        self._change(key, lambda card: replace(card, busy=False, error=error))
        return True

    # ------------------------------------------------------------ editing

    def remove(self, row: int) -> None:
        """Takes a card out; the first of the others becomes the main picture where it was."""
        card = self._take_out(row)
        if card.image is None:
            return
        if card.image.is_primary:
            self._mark_first()
        self.edited.emit()

    def move(self, row: int, to: int) -> None:
        """Puts a card before the one that is at ``to``, counted as before the move."""
        if to in (row, row + 1) or not 0 <= to <= len(self._cards):
            return
        before = self.images()
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), to)
        card = self._cards.pop(row)
        self._cards.insert(to if to < row else to - 1, card)
        self.endMoveRows()
        if self.images() != before:
            self.edited.emit()

    def make_primary(self, row: int) -> None:
        """Makes a picture the main one: the one of lists, tiles and search results."""
        if self._cards[row].image is not None:
            self._mark(row)
            self.edited.emit()

    def set_alt(self, row: int, text: str) -> None:
        """Says what a picture shows."""
        image = self._cards[row].image
        if image is None or (image.alt or "") == text:
            return
        changed = msgspec.structs.replace(image, alt=text or None)
        self._change(self._cards[row].key, lambda card: replace(card, image=changed))
        self.edited.emit()

    # ------------------------------------------------------------ inside

    def _without(self, row: int) -> list[PictureCard]:
        return self._cards[:row] + self._cards[row + 1 :]

    def _take_out(self, row: int) -> PictureCard:
        self.beginRemoveRows(QModelIndex(), row, row)
        card = self._cards.pop(row)
        self.endRemoveRows()
        return card

    def _mark_first(self) -> None:
        first = next((row for row, card in enumerate(self._cards) if card.image is not None), None)
        if first is not None:
            self._mark(first)

    def _mark(self, chosen: int) -> None:
        for row, card in enumerate(self._cards):
            if card.image is not None and card.image.is_primary != (row == chosen):
                image = msgspec.structs.replace(card.image, is_primary=row == chosen)
                self._cards[row] = replace(card, image=image)
        self.dataChanged.emit(self.index(0), self.index(len(self._cards) - 1))

    def _change(self, key: int, change: Callable[[PictureCard], PictureCard]) -> None:
        row = self.row_of(key)
        if row is not None:
            self._cards[row] = change(self._cards[row])
            self.dataChanged.emit(self.index(row), self.index(row))
