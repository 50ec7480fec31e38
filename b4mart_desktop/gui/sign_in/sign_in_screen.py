"""Who is at the counter: tap a name and type the PIN, scan a badge, or use e-mail and password."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.store import Store
from b4mart_desktop.gui.forms.ui_sign_in_screen import Ui_SignInScreen
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.sign_in.person_row import PERSON_HEIGHT, PersonRow
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.button import set_button_icon
from b4mart_desktop.gui.widgets.keypad import PinPad
from b4mart_desktop.services.signing_in import SigningIn

_MOST_SHOWN = 5


class SignInScreen(QWidget):
    """The first screen, and the one behind the lock.

    Signals:
        signed_in: Somebody signed in.
        open_requested: The person wants to open the shop again; True to fill it with the demo store.
        cancel_requested: The person does not want to wait for the shop any longer.
        quit_requested: The shop cannot be opened, and the person ends the program.
    """

    signed_in = Signal()
    open_requested = Signal(bool)
    cancel_requested = Signal()
    quit_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._signing_in: SigningIn | None = None
        self._person: User | None = None
        self._offers_demo = False
        self.tasks = TaskOwner()
        self._ui = Ui_SignInScreen()
        self._ui.setupUi(self)
        self._pad = PinPad()
        self._build()
        self._connect()
        self.show_waiting()

    def _build(self) -> None:
        ui = self._ui
        ui.brand_icon.set_picture(Icon.STORE, tokens().size.icon_xl, ColorRole.ON_BRAND)
        for button in (ui.pin_back_button, ui.password_back_button):
            set_button_icon(button, Icon.ARROW_LEFT)
        ui.pin_layout.addWidget(self._pad)
        ui.error_label.hide()
        ui.demo_frame.hide()
        ui.demo_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def _connect(self) -> None:
        ui = self._ui
        self._pad.completed.connect(self._on_pin)
        ui.wait_state.action_triggered.connect(lambda: self.open_requested.emit(self._offers_demo))
        ui.cancel_button.clicked.connect(self.cancel_requested)
        ui.quit_button.clicked.connect(self.quit_requested)
        ui.pin_back_button.clicked.connect(self.show_people)
        ui.password_back_button.clicked.connect(self.show_people)
        ui.to_password_button.clicked.connect(lambda: self._show_password(""))
        ui.pin_password_button.clicked.connect(self._on_password_instead)
        ui.sign_in_button.clicked.connect(self._on_password)
        ui.password_edit.returnPressed.connect(self._on_password)
        ui.email_edit.returnPressed.connect(ui.password_edit.setFocus)

    # ------------------------------------------------------------ showing

    def show_waiting(self, title: str = "", done: int = 0, total: int = 0) -> None:
        """Shows that the shop is being opened, and how far that is; what counts can be cancelled."""
        ui = self._ui
        percent = f" {100 * done // total}\u2009%" if total else ""
        ui.wait_state.show_loading((title or self.tr("Opening the shop…")) + percent)
        ui.progress_bar.setMaximum(max(total, 1))
        ui.progress_bar.setValue(done)
        self._show_progress(total > 0)
        ui.pages.setCurrentWidget(ui.wait_page)

    def show_cancelled(self) -> None:
        """Shows that opening was cancelled, and offers to go on with it."""
        self._offers_demo = True  # an own database that got no store yet goes on getting it
        text = self.tr("What was loaded is kept; loading goes on from there.")
        self._ui.wait_state.show_empty(Icon.HOLD, self.tr("Loading is paused"), text, self.tr("Go on"))
        self._show_progress(False)

    def _show_progress(self, shown: bool) -> None:
        self._ui.progress_bar.setVisible(shown)
        self._ui.cancel_button.setVisible(shown)
        self._ui.quit_button.hide()

    def show_failed(self, error: B4MartError) -> None:
        """Shows why the shop cannot be opened, and what can be done about it."""
        title, text = describe(error)
        if error.code is ErrorCode.DATABASE_UNREACHABLE:  # its sentence is for a counter that has a copy
            text = self.tr(
                "A counter needs the database once, to copy the catalogue. Check network and server."
            )
            text = f"{text}\n{error.data.get('reason') or ''}"
        self._offers_demo = error.code is ErrorCode.SHOP_NOT_SET_UP and bool(error.data["own"])
        action = self.tr("Open the demo store") if self._offers_demo else self.tr("Try again")
        self._ui.wait_state.show_error(title, text, action)
        self._show_progress(False)
        self._ui.quit_button.show()
        self._ui.pages.setCurrentWidget(self._ui.wait_page)

    def show_shop(self, signing_in: SigningIn, store: Store, register: str, demo_hint: str) -> None:
        """Lets people sign in.

        Args:
            signing_in: Checks who they are.
            store: The shop.
            register: Code of this register.
            demo_hint: The demo store's credentials, empty for a real store.
        """
        self._signing_in = signing_in
        ui = self._ui
        ui.store_label.setText(store.name)
        ui.register_label.setText(self.tr("Register {code}").format(code=register))
        ui.demo_label.setText(demo_hint)
        ui.demo_frame.setVisible(bool(demo_hint))
        self.show_people()

    def show_people(self) -> None:
        """Shows who may sign in; asks for e-mail and password where nobody has a PIN."""
        staff = () if self._signing_in is None else self._signing_in.staff()
        people = [user for user in staff if user.staff and user.staff.pin_hash]
        self._person = None
        if not people:
            self._show_password("")
            return
        self._fill(people)
        self._ui.pages.setCurrentWidget(self._ui.people_page)
        self._focus()

    def _fill(self, people: Sequence[User]) -> None:
        rows = self._ui.people_layout
        while (item := rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for user in people:
            row = PersonRow(user)
            row.clicked.connect(lambda _=False, chosen=user: self._show_pin(chosen))
            rows.addWidget(row)
        shown = min(len(people), _MOST_SHOWN)
        height = shown * PERSON_HEIGHT + (shown - 1) * rows.spacing()
        self._ui.people_area.setMinimumHeight(height)
        self._ui.people_area.setMaximumHeight(height)

    def _show_pin(self, user: User) -> None:
        self._person = user
        self._ui.pin_title.setText(user.name)
        self._pad.clear()
        self._ui.pages.setCurrentWidget(self._ui.pin_page)
        self._focus()

    def _show_password(self, email: str) -> None:
        ui = self._ui
        ui.email_edit.setText(email)
        ui.password_edit.clear()
        ui.error_label.hide()
        ui.pages.setCurrentWidget(ui.password_page)
        self._focus()

    def _focus(self) -> None:
        ui = self._ui
        page = ui.pages.currentWidget()
        if page is ui.pin_page:
            self._pad.setFocus()
        elif page is ui.password_page:
            (ui.password_edit if ui.email_edit.text() else ui.email_edit).setFocus()
        else:
            first = ui.people_layout.itemAt(0)
            row = first.widget() if first is not None else None
            if row is not None:
                row.setFocus()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._focus()

    # ------------------------------------------------------------ doing

    def take_badge(self, badge: str) -> bool:
        """Signs in whoever carries that badge; False where it is nobody's."""
        if self._signing_in is None or self._signing_in.by_badge(badge) is None:
            return False
        self._signing_in.with_badge(badge)
        self.signed_in.emit()
        return True

    def _on_pin(self, pin: str) -> None:
        if self._person is not None and self._signing_in is not None:
            self.tasks.spawn(self._try(self._signing_in.with_pin(self._person.id, pin)))

    def _on_password_instead(self) -> None:
        self._show_password(self._person.email if self._person else "")

    def _on_password(self) -> None:
        ui = self._ui
        if self._signing_in is None or not ui.sign_in_button.isEnabled():
            return
        ui.sign_in_button.setEnabled(False)
        email, password = ui.email_edit.text(), ui.password_edit.text()
        self.tasks.spawn(self._try(self._signing_in.with_password(email, password)))

    async def _try(self, attempt: Awaitable[User]) -> None:
        ui = self._ui
        try:
            await attempt
        except B4MartError as error:
            reason = describe(error)[1]
            self._pad.show_error(reason)
            ui.error_label.setText(reason)
            ui.error_label.show()
            ui.password_edit.selectAll()
        else:
            ui.password_edit.clear()
            self._pad.clear()
            self.signed_in.emit()
        finally:
            ui.sign_in_button.setEnabled(True)
