"""What the product editor does: opens, checks, saves, and brings other people's changes in. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec
from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.edits import Merge, differences, merge
from b4mart_desktop.domain.errors import B4MartError, ErrorCode
from b4mart_desktop.domain.ids import ID_LENGTH, Id
from b4mart_desktop.domain.people import User
from b4mart_desktop.gui.editor.asking import EditorPrompts, TheirNews
from b4mart_desktop.gui.editor.changes import replace
from b4mart_desktop.gui.editor.code_watch import CodeWatch
from b4mart_desktop.gui.editor.drafts import DraftKeeper
from b4mart_desktop.gui.editor.open_product import OpenProduct
from b4mart_desktop.gui.editor.product_history import ProductHistory
from b4mart_desktop.gui.editor.rights import Rights, rights_of
from b4mart_desktop.gui.editor.troubles import Outside, Trouble, from_problems
from b4mart_desktop.gui.shared.approval import Approval, with_approval
from b4mart_desktop.gui.shared.backstage import OnBackstage
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.ports.catalogue import Draft, Saved

_NOWHERE = Id("0" * ID_LENGTH)
"""The category of a product for which none was chosen yet."""


class EditorPresenter(QObject):
    """The editor's commands.

    Args:
        editing: The use case.
        counter: Who is signed in, and which categories there are.
        run: Runs a coroutine in the background thread.
        prompts: Asks the person.
        approval: Asks for somebody's leave.
        messages: Where errors and successes are told.

    Attributes:
        opened: The product that is edited.
        history: Who changed it.
        drafts: Keeps what is not saved.
        tasks: What goes on in the background.

    Signals:
        refused: There is nothing to show (``B4MartError``).
        told: Somebody else saved the product (``TheirNews``).
        draft_found: Unsaved changes of before (``Draft``).
        troubles_changed: There is something else to mend.
    """

    refused = Signal(object)
    told = Signal(object)
    draft_found = Signal(object)
    troubles_changed = Signal()

    def __init__(
        self,
        editing: Editing,
        counter: Counter,
        run: OnBackstage,
        prompts: EditorPrompts,
        approval: Approval,
        messages: Messages,
    ) -> None:
        super().__init__()
        self._editing = editing
        self._counter = counter
        self._run = run
        self._prompts = prompts
        self._approval = approval
        self._messages = messages
        self.tasks = TaskOwner()
        self.opened = OpenProduct()
        self.history = ProductHistory(editing, run, messages)
        self.drafts = DraftKeeper(self.opened, editing, messages)
        self._codes = CodeWatch(editing, run, self.tasks)
        self.opened.followed.connect(self._codes.watch)
        self.opened.shown.connect(self._codes.watch)
        self._codes.changed.connect(self.troubles_changed)
        self.opened.state_changed.connect(self.troubles_changed)

    @property
    def rights(self) -> Rights:
        """What who is signed in may do."""
        return rights_of(self._counter)

    def troubles(self) -> tuple[Trouble, ...]:
        """Returns all there is to mend, what keeps from saving first; of an empty new product nothing."""
        untouched = self.opened.is_new and not self.opened.is_dirty
        if not self.opened.is_open or untouched:
            return ()
        own = from_problems(self._editing.problems(self.opened.product, self.opened.base))
        misplaced = _misplaced(self.opened, self._counter)
        found = (*self.opened.unreadable(), *own, *self._codes.troubles, *misplaced)
        return tuple(sorted(found, key=lambda trouble: not trouble.blocks))

    # ------------------------------------------------------------ opening

    async def open(self, product: Id) -> None:
        """Opens a product; without the database only with the changes that were kept here."""
        try:
            found: Product = await self._run(self._editing.product(product))
        except B4MartError as error:
            self._open_kept(product, error)
        else:
            self._begin(found, found)
            self._offer(self._editing.draft(product))

    def _open_kept(self, product: Id, error: B4MartError) -> None:
        unreachable = error.code is ErrorCode.DATABASE_UNREACHABLE
        draft = self._editing.draft(product) if unreachable else None
        if draft is None:
            self.opened.close()
            self.refused.emit(error)
        else:
            self._begin(draft.base, draft.mine)
            self._messages.error(error)

    def open_new(self, category: Id | None) -> None:
        """Opens a new product; offers one that was begun before and not saved."""
        blank = self._editing.blank(_NOWHERE if category is None else category)
        self._begin(None, blank, blank=blank)
        self._offer(next((draft for draft in self._editing.drafts() if draft.base is None), None))

    async def open_copy(self, product: Id) -> None:
        """Opens a new product like another."""
        try:
            found: Product = await self._run(self._editing.product(product))
        except B4MartError as error:
            self.opened.close()
            self.refused.emit(error)
        else:
            self.copy(found)

    def copy(self, product: Product) -> None:
        """Opens a new product like ``product``."""
        self._begin(None, self._editing.copy_of(product))

    def _begin(self, base: Product | None, product: Product, *, blank: Product | None = None) -> None:
        self._codes.forget()
        self.drafts.begin()
        self.opened.begin(base, product, blank=blank)

    def _offer(self, draft: Draft | None) -> None:
        base = self.opened.base
        if draft is not None and (base is None or differences(base, draft.mine)):
            self.draft_found.emit(draft)
        elif draft is not None:
            self.drafts.drop(draft.mine.id)

    async def take_draft(self, draft: Draft) -> None:
        """Goes on with the changes of before, brought together with what is saved by now."""
        base = self.opened.base
        if draft.base is None or base is None:
            self._begin(None, draft.mine)
            return
        try:
            merged = merge(draft.base, draft.mine, base)
        except msgspec.ValidationError:  # a required text was empty when it was left
            self._begin(draft.base, draft.mine)
            return
        product = await self._merged(merged, draft.base)
        if product is not None:
            self.drafts.settle()
            self.opened.replace(product)

    def discard(self) -> None:
        """Forgets what is not saved, also on disk."""
        if self.opened.is_open:
            self.drafts.drop(self.opened.product.id)
            self.opened.close()

    async def close(self) -> None:
        """Keeps what is not saved, and ends what goes on."""
        self.drafts.close()
        self._codes.close()
        await self.tasks.cancel_all()

    # ------------------------------------------------------------ saving

    async def save(self) -> bool:
        """Saves; returns whether all is saved. What keeps from it is told."""
        opened = self.opened
        if not opened.is_open or opened.busy or any(trouble.blocks for trouble in self.troubles()):
            return False
        if not opened.is_dirty:
            return True
        self.drafts.keep()  # whatever becomes of saving
        opened.set_busy(True)
        try:
            return await self._save(opened.base, opened.product)
        except B4MartError as error:
            self._refuse(error)
            return False
        finally:
            opened.set_busy(False)
            self.drafts.keep()

    async def _save(self, base: Product | None, mine: Product) -> bool:
        outcome = await self._run(self._editing.save(base, mine))
        if isinstance(outcome, Saved):
            self._take_saved(mine, outcome)
            return True
        before = mine if base is None else base
        product = await self._merged(outcome.merge, before)
        if product is None:
            return False
        self.opened.settle(before, outcome.theirs, product)
        return await self._save(outcome.theirs, product)

    def _take_saved(self, mine: Product, outcome: Saved) -> None:
        """What was typed while it was being saved stays, on top of what is saved."""
        colliding = self.opened.take_in(mine, outcome.product)
        if colliding:
            self.told.emit(TheirNews(None, colliding, colliding))
        self.drafts.settle()
        if outcome.merged is not None and (outcome.merged.theirs or outcome.merged.together):
            self._messages.success(self.tr("Saved, merged with changes somebody else made"))
        else:
            self._messages.success(self.tr("Saved"))

    def _refuse(self, error: B4MartError) -> None:
        if error.code is ErrorCode.DATABASE_UNREACHABLE:
            text = self.tr(
                "Not saved: the database cannot be reached. Your changes are kept on this counter."
            )
            self._messages.warning(text)
            return
        if error.code is ErrorCode.DUPLICATE and error.data.get("field"):
            field = str(error.data["field"])
            kind = Outside.ADDRESS_TAKEN if field == "slug" else Outside.TAKEN
            self._codes.refused(Trouble(field, kind, True, {"name": self.tr("Another product")}))
        self._messages.error(error)

    def set_status(self, status: ProductStatus) -> None:
        """Marks the product as archived, or takes it back from there; saving is to follow."""
        self.opened.replace(replace(self.opened.product, status=status))

    async def set_on_hand(self, wanted: Decimal, reason: str) -> None:
        """Corrects what is on hand, at once and by itself."""
        base = self.opened.base
        if base is None:
            return

        async def deed(approver: User | None) -> None:
            theirs = await self._run(self._editing.set_on_hand(base, wanted, reason, approver))
            await self._take_theirs(theirs)

        try:
            await with_approval(self._approval, deed)
        except B4MartError as error:
            if error.code is not ErrorCode.CANCELLED:
                self._messages.error(error)

    # ------------------------------------------------------------ other people

    def look_again(self, products: Sequence[Id]) -> None:
        """Somebody changed those products, many where none is named: looks whether it is this one."""
        base = self.opened.base
        if base is not None and self.opened.is_open and (not products or base.id in products):
            self.tasks.spawn_latest("theirs", self._look_at_theirs(base))

    async def _look_at_theirs(self, base: Product) -> None:
        try:
            theirs: Product = await self._run(self._editing.product(base.id))
        except B4MartError:
            return
        if base is self.opened.base:
            await self._take_theirs(theirs)

    async def _take_theirs(self, theirs: Product) -> None:
        """Takes in at once what collides with nothing of mine; the rest is told and waits for saving."""
        base = self.opened.base
        if base is None or base.id != theirs.id or base == theirs:
            return
        fields = tuple(each.field for each in differences(base, theirs))
        who = await self._who(base) if fields else None
        if base is not self.opened.base or self.opened.busy:
            return
        colliding = self.opened.take_in(base, theirs)
        if colliding or (fields and self.opened.base is theirs):
            self.told.emit(TheirNews(who, fields, colliding))

    async def compare(self) -> None:
        """Brings both people's changes together before saving, and asks where they collide."""
        base = self.opened.base
        if base is None:
            return
        try:
            theirs: Product = await self._run(self._editing.product(base.id))
            product = await self._merged(merge(base, self.opened.product, theirs), base)
        except B4MartError as error:
            self._messages.error(error)
        except msgspec.ValidationError:  # a required text is empty just now
            self._messages.warning(self.tr("Fill in the required fields first, then compare."))
        else:
            if product is not None:
                self.opened.settle(base, theirs, product)

    async def _merged(self, merged: Merge, base: Product) -> Product | None:
        if not merged.conflicts:
            return merged.product
        return await self._prompts.merge(merged, await self._who(base))

    async def _who(self, base: Product) -> str | None:
        """Who changed the product since; the web store writes neither a history nor another date."""
        last = await self.history.last(base.id)
        return last.user_name if last is not None and last.version > base.updated_at else None


def _misplaced(opened: OpenProduct, counter: Counter) -> tuple[Trouble, ...]:
    """One that lost its category elsewhere can be saved; a new one gets a category first."""
    known = counter.catalogue.category(opened.product.category) is not None
    return () if known else (Trouble("category", Outside.NO_CATEGORY, opened.is_new),)
