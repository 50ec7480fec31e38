"""The window part of the orders screen: the table of a day, and the receipt of the chosen order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.jobs import JobStatus
from b4mart_desktop.domain.orders import Order
from b4mart_desktop.domain.receipt import Receipt
from b4mart_desktop.gui.forms.ui_orders_screen import Ui_OrdersScreen
from b4mart_desktop.gui.models.column_table import RowsSorting
from b4mart_desktop.gui.models.order_delegate import OrderDelegate
from b4mart_desktop.gui.models.order_rows import Column, OrderRowsModel
from b4mart_desktop.gui.models.table_delegate import set_up_table
from b4mart_desktop.gui.orders.orders_presenter import OrdersPresenter
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.receipt_view import ReceiptView
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import ColorRole, tokens
from b4mart_desktop.gui.widgets.button import set_button_icon
from b4mart_desktop.services.orders import OrderDay, OrderRow

_REFRESH_DELAY_MS = 400


class OrdersScreen(QWidget):
    """Orders of a day."""

    def __init__(self, presenter: OrdersPresenter, formats: Formats) -> None:
        super().__init__()
        self._presenter = presenter
        self._formats = formats
        self._shown: Receipt | None = None
        self._wanted: str | None = None
        self.tasks = TaskOwner()
        self._ui = Ui_OrdersScreen()
        self._ui.setupUi(self)
        self._rows = OrderRowsModel(formats)
        self._sorting = RowsSorting()
        self._sorting.setSourceModel(self._rows)
        self._receipt = ReceiptView(formats)
        self._refresh_timer = QTimer(self, singleShot=True, interval=_REFRESH_DELAY_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        ui = self._ui
        view = ui.orders_view
        view.setModel(self._sorting)
        view.setItemDelegate(OrderDelegate(view))
        view.sortByColumn(Column.TIME, view.horizontalHeader().sortIndicatorOrder().DescendingOrder)
        set_up_table(view, Column.CUSTOMER)
        ui.receipt_layout.addWidget(self._receipt)
        pictures = {
            ui.previous_button: Icon.CHEVRON_LEFT,
            ui.next_button: Icon.CHEVRON_RIGHT,
            ui.refresh_button: Icon.REFRESH,
            ui.reprint_button: Icon.PRINTER,
            ui.invoice_button: Icon.FILE_TEXT,
        }
        for button, picture in pictures.items():
            set_button_icon(button, picture)
        ui.offline_icon.set_picture(Icon.CLOUD_OFF, tokens().size.icon, ColorRole.ON_WARNING_SOFT)
        ui.offline_frame.hide()
        self._show_no_receipt()

    def _connect(self) -> None:
        ui, presenter = self._ui, self._presenter
        presenter.loading.connect(self._show_loading)
        presenter.loaded.connect(self._show_day)
        presenter.refused.connect(self._show_refused)
        presenter.receipt_ready.connect(self._show_receipt)
        presenter.found.connect(self._want)
        ui.previous_button.clicked.connect(lambda: self._go(-1))
        ui.next_button.clicked.connect(lambda: self._go(1))
        ui.today_button.clicked.connect(lambda: self._load(dt.date.max))
        ui.refresh_button.clicked.connect(self.reload)
        ui.offline_retry_button.clicked.connect(self.reload)
        ui.list_state.action_triggered.connect(self.reload)
        ui.orders_view.selectionModel().currentRowChanged.connect(self._on_selected)
        ui.reprint_button.clicked.connect(self._on_reprint)
        ui.invoice_button.clicked.connect(self._on_invoice)
        self._refresh_timer.timeout.connect(self.reload)

    # ------------------------------------------------------------ reading

    def reload(self) -> None:
        """Reads the day shown again."""
        self._load(self._presenter.day)

    def find_receipt(self, number: str) -> None:
        """Shows the order with that receipt number among those of its day."""
        self.tasks.spawn_latest("day", self._presenter.find(number))

    def reload_soon(self) -> None:
        """Reads the day again in a moment: many sales in a row are read once."""
        if self.isVisible():
            self._refresh_timer.start()

    def _go(self, days: int) -> None:
        self._load(self._presenter.day + dt.timedelta(days=days))

    def _load(self, day: dt.date) -> None:
        self.tasks.spawn_latest("day", self._presenter.show_day(day))

    def _run(self, coroutine: Coroutine[Any, Any, None]) -> None:
        self.tasks.spawn(coroutine)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()
        self._ui.orders_view.setFocus()

    # ------------------------------------------------------------ showing

    def _show_loading(self, day: dt.date) -> None:
        ui = self._ui
        today = self._presenter.is_today()
        ui.title_label.setText(self.tr("Orders of today") if today else self.tr("Orders"))
        ui.day_label.setText(self._formats.date(day, "long"))
        ui.next_button.setEnabled(not today)
        ui.today_button.setEnabled(not today)
        if not self._rows.rowCount():
            ui.list_state.show_loading(self.tr("Reading orders…"))
            ui.list_stack.setCurrentWidget(ui.state_page)

    def _show_day(self, day: dt.date, orders: OrderDay) -> None:
        ui = self._ui
        row = self._row()
        self._wanted = row.order.id if row is not None else self._wanted
        self._rows.show(orders.rows)
        ui.count_label.setText(str(len(orders.rows)))
        ui.revenue_label.setText(self._formats.money(self._rows.total()))
        ui.offline_frame.setVisible(orders.offline is not None)
        own = self.tr("The database cannot be reached: only sales of this counter are shown.")
        ui.offline_label.setText(own)
        if orders.rows:
            ui.list_stack.setCurrentWidget(ui.table_page)
            self._select_again()
        else:
            ui.list_state.show_empty(Icon.RECEIPT, self.tr("No orders on this day"))
            ui.list_stack.setCurrentWidget(ui.state_page)
            self._show_no_receipt()

    def _show_refused(self, error: B4MartError) -> None:
        ui = self._ui
        title, text = describe(error)
        self._rows.show(())
        if error.code in (ErrorCode.NOT_ALLOWED, ErrorCode.NOT_SIGNED_IN):
            ui.list_state.show_forbidden(text)
        else:
            ui.list_state.show_error(title, text, self.tr("Try again"))
        ui.list_stack.setCurrentWidget(ui.state_page)

    def _want(self, order: Order) -> None:
        """Chooses that order when its day is there, whichever is chosen before."""
        self._rows.show(())
        self._wanted = order.id

    def _select_again(self) -> None:
        rows = range(self._sorting.rowCount())
        wanted = (row for row in rows if self._row_at(row).order.id == self._wanted)
        self._ui.orders_view.selectRow(next(wanted, 0))

    def _row_at(self, row: int) -> OrderRow:
        found = self._sorting.index(row, 0).data(OrderRowsModel.ROW)
        assert isinstance(found, OrderRow)
        return found

    def _row(self) -> OrderRow | None:
        found = self._ui.orders_view.currentIndex().data(OrderRowsModel.ROW)
        return found if isinstance(found, OrderRow) else None

    def _on_selected(self, current: QModelIndex) -> None:
        row = current.data(OrderRowsModel.ROW)
        if isinstance(row, OrderRow):
            self.tasks.spawn_latest("receipt", self._presenter.show_receipt(row))
            self._show_invoice(row)

    def _show_receipt(self, receipt: Receipt) -> None:
        ui = self._ui
        self._shown = receipt
        ui.detail_label.setText(receipt.receipt_number)
        self._receipt.show_receipt(receipt)
        ui.detail_stack.setCurrentWidget(ui.receipt_page)
        ui.reprint_button.setEnabled(True)

    def _show_no_receipt(self) -> None:
        ui = self._ui
        self._shown = None
        ui.detail_label.setText(self.tr("Receipt"))
        ui.detail_state.show_empty(Icon.RECEIPT_TEXT, self.tr("Choose an order"))
        ui.detail_stack.setCurrentWidget(ui.no_receipt_page)
        ui.reprint_button.setEnabled(False)
        ui.invoice_button.setEnabled(False)
        ui.invoice_label.hide()

    def _show_invoice(self, row: OrderRow) -> None:
        ui = self._ui
        ui.invoice_button.setEnabled(row.posted)
        failed = row.invoice is not None and row.invoice.status is JobStatus.DEAD
        ui.invoice_label.setVisible(failed or not row.posted)
        if failed and row.invoice is not None:
            reason = self.tr("The invoice could not be made: {reason}")
            ui.invoice_label.setText(reason.format(reason=row.invoice.error))
        else:
            ui.invoice_label.setText(self.tr("The invoice is made once the sale is in the database."))
        ui.invoice_label.setWordWrap(True)

    # ------------------------------------------------------------ doing

    def _on_reprint(self) -> None:
        if self._shown is not None:
            self._run(self._presenter.reprint(self._shown))

    def _on_invoice(self) -> None:
        row = self._row()
        if row is not None:
            self._run(self._presenter.open_invoice(row))
