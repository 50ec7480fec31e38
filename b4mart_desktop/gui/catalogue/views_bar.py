"""Saved views as chips, and a menu to keep, rename, share and delete them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from b4mart_desktop.domain.product_lists import SavedView
from b4mart_desktop.gui.catalogue.views_presenter import ListLook, ViewsPresenter
from b4mart_desktop.gui.shared.dialogs import ask_text, confirm
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.choices import ChipBar

_CHANGED = " •"


class ViewsBar(QWidget):
    """The views side by side; a changed one has a dot.

    Args:
        presenter: What the bar does.
        look: Returns how the list looks.
        tasks: Owns what is under way.

    Signals:
        chosen: A view is to be looked at (``SavedView``, or None for all products).
        changes_wanted: The last changes of many products are to be shown.
    """

    chosen = Signal(object)
    changes_wanted = Signal()

    def __init__(
        self, presenter: ViewsPresenter, look: Callable[[], ListLook], tasks: TaskOwner, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._look = look
        self._tasks = tasks
        self._shown: tuple[object, ...] | None = None
        self.chips = ChipBar()
        self._save = Button(self.tr("Save view"), "quiet")
        self._more = IconButton(Icon.MORE, self.tr("Views and last changes"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens().space.xs)
        row.addWidget(self.chips, 1)
        row.addWidget(self._save)
        row.addWidget(self._more)
        presenter.changed.connect(self.show_views)
        self.chips.current_changed.connect(self._choose)
        self._save.clicked.connect(lambda: tasks.spawn_once("view", self._save_it))
        self._more.clicked.connect(self._open_menu)
        self.show_views()

    # ------------------------------------------------------------ showing

    def show_views(self) -> None:
        """Shows which views there are, and whether the current one was changed."""
        presenter, changed = self._presenter, self.is_changed()
        current = presenter.current
        names: list[tuple[object, str]] = [(None, self.tr("All"))]
        names += [(view.id, view.name) for view in presenter.known]
        if changed and current is not None:
            names = [(key, name + _CHANGED if key == current.id else name) for key, name in names]
        shown = (tuple(names), None if current is None else current.id, changed)
        if shown == self._shown:
            return
        self._shown = shown
        self.chips.set_chips(names)
        if current is None and changed:
            self.chips.clear_current()
        else:
            self.chips.set_current(None if current is None else current.id)
        self._save.setVisible(changed)

    def is_changed(self) -> bool:
        """Whether the list looks other than its view; columns and tiles alone are no view's matter."""
        look, view = self._look(), self._presenter.current
        if view is None:
            return look.filter != ListLook().filter
        return (look.filter, look.sort) != (view.filter, view.sort)

    # ------------------------------------------------------------ doing

    def _choose(self, key: object) -> None:
        view = next((each for each in self._presenter.known if each.id == key), None)
        self._presenter.look_at(view)
        self.chosen.emit(view)

    async def _save_it(self) -> None:
        if self._presenter.may_change():
            await self._presenter.update(self._look())
        else:
            await self._save_as()

    async def _save_as(self) -> None:
        name = await ask_text(self, self.tr("Save as a view"), self.tr("Name"), self.tr("Save"))
        if name is not None:
            await self._presenter.keep(name, self._look())

    async def _rename(self, view: SavedView) -> None:
        title = self.tr("Rename the view")
        name = await ask_text(self, title, self.tr("Name"), self.tr("Rename"), text=view.name)
        if name is not None and name != view.name:
            await self._presenter.alter(name=name)

    async def _delete(self, view: SavedView) -> None:
        title = self.tr("Delete the view “{name}”?").format(name=view.name)
        text = self.tr("Products stay as they are.")
        if view.shared:
            text = self.tr("It is gone for everybody. Products stay as they are.")
        if await confirm(self, title, text, self.tr("Delete"), danger=True):
            await self._presenter.delete()

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        spawn = self._tasks.spawn_once
        menu.addAction(self.tr("Save as a view…")).triggered.connect(lambda: spawn("view", self._save_as))
        view = self._presenter.current
        if view is not None and self._presenter.may_change():
            menu.addSeparator()
            share = menu.addAction(self.tr("Everybody sees it"))
            share.setCheckable(True)
            share.setChecked(view.shared)
            share.triggered.connect(lambda on: spawn("view", lambda: self._presenter.alter(shared=on)))
            menu.addAction(self.tr("Rename…")).triggered.connect(
                lambda: spawn("view", lambda: self._rename(view))
            )
            menu.addAction(self.tr("Delete…")).triggered.connect(
                lambda: spawn("view", lambda: self._delete(view))
            )
        menu.addSeparator()
        menu.addAction(self.tr("Last changes of many products…")).triggered.connect(self.changes_wanted)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))
