"""Held carts in MongoDB: one document a cart, taken by one counter only.

Every change is one conditional update of one document, so that of any number of counters one gets the cart.
A taking has two steps: it is claimed here, written to the taker's disk, and settled here. What is settled
stays for a month without its content: who comes too late is told who has it, and a counter that settles
again after a crash finds its own mark.
"""

from collections.abc import Mapping, Sequence

from bson import ObjectId
from pymongo import ReturnDocument
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError

from b4mart_desktop.adapters.mongo.codec import Document, from_document, to_document, to_value
from b4mart_desktop.adapters.mongo.errors import database_errors
from b4mart_desktop.domain.counters import SharedCart, Taking
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import utc_now

_WITHOUT_CONTENT = {"held": 0}


class MongoHeldCarts:
    """Implements ``services.ports.SharedCartStore``."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._carts = database.heldcarts

    async def share(self, cart: SharedCart) -> None:
        """Adds a cart; one that is there already stays as it is."""
        with database_errors():
            try:
                await self._carts.insert_one(to_document(cart))
            except DuplicateKeyError:  # the answer of an attempt before was lost
                return

    async def claim(self, cart: Id, taking: Taking, instead_of: Taking | None) -> SharedCart | None:
        """Takes the cart unless somebody else did; returns it as it is now, None where there is none."""
        free = _free_for(taking)
        if instead_of is not None:
            free.append({"taken.id": ObjectId(instead_of.id)})
        while True:
            found = await self._try_to_claim(cart, taking, free)
            # Nobody's: it was added or given back between the two looks, and may still be had.
            if found is None or found.taken is not None:
                return found

    async def _try_to_claim(self, cart: Id, taking: Taking, free: Sequence[Document]) -> SharedCart | None:
        with database_errors():
            found = await self._carts.find_one_and_update(
                {"_id": ObjectId(cart), "settledAt": None, "$or": free},
                {"$set": {"taken": to_value(taking)}},
                return_document=ReturnDocument.AFTER,
            )
            found = found or await self._carts.find_one({"_id": ObjectId(cart)})
        return None if found is None else from_document(found, SharedCart)

    async def release(self, cart: Id, taking: Taking) -> None:
        """Gives back what was claimed by ``taking`` and not settled."""
        mine = {"_id": ObjectId(cart), "settledAt": None, "taken.id": ObjectId(taking.id)}
        with database_errors():
            await self._carts.update_one(mine, {"$unset": {"taken": ""}})

    async def settle(self, cart: Id, taking: Taking) -> Taking | None:
        """Makes the cart ours for good; returns whose it is where somebody else took it.

        A mark is left even where there is no document, so that none can be added any more whose attempt to
        be added is still on its way.
        """
        added = {"register": ObjectId(taking.register), "registerCode": taking.register_code}
        with database_errors():
            try:
                await self._carts.update_one(
                    {"_id": ObjectId(cart), "settledAt": None, "$or": _free_for(taking)},
                    {
                        "$set": {"taken": to_value(taking), "settledAt": utc_now()},
                        "$setOnInsert": added,
                        "$unset": {"held": ""},
                    },
                    upsert=True,
                )
            except DuplicateKeyError:  # it is there, and taken or settled
                found = await self._carts.find_one({"_id": ObjectId(cart)})
            else:
                return None
        rival = None if found is None else from_document(found, SharedCart).taken
        return None if rival is None or rival.id == taking.id else rival

    async def claims_of(self, register: Id) -> Sequence[SharedCart]:
        """Returns the carts the register claimed and did not settle, without their content."""
        with database_errors():
            wanted = {"settledAt": None, "taken.register": ObjectId(register)}
            claimed = await self._carts.find(wanted, _WITHOUT_CONTENT).to_list()
        return [from_document(document, SharedCart) for document in claimed]

    async def find(self, carts: Sequence[Id]) -> Mapping[Id, SharedCart]:
        """Returns those of ``carts`` that are there, without their content."""
        with database_errors():
            wanted = {"_id": {"$in": [ObjectId(cart) for cart in carts]}}
            found = await self._carts.find(wanted, _WITHOUT_CONTENT).to_list()
        return {cart.id: cart for cart in (from_document(document, SharedCart) for document in found)}


def _free_for(taking: Taking) -> list[Document]:
    """Conditions under which nobody else has it: one register is never its own rival."""
    return [{"taken": None}, {"taken.register": ObjectId(taking.register)}]
