"""What is said of the whole product above the form: drafts found, others' changes, missing rights."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.gui.editor.asking import TheirNews
from b4mart_desktop.gui.editor.banner import Banner
from b4mart_desktop.gui.editor.field_words import field_name
from b4mart_desktop.gui.editor.rights import Rights
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.services.ports.catalogue import Draft

_MOST_FIELDS = 3


class Banners(QWidget):
    """One below the other.

    Signals:
        draft_taken: Go on with the draft (``Draft``).
        draft_dropped: Forget it (``Draft``).
        history_wanted: See what somebody else changed.
        compare_wanted: See what both changed.
        restore_wanted: Take the product back from the archive.
    """

    draft_taken = Signal(object)
    draft_dropped = Signal(object)
    history_wanted = Signal()
    compare_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats
        self.draft, self.news, self.state = Banner(), Banner(), Banner()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens().space.sm)
        for banner in (self.draft, self.news, self.state):
            column.addWidget(banner)

    def clear(self) -> None:
        """Another product is shown: nothing is said of it yet."""
        self.draft.hide()
        self.news.hide()

    def show_draft(self, draft: Draft) -> None:
        """Offers changes of before."""
        text = self.tr("You have unsaved changes from {when}.")
        if draft.base is None:
            text = self.tr("You have an unsaved new product from {when}: {name}.")
        when = self._formats.date_time(draft.at)
        self.draft.say(
            text.format(when=when, name=draft.mine.name or "–"),
            (self.tr("Keep editing"), lambda: self.draft_taken.emit(draft)),
            (self.tr("Discard"), lambda: self.draft_dropped.emit(draft)),
            picture=Icon.HISTORY,
        )

    def show_news(self, news: TheirNews) -> None:
        """Says what somebody else changed just now."""
        who = news.who or self.tr("Somebody else")
        if news.colliding:
            text = self.tr("{who} changed the same fields as you: {fields}.")
            action = (self.tr("Compare"), self.compare_wanted.emit)
        else:
            text = self.tr("{who} just changed {fields}. Updated here.")
            action = (self.tr("View changes"), self.history_wanted.emit)
        fields = _named(news.colliding or news.fields)
        dismiss = (self.tr("Dismiss"), self.news.hide)
        self.news.say(text.format(who=who, fields=fields), action, dismiss, picture=Icon.CUSTOMERS)

    def show_state(self, product: Product, rights: Rights) -> None:
        """Says why nothing can be changed, or that the product is archived."""
        if not rights.edit and not rights.prices:
            text = self.tr("You can view products. Only managers can change them.")
            self.state.say(text, picture=Icon.LOCK)
        elif product.status is ProductStatus.ARCHIVED:
            text = self.tr("This product is archived: not sold anywhere, kept for its history.")
            restore = (self.tr("Unarchive"), self.restore_wanted.emit)
            self.state.say(text, restore, picture=Icon.INBOX)
        else:
            self.state.hide()


def _named(fields: tuple[str, ...]) -> str:
    names = list(dict.fromkeys(field_name(field) for field in fields))
    more = "…" if len(names) > _MOST_FIELDS else ""
    return ", ".join(names[:_MOST_FIELDS]) + more
