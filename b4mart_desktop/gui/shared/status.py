"""The status badge's words: how the shop is connected and what is not in the database yet. No widgets."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject

from b4mart_desktop.domain.entries import QueueState
from b4mart_desktop.domain.errors import AdapterError
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.badge import Tone

_WORTH_TELLING = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Status:
    """What the badge shows."""

    text: str
    tone: Tone
    picture: Icon
    details: str


@dataclass(frozen=True, slots=True)
class Connection:
    """Whether the database answers, since when, and why not."""

    online: bool = False
    since: dt.datetime | None = None
    reason: str | None = None


class _Counts(QObject):
    """Texts with a number: lupdate finds their plural forms only in `self.tr`."""

    def set_aside(self, entries: int) -> str:
        return self.tr("%n entry(s) need attention", "", entries)

    def waiting(self, sales: int) -> str:
        return self.tr("%n sale(s) waiting", "", sales)


def status_of(connection: Connection, queue: QueueState, formats: Formats, now: dt.datetime) -> Status:
    """Returns what the badge says: entries set aside first, then sales that wait, then the connection."""
    if queue.set_aside:
        text = _Counts().set_aside(queue.set_aside)
        details = QCoreApplication.translate("Status", "Posting goes on without it. Press for more.")
        return Status(text, Tone.DANGER, Icon.TRIANGLE_ALERT, details)
    waiting = _waiting(queue, formats, now)
    if not connection.online:
        return Status(
            waiting or _offline(connection, formats), Tone.WARNING, Icon.CLOUD_OFF, _calm(connection)
        )
    if waiting:
        details = QCoreApplication.translate("Status", "On this counter's disk, on the way to the database.")
        return Status(waiting, Tone.INFO, Icon.CLOUD_UPLOAD, details)
    details = QCoreApplication.translate("Status", "Everything is in the database.")
    return Status(QCoreApplication.translate("Status", "Live"), Tone.SUCCESS, Icon.CLOUD, details)


def broken_status(error: AdapterError) -> Status:
    """Returns what the badge says while what waits cannot be told."""
    text, details = describe(error)
    return Status(text, Tone.DANGER, Icon.TRIANGLE_ALERT, details)


def _waiting(queue: QueueState, formats: Formats, now: dt.datetime) -> str:
    if not queue.sales or queue.oldest is None:
        return ""
    count, age = _Counts().waiting(queue.sales), now - queue.oldest
    return f"{count} · {formats.age(age)}" if age >= _WORTH_TELLING else count


def _offline(connection: Connection, formats: Formats) -> str:
    if connection.since is None:
        return QCoreApplication.translate("Status", "Connecting…")
    text = QCoreApplication.translate("Status", "Offline since {time}")
    return text.format(time=formats.time(connection.since))


def _calm(connection: Connection) -> str:
    text = QCoreApplication.translate("Status", "Go on selling: sales are on this counter's disk.")
    return f"{text}\n{connection.reason}" if connection.reason else text
