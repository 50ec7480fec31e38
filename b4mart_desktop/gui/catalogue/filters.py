"""Panel and chips of the list's filters together: what is shown in them, what they ask for."""

from __future__ import annotations

from PySide6.QtCore import QObject

from b4mart_desktop.gui.catalogue.filter_chips import FilterChips
from b4mart_desktop.gui.catalogue.filter_panel import FilterPanel
from b4mart_desktop.gui.catalogue.filter_words import FilterWords
from b4mart_desktop.gui.catalogue.products_presenter import ProductsPresenter
from b4mart_desktop.gui.models.listed_columns import ListedTexts
from b4mart_desktop.gui.shared.category_picker import pick_category
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.services.ports import Catalogue


class Filters(QObject):
    """The filters' widgets and their commands.

    Args:
        presenter: The list's.
        texts: How values are written.
        catalogue: Where categories are.
        tasks: Owns what is under way.

    Attributes:
        panel: Where filters are set.
        chips: Where they are taken away.
    """

    def __init__(
        self, presenter: ProductsPresenter, texts: ListedTexts, catalogue: Catalogue, tasks: TaskOwner
    ) -> None:
        super().__init__()
        self._presenter = presenter
        self._texts = texts
        self._catalogue = catalogue
        self._tasks = tasks
        self._words = FilterWords(texts.formats, texts.category, texts.vendor)
        self.panel = FilterPanel(texts.formats, texts.category)
        self.chips = FilterChips(self._words)
        self.panel.hide()
        self.panel.changed.connect(presenter.ask)
        self.panel.category_wanted.connect(lambda: tasks.spawn_once("category", self._pick_category))
        self.panel.tags_typed.connect(lambda typed: tasks.spawn_latest("tags", self._offer_tags(typed)))
        self.chips.changed.connect(presenter.ask)

    def show_asked(self) -> int:
        """Shows what is asked for and returns in how many pieces."""
        wanted = self._presenter.wanted
        self.panel.show_filter(wanted)
        self.chips.show_filter(wanted)
        return len(self._words.pieces(wanted))

    def show_panel(self, shown: bool) -> None:
        """Shows or hides the panel."""
        self.panel.setVisible(shown)
        if shown:
            self._tasks.spawn_latest("vendors", self._offer_vendors())

    async def _pick_category(self) -> None:
        title, accept = self.tr("Products of which category?"), self.tr("Show products")
        picked = await pick_category(
            self.panel, title, accept, self._catalogue.categories(), self._presenter.wanted.category
        )
        if picked is not None:
            self.panel.take_category(picked)

    async def _offer_tags(self, typed: str) -> None:
        self.panel.tags.offer(await self._presenter.tags(typed))

    async def _offer_vendors(self) -> None:
        found = await self._presenter.vendors()
        self.panel.offer_vendors([(vendor, self._texts.vendor(vendor)) for vendor, _ in found])
