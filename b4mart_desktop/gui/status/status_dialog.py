"""The window part of the status panel: how the shop stands, and each thing that waits or needs somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from b4mart_desktop.domain.counters import ReplicaPhase
from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.gui.forms.ui_status_dialog import Ui_StatusDialog
from b4mart_desktop.gui.models.notices import Notice, NoticeDelegate, NoticeKind, NoticesModel
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.status import ShopStatus, status_of
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.status.fact_texts import FactTexts
from b4mart_desktop.gui.status.status_presenter import Look, StatusPresenter
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.badge import TONE_COLORS
from b4mart_desktop.gui.widgets.button import set_button_icon

_LOOK_AGAIN_MS = 2_000
_SOON_MS = 150


class StatusDialog(QDialog):
    """Follows the shop's standing while it is open."""

    def __init__(
        self, presenter: StatusPresenter, status: ShopStatus, formats: Formats, parent: QWidget
    ) -> None:
        super().__init__(parent.window())
        self._presenter = presenter
        self._status = status
        self._formats = formats
        self._facts = FactTexts(formats)
        self._chosen: str | None = None
        self._shown: tuple[Notice, ...] = ()
        self._unreadable = 0
        self.tasks = TaskOwner()
        self._ui = Ui_StatusDialog()
        self._ui.setupUi(self)
        self._rows = NoticesModel()
        self._delegate = NoticeDelegate(formats)
        self._clock = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._build()
        self._connect()
        self._show_standing()
        self._show_nothing_chosen()
        self._ui.nothing_state.show_loading()
        self._ui.list_stack.setCurrentWidget(self._ui.nothing_page)
        self._look()
        self._clock.start()

    def _build(self) -> None:
        ui = self._ui
        self.setWindowTitle(self.tr("How the shop stands"))
        self.resize(960, 640)
        ui.rows_view.setModel(self._rows)
        ui.rows_view.setItemDelegate(self._delegate)
        set_button_icon(ui.copy_button, Icon.COPY)
        set_button_icon(ui.retry_button, Icon.REFRESH)
        ui.close_button.setDefault(True)
        ui.retry_all_button.hide()

    def _connect(self) -> None:
        ui = self._ui
        self._status.changed.connect(self._on_changed)
        self._clock.timeout.connect(self._on_changed)
        self._soon.timeout.connect(self._look)
        ui.rows_view.selectionModel().currentChanged.connect(self._on_chosen)
        ui.nothing_state.action_triggered.connect(self._look)
        ui.copy_button.clicked.connect(self._copy)
        ui.retry_button.clicked.connect(lambda: self._retry([self._current()]))
        ui.retry_all_button.clicked.connect(lambda: self._retry(self._shown))
        ui.close_button.clicked.connect(self.accept)

    # ------------------------------------------------------------ how the shop stands

    def _on_changed(self) -> None:
        self._show_standing()
        if not self._soon.isActive():  # or a steady stream of sales would put it off for ever
            self._soon.start()

    def _show_standing(self) -> None:
        ui, standing, now = self._ui, self._status.standing, dt.datetime.now(dt.UTC)
        shown = status_of(standing, self._formats, now)
        _, ink = TONE_COLORS[shown.tone]
        ui.state_icon.set_picture(shown.picture, tokens().size.icon_xl, ink)
        ui.state_title.setText(shown.text)
        ui.state_label.setText(self._facts.meaning(standing, self._unreadable))
        facts = self._facts.all(standing, self._unreadable, now)
        labels = (
            (ui.database_label, ui.database_detail),
            (ui.catalogue_label, ui.catalogue_detail),
            (ui.waiting_label, ui.waiting_detail),
            (ui.counters_label, ui.counters_detail),
        )
        for (value, detail), fact in zip(labels, facts, strict=True):
            value.setText(fact.value)
            detail.setText(fact.detail)
            detail.setVisible(bool(fact.detail))
        ui.load_bar.setVisible(standing.phase is ReplicaPhase.LOADING)
        ui.load_bar.setValue(standing.percent)

    # ------------------------------------------------------------ what waits

    def _look(self) -> None:
        self.tasks.spawn_latest("look", self._show_look())

    async def _show_look(self) -> None:
        ui = self._ui
        try:
            look = await self._presenter.look()
        except B4MartError as error:
            if error.code is ErrorCode.NOT_ALLOWED:
                ui.nothing_state.show_forbidden(describe(error)[1])
            else:
                ui.nothing_state.show_error(*describe(error))
            ui.list_stack.setCurrentWidget(ui.nothing_page)
            return
        self._show_rows(look)

    def _show_rows(self, look: Look) -> None:
        ui, chosen = self._ui, self._chosen
        self._shown = tuple(look.notices)
        self._unreadable = look.unreadable
        self._show_standing()
        self._rows.show(look.notices)
        ui.more_label.setText(self.tr("and {count} more").format(count=look.more) if look.more else "")
        ui.retry_all_button.setVisible(sum(notice.number is not None for notice in self._shown) > 1)
        if not self._shown:
            ui.nothing_state.show_empty(
                Icon.CIRCLE_CHECK,
                self.tr("Everything is in the database"),
                self.tr("Nothing waits and nothing needs you."),
            )
            ui.list_stack.setCurrentWidget(ui.nothing_page)
            self._show_nothing_chosen()
            return
        ui.list_stack.setCurrentWidget(ui.rows_page)
        ui.rows_view.setCurrentIndex(self._rows.index(self._rows.row_of(chosen)))
        self._show_chosen()

    def _on_chosen(self, current: QModelIndex) -> None:
        if current.isValid():
            self._show_chosen()

    def _current(self) -> Notice | None:
        notice = self._ui.rows_view.currentIndex().data(NoticesModel.NOTICE)
        return notice if isinstance(notice, Notice) else None

    def _show_chosen(self) -> None:
        ui, notice = self._ui, self._current()
        if notice is None:
            return
        self._chosen = notice.key
        ui.detail_card.show()
        ui.detail_title.setText(notice.title)
        ui.detail_since.setText(f"{notice.state} · {notice.age}")
        ui.why_label.setText(notice.why)
        ui.advice_label.setText(notice.advice)
        ui.retry_button.setVisible(notice.number is not None)
        ui.retry_button.setEnabled(True)
        ui.copy_button.setVisible(notice.kind is not NoticeKind.WAITING)

    def _show_nothing_chosen(self) -> None:
        self._chosen = None
        self._ui.detail_card.hide()

    # ------------------------------------------------------------ what can be done

    def _copy(self) -> None:
        notice = self._current()
        if notice is not None:
            lines = (notice.title, f"{notice.state} · {notice.since.isoformat()}", notice.why, notice.key)
            QGuiApplication.clipboard().setText("\n".join(lines))

    def _retry(self, notices: Sequence[Notice | None]) -> None:
        numbers = [notice.number for notice in notices if notice is not None and notice.number is not None]
        self._ui.retry_button.setEnabled(False)
        self.tasks.spawn_once("retry", lambda: self._retry_and_look(numbers))

    async def _retry_and_look(self, numbers: Sequence[int]) -> None:
        await self._presenter.retry(numbers)
        self._look()
