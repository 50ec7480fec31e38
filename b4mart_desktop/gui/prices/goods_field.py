"""Which products and departments a rule is for, as chips that can be taken away. Picking is the dialog's."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.prices.goods_dialog import GoodsDialog
from b4mart_desktop.gui.shared.dialogs import open_dialog
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.flow import Flow
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.ports import Catalogue

_SHOWN = 30


class GoodsField(QWidget):
    """Chips of what was picked, and the button that picks.

    Args:
        catalogue: Where products and departments are.
        formats: How prices are written.
        title: What the picking is for; the dialog's title.
        nothing: What it means that nothing is picked.
        tasks: Owns the open dialog.
        departments: Whether departments may be picked, too.

    Signals:
        changed: Something else is picked.
    """

    changed = Signal()

    def __init__(
        self,
        catalogue: Catalogue,
        formats: Formats,
        title: str,
        nothing: str,
        tasks: TaskOwner,
        *,
        departments: bool = True,
    ) -> None:
        super().__init__()
        self._catalogue, self._formats = catalogue, formats
        self._title, self._departments, self._tasks = title, departments, tasks
        self.products: tuple[Id, ...] = ()
        self.categories: tuple[Id, ...] = ()
        self._chips = Flow(tokens().space.sm)
        self._nothing = label(nothing, "muted", wrap=True)
        self._add = Button(self.tr("Choose…"), "", Icon.PLUS)
        self._add.clicked.connect(lambda: self._tasks.spawn_once("goods", self._pick))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens().space.sm)
        for part in (self._nothing, self._chips):
            column.addWidget(part)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self._show()

    def set_goods(self, products: Sequence[Id], categories: Sequence[Id] = ()) -> None:
        """Shows what is picked, without a signal."""
        self.products, self.categories = tuple(products), tuple(categories)
        self._show()

    async def _pick(self) -> None:
        chosen = (self.products, self.categories)
        dialog = GoodsDialog(
            self, self._catalogue, self._formats, self._title, chosen, departments=self._departments
        )
        if await open_dialog(dialog):
            self._take(tuple(dialog.products), dialog.categories)

    def _take(self, products: tuple[Id, ...], categories: tuple[Id, ...]) -> None:
        self.set_goods(products, categories)
        self.changed.emit()

    def _show(self) -> None:
        self._chips.clear()
        for category in self.categories:
            self._chips.add(self._department_chip(category))
        for hit in self._catalogue.hits(self.products[:_SHOWN]):
            self._chips.add(self._chip(hit.name, hit.id, Icon.PACKAGE))
        more = len(self.products) - _SHOWN
        if more > 0:
            self._chips.add(label(self.tr("and %n more", "", more), "muted"))
        picked = bool(self.products or self.categories)
        self._chips.setVisible(picked)
        self._nothing.setVisible(not picked)

    def _department_chip(self, category: Id) -> Button:
        found = self._catalogue.category(category)
        return self._chip(self.tr("Unknown department") if found is None else found.name, category, Icon.GRID)

    def _chip(self, name: str, key: Id, picture: Icon) -> Button:
        chip = Button(f"{name.replace('&', '&&')}  ✕", "chip", picture)
        chip.setAccessibleName(self.tr("Take {name} away").format(name=name))
        chip.setToolTip(chip.accessibleName())
        chip.clicked.connect(lambda: self._drop(key))
        return chip

    def _drop(self, key: Id) -> None:
        products = tuple(each for each in self.products if each != key)
        self._take(products, tuple(each for each in self.categories if each != key))
