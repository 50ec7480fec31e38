"""What the pay screen does: collects tenders until nothing is due, then completes the sale. No widgets."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.errors import AdapterError, B4MartError, DomainError, ErrorCode
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.domain.priced_cart import PricedCart
from b4mart_desktop.gui.shared.approval import Approval, with_approval
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.sounds import Sound, Sounds
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.services.checkout import Checkout, Paid
from b4mart_desktop.services.printing import Printing
from b4mart_desktop.services.selling import Quote


@dataclass(frozen=True, slots=True)
class PayState:
    """What the screen shows before the sale is completed.

    Attributes:
        cart: What is paid for, as it was when the payment began.
        due: What is left to pay with ``kind``.
        rounding: By how much paying the rest in cash differs from paying it exactly.
        tenders: What was taken so far.
        quick: Amounts to offer, exact first; empty where the kind has none.
    """

    cart: PricedCart
    kind: TenderKind
    due: Decimal
    rounding: Decimal
    tenders: tuple[Tender, ...]
    quick: tuple[Decimal, ...]


class PayPresenter(QObject):
    """The pay screen's commands.

    Signals:
        changed: The state before completion (``PayState``).
        paid: The completed sale (``Paid``).
        refused: Why the amount was not taken (``B4MartError``).
    """

    changed = Signal(object)
    paid = Signal(object)
    refused = Signal(object)

    def __init__(
        self, checkout: Checkout, printing: Printing, approval: Approval, messages: Messages, sounds: Sounds
    ) -> None:
        super().__init__()
        self._approval = approval
        self._checkout = checkout
        self._printing = printing
        self._messages = messages
        self._sounds = sounds
        self._kind = TenderKind.CASH
        self._receipt: Path | None = None
        self.tasks = TaskOwner()

    @property
    def is_partly_paid(self) -> bool:
        """Whether something was taken towards the sale already."""
        return bool(self._checkout.tenders)

    async def begin(self, shown: Quote | None = None) -> bool:
        """Starts taking payment for the open cart; says why where that cannot be.

        Args:
            shown: What the customer was told it costs.
        """
        try:
            await self._checkout.begin(shown)
        except B4MartError as error:
            self._blocked(error)
            return False
        self._receipt = None
        self.choose(TenderKind.CASH)
        return True

    def choose(self, kind: TenderKind) -> None:
        """Takes the next amount by ``kind``."""
        self._kind = kind
        in_cash, tenders = kind is TenderKind.CASH, self._checkout.tenders
        exact = self._checkout.due(tenders, in_cash=False)
        due = self._checkout.due(tenders, in_cash=in_cash)
        quick = self._checkout.quick_cash(tenders) if in_cash else ()
        self.changed.emit(PayState(self._checkout.quote().priced, kind, due, due - exact, tenders, quick))

    async def take(self, amount: Decimal | None = None) -> None:
        """Takes ``amount`` (all that is due for None) and completes the sale once nothing is left."""
        kept = self._checkout.tenders
        due = self._checkout.due(kept, in_cash=self._kind is TenderKind.CASH)
        tender = Tender(kind=self._kind, tendered=due if amount is None else amount)
        if self._kind is not TenderKind.CASH and tender.tendered > due:
            self.refused.emit(DomainError(ErrorCode.TENDER_TOO_LARGE, too_much=tender.tendered - due))
        elif tender.tendered == 0 and due > 0:
            self.refused.emit(DomainError(ErrorCode.NOT_ENOUGH_TENDERED, missing=due))
        elif tender.tendered < due:
            if self._keep(tender):
                self.choose(self._kind)
        elif self._kind is TenderKind.CASH or tender.tendered == 0:
            await self._complete((*kept, tender) if tender.tendered or not kept else kept)
        elif self._keep(tender):  # what a terminal approved is on disk whatever becomes of the sale
            await self._complete(self._checkout.tenders)

    async def exact_cash(self, shown: Quote | None = None) -> bool:
        """Completes the open cart with exactly what is due in cash; False where that failed."""
        if not await self.begin(shown):
            return False
        await self.take()
        return True

    async def take_back(self, index: int) -> None:
        """Gives a tender back before the sale is completed, with somebody's leave where it takes that."""
        try:
            await with_approval(self._approval, lambda who: self._checkout.take_back(index, who))
        except B4MartError as error:
            self._blocked(error)
        else:
            self.choose(self._kind)

    async def open_receipt(self) -> None:
        """Shows the receipt of the sale just completed."""
        try:
            if self._receipt is not None:
                await self._printing.show(self._receipt)
        except AdapterError as error:
            self._messages.error(error)

    def _keep(self, tender: Tender) -> bool:
        try:
            self._checkout.take(tender)
        except B4MartError as error:
            self.refused.emit(error)
            return False
        return True

    def _blocked(self, error: B4MartError) -> None:
        if error.code is not ErrorCode.CANCELLED:
            self._sounds.play(Sound.BLOCKED)
            self._messages.error(error)

    async def _complete(self, tenders: tuple[Tender, ...]) -> None:
        try:
            paid = await self._checkout.pay(tenders)
        except B4MartError as error:
            self._sounds.play(Sound.BLOCKED)
            self.choose(self._kind)
            self.refused.emit(error)
            return
        self._sounds.play(Sound.DONE)
        self.paid.emit(paid)
        self.tasks.spawn(self._issue(paid))

    async def _issue(self, paid: Paid) -> None:
        """The sale stands whatever becomes of its paper."""
        try:
            self._receipt = await self._printing.issue(paid.receipt)
        except AdapterError as error:
            self._messages.error(error)
