"""The shop's registers: which run, who is at them, what they still have to send; names and retiring."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.gui.counters.counters_presenter import CountersPresenter
from b4mart_desktop.gui.forms.ui_counters_screen import Ui_CountersScreen
from b4mart_desktop.gui.models.register_rows import RegisterColumn, RegisterDelegate, RegisterRowsModel
from b4mart_desktop.gui.models.table_delegate import set_up_table
from b4mart_desktop.gui.shared.dialogs import ask_text, confirm
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.button import set_button_icon
from b4mart_desktop.services.counters import RegisterRow

_REFRESH_DELAY_MS = 150


class CountersScreen(QWidget):
    """All registers.

    Signals:
        finished: The person has seen enough.
    """

    finished = Signal()

    def __init__(self, presenter: CountersPresenter, formats: Formats) -> None:
        super().__init__()
        self._presenter = presenter
        self._chosen: str | None = None
        self.tasks = TaskOwner()
        self._ui = Ui_CountersScreen()
        self._ui.setupUi(self)
        self._rows = RegisterRowsModel(formats)
        self._refresh_timer = QTimer(self, singleShot=True, interval=_REFRESH_DELAY_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        ui = self._ui
        ui.registers_view.setModel(self._rows)
        ui.registers_view.setItemDelegate(RegisterDelegate(ui.registers_view))
        set_up_table(ui.registers_view, RegisterColumn.NAME)
        pictures = {
            ui.back_button: Icon.ARROW_LEFT,
            ui.rename_button: Icon.PENCIL,
            ui.retire_button: Icon.POWER,
            ui.refresh_button: Icon.REFRESH,
        }
        for button, picture in pictures.items():
            set_button_icon(button, picture)

    def _connect(self) -> None:
        ui, presenter = self._ui, self._presenter
        presenter.loaded.connect(self._show_rows)
        presenter.refused.connect(self._show_refused)
        ui.back_button.clicked.connect(self.finished)
        ui.refresh_button.clicked.connect(self.reload)
        ui.list_state.action_triggered.connect(self.reload)
        ui.registers_view.selectionModel().currentRowChanged.connect(self._show_chosen)
        ui.rename_button.clicked.connect(lambda: self.tasks.spawn_once("change", self._rename))
        ui.retire_button.clicked.connect(lambda: self.tasks.spawn_once("change", self._retire))
        self._refresh_timer.timeout.connect(self.reload)

    # ------------------------------------------------------------ reading

    def reload(self) -> None:
        """Reads the registers again."""
        self.tasks.spawn_latest("read", self._presenter.read())

    def reload_soon(self) -> None:
        """Reads them again in a moment: news seldom comes alone."""
        if self.isVisible():
            self._refresh_timer.start()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._rows.rowCount():
            self._show_nothing()
            self._ui.list_state.show_loading(self.tr("Reading registers…"))
        self.reload()
        self._ui.registers_view.setFocus()

    # ------------------------------------------------------------ showing

    def _show_rows(self, rows: Sequence[RegisterRow]) -> None:
        ui = self._ui
        chosen = self._chosen
        self._rows.show(rows)
        running = sum(row.live for row in rows)
        ui.count_label.setText(self.tr("%n running", "", running))
        ui.list_stack.setCurrentWidget(ui.table_page)
        places = [place for place, row in enumerate(rows) if row.register.id == chosen]
        ui.registers_view.selectRow(places[0] if places else 0)

    def _show_refused(self, error: B4MartError) -> None:
        title, text = describe(error)
        self._show_nothing()
        if error.code in (ErrorCode.NOT_ALLOWED, ErrorCode.NOT_SIGNED_IN):
            self._ui.list_state.show_forbidden(text)
        elif error.code is ErrorCode.DATABASE_UNREACHABLE:
            text = self.tr("Who runs is known to the database, which cannot be reached. Selling goes on.")
            self._ui.list_state.show_empty(Icon.CLOUD_OFF, title, text, self.tr("Try again"))
        else:
            self._ui.list_state.show_error(title, text, self.tr("Try again"))

    def _show_nothing(self) -> None:
        self._rows.show(())
        self._ui.count_label.clear()
        self._ui.list_stack.setCurrentWidget(self._ui.state_page)
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self._row()
        if row is not None:
            self._chosen = row.register.id
        in_use = row is not None and row.register.retired_at is None
        self._ui.rename_button.setEnabled(in_use)
        self._ui.retire_button.setEnabled(in_use and row is not None and not row.live)

    def _row(self) -> RegisterRow | None:
        found = self._ui.registers_view.currentIndex().data(RegisterRowsModel.ROW)
        return found if isinstance(found, RegisterRow) else None

    # ------------------------------------------------------------ doing

    async def _rename(self) -> None:
        row = self._row()
        if row is None:
            return
        title = self.tr("Rename register {code}").format(code=row.register.code)
        name = await ask_text(self, title, self.tr("Name"), self.tr("Rename"), text=row.register.name)
        if name is not None and name != row.register.name:
            await self._presenter.rename(row.register, name)

    async def _retire(self) -> None:
        row = self._row()
        if row is None:
            return
        title = self.tr("Retire register {code}?").format(code=row.register.code)
        text = self.tr("For a register that is gone for good. Its receipts stay, and no other gets its code.")
        if await confirm(self, title, text, self.tr("Retire"), danger=True):
            await self._presenter.retire(row.register)
