"""The column beside the form: what there is to mend, what it earns, who changed it last."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.edits import CatalogueChange
from b4mart_desktop.domain.flaws import is_low
from b4mart_desktop.domain.margins import margin
from b4mart_desktop.gui.editor.card import Card
from b4mart_desktop.gui.editor.field_words import field_name, status_word
from b4mart_desktop.gui.editor.fields import ChoiceField
from b4mart_desktop.gui.editor.leading import set_leading
from b4mart_desktop.gui.editor.lookups import Lookups
from b4mart_desktop.gui.editor.rights import Rights
from b4mart_desktop.gui.editor.troubles import Trouble, sentence
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.button import Button, set_button_icon
from b4mart_desktop.gui.widgets.labels import label, set_role

_WIDTH = 300
PICTURE_EDGE = 96
_MOST_TROUBLES = 6
_NAMES = 72
"""Of the column with the names."""


class TroublesCard(QFrame):
    """What there is to mend, each a press from its field.

    Signals:
        chosen: The person wants to mend it (path of the field).
    """

    chosen = Signal(str)

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._formats = formats
        space = tokens().space
        column = QVBoxLayout(self)
        edge = space.lg + space.xs
        column.setContentsMargins(edge, space.lg, edge, space.md)
        column.setSpacing(0)
        self._title = label("", "subtitle", wrap=True)
        column.addWidget(self._title)
        self._rows = [_TroubleRow() for _ in range(_MOST_TROUBLES)]
        for row in self._rows:
            row.chosen.connect(self.chosen)
            column.addWidget(row)

    def show_troubles(self, troubles: Sequence[Trouble]) -> None:
        """Shows the first of them."""
        blocking = sum(trouble.blocks for trouble in troubles)
        self.setVisible(bool(troubles))
        if blocking:
            self._title.setText(self.tr("%n problem(s) to fix before saving", "", blocking))
        else:
            self._title.setText(self.tr("%n suggestion(s)", "", len(troubles)))
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(troubles))
            if place < len(troubles):
                row.show_trouble(troubles[place], sentence(troubles[place], self._formats))


class _TroubleRow(QWidget):
    """One of them: a button with the field's name, and what is wrong below.

    Signals:
        chosen: It was pressed (path of the field).
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._field = ""
        space = tokens().space
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, space.xs)
        column.setSpacing(0)
        self._button = Button("", "quiet")
        self._text = label("", "small", wrap=True)
        set_leading(self._button)
        self._button.clicked.connect(lambda: self.chosen.emit(self._field))
        column.addWidget(self._button)
        below = QHBoxLayout()
        below.addSpacing(tokens().size.icon + 2 * space.md)
        below.addWidget(self._text, 1)
        column.addLayout(below)

    def show_trouble(self, trouble: Trouble, text: str) -> None:
        """Shows a trouble."""
        self._field = trouble.field
        name = field_name(trouble.field)
        self._text.setText(text)
        self._button.setText(name.replace("&", "&&"))
        self._button.setAccessibleName(f"{name}: {text}")
        picture = Icon.CIRCLE_ALERT if trouble.blocks else Icon.TRIANGLE_ALERT
        set_button_icon(self._button, picture, ColorRole.DANGER if trouble.blocks else ColorRole.WARNING)


class _Row:
    """A name and what stands beside it."""

    def __init__(self, name: QLabel, value: QLabel) -> None:
        self.name, self.value = name, value

    def show(self, text: str, role: str = "") -> None:
        """Shows a value in a role of the type scale."""
        self.value.setText(text)
        set_role(self.value, role)

    def set_visible(self, visible: bool) -> None:
        """Shows both, or none."""
        self.name.setVisible(visible)
        self.value.setVisible(visible)


class _Rows(QGridLayout):
    """Names and values below each other."""

    def __init__(self) -> None:
        super().__init__()
        space = tokens().space
        self.setHorizontalSpacing(space.lg)
        self.setVerticalSpacing(space.sm)
        self.setColumnMinimumWidth(0, _NAMES)
        self.setColumnStretch(1, 1)

    def add(self, name: str) -> _Row:
        """Adds a row at the end."""
        row, top = self.rowCount(), Qt.AlignmentFlag.AlignTop
        made = _Row(label(name, "small"), label("", wrap=True))
        made.value.setAlignment(Qt.AlignmentFlag.AlignLeading | top)
        self.addWidget(made.name, row, 0, top)
        self.addWidget(made.value, row, 1)
        return made


class StatusCard(Card):
    """Whether it is sold, at which price, with which margin, and what is on hand."""

    def __init__(self, formats: Formats, lookups: Lookups) -> None:
        super().__init__(formats)
        self.set_title(self.tr("Status"))
        self._lookups = lookups
        self._status = ChoiceField("")
        self._status.editor.setAccessibleName(self.tr("Status"))
        self._status.set_choices([(status, status_word(status)) for status in ProductStatus])
        self._picture = QLabel()
        self._picture.setFixedSize(PICTURE_EDGE, PICTURE_EDGE)
        self._rows = _Rows()
        self._price = self._rows.add(self.tr("Price"))
        self._taxed = self._rows.add("")
        self._margin = self._rows.add(self.tr("Margin"))
        self._stock = self._rows.add(self.tr("On hand"))
        self.body.setSpacing(tokens().space.md)
        self.body.addWidget(self.bind("status", self._status))
        self.body.addWidget(self._picture)
        self.body.addLayout(self._rows)
        self._picture.hide()

    def show_picture(self, picture: QPixmap | None) -> None:
        """Shows the product's first picture."""
        self._picture.setVisible(picture is not None)
        if picture is not None:
            self._picture.setPixmap(picture)

    @override
    def show_rights(self, rights: Rights) -> None:
        super().show_rights(rights)
        self._margin.set_visible(rights.costs)

    @override
    def show_product(self, product: Product, *, fresh: bool) -> None:
        super().show_product(product, fresh=fresh)
        net, gross = self._lookups.net_and_gross(product, product.shelf_price)
        money, includes = self.formats.money, self._lookups.prices_include_tax
        self._price.show(self._priced(product), "strong")
        self._taxed.name.setText(self.tr("Excl. tax") if includes else self.tr("Incl. tax"))
        self._taxed.show(money(net if includes else gross))
        self._show_margin(product, net)
        self._show_stock(product)

    def _priced(self, product: Product) -> str:
        money, pricing = self.formats.money, product.pricing
        price = money(product.shelf_price)
        if product.pos.weighed:
            price = self.tr("{price} per {unit}").format(price=price, unit=product.inventory.unit)
        if pricing.sale_price is None:
            return price
        return self.tr("{price}, was {before}").format(price=price, before=money(pricing.base_price))

    def _show_margin(self, product: Product, net: Decimal) -> None:
        found = margin(net, product.pricing.cost_price)
        if found is None:
            self._margin.show(self.tr("No cost entered"), "muted")
            return
        rate, amount = self.formats.percent(round(found.rate, 3)), self.formats.money(found.amount)
        text = self.tr("{rate} · {amount}").format(rate=rate, amount=amount)
        self._margin.show(text, "error" if found.amount < 0 else "success")

    def _show_stock(self, product: Product) -> None:
        stock = product.inventory
        text = self.formats.quantity(stock.on_hand, stock.unit)
        if not stock.track_quantity:
            text = self.tr("Not tracked")
        low = is_low(product)
        self._stock.show(
            self.tr("{stock} · low").format(stock=text) if low else text, "warning" if low else ""
        )


class FactsCard(QFrame):
    """What nobody enters: ratings, who changed it last, when it was made."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._formats = formats
        space = tokens().space
        rows = _Rows()
        edge = space.lg + space.xs
        rows.setContentsMargins(edge, space.lg, edge, edge)
        self._rating = rows.add(self.tr("Rating"))
        self._changed = rows.add(self.tr("Updated"))
        self._created = rows.add(self.tr("Created"))
        self.setLayout(rows)

    def show_product(self, product: Product, last: CatalogueChange | None) -> None:
        """Shows a product and its last change, where that is known."""
        ratings, date_time = product.ratings, self._formats.date_time
        stars = self.tr("{average} of 5 ({count} reviews)")
        average = self._formats.quantity(ratings.average)
        self._rating.show(
            stars.format(average=f"★ {average}", count=ratings.count)
            if ratings.count
            else self.tr("No reviews yet")
        )
        who = last.user_name if last is not None and last.version == product.updated_at else None
        when = date_time(product.updated_at)
        self._changed.show(f"{who}\n{when}" if who else when)
        self._created.show(date_time(product.created_at))


class Summary(QWidget):
    """The three cards below each other."""

    def __init__(self, formats: Formats, lookups: Lookups) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self.setFixedWidth(_WIDTH)
        self.troubles = TroublesCard(formats)
        self.status = StatusCard(formats, lookups)
        self.facts = FactsCard(formats)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens().space.md)
        for card in (self.troubles, self.status, self.facts):
            column.addWidget(card)
        column.addStretch()

    def scrolling(self) -> QScrollArea:
        """Returns it in an area that scrolls where the window is too low for it."""
        area = QScrollArea()
        area.setWidget(self)
        area.setWidgetResizable(True)
        area.setFixedWidth(_WIDTH + tokens().size.scrollbar)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area
