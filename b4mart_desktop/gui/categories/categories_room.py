"""The categories room: the tree on the left, the chosen category on the right. Doing is the presenter's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFileDialog
from typing_extensions import override

from b4mart_desktop.domain.catalog import Category
from b4mart_desktop.domain.category_tree import CategoryTree
from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.categories import places
from b4mart_desktop.gui.categories.categories_presenter import CategoriesPresenter
from b4mart_desktop.gui.categories.category_form import CategoryForm
from b4mart_desktop.gui.categories.category_model import CategoryDelegate, CategoryModel
from b4mart_desktop.gui.categories.taxonomy_dialog import TaxonomyDialog
from b4mart_desktop.gui.forms.ui_categories_room import Ui_CategoriesRoom
from b4mart_desktop.gui.shared.category_picker import pick_category
from b4mart_desktop.gui.shared.dialogs import Leave, ask_leave, ask_text, choose, confirm, open_dialog
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.picture_field import PictureField
from b4mart_desktop.gui.shared.room import Room, RoomTools
from b4mart_desktop.gui.shared.work_dialog import watch
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import set_button_icon
from b4mart_desktop.services.bus import Event, ReplicaChanged
from b4mart_desktop.services.pictures import Pictures

_FILES = "*.txt *.csv *.tsv"


class CategoriesRoom(Room):
    """Where managers arrange categories.

    Signals:
        products_wanted: The products of a category are to be shown (``Id``).
    """

    products_wanted = Signal(object)

    def __init__(
        self, presenter: CategoriesPresenter, pictures: Pictures, tools: RoomTools, *, may_edit: bool
    ) -> None:
        super().__init__()
        self._presenter = presenter
        self._may_edit = may_edit
        self._pictures = tools.pictures
        self._model = CategoryModel()
        self._tree: CategoryTree | None = None
        self._chosen: Id | None = None
        self._ui = Ui_CategoriesRoom()
        self._ui.setupUi(self)
        self._form = CategoryForm(self._ui, PictureField(pictures, tools), may_edit=may_edit)
        self._set_up()
        self._connect()

    # ------------------------------------------------------------ making

    def _set_up(self) -> None:
        ui = self._ui
        ui.tree_view.setModel(self._model)
        ui.tree_view.setItemDelegate(CategoryDelegate(ui.tree_view, self._pictures))
        ui.tree_view.setIndentation(tokens().size.icon_lg)
        ui.tree_view.setDragEnabled(self._may_edit)
        icons = {
            ui.add_button: Icon.PLUS,
            ui.taxonomy_button: Icon.FOLDER_OPEN,
            ui.up_button: Icon.CHEVRON_UP,
            ui.down_button: Icon.CHEVRON_DOWN,
            ui.out_button: Icon.ARROW_LEFT,
            ui.in_button: Icon.ARROW_RIGHT,
            ui.child_button: Icon.PLUS,
            ui.show_button: Icon.PACKAGE,
        }
        for button, name in icons.items():
            set_button_icon(button, name)
        if self.isRightToLeft():
            _mirror(ui)

    def _connect(self) -> None:
        ui, presenter = self._ui, self._presenter
        presenter.loaded.connect(self._show_tree)
        presenter.counted.connect(self._show_counts)
        presenter.refused.connect(self._show_refused)
        self._model.move_wanted.connect(self._move)
        self._pictures.arrived.connect(ui.tree_view.viewport().update)
        ui.tree_view.selectionModel().currentChanged.connect(self._on_chosen)
        ui.tree_state.action_triggered.connect(self.enter)
        ui.filter_field.textChanged.connect(self._filter)
        deeds = {
            ui.add_button: lambda: self._add(None),
            ui.child_button: lambda: self._add(self._chosen),
            ui.save_button: self._save,
            ui.merge_button: self._merge,
            ui.remove_button: self._remove,
            ui.taxonomy_button: self._take_taxonomy,
        }
        for button, deed in deeds.items():
            button.clicked.connect(lambda _=False, deed=deed: self.tasks.spawn_once("deed", deed))
        moves = {
            ui.up_button: places.higher,
            ui.down_button: places.lower,
            ui.out_button: places.outside,
            ui.in_button: places.inside,
        }
        for button, move in moves.items():
            button.clicked.connect(lambda _=False, move=move: self._move_by_key(move))
        ui.show_button.clicked.connect(lambda: self.products_wanted.emit(self._chosen))

    # ------------------------------------------------------------ reading

    @override
    def enter(self) -> None:
        if self._tree is None:
            self._ui.tree_stack.setCurrentWidget(self._ui.state_page)
            self._ui.tree_state.show_loading(self.tr("Reading categories…"))
        self._show_category()
        self.tasks.spawn_latest("read", self._presenter.read())
        self._ui.tree_view.setFocus()

    @override
    async def close_room(self) -> None:
        await self._form.picture.tasks.cancel_all()
        await super().close_room()

    @override
    async def may_leave(self) -> bool:
        await self._form.picture.added()
        old, new = self._form.shown, self._form.entered()
        if old is None or new is None:
            return True
        answer = await ask_leave(self, old.name)
        if answer is Leave.STAY or (answer is Leave.SAVE and not await self._presenter.save(old, new)):
            return False
        self._form.reset()
        return True

    @override
    def on_event(self, event: Event) -> None:
        if self._tree is not None and self.isVisible() and _is_of_categories(event):
            self.tasks.spawn_latest("read", self._presenter.read())

    def _show_tree(self, tree: CategoryTree, choose_one: Id | None) -> None:
        ui = self._ui
        chosen, opened = choose_one or self._chosen, self._opened()
        self._tree = tree
        self._model.show(tree, ui.filter_field.text().strip())
        ui.count_label.setText(self.tr("%n categories", "", len(tree)))
        if not len(tree):
            title = self.tr("No categories yet")
            text = self.tr("Add the first one, or import a taxonomy such as Google's.")
            ui.tree_state.show_empty(Icon.LIST, title, text)
        ui.tree_stack.setCurrentWidget(ui.tree_page if len(tree) else ui.state_page)
        for category in opened:
            ui.tree_view.expand(self._model.place_of(category))
        place = self._model.place_of(chosen)
        kept = self._form.entered() is not None and self._category() is not None
        if place.isValid() or not kept:
            ui.tree_view.setCurrentIndex(place if place.isValid() else self._model.index(0, 0))
        self._show_category()

    def _opened(self) -> list[Id]:
        tree, view, model = self._tree, self._ui.tree_view, self._model
        if tree is None:
            return []
        return [category.id for category in tree if view.isExpanded(model.place_of(category.id))]

    def _show_counts(self, counts: object) -> None:
        self._model.show_counts(counts)  # type: ignore[arg-type]
        self._show_category()

    def _show_refused(self, error: B4MartError) -> None:
        ui = self._ui
        if self._tree is not None:
            return  # what is shown is as good as before
        title, text = describe(error)
        if error.code in (ErrorCode.NOT_ALLOWED, ErrorCode.NOT_SIGNED_IN):
            ui.tree_state.show_forbidden(text)
        elif error.code is ErrorCode.DATABASE_UNREACHABLE:
            ui.tree_state.show_empty(Icon.CLOUD_OFF, title, text, self.tr("Try again"))
        else:
            ui.tree_state.show_error(title, text, self.tr("Try again"))

    def _filter(self, text: str) -> None:
        if self._tree is not None:
            self._show_tree(self._tree, None)
            if text.strip():
                self._ui.tree_view.expandAll()

    # ------------------------------------------------------------ the chosen one

    def _on_chosen(self, index: QModelIndex) -> None:
        category = self._model.category(index)
        chosen = None if category is None else category.id
        if chosen == self._chosen:
            return
        if self._form.entered() is None and not self._form.picture.is_busy():
            self._choose(chosen)
        elif chosen is not None:
            self.tasks.spawn_latest("choose", self._leave_for(chosen))

    def _choose(self, chosen: Id | None) -> None:
        self._chosen = chosen
        self._show_category()

    async def _leave_for(self, chosen: Id) -> None:
        """Asks what becomes of what was typed before another category is shown."""
        stays = not await self.may_leave()
        if not stays:
            self._choose(chosen)
        self._ui.tree_view.setCurrentIndex(self._model.place_of(self._chosen))

    def _category(self) -> Category | None:
        return None if self._tree is None or self._chosen is None else self._tree.get(self._chosen)

    def _show_category(self) -> None:
        category = self._category()
        self._form.show(category, self._tree)
        self._form.show_count(None if category is None else self._model.count(category.id))

    async def _save(self) -> None:
        old, new = self._form.shown, self._form.entered()
        if old is not None and new is not None and await self._presenter.save(old, new):
            self._form.reset()

    # ------------------------------------------------------------ arranging

    def _move(self, category: Id, parent: Id | None, before: Id | None) -> None:
        self.tasks.spawn_latest("move", self._presenter.move(category, parent, before))

    def _move_by_key(self, place: Callable[[CategoryTree, Id], places.Spot | None]) -> None:
        category = self._category()
        if category is None or self._tree is None:
            return
        spot = place(self._tree, category.id)
        if spot is not None:
            self._move(category.id, *spot)

    async def _add(self, parent: Id | None) -> None:
        name = await ask_text(self, self.tr("New category"), self.tr("Name"), self.tr("Add"))
        if name is not None:
            await self._presenter.add(name, parent)

    async def _remove(self) -> None:
        category = self._category()
        if category is None:
            return
        title = self.tr("Remove {name}?").format(name=category.name)
        text = self.tr("Only an empty category can be removed; products are moved by merging.")
        if await confirm(self, title, text, self.tr("Remove"), danger=True):
            await self._presenter.remove(category.id)

    async def _merge(self) -> None:
        category, tree = self._category(), self._tree
        if category is None or tree is None:
            return
        own = {category.id, *(below.id for below in tree.below(category.id))}
        others = [each for each in tree if each.id not in own]
        title = self.tr("Merge {name} into…").format(name=category.name)
        into = await pick_category(self, title, self.tr("Merge"), others)
        if into is not None:
            title = self.tr("Merging {name}…").format(name=category.name)
            moved = self._model.count(category.id) or 0
            merge = self._presenter.merge
            if await watch(self, title, moved, lambda tick: merge(category.id, into, tick)) is None:
                await self._presenter.read()  # stopped: what was moved stays there

    # ------------------------------------------------------------ a taxonomy

    async def _take_taxonomy(self) -> None:
        path = await self._ask_file()
        taxonomy = None if path is None else await self._presenter.read_file(path)
        if taxonomy is None or self._tree is None:
            return
        category = self._category()
        below = None
        if category is not None:
            where = ((False, self.tr("As departments")), (True, self.tr("Below {n}").format(n=category.name)))
            answer = await choose(self, self.tr("Where do they belong?"), where)
            if answer is None:
                return
            below = category.id if answer else None
        preview = await self._presenter.preview(taxonomy.paths, below)
        if preview is None:
            return
        name = " › ".join(self._tree.names(below)) if below is not None else ""
        if await open_dialog(TaxonomyDialog(self.window(), preview, taxonomy.faults, name)):
            await self._presenter.take(taxonomy.paths, below)

    async def _ask_file(self) -> Path | None:
        dialog = QFileDialog(self.window(), self.tr("Import categories"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"{self.tr('Taxonomies')} ({_FILES})", f"{self.tr('All files')} (*)"])
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        names = dialog.selectedFiles() if await open_dialog(dialog) else []
        return Path(names[0]) if names else None


def _is_of_categories(event: Event) -> bool:
    return isinstance(event, ReplicaChanged) and event.collection == "categories"


def _mirror(ui: Ui_CategoriesRoom) -> None:
    """Out of its parent is towards the beginning of the line, which is then at the right."""
    out, into = ui.out_button, ui.in_button
    out_key, in_key = out.shortcut(), into.shortcut()
    out.setShortcut(in_key)
    into.setShortcut(out_key)
