"""The left half of the sell screen: categories, tiles, and results while the clerk types. No cart."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView
from typing_extensions import override

from b4mart_desktop.domain.catalog import Category
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.forms.ui_sell_screen import Ui_SellScreen
from b4mart_desktop.gui.models.product_delegates import ProductRowDelegate, ProductTileDelegate
from b4mart_desktop.gui.models.product_hits import ProductHitsModel
from b4mart_desktop.gui.sell.typed_text import may_be_words
from b4mart_desktop.gui.shared.pictures import PictureLoader
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.search_field import SearchField
from b4mart_desktop.services.ports import Catalogue, ProductHit, SearchResults

MAX_RESULTS = 60
_LEAST_TILE_WIDTH = 148
_TILE_HEIGHT = 140
_MOST_COLUMNS = 8


class ProductBrowser(QObject):
    """Drives the product side of the form.

    Signals:
        picked: The product the clerk tapped or chose (``ProductHit``).
    """

    picked = Signal(object)

    def __init__(self, ui: Ui_SellScreen, field: SearchField, catalogue: Catalogue, formats: Formats) -> None:
        super().__init__()
        self._ui = ui
        self._field = field
        self._catalogue = catalogue
        self._tiles = ProductHitsModel()
        self._results = ProductHitsModel()
        self._categories: Sequence[Category] = ()
        self._department: object = None
        self._chosen: Id | None = None
        self._sure = False
        self._percent = 0
        # Keys that come meanwhile are taken together: a search is never for a text of the past.
        self._search_timer = QTimer(self, singleShot=True, interval=0)
        self._show_views(formats)
        self._connect()
        self.reload_categories()

    def reload_categories(self) -> None:
        """Shows the departments as the replica has them now."""
        categories = self._catalogue.categories()
        if _shown(categories) == _shown(self._categories) and self._categories:
            return
        self._categories = categories
        roots = [(category.id, category.name) for category in categories if category.parent is None]
        self._ui.departments_bar.set_chips([(None, self.tr("Favourites")), *roots])
        self._show_category(None)

    def refresh(self) -> None:
        """Reads the visible products again, such as after a change of stock or price."""
        total = self._catalogue.count_tiles(self._chosen)
        if self._tiles.rowCount() != total:
            self._fill_tiles(total)
            if not self._field.text():
                self._show_tiles_page()
        self._tiles.refresh()
        self._results.refresh()

    def search(self, text: str) -> None:
        """Shows what ``text`` finds; nothing typed shows the tiles."""
        wanted = text.strip()
        if not wanted:
            self._show_tiles_page()
            return
        found = self._catalogue.search(wanted, MAX_RESULTS)
        self._sure = found.exact > 0
        self._results.show_results(found)
        self._show_correction(wanted, found)
        for bar in (self._ui.departments_bar, self._ui.aisles_bar):
            bar.clear_current()  # the whole shop is searched
        if found.hits:
            self._ui.products_stack.setCurrentWidget(self._ui.results_page)
            self._ui.results_view.setCurrentIndex(self._results.index(0))
        else:
            self._show_nothing(wanted)

    def pick_current(self) -> None:
        """Takes the result that is marked; a mere guess is only pointed at, for the person to confirm."""
        if self._sure:
            self._pick(self._ui.results_view.currentIndex())
        else:
            self._enter_list()

    def awaits_choice(self) -> bool:
        """Whether a guess is pointed at that the person has yet to confirm."""
        return not self._sure and self._ui.results_view.hasFocus()

    def note_loading(self, done: int, total: int) -> None:
        """Takes how much of the catalogue is copied."""
        self._percent = done * 100 // max(total, 1)

    def show_pictures(self, loader: PictureLoader) -> None:
        """Has products show their pictures as these arrive."""
        for view, delegate in (
            (self._ui.tiles_view, self._tile_delegate),
            (self._ui.results_view, self._row_delegate),
        ):
            delegate.pixmaps = loader.pixmap
            loader.arrived.connect(view.viewport().update)

    # ------------------------------------------------------------ inside

    def _show_views(self, formats: Formats) -> None:
        tiles, results = self._ui.tiles_view, self._ui.results_view
        self._tile_delegate, self._row_delegate = ProductTileDelegate(formats), ProductRowDelegate(formats)
        tiles.setModel(self._tiles)
        tiles.setItemDelegate(self._tile_delegate)
        tiles.setViewMode(QListView.ViewMode.IconMode)
        tiles.setMovement(QListView.Movement.Static)
        tiles.setResizeMode(QListView.ResizeMode.Adjust)
        tiles.setUniformItemSizes(True)
        tiles.setMouseTracking(True)
        tiles.viewport().setAutoFillBackground(False)
        tiles.setProperty("kind", "clear")
        tiles.viewport().installEventFilter(self)
        results.setModel(self._results)
        results.setItemDelegate(self._row_delegate)
        results.setUniformItemSizes(True)
        results.setMouseTracking(True)
        for view in (tiles, results):
            view.installEventFilter(self)

    def _connect(self) -> None:
        ui = self._ui
        ui.departments_bar.current_changed.connect(self._show_category)
        ui.aisles_bar.current_changed.connect(self._show_tiles)
        ui.tiles_view.clicked.connect(self._pick)
        ui.results_view.clicked.connect(self._pick)
        self._field.textEdited.connect(self._search_timer.start)
        self._field.textChanged.connect(self._on_changed)
        self._field.down_pressed.connect(self._enter_list)
        self._search_timer.timeout.connect(self._search_typed)

    def _on_changed(self, text: str) -> None:
        if not text:
            self._search_timer.stop()
            self._show_tiles_page()

    def _search_typed(self) -> None:
        # Searching for a code on its way would only flicker under a scan.
        text = self._field.text()
        self.search(text if may_be_words(text) else "")

    def _show_category(self, category: object) -> None:
        self._department = category
        aisles = [(c.id, c.name) for c in self._categories if category is not None and c.parent == category]
        self._ui.aisles_bar.setVisible(bool(aisles))
        if aisles:
            self._ui.aisles_bar.set_chips([(category, self.tr("All")), *aisles])
        self._show_tiles(category)

    def _show_tiles(self, category: object) -> None:
        self._chosen = Id(category) if isinstance(category, str) else None
        self._fill_tiles(self._catalogue.count_tiles(self._chosen))
        self._ui.tiles_view.scrollToTop()
        self._show_tiles_page()

    def _fill_tiles(self, total: int) -> None:
        chosen = self._chosen
        self._tiles.show(lambda offset, limit: self._catalogue.tiles(chosen, offset, limit), total)

    def _show_tiles_page(self) -> None:
        ui = self._ui
        ui.departments_bar.set_current(self._department)
        if self._chosen is not None and not ui.aisles_bar.isHidden():
            ui.aisles_bar.set_current(self._chosen)
        if self._tiles.rowCount():
            ui.products_stack.setCurrentWidget(ui.tiles_page)
            return
        if not self._catalogue.is_loaded():
            ui.nothing_state.show_loading(self._copying())
        else:
            hint = self.tr("Type a word above to search the whole store.")
            ui.nothing_state.show_empty(Icon.PACKAGE, self.tr("No products here yet"), hint)
        ui.products_stack.setCurrentWidget(ui.nothing_page)

    def _show_correction(self, text: str, found: SearchResults) -> None:
        """Says whose results are shown, where that is not only what was typed."""
        label = self._ui.results_label
        label.setVisible(found.corrected is not None)
        if found.corrected is None:
            return
        if found.exact:
            told = self.tr("Results for “{text}”, then for “{meant}”")
        else:
            told = self.tr("Nothing is called “{text}”. Results for “{meant}”")
        label.setText(told.format(text=text, meant=found.corrected))

    def _show_nothing(self, text: str) -> None:
        title = self.tr("Nothing found for “{text}”").format(text=text)
        if not self._catalogue.is_loaded():
            hint = self._copying()
        elif len(text.split()) > 1:
            hint = self.tr("Try it without one of the words.")
        else:
            hint = self.tr("Try fewer letters or another word.")
        self._ui.nothing_state.show_empty(Icon.SEARCH, title, hint)
        self._ui.products_stack.setCurrentWidget(self._ui.nothing_page)

    def _copying(self) -> str:
        text = self.tr("The catalogue is still being copied ({percent} %).")
        return text.format(percent=self._percent)

    def _enter_list(self) -> None:
        if self._search_timer.isActive():
            self._search_timer.stop()
            self._search_typed()
        stack = self._ui.products_stack.currentWidget()
        view = self._ui.results_view if stack is self._ui.results_page else self._ui.tiles_view
        view.setFocus()
        if not view.currentIndex().isValid():
            view.setCurrentIndex(view.model().index(0, 0))

    def _pick(self, index: QModelIndex) -> None:
        hit = index.data(ProductHitsModel.HIT)
        if isinstance(hit, ProductHit):
            self.picked.emit(hit)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._ui.tiles_view.viewport():
            self._fit_tiles()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._list_key(watched, event)
        return False

    def _fit_tiles(self) -> None:
        # Qt lays out as if the scroll bar took its room twice.
        view = self._ui.tiles_view
        width = view.viewport().width() - view.verticalScrollBar().sizeHint().width() - 1
        columns = min(max(2, width // _LEAST_TILE_WIDTH), _MOST_COLUMNS)
        view.setGridSize(QSize(width // columns, _TILE_HEIGHT))
        delegate = view.itemDelegate()
        if isinstance(delegate, ProductTileDelegate):
            delegate.size = QSize(width // columns, _TILE_HEIGHT)

    def _list_key(self, watched: QObject, event: QKeyEvent) -> bool:
        """Return picks; any letter or digit goes back to the field, where typing belongs."""
        if not isinstance(watched, QListView):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(watched.currentIndex())
            return True
        if event.key() == Qt.Key.Key_Escape:
            self._field.setFocus()
            return True
        if event.text().isalnum():
            self._field.setFocus()
            self._field.insert(event.text())
            self._search_timer.start()
            return True
        return False


def _shown(categories: Sequence[Category]) -> list[tuple[Id, str, Id | None]]:
    """What the chips show of categories, and in which order."""
    return [(category.id, category.name, category.parent) for category in categories]
