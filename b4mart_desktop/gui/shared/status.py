"""How the shop stands: connection, copy of the catalogue, what waits; and the badge's words for it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QCoreApplication, QObject, Signal

from b4mart_desktop.domain.counters import Presence, ReplicaPhase
from b4mart_desktop.domain.entries import QueueState
from b4mart_desktop.domain.errors import AdapterError
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.services.bus import (
    ConnectionChanged,
    CountersChanged,
    EntryJournalled,
    Event,
    QueueChanged,
    ReplicaLoading,
    ReplicaPhaseChanged,
)

_WORTH_TELLING = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Status:
    """What the badge shows."""

    text: str
    tone: Tone
    picture: Icon
    details: str


@dataclass(frozen=True, slots=True)
class Standing:
    """All that is known of how the shop stands.

    Attributes:
        online: Whether the database answers.
        since: Since when it does or does not; None before anybody asked.
        reason: Why it does not answer.
        phase: How the copy of the catalogue stands to the database.
        phase_reason: Why the copy is made again or changes do not get here, where it is so.
        loaded: Documents copied, and of about how many, while they are.
        counters: The counters that run, as far as they are known.
        queue: What is not in the database yet.
        broken: Why what waits cannot be told.
    """

    online: bool = False
    since: dt.datetime | None = None
    reason: str | None = None
    phase: ReplicaPhase = ReplicaPhase.LIVE
    phase_reason: str | None = None
    loaded: tuple[int, int] = (0, 0)
    counters: tuple[Presence, ...] = ()
    queue: QueueState = field(default_factory=QueueState)
    broken: AdapterError | None = None

    @property
    def percent(self) -> int:
        """How much of the catalogue is copied, 0 to 100."""
        done, total = self.loaded
        return 100 * done // total if total else 0


class ShopStatus(QObject):
    """Keeps the standing while events tell of it.

    Signals:
        changed: The standing is another one.
    """

    changed = Signal()

    def __init__(self, queue_state: Callable[[], QueueState]) -> None:
        """Takes what tells what is not in the database, from any thread; it may raise AdapterError."""
        super().__init__()
        self._queue_state = queue_state
        self._told: QueueState | None = None
        self.standing = Standing()
        self.tasks = TaskOwner()

    def on_event(self, event: Event) -> None:
        """Takes an event of the bus, in the GUI thread."""
        match event:
            case ConnectionChanged():
                self._change(online=event.online, since=event.since, reason=event.reason)
            case ReplicaLoading():
                self._change(loaded=(event.done, event.total))
            case ReplicaPhaseChanged():
                self._change(phase=event.phase, phase_reason=event.reason)
            case CountersChanged():
                self._change(counters=event.present)
            case QueueChanged():
                self._told = event.state
                self._change(queue=event.state, broken=None)
            case EntryJournalled():  # nobody posts, and so tells more, before the database was reached once
                self.refresh()
            case _:
                pass

    def refresh(self) -> None:
        """Looks at what waits, beside this thread: a long queue takes longer than a frame."""
        self.tasks.spawn_latest("look", self._look())

    async def _look(self) -> None:
        told = self._told
        try:
            queue = await asyncio.to_thread(self._queue_state)
        except AdapterError as error:  # a damaged journal is told for as long as it is, not every time
            if self.standing.broken is None or self.standing.broken.data != error.data:
                self._change(broken=error)
        else:
            if told is self._told:  # else what was told meanwhile is newer
                self._change(queue=queue, broken=None)

    def _change(self, **fields: object) -> None:
        standing = replace(self.standing, **fields)  # type: ignore[arg-type]  # names are those of Standing
        if standing != self.standing:
            self.standing = standing
            self.changed.emit()


class _Counts(QObject):
    """Texts with a number: lupdate finds their plural forms only in `self.tr`."""

    def set_aside(self, entries: int) -> str:
        return self.tr("%n entry(s) need attention", "", entries)

    def waiting(self, sales: int) -> str:
        return self.tr("%n sale(s) waiting", "", sales)


def status_of(standing: Standing, formats: Formats, now: dt.datetime) -> Status:
    """Returns what the badge says: what needs somebody first, then the connection, then what goes on."""
    if standing.broken is not None:
        text, details = describe(standing.broken)
        return Status(text, Tone.DANGER, Icon.TRIANGLE_ALERT, details)
    if standing.queue.set_aside:
        text = _Counts().set_aside(standing.queue.set_aside)
        return Status(
            text,
            Tone.DANGER,
            Icon.TRIANGLE_ALERT,
            QCoreApplication.translate("Status", "Posting goes on without it."),
        )
    waiting = waiting_text(standing.queue, formats, now)
    if standing.online and standing.phase is ReplicaPhase.STALLED:
        return _stalled(standing)
    if not standing.online:
        text = " · ".join(part for part in (_offline(standing, formats), waiting) if part)
        return Status(text, Tone.WARNING, Icon.CLOUD_OFF, _calm(standing))
    if waiting:
        return Status(
            waiting,
            Tone.INFO,
            Icon.CLOUD_UPLOAD,
            QCoreApplication.translate("Status", "On the way to the database."),
        )
    return _copying(standing) or Status(
        QCoreApplication.translate("Status", "Live"),
        Tone.SUCCESS,
        Icon.CLOUD,
        QCoreApplication.translate("Status", "Everything is in the database."),
    )


def waiting_text(queue: QueueState, formats: Formats, now: dt.datetime) -> str:
    """Returns how many sales wait, and for how long where that is worth telling; empty where none does."""
    if not queue.sales or queue.oldest is None:
        return ""
    count, age = _Counts().waiting(queue.sales), now - queue.oldest
    return f"{count} · {formats.age(age)}" if age >= _WORTH_TELLING else count


def _stalled(standing: Standing) -> Status:
    text = QCoreApplication.translate("Status", "Prices may be out of date")
    details = QCoreApplication.translate("Status", "Changes of the shop do not get here. It is tried again.")
    reason = standing.phase_reason
    return Status(text, Tone.DANGER, Icon.TRIANGLE_ALERT, f"{details}\n{reason}" if reason else details)


def _copying(standing: Standing) -> Status | None:
    match standing.phase:
        case ReplicaPhase.LOADING:
            text = QCoreApplication.translate("Status", "Copying the catalogue · {percent} %").format(
                percent=standing.percent
            )
            details = standing.phase_reason or QCoreApplication.translate(
                "Status", "What is copied already can be sold."
            )
            return Status(text, Tone.INFO, Icon.DOWNLOAD, details)
        case ReplicaPhase.CATCHING_UP:
            details = QCoreApplication.translate(
                "Status", "What changed meanwhile is on its way to this counter."
            )
            return Status(
                QCoreApplication.translate("Status", "Catching up"), Tone.INFO, Icon.REFRESH, details
            )
        case _:
            return None


def _offline(standing: Standing, formats: Formats) -> str:
    if standing.since is None:
        return QCoreApplication.translate("Status", "Connecting…")
    return QCoreApplication.translate("Status", "Offline since {time}").format(
        time=formats.time(standing.since)
    )


def _calm(standing: Standing) -> str:
    text = QCoreApplication.translate("Status", "Go on selling: sales are on this counter's disk.")
    return f"{text}\n{standing.reason}" if standing.reason else text
