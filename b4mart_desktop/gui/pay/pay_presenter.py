"""What the pay screen does: collects tenders until nothing is due, then completes the sale. No widgets."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.errors import AdapterError, B4MartError, DomainError, ErrorCode
from b4mart_desktop.domain.payments import Tender, TenderKind
from b4mart_desktop.domain.pricing import PricedCart
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.sounds import Sound, Sounds
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.services.checkout import Checkout, Paid
from b4mart_desktop.services.printing import Printing


@dataclass(frozen=True, slots=True)
class PayState:
    """What the screen shows before the sale is completed.

    Attributes:
        cart: What is paid for.
        due: What is left to pay with ``kind``.
        rounding: By how much paying the rest in cash differs from paying it exactly.
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

    def __init__(self, checkout: Checkout, printing: Printing, messages: Messages, sounds: Sounds) -> None:
        super().__init__()
        self._checkout = checkout
        self._printing = printing
        self._messages = messages
        self._sounds = sounds
        self._kind = TenderKind.CASH
        self._tenders: tuple[Tender, ...] = ()
        self._receipt: Path | None = None
        self.tasks = TaskOwner()

    async def begin(self) -> bool:
        """Starts taking payment for the open cart; says why where that cannot be."""
        try:
            await self._checkout.check_ready()
        except B4MartError as error:
            self._sounds.play(Sound.BLOCKED)
            self._messages.error(error)
            return False
        self._tenders = ()
        self._receipt = None
        self.choose(TenderKind.CASH)
        return True

    def choose(self, kind: TenderKind) -> None:
        """Takes the next amount by ``kind``."""
        self._kind = kind
        in_cash = kind is TenderKind.CASH
        exact = self._checkout.due(self._tenders, in_cash=False)
        due = self._checkout.due(self._tenders, in_cash=in_cash)
        quick = self._checkout.quick_cash(self._tenders) if in_cash else ()
        self.changed.emit(PayState(self._checkout.priced(), kind, due, due - exact, self._tenders, quick))

    async def take(self, amount: Decimal | None = None) -> None:
        """Takes ``amount`` (all that is due for None) and completes the sale once nothing is left."""
        due = self._checkout.due(self._tenders, in_cash=self._kind is TenderKind.CASH)
        tendered = due if amount is None else amount
        if self._kind is not TenderKind.CASH and tendered > due:
            self.refused.emit(DomainError(ErrorCode.TENDER_TOO_LARGE, too_much=tendered - due))
            return
        if tendered == 0 and due > 0:
            self.refused.emit(DomainError(ErrorCode.NOT_ENOUGH_TENDERED, missing=due))
            return
        tenders = (*self._tenders, Tender(kind=self._kind, tendered=tendered))
        if tendered < due:
            self._tenders = tenders
            self.choose(self._kind)
        else:
            await self._complete(tenders)

    async def exact_cash(self) -> bool:
        """Completes the open cart with exactly what is due in cash; False where that failed."""
        if not await self.begin():
            return False
        await self.take()
        return True

    def take_back(self, index: int) -> None:
        """Takes a tender line back before the sale is completed."""
        self._tenders = self._tenders[:index] + self._tenders[index + 1 :]
        self.choose(self._kind)

    async def open_receipt(self) -> None:
        """Shows the receipt of the sale just completed."""
        try:
            if self._receipt is not None:
                await self._printing.show(self._receipt)
        except AdapterError as error:
            self._messages.error(error)

    async def _complete(self, tenders: tuple[Tender, ...]) -> None:
        try:
            paid = await self._checkout.pay(tenders)
        except B4MartError as error:
            self._sounds.play(Sound.BLOCKED)
            self.refused.emit(error)
            return
        self._tenders = ()
        self._sounds.play(Sound.DONE)
        self.paid.emit(paid)
        self.tasks.spawn(self._issue(paid))

    async def _issue(self, paid: Paid) -> None:
        """The sale stands whatever becomes of its paper."""
        try:
            self._receipt = await self._printing.issue(paid.receipt)
        except AdapterError as error:
            self._messages.error(error)
