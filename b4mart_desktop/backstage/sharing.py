"""Sharing held carts: what was put aside here becomes every counter's, and what was taken is settled.

The desk is the truth of this counter, the document that of the shop. Each round brings the two together,
and each of its steps may be the last before a crash: the next round goes on from what desk and document say.

    hold      desk: local ─► sharing ─► (document added) ─► shared
    take      (document claimed) ─► desk: taken, open cart ─► (document settled) ─► gone from the desk
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any, Protocol

from b4mart_desktop.backstage.waiting import Alarm, Backoff
from b4mart_desktop.domain.audit import AuditEntry
from b4mart_desktop.domain.cart import HeldCart
from b4mart_desktop.domain.counters import DeskCart, SharedCart, Standing, Taking
from b4mart_desktop.domain.entries import Audited, Entry
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.services.bus import (
    Bus,
    ConnectionChanged,
    EntryJournalled,
    Event,
    HeldCartDoubled,
    HeldCartsChanged,
    ReplicaChanged,
)
from b4mart_desktop.services.ports import Desk, SharedCartStore

_log = logging.getLogger(__name__)

CLAIM_SECONDS = 3.0
ROUND_SECONDS = 20.0
"""A line that is dead says nothing for much longer; each step of a round may be taken again."""
IDLE_SECONDS = 30.0
FIRST_PAUSE_SECONDS = 0.5
MOST_PAUSE_SECONDS = 15.0


class Facts(Protocol):
    """What sharing needs of this counter's record of facts."""

    def has_ended(self, cart: Id) -> bool:
        """Whether the cart of that identity was paid or given up here."""

    async def append(self, entry: Entry) -> None:
        """Writes ``entry`` to disk; an entry whose id is there already changes nothing."""


class Sharing:
    """Keeps desk and documents together; ``run`` is its task in the background thread.

    Publishes ``HeldCartsChanged``; ``HeldCartDoubled`` where a cart was taken here and elsewhere, and
    ``EntryJournalled`` for what the audit log is to keep of that.
    """

    def __init__(self, desk: Desk, facts: Facts, carts: SharedCartStore, bus: Bus) -> None:
        self._desk = desk
        self._facts = facts
        self._carts = carts
        self._bus = bus
        self._alarm = Alarm()
        self._backoff = Backoff(FIRST_PAUSE_SECONDS, MOST_PAUSE_SECONDS)
        self._claiming: set[Id] = set()
        self._refused: set[Id] = set()
        self.online = False

    async def run(self) -> None:
        """Brings desk and documents together at every change of either, for ever."""
        self._alarm.bind()
        unsubscribe = self._bus.subscribe(self._on_event)
        try:
            while True:
                await self._alarm.wait(await self.round())
        finally:
            unsubscribe()

    def _on_event(self, event: Event) -> None:
        match event:
            case ConnectionChanged(online=online):
                self.online = online
                if online:
                    self._alarm.set()
            case HeldCartsChanged() | ReplicaChanged(collection="heldcarts"):
                self._alarm.set()
            case _:
                pass

    # ------------------------------------------------------------ taking

    async def claim(self, cart: Id, taking: Taking, instead_of: Taking | None) -> HeldCart:
        """Takes a shared cart; ``end_claim`` is to be called when it is on the desk, or not to be.

        Raises:
            DomainError: HELD_CART_TAKEN (``register``) or HELD_CART_GONE.
            AdapterError: DATABASE_UNREACHABLE, after ``CLAIM_SECONDS`` at most.
        """
        if not self.online:
            raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="offline")
        self._claiming.add(taking.id)
        try:
            async with asyncio.timeout(CLAIM_SECONDS):
                found = await self._claim(cart, taking, instead_of)
        except TimeoutError as error:
            reason = f"no answer in {CLAIM_SECONDS:.0f} seconds"
            raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason=reason) from error
        if found is not None and found.taken is not None and found.taken.id != taking.id:
            raise DomainError(ErrorCode.HELD_CART_TAKEN, register=found.taken.register_code)
        if found is None or found.taken is None or found.held is None:
            raise DomainError(ErrorCode.HELD_CART_GONE)
        return found.held

    async def _claim(self, cart: Id, taking: Taking, instead_of: Taking | None) -> SharedCart | None:
        found = await self._carts.claim(cart, taking, instead_of)
        on_its_way = next((held for held in self._desk.held() if held.cart.id == cart), None)
        register = self._desk.register()
        if found is None and on_its_way is not None and register is not None:
            await self._share(on_its_way, register)
            found = await self._carts.claim(cart, taking, instead_of)
        return found

    def end_claim(self, taking: Taking) -> None:
        """Says that the desk tells from here on whether the cart was taken; from any thread."""
        self._claiming.discard(taking.id)
        self._alarm.set()

    # ------------------------------------------------------------ one round

    async def round(self) -> float:
        """One round; returns after how many seconds the next one is due without any news."""
        register = self._desk.register()
        try:
            if register is not None:
                async with asyncio.timeout(ROUND_SECONDS):
                    await self._bring_together(register)
        except TimeoutError:
            return self._backoff.next()
        except AdapterError as error:
            if error.code is not ErrorCode.DATABASE_UNREACHABLE:
                _log.error("held carts were not shared and will be tried again: %s", error)
            return self._backoff.next()
        self._backoff.reset()
        return IDLE_SECONDS

    async def _bring_together(self, register: Register) -> None:
        for taken in self._desk.takings():
            await self._settle(taken)
        await self._release_strays(register)
        for held in self._desk.held():
            await self._share(held, register)
        await self._forget_taken(register)

    async def _settle(self, taken: DeskCart) -> None:
        """Makes what was taken here this counter's for good, and tells where it is another's, too."""
        taking = taken.taking
        assert taking is not None
        rival = await self._carts.settle(taken.cart.id, taking)
        if rival is not None:
            doubled = _doubled(taken, taking, rival)
            await self._facts.append(doubled)
            self._bus.publish(EntryJournalled(doubled.id))
            self._bus.publish(HeldCartDoubled(taken.label, taken.total, rival.register_code, rival.at))
        self._desk.drop(taken.cart.id)

    async def _release_strays(self, register: Register) -> None:
        """Gives back what was claimed and never reached the desk: its taker died or gave up."""
        for shared in await self._carts.claims_of(register.id):
            taking = shared.taken
            # In this order: a claim that has ended has left its mark on the desk, or never will.
            if taking is None or taking.id in self._claiming:
                continue
            if shared.id not in {taken.cart.id for taken in self._desk.takings()}:
                await self._carts.release(shared.id, taking)

    async def _share(self, held: DeskCart, register: Register) -> None:
        """Adds a cart's document; from the first mark on, this counter alone can no longer take it."""
        cart = held.cart.id
        if held.standing is Standing.SHARED or held.cart.tenders or cart in self._refused:
            return
        if held.standing is Standing.LOCAL and not self._may_share(cart):
            return
        try:
            await self._carts.share(
                SharedCart(id=cart, register=register.id, register_code=register.code, held=held.plain())
            )
        except AdapterError as error:
            if error.code is ErrorCode.DATABASE_UNREACHABLE:
                raise
            _log.error("a held cart stays at this counter, the database refuses it: %s", error)
            self._refused.add(cart)
            self._desk.mark(cart, Standing.SHARING, Standing.LOCAL)
            return
        if self._desk.mark(cart, Standing.SHARING, Standing.SHARED):
            self._bus.publish(HeldCartsChanged())

    def _may_share(self, cart: Id) -> bool:
        ended = self._facts.has_ended(cart)  # after a power failure the desk may be older than the journal
        return not ended and self._desk.mark(cart, Standing.LOCAL, Standing.SHARING)

    async def _forget_taken(self, register: Register) -> None:
        """Removes from the desk what another counter has for good; shares again what vanished."""
        shared = [held.cart.id for held in self._desk.held() if held.standing is Standing.SHARED]
        found = await self._carts.find(shared) if shared else {}
        changed = False
        for cart in shared:
            document = found.get(cart)
            if document is None:
                changed |= self._desk.mark(cart, Standing.SHARED, Standing.LOCAL)
            elif document.settled_at is not None:
                changed |= self._desk.mark(cart, Standing.SHARED, None)
        if changed:
            self._bus.publish(HeldCartsChanged())


class BackgroundClaims:
    """``CartClaims`` for callers in another thread than ``sharing`` runs in.

    Args:
        run: Runs a coroutine where ``sharing`` runs, and awaits it here.
        sharing: Takes the carts.
    """

    def __init__(self, run: Callable[[Coroutine[Any, Any, Any]], Awaitable[Any]], sharing: Sharing) -> None:
        self._run = run
        self._sharing = sharing

    @property
    def online(self) -> bool:
        """Whether the database answers, as far as is known."""
        return self._sharing.online

    @contextlib.asynccontextmanager
    async def claimed(
        self, cart: Id, taking: Taking, instead_of: Taking | None = None
    ) -> AsyncIterator[HeldCart]:
        """Keeps all others from taking ``cart`` while the block writes it to this counter's desk."""
        try:
            yield await self._run(self._sharing.claim(cart, taking, instead_of))
        finally:
            self._sharing.end_claim(taking)


def _doubled(taken: DeskCart, taking: Taking, rival: Taking) -> Audited:
    """What the audit log keeps of a cart that two counters took; the same each time it is found."""
    entry = AuditEntry(
        id=taking.id,
        action=Action.RECALL_UNCONFIRMED,
        user=taking.user,
        user_name=taking.user_name,
        register=taking.register,
        ref=taking.cart,
        details={
            "held_as": taken.cart.id,
            "label": taken.label,
            "total": str(taken.total),
            "also_taken_by": rival.user_name,
            "also_taken_at": rival.register_code,
            "also_taken_as": rival.cart,
        },
        at=rival.at,
    )
    return Audited(id=taking.id, audit=(entry,))
