"""The dialog that finds a customer while typing, or adds one."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.gui.forms.ui_customer_dialog import Ui_CustomerDialog
from b4mart_desktop.gui.shared.dialogs import open_dialog
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.group_picker import GroupPicker
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.theme import set_variant
from b4mart_desktop.gui.widgets.button import set_button_icon
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.search_field import SearchField
from b4mart_desktop.services.customers import Customers
from b4mart_desktop.services.ports import CustomerHit

Index = QModelIndex | QPersistentModelIndex


class CustomerHitsModel(QAbstractListModel):
    """Customers found: name, phone, e-mail."""

    HIT = Qt.ItemDataRole.UserRole + 1

    def __init__(self) -> None:
        super().__init__()
        self._hits: tuple[CustomerHit, ...] = ()

    def show(self, hits: tuple[CustomerHit, ...]) -> None:
        """Shows ``hits``."""
        self.beginResetModel()
        self._hits = hits
        self.endResetModel()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._hits)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._hits):
            return None
        hit = self._hits[index.row()]
        if role == self.HIT:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return "   ·   ".join(part for part in (hit.name, hit.phone, hit.email) if part)
        return None


class CustomerDialog(QDialog):
    """Finds or adds a customer.

    Attributes:
        chosen: The customer, once accepted.
    """

    def __init__(self, customers: Customers, parent: QWidget) -> None:
        super().__init__(parent.window())
        self._customers = customers
        self.chosen: CustomerHit | None = None
        self.tasks = TaskOwner()
        self._ui = Ui_CustomerDialog()
        self._ui.setupUi(self)
        self.setWindowTitle(self.tr("Customer"))
        self.resize(640, 560)
        self._search = SearchField(self.tr("Name, phone or e-mail"))
        self._found = CustomerHitsModel()
        self._fields = {
            "first_name": (self._ui.first_name_edit, self._ui.first_name_error),
            "last_name": (self._ui.last_name_edit, self._ui.last_name_error),
            "phone": (self._ui.phone_edit, self._ui.phone_error),
            "email": (self._ui.email_edit, self._ui.email_error),
        }
        name = self.tr("Customer group (optional)")
        self._groups = GroupPicker(customers.groups(), name, several=False)
        self._add_groups(name)
        self._connect()
        self._show_found("")
        self._clear_problems()
        self._show_finding()

    def _add_groups(self, name: str) -> None:
        """Groups have prices of their own: only who decides prices may put somebody into one."""
        column, caption = self._ui.add_page_layout, label(name, "strong")
        below = column.indexOf(self._ui.email_error) + 1
        column.insertWidget(below, caption)
        column.insertWidget(below + 1, self._groups)
        for widget in (caption, self._groups):
            widget.setVisible(self._customers.may_choose_group())

    def _connect(self) -> None:
        ui = self._ui
        ui.search_layout.addWidget(self._search)
        self.setTabOrder(self._search, ui.found_view)
        ui.found_view.setModel(self._found)
        set_button_icon(ui.add_button, Icon.CUSTOMER_ADD)
        self._search.textChanged.connect(self._show_found)
        self._search.submitted.connect(lambda _: self._choose_current())
        self._search.down_pressed.connect(ui.found_view.setFocus)
        ui.found_view.activated.connect(lambda _: self._choose_current())
        ui.choose_button.clicked.connect(self._choose_current)
        ui.cancel_button.clicked.connect(self.reject)
        ui.add_button.clicked.connect(self._show_adding)
        ui.none_state.action_triggered.connect(self._show_adding)
        ui.back_button.clicked.connect(self._show_finding)
        ui.save_button.clicked.connect(lambda: self.tasks.spawn(self._add()))
        for button in (ui.choose_button, ui.save_button, ui.add_button, ui.cancel_button, ui.back_button):
            button.setAutoDefault(False)

    def _show_found(self, text: str) -> None:
        ui = self._ui
        hits = tuple(self._customers.search(text))
        self._found.show(hits)
        ui.choose_button.setEnabled(bool(hits))
        if hits:
            ui.found_view.setCurrentIndex(self._found.index(0))
            ui.found_stack.setCurrentWidget(ui.found_page)
            return
        if text:
            ui.none_state.show_empty(Icon.CUSTOMERS, self.tr("Nobody found"), "", self.tr("New customer"))
        else:
            hint = self.tr("Type a part of the name, phone number or e-mail.")
            ui.none_state.show_empty(Icon.SEARCH, self.tr("Who is the customer?"), hint)
        ui.found_stack.setCurrentWidget(ui.none_page)

    def _choose_current(self) -> None:
        hit = self._ui.found_view.currentIndex().data(CustomerHitsModel.HIT)
        if isinstance(hit, CustomerHit):
            self.chosen = hit
            self.accept()

    def _show_finding(self) -> None:
        self._ui.pages.setCurrentWidget(self._ui.find_page)
        self._search.setFocus()

    def _show_adding(self) -> None:
        """What was searched for is most likely the new customer's name or number."""
        text = self._search.text().strip()
        first, _, last = text.partition(" ")
        is_number = text.replace(" ", "").strip("+").isdigit()
        self._ui.phone_edit.setText(text if is_number else "")
        self._ui.first_name_edit.setText("" if is_number else first)
        self._ui.last_name_edit.setText("" if is_number else last)
        self._ui.pages.setCurrentWidget(self._ui.add_page)
        self._ui.first_name_edit.setFocus()

    async def _add(self) -> None:
        self._clear_problems()
        texts = {name: field.text() for name, (field, _) in self._fields.items()}
        try:
            group = next(iter(self._groups.chosen()), None)
            user = await self._customers.add(**texts, group=group)
        except B4MartError as error:
            self._show_problem(error)
            return
        self.chosen = CustomerHit(id=user.id, name=user.name, phone=user.profile.phone)
        self.accept()

    def _clear_problems(self) -> None:
        for field, problem in self._fields.values():
            set_variant(field, "invalid", False)
            problem.hide()

    def _show_problem(self, error: B4MartError) -> None:
        field, problem = self._fields.get(str(error.data.get("field")), self._fields["first_name"])
        set_variant(field, "invalid", True)
        problem.setText(describe(error)[1])
        problem.show()
        field.setFocus()


async def ask_customer(customers: Customers, parent: QWidget) -> CustomerHit | None:
    """Opens the dialog and returns who was chosen or added; None for never mind."""
    dialog = CustomerDialog(customers, parent)
    accepted = await open_dialog(dialog)
    return dialog.chosen if accepted else None
