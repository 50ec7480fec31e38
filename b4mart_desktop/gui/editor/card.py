"""A card of the form: fields bound to fields of a product. It saves nothing and checks nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.gui.editor.changes import value_at, with_value
from b4mart_desktop.gui.editor.fields import Field, Problem
from b4mart_desktop.gui.editor.rights import Rights
from b4mart_desktop.gui.editor.troubles import Trouble, sentence
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.labels import label

Get = Callable[[Product], Any]
Put = Callable[[Product, Any], Product]


class Section(StrEnum):
    """The cards, top to bottom."""

    BASICS = "basics"
    PRICES = "prices"
    CODES = "codes"
    STOCK = "stock"
    COUNTER = "counter"
    SORTING = "sorting"
    PICTURES = "pictures"
    DATA_SHEET = "data_sheet"
    VARIANTS = "variants"
    SEARCH = "search"
    SHIPPING = "shipping"


@dataclass(frozen=True, slots=True)
class Binding:
    """A field of the form and the field of the product that it shows."""

    path: str
    field: Field
    get: Get


class Card(QFrame):
    """A part of the form.

    Args:
        formats: How amounts are written.

    Attributes:
        body: Where the fields stand.

    Signals:
        edited: Path of a field, and what the edit does to a product, None where it cannot be read.
    """

    edited = Signal(str, object)

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self.formats = formats
        self._title = label("", "subtitle")
        self._bindings: list[Binding] = []
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        space = tokens().space
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(space.lg + space.xs, space.lg, space.lg + space.xs, space.lg + space.xs)
        self.body.setSpacing(space.lg)
        self.body.addWidget(self._title)

    # ------------------------------------------------------------ building

    def set_title(self, title: str) -> None:
        """Says what the card is about."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def title(self) -> str:
        """What the card is about."""
        return self._title.text()

    def bind(self, path: str, field: Field, get: Get | None = None, put: Put | None = None) -> Field:
        """Binds a field of the form to one of the product; where it stands is the caller's business.

        Args:
            path: The product's field, dotted, as the document names it.
            field: The form's.
            get: What the form shows of a product, where that is not just the value.
            put: The product with what the person entered, likewise.
        """
        put_value = put or (lambda product, value: with_value(product, path, value))
        self._bindings.append(Binding(path, field, get or (lambda product: value_at(product, path))))
        field.setObjectName(path)
        field.editor.setObjectName(f"{path}_edit")
        field.edited.connect(lambda value: self.edited.emit(path, lambda product: put_value(product, value)))
        field.unreadable.connect(lambda: self.edited.emit(path, None))
        return field

    def add_row(self, *fields: QWidget, stretch: Sequence[int] = ()) -> QLayout:
        """Puts fields side by side below the others."""
        row = QHBoxLayout()
        row.setSpacing(tokens().space.lg)
        for place, field in enumerate(fields):
            row.addWidget(field, stretch[place] if stretch else 1)
        self.body.addLayout(row)
        return row

    # ------------------------------------------------------------ showing

    def show_product(self, product: Product, *, fresh: bool) -> None:
        """Shows a product.

        Args:
            product: The product.
            fresh: It comes from outside: what is typed and cannot be read goes, too.
        """
        for binding in self._bindings:
            binding.field.show_value(binding.get(product), fresh=fresh)

    def show_rights(self, rights: Rights) -> None:
        """Shows only what the person may see, and lets them change only what they may."""
        for binding in self._bindings:
            binding.field.setVisible(rights.may_see(binding.path))
            binding.field.set_read_only(not rights.may_change(binding.path))

    def show_troubles(self, troubles: Sequence[Trouble]) -> None:
        """Shows each trouble beside its field."""
        problems = {
            trouble.field: Problem(sentence(trouble, self.formats), trouble.blocks)
            for trouble in reversed(troubles)
        }
        for binding in self._bindings:
            start = f"{binding.path}."
            inside = {
                path.removeprefix(start): found for path, found in problems.items() if path.startswith(start)
            }
            binding.field.show_problems(problems.get(binding.path), inside)

    def editor_of(self, path: str) -> QWidget | None:
        """Returns what the person has to work at to change the field ``path``, None where it is not here."""
        for binding in self._bindings:
            if binding.path == path or path.startswith(f"{binding.path}."):
                return binding.field.editor
        return None
