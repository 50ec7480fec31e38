"""Asks for the promotion whose products get labels. It looks nothing up."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from b4mart_desktop.domain.promotions import Promotion
from b4mart_desktop.gui.shared.dialogs import AskDialog, open_dialog
from b4mart_desktop.gui.shared.moment_edit import span
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.empty_state import EmptyState

_HEIGHT = 320


class PromotionDialog(AskDialog):
    """Promotions with their dates, or that there are none."""

    def __init__(self, parent: QWidget, promotions: Sequence[Promotion], formats: Formats) -> None:
        title = QCoreApplication.translate("PromotionDialog", "Labels for which promotion?")
        super().__init__(parent, title)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Promotions"))
        self.list.setMinimumHeight(_HEIGHT)
        for promotion in promotions:
            dates = span(promotion.starts_at, promotion.ends_at, formats)
            item = QListWidgetItem(f"{promotion.name}   ·   {dates}" if dates else promotion.name)
            item.setSizeHint(QSize(0, tokens().size.touch))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _: self.accept())
        self.body.addWidget(self.list if promotions else self._nothing())
        self.add_button(self.tr("Cancel"), closes=False)
        accept = self.add_button(self.tr("Take its products"), "primary", closes=True)
        accept.setEnabled(bool(promotions))
        self.list.setFocus()

    def _nothing(self) -> EmptyState:
        state = EmptyState()
        state.show_empty(Icon.TAG, self.tr("No promotions"), self.tr("None runs, and none is to come."))
        return state


async def ask_promotion(
    parent: QWidget, promotions: Sequence[Promotion], formats: Formats
) -> Promotion | None:
    """Asks for one of ``promotions``; None where the person takes none."""
    dialog = PromotionDialog(parent, promotions, formats)
    return promotions[dialog.list.currentRow()] if await open_dialog(dialog) and promotions else None
