"""The fields of the chosen category: showing it, and what the person made of it. Saving belongs elsewhere."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from b4mart_desktop.domain.catalog import Category
from b4mart_desktop.domain.category_tree import CategoryTree
from b4mart_desktop.gui.forms.ui_categories_room import Ui_CategoriesRoom
from b4mart_desktop.gui.shared.picture_field import PictureField

_BETWEEN = " › "


class CategoryForm(QObject):
    """The right side of the room.

    Attributes:
        picture: The category's picture; one that is being added is given up when another category is shown.

    Signals:
        edited: A field was typed in.
    """

    edited = Signal()

    def __init__(self, ui: Ui_CategoriesRoom, picture: PictureField, *, may_edit: bool) -> None:
        super().__init__()
        self._ui = ui
        self.picture = picture
        self._may_edit = may_edit
        self._shown: Category | None = None
        self._shown_place = ""
        ui.slug_note.setText(self.tr("Follows the names until you change it."))
        ui.slug_note.setToolTip(self.tr("Former addresses are kept for redirects of the web store."))
        for field in (ui.name_field, ui.slug_field):
            field.setReadOnly(not may_edit)
            field.textEdited.connect(self._on_edited)
            field.returnPressed.connect(ui.save_button.click)
        ui.active_check.clicked.connect(self._on_edited)
        picture.set_read_only(not may_edit)
        picture.changed.connect(self._on_edited)
        ui.picture_layout.addWidget(picture)
        QWidget.setTabOrder(ui.slug_field, picture)
        self._enable()

    def show(self, category: Category | None, tree: CategoryTree | None) -> None:
        """Shows a category; of the same one, fields in which something was typed stay as they are."""
        ui, typed = self._ui, self._typed(category)
        same = category is not None and self._shown is not None and category.id == self._shown.id
        self._shown = category
        ui.detail_card.setVisible(category is not None)
        if category is None or tree is None:
            return
        ui.path_label.setText(_BETWEEN.join(tree.names(category.id)[:-1]) or self.tr("Department"))
        ui.name_title.setText(category.name)
        values = {
            ui.name_field: category.name,
            ui.slug_field: category.slug,
        }
        for field, text in values.items():
            if field not in typed and field.text() != text:
                field.setText(text)
        if ui.active_check not in typed:
            ui.active_check.setChecked(category.is_active)
        self._show_picture(category, typed=self.picture in typed, same=same)
        self._shown_place = self._place(category, tree)
        self._enable()

    def _show_picture(self, category: Category, *, typed: bool, same: bool) -> None:
        """Of the same category, one that was given to it, or is on its way, stays."""
        keeps = same and (typed or self.picture.is_busy() or self.picture.url() == category.image)
        if not keeps:
            self.picture.show_url(category.image)

    def _place(self, category: Category, tree: CategoryTree) -> str:
        siblings = [each.id for each in tree.children(tree.parent(category.id))]
        is_department = tree.parent(category.id) is None
        text = self.tr("tile {place} of {count}") if is_department else self.tr("{place} of {count}")
        return text.format(place=siblings.index(category.id) + 1, count=len(siblings))

    def _typed(self, category: Category | None) -> set[QWidget]:
        """The fields that differ from what was shown, where it is the same category that is to be shown."""
        ui, before, new = self._ui, self._shown, self.entered()
        if before is None or new is None or category is None or category.id != before.id:
            return set()
        fields: dict[str, QWidget] = {
            "name": ui.name_field,
            "slug": ui.slug_field,
            "image": self.picture,
            "is_active": ui.active_check,
        }
        return {field for name, field in fields.items() if getattr(new, name) != getattr(before, name)}

    def reset(self) -> None:
        """Forgets what was typed."""
        ui, category = self._ui, self._shown
        if category is not None:
            ui.name_field.setText(category.name)
            ui.slug_field.setText(category.slug)
            self.picture.show_url(category.image)
            ui.active_check.setChecked(category.is_active)
        self._enable()

    @property
    def shown(self) -> Category | None:
        """The category as it was shown, whatever was typed since."""
        return self._shown

    def show_count(self, count: int | None) -> None:
        """Says how many products it has, None while that is not known, and where it stands."""
        products = None if count is None else self.tr("%n products with those below", "", count)
        self._ui.products_label.setText(" · ".join(filter(None, (products, self._shown_place))))

    def entered(self) -> Category | None:
        """Returns the category as it was typed; None where nothing differs."""
        ui, old = self._ui, self._shown
        if old is None:
            return None
        new = msgspec.structs.replace(
            old,
            name=" ".join(ui.name_field.text().split()),
            slug=ui.slug_field.text().strip(),
            image=self.picture.url(),
            is_active=ui.active_check.isChecked(),
        )
        return None if new == old else new

    def _on_edited(self) -> None:
        self._enable()
        self.edited.emit()

    def _enable(self) -> None:
        ui = self._ui
        ui.save_button.setEnabled(self._may_edit and self.entered() is not None)
        editors = (
            ui.add_button, ui.taxonomy_button, ui.child_button, ui.merge_button, ui.remove_button,
            ui.up_button, ui.down_button, ui.out_button, ui.in_button, ui.active_check,
        )  # fmt: skip
        for editor in editors:
            editor.setEnabled(self._may_edit)
