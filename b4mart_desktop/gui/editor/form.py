"""The form: all cards below each other in a page that scrolls, and the rail that leads to them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.gui.editor.basics_card import BasicsCard
from b4mart_desktop.gui.editor.card import Card, Section
from b4mart_desktop.gui.editor.codes_card import CodesCard
from b4mart_desktop.gui.editor.counter_card import CounterCard
from b4mart_desktop.gui.editor.data_sheet_card import DataSheetCard
from b4mart_desktop.gui.editor.lookups import Lookups
from b4mart_desktop.gui.editor.pictures_card import PicturesCard
from b4mart_desktop.gui.editor.prices_card import PricesCard
from b4mart_desktop.gui.editor.rail import WIDTH, Rail
from b4mart_desktop.gui.editor.rights import Rights
from b4mart_desktop.gui.editor.search_card import SearchCard
from b4mart_desktop.gui.editor.shipping_card import ShippingCard
from b4mart_desktop.gui.editor.sorting_card import SortingCard
from b4mart_desktop.gui.editor.stock_card import StockCard
from b4mart_desktop.gui.editor.troubles import Trouble
from b4mart_desktop.gui.editor.variants_card import VariantsCard
from b4mart_desktop.gui.shared.picture_strip import PictureStrip
from b4mart_desktop.gui.shared.pictures import PictureLoader
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import tokens

_WIDEST = 900
_STEPS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class ProductForm(QWidget):
    """Every field of a product.

    Args:
        formats: How amounts are written.
        lookups: What is looked up.
        strip: Shows pictures and takes new ones.

    Attributes:
        area: Where they scroll.

    Signals:
        edited: Path of a field, and what the edit does to a product, None where it cannot be read.
    """

    edited = Signal(str, object)

    def __init__(
        self, formats: Formats, lookups: Lookups, strip: PictureStrip, pictures: PictureLoader
    ) -> None:
        super().__init__()
        self.basics = BasicsCard(formats)
        self.prices = PricesCard(formats, lookups)
        self.codes = CodesCard(formats, lookups.digits)
        self.stock = StockCard(formats)
        self.sorting = SortingCard(formats, lookups)
        self.variants = VariantsCard(formats, lookups.digits)
        self.cards: dict[Section, Card] = {
            Section.BASICS: self.basics,
            Section.PRICES: self.prices,
            Section.CODES: self.codes,
            Section.STOCK: self.stock,
            Section.SORTING: self.sorting,
            Section.PICTURES: PicturesCard(formats, strip),
            Section.COUNTER: CounterCard(formats, pictures),
            Section.VARIANTS: self.variants,
            Section.DATA_SHEET: DataSheetCard(formats),
            Section.SEARCH: SearchCard(formats),
            Section.SHIPPING: ShippingCard(formats),
        }
        self._rail = Rail()
        self.area = QScrollArea()
        self._build()

    def _build(self) -> None:
        space = tokens().space
        page = QWidget()
        page.setProperty("kind", "clear")
        column = QVBoxLayout(page)
        column.setContentsMargins(space.sm, 0, space.sm, space.xl)
        column.setSpacing(space.md)
        steps = _OneUndo(self)
        for section, card in self.cards.items():
            self._rail.add(section, card.title())
            column.addWidget(card)
            card.edited.connect(self.edited)
            for line in (*card.findChildren(QLineEdit), *card.findChildren(QPlainTextEdit)):
                line.installEventFilter(steps)
        column.addStretch()
        self.setMaximumWidth(WIDTH + _WIDEST + tokens().size.scrollbar)
        self.area.setWidget(page)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space.xs)
        row.addWidget(self._rail)
        row.addWidget(self.area, 1)
        self._rail.chosen.connect(self.go)
        self.area.verticalScrollBar().valueChanged.connect(self._mark)
        self._mark()

    # ------------------------------------------------------------ showing

    def show_product(self, product: Product, *, fresh: bool) -> None:
        """Shows a product in every card."""
        for card in self.cards.values():
            card.show_product(product, fresh=fresh)

    def show_saved(self, saved: bool) -> None:
        """Says whether the product was ever saved."""
        self.basics.saved = saved
        self.stock.show_saved(saved)

    def show_rights(self, rights: Rights) -> None:
        """Shows what the person may see, and lets them change what they may."""
        for card in self.cards.values():
            card.show_rights(rights)

    def show_troubles(self, troubles: Sequence[Trouble]) -> None:
        """Shows what there is to mend, beside each field and in the rail."""
        for card in self.cards.values():
            card.show_troubles(troubles)
        places = [(self._section_of(trouble.field), trouble.blocks) for trouble in troubles]
        blocking = {section for section, blocks in places if section is not None and blocks}
        others = {section for section, _ in places if section is not None}
        self._rail.show_troubles(blocking, others)

    def read_known(self) -> None:
        """Offers the taxes, tags and vendors there are by now."""
        self.prices.read_taxes()
        self.sorting.read_known()

    # ------------------------------------------------------------ going

    def go(self, section: Section) -> None:
        """Scrolls to a card."""
        self.area.verticalScrollBar().setValue(self.cards[section].y())

    def go_to_field(self, path: str) -> None:
        """Scrolls to a field and gives it the focus."""
        for card in self.cards.values():
            found = card.editor_of(path)
            if found is not None:
                self.area.ensureWidgetVisible(found, 0, tokens().size.key)
                found.setFocus()

    def go_to_top(self) -> None:
        """Scrolls to the first card; its first field gets the focus."""
        self.go(Section.BASICS)
        self.go_to_field("name")

    def _section_of(self, path: str) -> Section | None:
        return next((name for name, card in self.cards.items() if card.editor_of(path) is not None), None)

    def _mark(self) -> None:
        """Marks the last card that begins in the upper third of what is seen."""
        edge = self.area.verticalScrollBar().value() + self.area.viewport().height() // 3
        begun = [section for section, card in self.cards.items() if card.y() <= edge]
        self._rail.mark(begun[-1] if begun else Section.BASICS)


class _OneUndo(QObject):
    """Keeps the text fields from taking the keys of undo: one press takes back one step of the whole form."""

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return False
        if not any(event.matches(step) for step in _STEPS):
            return False
        event.ignore()
        return True
