"""The panel's four facts in words: database, copy of the catalogue, what waits, registers."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from PySide6.QtCore import QObject

from b4mart_desktop.domain.counters import ReplicaPhase
from b4mart_desktop.gui.shared.status import Standing, waiting_text
from b4mart_desktop.gui.style.formats import Formats


class Fact(NamedTuple):
    """A value and what is worth adding to it; the latter may be empty."""

    value: str
    detail: str = ""


class FactTexts(QObject):
    """Says how things stand."""

    def __init__(self, formats: Formats) -> None:
        super().__init__()
        self._formats = formats

    def meaning(self, standing: Standing, unreadable: int) -> str:
        """Returns what the standing means for who sells here; ``unreadable`` documents are left out."""
        if standing.broken is not None or standing.queue.set_aside:
            return self.tr("Selling goes on. Something on this counter's disk needs somebody: see below.")
        if not standing.online:
            return self.tr(
                "Selling goes on without the connection: prices are those of the last one, sales are safe on"
                " this counter's disk and go out by themselves when it is back."
            )
        if standing.phase is ReplicaPhase.STALLED:
            return self.tr(
                "Selling goes on, but changes of the shop do not get here: prices and stock may be out of"
                " date. It is tried again by itself; correct what the reason names."
            )
        if standing.phase is ReplicaPhase.LOADING:
            return self.tr("What is copied already can be found and sold; the rest comes within a moment.")
        if unreadable:
            return self.tr(
                "This counter sees the changes of the shop, except what it cannot read: that is left out"
                " here, see below. The shop sees every sale."
            )
        return self.tr("This counter sees every change of the shop, and the shop sees every sale.")

    def all(self, standing: Standing, unreadable: int, now: dt.datetime) -> tuple[Fact, Fact, Fact, Fact]:
        """Returns the facts in the order of the panel; ``unreadable`` is how many documents are."""
        return (
            self._database(standing, now),
            self._catalogue(standing, unreadable),
            self._waiting(standing, now),
            self._counters(standing),
        )

    def _database(self, standing: Standing, now: dt.datetime) -> Fact:
        if standing.since is None:
            return Fact(self.tr("Connecting…"))
        age = self._formats.age(max(now - standing.since, dt.timedelta(seconds=1)))
        if standing.online:
            return Fact(self.tr("Connected"), self.tr("for {age}").format(age=age))
        detail = self.tr("for {age}").format(age=age)
        return Fact(self.tr("Not reached"), f"{detail}: {standing.reason}" if standing.reason else detail)

    def _catalogue(self, standing: Standing, unreadable: int) -> Fact:
        left_out = self.tr("%n document(s) left out", "", unreadable) if unreadable else ""
        match standing.phase:
            case ReplicaPhase.LOADING:
                value = self.tr("Being copied · {percent} %").format(percent=standing.percent)
                return Fact(value, standing.phase_reason or left_out)
            case _ if not standing.online and standing.since is not None:
                value = self.tr("As of {time}").format(time=self._formats.time(standing.since))
                return Fact(value, left_out)
            case ReplicaPhase.STALLED:
                return Fact(self.tr("Stands still"), standing.phase_reason or left_out)
            case ReplicaPhase.CATCHING_UP:
                return Fact(self.tr("Catching up"), left_out)
            case _:
                return Fact(self.tr("Up to date"), left_out)

    def _waiting(self, standing: Standing, now: dt.datetime) -> Fact:
        queue = standing.queue
        if standing.broken is not None:
            return Fact(self.tr("Cannot be told"), str(standing.broken.data.get("reason", "")))
        aside = self.tr("%n need(s) attention", "", queue.set_aside) if queue.set_aside else ""
        waiting = waiting_text(queue, self._formats, now)
        if not waiting and queue.waiting:
            waiting = self.tr("%n entry(s)", "", queue.waiting)
        return Fact(aside or waiting or self.tr("Nothing"), waiting if aside else "")

    def _counters(self, standing: Standing) -> Fact:
        if not standing.online or not standing.counters:
            return Fact(
                self.tr("This one"), self.tr("The others are not known now.") if standing.since else ""
            )
        value = self.tr("%n running", "", len(standing.counters))
        return Fact(value, ", ".join(counter.code for counter in standing.counters))
