"""What the editor does on a person's word where something is to be asked or told first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from b4mart_desktop.domain import combinations
from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.edits import CatalogueChange
from b4mart_desktop.gui.editor.change_words import ChangeWords
from b4mart_desktop.gui.editor.editor_presenter import EditorPresenter
from b4mart_desktop.gui.editor.form import ProductForm
from b4mart_desktop.gui.editor.history_dialog import HistoryDialog
from b4mart_desktop.gui.editor.prompts import EditorDialogs
from b4mart_desktop.gui.editor.variants_card import without_unoffered
from b4mart_desktop.gui.shared.dialogs import Leave, open_dialog
from b4mart_desktop.gui.shared.room import RoomTools

_MOST_NAMES = 3


class EditorDeeds(QObject):
    """Commands of the bar and the cards.

    Args:
        presenter: What the editor does.
        form: Where the fields are.
        dialogs: The questions.
        words: Writes what changed.
        tools: What every room needs.
    """

    def __init__(
        self,
        presenter: EditorPresenter,
        form: ProductForm,
        dialogs: EditorDialogs,
        words: ChangeWords,
        tools: RoomTools,
    ) -> None:
        super().__init__()
        self._presenter = presenter
        self._opened = presenter.opened
        self._form = form
        self._dialogs = dialogs
        self._words = words
        self._tools = tools

    async def save(self) -> bool:
        """Saves, or goes to the first field that keeps from it."""
        blocking = [trouble for trouble in self._presenter.troubles() if trouble.blocks]
        if blocking and self._opened.is_dirty:
            self._form.go_to_field(blocking[0].field)
            self._tools.messages.warning(self.tr("%n problem(s) to fix before saving", "", len(blocking)))
            return False
        return await self._presenter.save()

    def tell_last(self) -> None:
        """Says that the list has no further product."""
        self._tools.messages.info(self.tr("That was the last product of the list"))

    async def may_leave(self) -> bool:
        """Whether nothing is left that is not saved; asks."""
        if not self._opened.is_dirty:
            return True
        answer = await self._dialogs.leave(self._opened.product.name or self.tr("the new product"))
        if answer is Leave.DISCARD:
            self._presenter.discard()
            return True
        return answer is Leave.SAVE and await self.save()

    async def duplicate(self) -> None:
        """Makes a new product like this one."""
        if await self.may_leave() and self._opened.is_open:
            self._presenter.copy(self._opened.product)
            self._form.go_to_top()

    async def archive(self) -> None:
        """Archives the product, or takes it back from there as a draft to look over."""
        product = self._opened.product
        if product.status is ProductStatus.ARCHIVED:
            wanted = ProductStatus.DRAFT
        elif await self._dialogs.archive(product.name):
            wanted = ProductStatus.ARCHIVED
        else:
            return
        self._presenter.set_status(wanted)
        await self.save()

    async def correct_stock(self) -> None:
        """Asks what is on hand and corrects it."""
        product = self._opened.product
        stock = product.inventory
        shown = self._tools.formats.quantity(stock.on_hand, stock.unit)
        answer = await self._dialogs.on_hand(product, shown)
        if answer is not None:
            await self._presenter.set_on_hand(*answer)

    async def pick_category(self) -> None:
        """Asks for a category."""
        category = await self._dialogs.category()
        if category is not None:
            self._form.sorting.take_category(category)

    async def prune(self) -> None:
        """Removes the combinations that are not offered; asks where there is stock of one."""
        product = self._opened.product
        gone = combinations.unoffered(product.variants, product.inventory.variant_stock)
        stocked = [" · ".join(each.options.values()) for each in gone if each.quantity]
        names = ", ".join(stocked[:_MOST_NAMES]) + ("…" if len(stocked) > _MOST_NAMES else "")
        if not stocked or await self._dialogs.drop_combinations(names):
            self._opened.edit("inventory.variantStock", without_unoffered)

    async def show_history(self) -> None:
        """Shows who changed what."""
        product, history = self._opened.product, self._presenter.history

        async def read(before: CatalogueChange | None) -> Sequence[CatalogueChange]:
            return await history.page(product.id, before)

        async def take_back(change: CatalogueChange) -> bool:
            done = await history.take_back(change)
            if done:
                self._presenter.look_again((product.id,))
            return done

        undo = take_back if self._presenter.rights.edit else None
        dialog = HistoryDialog(self._tools.window, product.name, read, undo, self._words, self._tools.formats)
        try:
            await open_dialog(dialog)
        finally:
            await dialog.tasks.cancel_all()
