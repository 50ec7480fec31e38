"""Forms for one change of many products other than of prices; each says a ``BulkChange``."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain.bulk_changes import BulkChange
from b4mart_desktop.domain.catalog import Category, ProductStatus
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.catalogue.tag_field import TagField
from b4mart_desktop.gui.models.listed_columns import status_name
from b4mart_desktop.gui.shared.category_picker import CategoryPicker
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.scheduled_prices import Span


class BulkForm(QWidget):
    """The base of the forms.

    Signals:
        changed: Something else is to be done.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(tokens().space.md)

    def change(self) -> BulkChange | None:
        """What is to be done; None while it is not said to the end."""
        raise NotImplementedError

    def planned(self) -> Span | None:
        """When it is to be done; None: at once."""
        return None


class CategoryForm(BulkForm):
    """Another category."""

    def __init__(self, categories: Sequence[Category]) -> None:
        super().__init__()
        self._picker = CategoryPicker(categories)
        self.column.addWidget(self._picker)
        self._picker.changed.connect(self.changed)
        self.setFocusProxy(self._picker)

    @override
    def change(self) -> BulkChange | None:
        """The category that is marked."""
        category = self._picker.current()
        return None if category is None else BulkChange(category=category)


class StatusForm(BulkForm):
    """Another status."""

    def __init__(self, status: ProductStatus = ProductStatus.ACTIVE) -> None:
        super().__init__()
        choices = [(each, status_name(each)) for each in ProductStatus]
        self._status = SegmentedControl(choices, self.tr("Status"))
        self._status.set_current(status)
        self.column.addWidget(self._status)
        text = self.tr("Only active products are sold. Archived ones are kept for what was sold of them.")
        self.column.addWidget(label(text, "muted", wrap=True))
        self.column.addStretch()
        self._status.current_changed.connect(lambda _: self.changed.emit())

    @override
    def change(self) -> BulkChange | None:
        """The status that is chosen."""
        return BulkChange(status=ProductStatus(str(self._status.current())))


class PickForm(BulkForm):
    """One of a few: a tax class, a vendor.

    Args:
        name: What is chosen.
        choices: What each leads to, and its name.
    """

    def __init__(self, name: str, choices: Sequence[tuple[BulkChange, str]]) -> None:
        super().__init__()
        self._changes = [change for change, _ in choices]
        self._field = QComboBox()
        self._field.setAccessibleName(name)
        self._field.addItems([text for _, text in choices])
        self.column.addWidget(label(name, "caption"))
        self.column.addWidget(self._field)
        self.column.addStretch()
        self._field.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.setFocusProxy(self._field)

    @override
    def change(self) -> BulkChange | None:
        """What is chosen."""
        place = self._field.currentIndex()
        return self._changes[place] if place >= 0 else None


class TagsForm(BulkForm):
    """Tags to add, to take away, or to have and no others.

    Attributes:
        tags: The field.
    """

    def __init__(self) -> None:
        super().__init__()
        names = (("add", self.tr("Add")), ("remove", self.tr("Remove")), ("set", self.tr("Replace all")))
        self._mode = SegmentedControl(names, self.tr("What to do with the tags"))
        self.tags = TagField()
        self.column.addWidget(self._mode)
        self.column.addWidget(self.tags)
        self.column.addStretch()
        self._mode.current_changed.connect(lambda _: self.changed.emit())
        self.tags.changed.connect(self.changed)
        self.setFocusProxy(self.tags)

    @override
    def change(self) -> BulkChange | None:
        """What becomes of the tags."""
        tags = self.tags.tags()
        if self._mode.current() == "set":
            return BulkChange(tags=tags)
        if not tags:
            return None
        return BulkChange(add_tags=tags) if self._mode.current() == "add" else BulkChange(remove_tags=tags)


class FlagsForm(BulkForm):
    """Whether products are featured in the web store, and favourites at the till."""

    def __init__(self) -> None:
        super().__init__()
        choices = ((None, self.tr("As it is")), (True, self.tr("Yes")), (False, self.tr("No")))
        self._featured = SegmentedControl(choices, self.tr("Featured"))
        self._favourite = SegmentedControl(choices, self.tr("Favourite at the till"))
        form = QFormLayout()
        form.setSpacing(tokens().space.sm)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for name, field in (
            (self.tr("Featured"), self._featured),
            (self.tr("Favourite at the till"), self._favourite),
        ):
            form.addRow(name, field)
            field.current_changed.connect(lambda _: self.changed.emit())
        self.column.addLayout(form)
        self.column.addStretch()

    @override
    def change(self) -> BulkChange | None:
        """What becomes of both."""
        featured, favourite = self._featured.current(), self._favourite.current()
        change = BulkChange(
            featured=None if featured is None else bool(featured),
            favourite=None if favourite is None else bool(favourite),
        )
        return None if change.is_empty else change


def vendor_choices(vendors: Sequence[tuple[Id, str]], none: str) -> list[tuple[BulkChange, str]]:
    """What can be done about vendors: any of these, or ``none``."""
    changes = [(BulkChange(vendor=vendor), name) for vendor, name in vendors]
    return [*changes, (BulkChange(no_vendor=True), none)]
