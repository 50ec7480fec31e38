"""Where a product belongs: category, vendor, tags, and whether the web store features it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.editor.card import Card
from b4mart_desktop.gui.editor.chips_field import ChipsField
from b4mart_desktop.gui.editor.fields import ChoiceField, Field, SwitchField
from b4mart_desktop.gui.editor.leading import set_leading
from b4mart_desktop.gui.editor.lookups import Lookups
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.button import Button

PickCategory = Callable[[QWidget], Awaitable[Id | None]]
"""Asks for a category over the window of that widget; None where the person takes none."""


class CategoryField(Field):
    """The category by its way from the top; a press lets another one be picked.

    Signals:
        picking: The person wants to pick.
    """

    picking = Signal()

    def __init__(self, name: str, lookups: Lookups) -> None:
        self._button = Button("", "", Icon.FOLDER_OPEN)
        set_leading(self._button)
        self._lookups = lookups
        super().__init__(name, self._button, "")
        self._button.clicked.connect(self.picking)

    def take(self, category: Id) -> None:
        """The person picked a category."""
        self._display(category)
        self._take(category)

    @override
    def _display(self, value: Any) -> None:
        path = self._lookups.category_path(value)
        text = self.tr("Choose a category") if path is None else path
        self._button.setText(text.replace("&", "&&"))
        self._button.setAccessibleName(f"{self.name}: {text}")


class SortingCard(Card):
    """Category, vendor, tags.

    Signals:
        picking: The person wants to pick a category.
    """

    picking = Signal()

    def __init__(self, formats: Formats, lookups: Lookups) -> None:
        super().__init__(formats)
        self.set_title(self.tr("Organization"))
        self._lookups = lookups
        self._category = CategoryField(self.tr("Category"), lookups)
        self._category.picking.connect(self.picking)
        self._vendor = ChoiceField(self.tr("Vendor"))
        self._tags = ChipsField(self.tr("Tags"), self.tr("Type a tag and press Enter"))
        featured = SwitchField(self.tr("Featured in the web store"))
        self.add_row(self.bind("category", self._category), self.bind("vendor", self._vendor), stretch=(3, 2))
        self.body.addWidget(self.bind("tags", self._tags))
        self.body.addWidget(self.bind("featured", featured))

    def read_known(self) -> None:
        """Offers the vendors and tags there are by now."""
        people = [(vendor, self._lookups.person(vendor)) for vendor in self._lookups.vendors]
        self._vendor.set_choices([(None, self.tr("None")), *sorted(people, key=lambda each: each[1])])
        self._tags.chips.set_known(self._lookups.tags)

    def take_category(self, category: Id) -> None:
        """The person picked a category."""
        self._category.take(category)
