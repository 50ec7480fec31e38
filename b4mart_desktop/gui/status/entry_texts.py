"""What an entry of the journal or an unreadable document is called, why it is there, and what to do."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from PySide6.QtCore import QObject

from b4mart_desktop.domain.entries import (
    Audited,
    CashMoved,
    CustomerAdded,
    DamagedEntry,
    Entry,
    QueuedEntry,
    SaleCompleted,
    ShiftClosed,
    ShiftOpened,
)
from b4mart_desktop.gui.models.notices import Notice, NoticeKind
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.services.ports import SkippedDocument
from b4mart_desktop.services.unposted import Backlog

_SALE = "sale"
_FIELD = re.compile(r"at `\$\.(.+?)`")  # as a reason names the place


class EntryTexts(QObject):
    """Makes the rows of the status panel."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats

    def notices(
        self, backlog: Backlog, skipped: Iterable[SkippedDocument], now: dt.datetime, *, online: bool
    ) -> list[Notice]:
        """Returns a row for everything, what needs somebody first, then by age."""
        damaged = [self._damaged(entry, now) for entry in backlog.damaged]
        queued = [self._queued(entry, now, online=online) for entry in backlog.entries]
        unreadable = [self._unreadable(document, now) for document in skipped]
        order = list(NoticeKind)
        found = [*damaged, *queued, *unreadable]
        return sorted(found, key=lambda notice: (order.index(notice.kind), notice.since))

    def _damaged(self, entry: DamagedEntry, now: dt.datetime) -> Notice:
        kind = self.tr("Sale") if entry.kind == _SALE else self.tr("Entry")
        advice = self.tr(
            "It is not in the database and will not get there by itself. Take the paper receipt of that time"
            " and enter the sale again, or send the details to support. Search the orders for {id} first."
        )
        return Notice(
            key=f"damaged {entry.number}",
            kind=NoticeKind.DAMAGED,
            title=f"{kind} {entry.number} · {self._formats.date_time(entry.written_at)}",
            state=self.tr("Damaged"),
            since=entry.written_at,
            age=self._age(entry.written_at, now),
            why=self.tr("What is on this counter's disk is not what was written: {reason}.").format(
                reason=entry.reason
            ),
            advice=advice.format(id=entry.id),
        )

    def _unreadable(self, document: SkippedDocument, now: dt.datetime) -> Notice:
        return Notice(
            key=f"document {document.collection} {document.id}",
            kind=NoticeKind.UNREADABLE,
            title=f"{self._kind(document.collection)} {self._called(document)}",
            state=self.tr("Unreadable"),
            since=document.since,
            age=self._age(document.since, now),
            why=self._why_unreadable(document),
            advice=self.tr(
                "Until it is corrected, this counter goes on as if it did not exist; once it is corrected, it"
                " is here by itself."
            ),
        )

    def _called(self, document: SkippedDocument) -> str:
        return self.tr("“{name}”").format(name=document.name) if document.name else document.id

    def _kind(self, collection: str) -> str:
        kinds = {
            "products": self.tr("Product"),
            "categories": self.tr("Category"),
            "users": self.tr("Person"),
            "promotions": self.tr("Promotion"),
            "taxes": self.tr("Tax"),
            "registers": self.tr("Register"),
            "heldcarts": self.tr("Held sale"),
            "settings": self.tr("Settings of the store"),
        }
        return kinds.get(collection, collection)

    def _why_unreadable(self, document: SkippedDocument) -> str:
        """Words first; the reason is for somebody who knows the database."""
        field = _FIELD.search(document.reason)
        if field is None:
            why = self.tr("The database has it in a form that cannot be sold from.")
        else:
            why = self.tr("What its field “{field}” holds cannot be right.").format(field=field[1])
        return self.tr("{why} For whoever corrects it: {reason}").format(why=why, reason=document.reason)

    def _queued(self, queued: QueuedEntry, now: dt.datetime, *, online: bool) -> Notice:
        aside = queued.set_aside
        return Notice(
            key=f"entry {queued.number}",
            kind=NoticeKind.SET_ASIDE if aside else NoticeKind.WAITING,
            title=self._name(queued.entry),
            state=self.tr("Needs attention") if aside else self.tr("Waiting"),
            since=queued.written_at,
            age=self._age(queued.written_at, now),
            why=self._why(queued, online=online),
            advice=self._advice(queued, online=online),
            number=queued.number if aside else None,
        )

    def _age(self, since: dt.datetime, now: dt.datetime) -> str:
        age = self._formats.age(max(now - since, dt.timedelta(seconds=1)))
        return self.tr("{time}, {age} ago").format(time=self._formats.time(since), age=age)

    def _name(self, entry: Entry) -> str:
        match entry:
            case SaleCompleted(sale=sale):
                return f"{sale.order.receipt_number} · {self._formats.money(sale.order.pricing.total)}"
            case CustomerAdded(customer=customer):
                return self.tr("New customer {name}").format(name=customer.name)
            case ShiftOpened():
                return self.tr("Till opened")
            case ShiftClosed():
                return self.tr("Till closed")
            case CashMoved() | Audited():
                return self.tr("Note for the audit log")

    def _why(self, queued: QueuedEntry, *, online: bool) -> str:
        if queued.set_aside:
            attempts = self.tr("The database refused it %n time(s)", "", queued.attempts)
            return f"{attempts}: {queued.reason}"
        if queued.reason:
            return self.tr("The last attempt failed: {reason}").format(reason=queued.reason)
        if online:
            return self.tr("It was just written and is on its way.")
        return self.tr("The database does not answer.")

    def _advice(self, queued: QueuedEntry, *, online: bool) -> str:
        if queued.set_aside:
            return self.tr(
                "It is safe on this counter's disk, and everything behind it goes on. Correct what the reason"
                " names, then try again. If it is refused again, send the details to support."
            )
        if online:
            return self.tr("Nothing: it goes into the database by itself.")
        return self.tr("Go on selling. It goes into the database by itself once the connection is back.")
