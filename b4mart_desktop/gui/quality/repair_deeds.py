"""What the room does with unreadable documents on a person's word: repairs one, repairs many, hides some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.domain.misfits import Change
from b4mart_desktop.gui.quality.repair_dialog import SAVED_AND_NEXT, RepairDialog
from b4mart_desktop.gui.shared.dialogs import AskDialog, confirm, open_dialog
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.shared.work_dialog import Tick, watch
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.ports import SkippedDocument
from b4mart_desktop.services.repairing import Diagnosis, Repairing, RepairOutcome, Standing

_MOST_REASONS = 5


class RepairDeeds(QObject):
    """Commands for unreadable documents.

    Args:
        repairing: The use case.
        tools: What every room needs.
        tasks: The room's.

    Signals:
        done: Something was written or hidden: what is shown is to be read again.
    """

    done = Signal()

    def __init__(self, repairing: Repairing, tools: RoomTools, tasks: TaskOwner) -> None:
        super().__init__()
        self._repairing = repairing
        self._tools = tools
        self._tasks = tasks

    async def repair(self, documents: Sequence[SkippedDocument]) -> None:
        """Repairs a document, and those after it as long as the person goes on to the next."""
        for place, document in enumerate(documents):
            try:
                diagnosis: Diagnosis = await self._tools.run(self._repairing.look(document))
            except B4MartError as error:
                self._tools.messages.error(error)
                return
            result = await self._ask(diagnosis, has_next=place + 1 < len(documents))
            if result:
                self._tools.messages.success(self.tr("Repaired: {name}").format(name=_called(document)))
                self.done.emit()
            if result != SAVED_AND_NEXT:
                return

    async def _ask(self, diagnosis: Diagnosis, *, has_next: bool) -> int:
        refusal = self._refusal(diagnosis)
        dialog = RepairDialog(self._tools.window, diagnosis, refusal, has_next=has_next)

        async def save(changes: Sequence[Change], result: int) -> None:
            try:
                await self._tools.run(self._repairing.repair(diagnosis, changes))
            except B4MartError as error:
                dialog.show_error(error)
            else:
                dialog.done(result)

        dialog.submitted.connect(
            lambda changes, result: self._tasks.spawn_once("save repair", lambda: save(changes, result))
        )
        return await open_dialog(dialog)

    def _refusal(self, diagnosis: Diagnosis) -> str:
        """Why a document cannot be repaired here, and where else it can; empty where it can."""
        reasons = {
            Standing.REPAIRABLE: "",
            Standing.NOT_ALLOWED: self.tr("A manager can repair it."),
            Standing.IDENTITY: self.tr(
                "Its _id is no ID, and no database changes that: add it again with a proper one, by import or"
                " by the program that wrote it, and delete this one there."
            ),
            Standing.READABLE: self.tr("It can be read again, and leaves this list in a moment."),
            Standing.DELETED: self.tr("It was deleted, and leaves this list in a moment."),
        }
        return reasons.get(diagnosis.standing) or self._elsewhere(diagnosis)

    def _elsewhere(self, diagnosis: Diagnosis) -> str:
        if diagnosis.standing is not Standing.ELSEWHERE:
            return ""
        places = {
            "users": self.tr("Accounts are kept by the web store: correct it there, in its user management."),
            "registers": self.tr("A register is written anew when its counter is set up again."),
            "settings": self.tr("The store's settings are written by their owner: correct them there."),
            "heldcarts": self.tr("A held sale is written by the counter that holds it: hold it anew there."),
            "popularity": self.tr("It is counted anew by itself."),
            "labelprints": self.tr("It is written anew when labels of the product are printed again."),
        }
        return places.get(diagnosis.document.collection, "")

    # ------------------------------------------------------------ many

    async def apply_proposals(self, documents: Sequence[SkippedDocument]) -> None:
        """Repairs all of them whose proposals are complete."""
        title = self.tr("Apply proposals to %n document(s)?", "", len(documents))
        text = self.tr(
            "Each wrong place gets what is proposed for it. Documents with a place for which there is no"
            " proposal are left in the list. Repairs cannot be undone."
        )
        if not await confirm(self._tools.window, title, text, self.tr("Apply")):
            return
        done = 0

        async def work(tick: Tick) -> RepairOutcome:
            def count(number: int) -> None:
                nonlocal done
                done = number
                tick(number)

            found: RepairOutcome = await self._tools.run(self._repairing.repair_all(documents, count))
            return found

        try:
            outcome = await watch(self._tools.window, self.tr("Repairing documents"), len(documents), work)
        except B4MartError as error:
            self._tools.messages.error(error)
        else:
            await self._tell(outcome, done, len(documents))
        finally:
            self.done.emit()

    async def _tell(self, outcome: RepairOutcome | None, done: int, total: int) -> None:
        messages = self._tools.messages
        if outcome is None:
            text = self.tr("Stopped after {done} of {total} documents; what is repaired stays so.")
            messages.warning(text.format(done=done, total=total))
        elif not outcome.left and not outcome.failed:
            messages.success(self.tr("%n document(s) repaired", "", outcome.repaired))
        else:
            await self._list_left(outcome)

    async def _list_left(self, outcome: RepairOutcome) -> None:
        title = self.tr("%n document(s) repaired", "", outcome.repaired)
        dialog = AskDialog(self._tools.window, title)
        if outcome.left:
            text = self.tr("%n document(s) left: nobody can tell what was meant", "", len(outcome.left))
            dialog.body.addWidget(label(text, "", wrap=True))
        reasons = Counter(describe(error)[0] for _, error in outcome.failed)
        for reason, count in reasons.most_common(_MOST_REASONS):
            text = self.tr("%n document(s) not saved", "", count)
            dialog.body.addWidget(label(f"{text}: {reason}", "", wrap=True))
        dialog.add_button(self.tr("Close"), "primary", closes=True)
        await open_dialog(dialog)

    # ------------------------------------------------------------ hiding

    async def hide(self, documents: Sequence[SkippedDocument], *, hidden: bool) -> None:
        """Hides documents until they change, or shows them again."""
        try:
            await self._repairing.hide(documents, hidden=hidden)
        except B4MartError as error:
            self._tools.messages.error(error)
        self.done.emit()


def _called(document: SkippedDocument) -> str:
    return document.name or document.id
