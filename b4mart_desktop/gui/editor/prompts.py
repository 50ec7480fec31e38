"""The editor's questions as dialogs over its window."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QWidget

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.edits import Merge, resolved
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.editor.change_words import ChangeWords
from b4mart_desktop.gui.editor.lookups import Lookups
from b4mart_desktop.gui.editor.merge_dialog import MergeDialog
from b4mart_desktop.gui.shared.category_picker import pick_category
from b4mart_desktop.gui.shared.dialogs import AskDialog, Leave, ask_leave, confirm, open_dialog
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit

_DIGITS = 3


class EditorDialogs(QObject):
    """Asks in dialogs.

    Args:
        window: Dialogs open over it.
        words: Writes what changed.
        lookups: Where categories are.
    """

    def __init__(self, window: QWidget, words: ChangeWords, lookups: Lookups) -> None:
        super().__init__()
        self._window = window
        self._words = words
        self._lookups = lookups

    async def merge(self, merge: Merge, who: str | None) -> Product | None:
        """Returns the product with mine or theirs chosen for each conflict; None where nobody chose."""
        dialog = MergeDialog(self._window, merge, who, self._words)
        accepted = await open_dialog(dialog)
        return resolved(merge, dialog.kept()) if accepted else None

    async def leave(self, name: str) -> Leave:
        """Asks what is to become of changes that are not saved."""
        return await ask_leave(self._window, name)

    async def category(self) -> Id | None:
        """Asks for a category."""
        title, accept = self.tr("Category"), self.tr("Choose")
        return await pick_category(self._window, title, accept, self._lookups.categories())

    async def archive(self, name: str) -> bool:
        """Asks whether a product is to be archived."""
        title = self.tr("Archive {name}?").format(name=name)
        text = self.tr("It is no longer sold and leaves the lists. Its sales stay, and you can unarchive it.")
        return await confirm(self._window, title, text, self.tr("Archive"))

    async def drop_combinations(self, names: str) -> bool:
        """Asks whether combinations are to go that have something on hand."""
        title = self.tr("Remove variants with stock?")
        text = self.tr("These still have stock on hand: {names}.").format(names=names)
        return await confirm(self._window, title, text, self.tr("Remove"), danger=True)

    async def on_hand(self, product: Product, shown: str) -> tuple[Decimal, str] | None:
        """Asks what is really on hand, and why that differs."""
        text = self.tr("The books say {quantity}. How many are really there?").format(quantity=shown)
        dialog = AskDialog(self._window, self.tr("Adjust inventory"), text)
        quantity, reason = MoneyEdit(), QLineEdit()
        quantity.set_currency(product.inventory.unit, _DIGITS)
        quantity.setText(f"{product.inventory.on_hand.normalize():f}")
        reason.setPlaceholderText(self.tr("Such as counted, damaged, found"))
        for name, field in ((self.tr("On hand"), quantity), (self.tr("Reason"), reason)):
            field.setAccessibleName(name)
            dialog.body.addWidget(label(name, "strong"))
            dialog.body.addWidget(field)
        dialog.add_button(self.tr("Cancel"), closes=False)
        accept = dialog.add_button(self.tr("Adjust"), "primary", closes=True)

        def check() -> None:
            accept.setEnabled(quantity.value() is not None and bool(reason.text().strip()))

        quantity.textChanged.connect(check)
        reason.textChanged.connect(check)
        check()
        accepted, wanted = await open_dialog(dialog), quantity.value()
        return (wanted, reason.text().strip()) if accepted and wanted is not None else None
