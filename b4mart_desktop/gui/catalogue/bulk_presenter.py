"""One change of many products: its preview, its run with progress, its undoing. No looks."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.bulk_changes import BulkChange
from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.gui.shared.backstage import OnBackstage
from b4mart_desktop.services.bulk_edit import BulkEdit, BulkOutcome, BulkRun, Chosen
from b4mart_desktop.services.scheduled_prices import Span


class BulkPresenter(QObject):
    """The dialog's commands.

    Args:
        bulk: The use case.
        run: Runs a coroutine in the background thread.
        chosen: Which products.
        what: What is changed, in words.

    Signals:
        looked: So many products were looked at for the preview (int).
        previewed: What a change would do (``BulkChange``, ``Preview``).
        refused: It cannot be done, or not go on (``B4MartError``).
        progressed: So many products are done with (int).
        finished: It ended (``BulkOutcome``).
    """

    looked = Signal(int)
    previewed = Signal(object, object)
    refused = Signal(object)
    progressed = Signal(int)
    finished = Signal(object)

    def __init__(self, bulk: BulkEdit, run: OnBackstage, chosen: Chosen, what: str) -> None:
        super().__init__()
        self._bulk = bulk
        self._run = run
        self.chosen = chosen
        self._what = what
        self._running: BulkRun | None = None

    async def preview(self, change: BulkChange) -> None:
        """Tells what ``change`` would do."""
        try:
            preview = await self._run(self._bulk.preview(change, self.chosen, progress=self.looked.emit))
        except B4MartError as error:
            self.refused.emit(error)
        else:
            self.previewed.emit(change, preview)

    async def go(self, change: BulkChange, planned: Span | None) -> None:
        """Makes the change, or plans it; begun again after an error it goes on where it was."""
        running = self._running or self._bulk.run(change, self.chosen, planned, self._what)
        self._running = running
        try:
            outcome: BulkOutcome = await self._run(running.go(self.progressed.emit))
        except B4MartError as error:
            self.refused.emit(error)
        else:
            self.finished.emit(outcome)

    def stop(self) -> None:
        """Ends the run after the products that are being written."""
        if self._running is not None:
            self._running.stop()

    @property
    def outcome(self) -> BulkOutcome | None:
        """What came of it so far; None before it began."""
        return None if self._running is None else self._running.outcome
