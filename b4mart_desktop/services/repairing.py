"""Repairing documents that cannot be read: what is wrong in each, what was meant, and saving that.

What a wrong place was meant to hold is ``repair_proposals``; which places are wrong is ``domain.misfits``.
"""

import asyncio
import dataclasses
import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from b4mart_desktop.domain.catalog import Category, Product
from b4mart_desktop.domain.counters import Popularity, SharedCart
from b4mart_desktop.domain.edits import CatalogueChange, EditKind, FieldChange, as_text
from b4mart_desktop.domain.errors import B4MartError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.labels import LabelPrint
from b4mart_desktop.domain.misfits import GONE, Change, Foreign, Misfit, Plain, changed, misfits, value_at
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.price_lists import ListPrice, PriceList
from b4mart_desktop.domain.promotions import Promotion, Tax
from b4mart_desktop.domain.record import Record, utc_now
from b4mart_desktop.domain.store import Store
from b4mart_desktop.domain.tills import Register
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.ports import SkippedDocument
from b4mart_desktop.services.ports.repairs import DocumentRepairs, Hiding, Repair, StockRepair
from b4mart_desktop.services.repair_proposals import converted, proposed
from b4mart_desktop.services.repair_stock import as_on_hand, concerns_stock, stock_repair

REPAIRED_AT_ONCE = 100

Progress = Callable[[int], None]
"""Called with how many documents are done."""

_KINDS: Mapping[str, tuple[type[Record], Action | None]] = {
    "products": (Product, Action.EDIT_CATALOGUE),
    "categories": (Category, Action.EDIT_CATALOGUE),
    "promotions": (Promotion, Action.MANAGE_PROMOTIONS),
    "pricelists": (PriceList, Action.MANAGE_PROMOTIONS),
    "prices": (ListPrice, Action.MANAGE_PROMOTIONS),
    "taxes": (Tax, Action.MANAGE_TAXES),
    "users": (User, None),
    "registers": (Register, None),
    "settings": (Store, None),
    "heldcarts": (SharedCart, None),
    "popularity": (Popularity, None),
    "labelprints": (LabelPrint, None),
}
"""What each collection holds, and what is asked of who repairs it; None: it is not repaired here."""


class Standing(enum.StrEnum):
    """Whether a document can be repaired here."""

    REPAIRABLE = "repairable"
    NOT_ALLOWED = "not_allowed"
    ELSEWHERE = "elsewhere"
    """The collection's documents are not edited here."""
    IDENTITY = "identity"
    """Its ``_id`` is wrong, which no database changes: it has to be copied and added anew."""
    READABLE = "readable"
    """Somebody put it right since."""
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Place:
    """A wrong place.

    Attributes:
        misfit: What is wrong.
        proposal: What puts it right, None where nobody can tell.
    """

    misfit: Misfit
    proposal: tuple[Change, ...] | None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All that is wrong with a document.

    Attributes:
        document: Which, as the replica noted it.
        places: The wrong places in the order of the record's fields.
        standing: Whether it can be repaired here.
        plain: The document itself; empty where it is gone.
        ledger: What is on hand by the product's movements, where its stock is wrong and it has any.
    """

    document: SkippedDocument
    places: tuple[Place, ...]
    standing: Standing
    plain: Plain
    ledger: Decimal | None = None

    @property
    def proposals(self) -> tuple[Change, ...] | None:
        """The changes that repair all of it, None where a place has no proposal."""
        if not self.places or any(place.proposal is None for place in self.places):
            return None
        return tuple(change for place in self.places for change in place.proposal or ())


@dataclass(slots=True)
class RepairOutcome:
    """What became of many documents.

    Attributes:
        repaired: How many can be read again.
        left: Documents with a place for which there is no proposal.
        failed: Documents that could not be written, and why.
    """

    repaired: int = 0
    left: list[SkippedDocument] = field(default_factory=list)
    failed: list[tuple[SkippedDocument, B4MartError]] = field(default_factory=list)


class Repairing:
    """What managers do with documents that cannot be read."""

    def __init__(self, counter: Counter, archive: DocumentRepairs, hiding: Hiding) -> None:
        self._counter = counter
        self._archive = archive
        self._hiding = hiding

    async def look(self, document: SkippedDocument) -> Diagnosis:
        """Returns all that is wrong with a document as it is in the database; costs for who may see them.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.SEE_CATALOGUE)
        (diagnosis,) = await self._diagnoses(document.collection, [document])
        if diagnosis.standing is not Standing.NOT_ALLOWED or self._counter.may(Action.SEE_COSTS):
            return diagnosis
        shown = tuple(place for place in diagnosis.places if place.misfit.path[-1] != "costPrice")
        return dataclasses.replace(diagnosis, places=shown)

    async def repair(self, diagnosis: Diagnosis, changes: Sequence[Change]) -> None:
        """Writes what a person decided for the wrong places of a document.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED, also to adjust stock to another than the ledger says;
                QUANTITY_OUT_OF_RANGE; FIELD_INVALID with the ``field`` where a place would still be wrong.
            AdapterError: CHANGED_MEANWHILE where it is not as it was shown, UNREADABLE_DOCUMENT where it
                still could not be read; NOT_FOUND, DUPLICATE, DATABASE_REFUSED, DATABASE_UNREACHABLE.
        """
        repair = self._repair(diagnosis, changes)
        for wrong in _left_by(diagnosis, changes):
            raise DomainError(ErrorCode.FIELD_INVALID, field=wrong.field, value=wrong.expected)
        (error,) = await self._archive.repair(diagnosis.document.collection, [repair])
        if error is not None:
            raise error

    async def repair_all(
        self, documents: Sequence[SkippedDocument], progress: Progress | None = None
    ) -> RepairOutcome:
        """Repairs all documents whose wrong places all have a proposal; cancelling leaves what is done.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE; what was repaired until then stays so.
        """
        outcome, done = RepairOutcome(), 0
        by_collection: dict[str, list[SkippedDocument]] = {}
        for document in documents:
            by_collection.setdefault(document.collection, []).append(document)
        for collection, some in by_collection.items():
            for start in range(0, len(some), REPAIRED_AT_ONCE):
                batch = some[start : start + REPAIRED_AT_ONCE]
                await self._repair_batch(collection, batch, outcome)
                done += len(batch)
                if progress is not None:
                    progress(done)
        return outcome

    async def hide(self, documents: Sequence[SkippedDocument], *, hidden: bool) -> None:
        """Hides documents at this counter until they change, or shows them again.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DISK_WRITE_FAILED.
        """
        self._counter.permit(Action.EDIT_CATALOGUE)
        await asyncio.to_thread(self._hiding.hide, documents, hidden=hidden)

    # ------------------------------------------------------------ inside

    async def _repair_batch(
        self, collection: str, documents: Sequence[SkippedDocument], outcome: RepairOutcome
    ) -> None:
        ready: list[SkippedDocument] = []
        repairs: list[Repair] = []
        for diagnosis in await self._diagnoses(collection, documents):
            document = diagnosis.document
            if diagnosis.standing is Standing.NOT_ALLOWED:
                raise DomainError(ErrorCode.NOT_ALLOWED, action=_KINDS[collection][1])
            try:
                repair = self._repair_proposed(diagnosis)
            except DomainError as refused:
                outcome.failed.append((document, refused))
                continue
            if repair is not None:
                ready.append(document)
                repairs.append(repair)
            elif diagnosis.standing not in (Standing.READABLE, Standing.DELETED):
                outcome.left.append(document)
        for document, error in zip(ready, await self._archive.repair(collection, repairs), strict=True):
            if error is None:
                outcome.repaired += 1
            else:
                outcome.failed.append((document, error))

    def _repair_proposed(self, diagnosis: Diagnosis) -> Repair | None:
        """Returns the repair by all proposals, None where they do not repair all of it.

        Raises:
            DomainError: NOT_ALLOWED, QUANTITY_OUT_OF_RANGE.
        """
        proposals = diagnosis.proposals
        if diagnosis.standing is not Standing.REPAIRABLE or proposals is None:
            return None
        return None if _left_by(diagnosis, proposals) else self._repair(diagnosis, proposals)

    async def _diagnoses(self, collection: str, documents: Sequence[SkippedDocument]) -> list[Diagnosis]:
        found = await self._archive.documents(collection, [document.id for document in documents])
        kind, _ = _KINDS[collection]
        wrong = {identity: misfits(plain, kind) for identity, plain in found.items()}
        asked = [
            identity
            for identity, places in wrong.items()
            if kind is Product and concerns_stock(place.path for place in places)
        ]
        ledgers = await self._archive.ledgers(asked) if asked else {}
        return [
            self._diagnosis(document, found[document.id], wrong[document.id], ledgers.get(document.id))
            if document.id in found
            else Diagnosis(document, (), Standing.DELETED, {})
            for document in documents
        ]

    def _diagnosis(
        self, document: SkippedDocument, plain: Plain, wrong: Sequence[Misfit], ledger: Decimal | None
    ) -> Diagnosis:
        places = tuple(Place(misfit, proposed(misfit, plain, ledger)) for misfit in wrong)
        standing = self._standing(wrong, _KINDS[document.collection][1])
        return Diagnosis(document, places, standing, plain, ledger)

    def _standing(self, wrong: Sequence[Misfit], action: Action | None) -> Standing:
        if not wrong:
            return Standing.READABLE
        if action is None:
            return Standing.ELSEWHERE
        if not self._counter.may(action):
            return Standing.NOT_ALLOWED
        is_lost = any(misfit.path == ("_id",) for misfit in wrong)
        return Standing.IDENTITY if is_lost else Standing.REPAIRABLE

    def _repair(self, diagnosis: Diagnosis, changes: Sequence[Change]) -> Repair:
        kind, action = _KINDS[diagnosis.document.collection]
        if action is None:
            raise DomainError(ErrorCode.NOT_ALLOWED, action=diagnosis.document.collection)
        permit = self._counter.permit(action)
        if any(change.path[0] == "pricing" for change in changes):
            self._counter.permit(Action.CHANGE_CATALOGUE_PRICES)
        fields = tuple(_noted(change, diagnosis.plain) for change in changes)
        mended = changed(diagnosis.plain, changes)
        history, audit, stock = None, None, None
        if kind is Product:
            history = self._history(diagnosis, mended, fields, permit.user)
            stock = stock_repair(self._counter, mended, diagnosis.ledger, changes)
        else:
            details = {each.field: f"{each.before} → {each.after}" for each in fields}
            ref = diagnosis.plain.get("_id")
            audit = self._counter.audit(permit, ref, repaired=diagnosis.document.collection, **details)
        paths = [*(place.misfit.path for place in diagnosis.places), *(change.path for change in changes)]
        return Repair(
            id=diagnosis.document.id,
            seen={path: value_at(diagnosis.plain, path) for path in paths},
            changes=(*changes, *_by_ledger(stock)),
            history=history,
            audit=audit,
            stock=stock,
        )

    def _history(
        self, diagnosis: Diagnosis, mended: Plain, fields: tuple[FieldChange, ...], user: User
    ) -> CatalogueChange:
        now = utc_now()
        return CatalogueChange(
            id=new_id(),
            product=Id(diagnosis.document.id),
            name=str(mended.get("name") or diagnosis.document.id),
            kind=EditKind.REPAIRED,
            fields=fields,
            user=user.id,
            user_name=user.name,
            register=self._counter.register().id,
            version=now,
            at=now,
        )


def typed(misfit: Misfit, text: str) -> Change:
    """Returns what a person typed for a wrong place; nothing typed removes what need not be there.

    Raises:
        DomainError: FIELD_REQUIRED, FIELD_INVALID with the ``field``.
    """
    if not text.strip():
        if misfit.required:
            raise DomainError(ErrorCode.FIELD_REQUIRED, field=misfit.field)
        return Change(path=misfit.path, value=GONE)
    value: Any = converted(text, misfit)
    if value is None:
        raise DomainError(ErrorCode.FIELD_INVALID, field=misfit.field, value=text)
    return Change(path=misfit.path, value=value)


def _left_by(diagnosis: Diagnosis, changes: Sequence[Change]) -> Sequence[Misfit]:
    """Returns what is wrong after those changes."""
    kind, _ = _KINDS[diagnosis.document.collection]
    return misfits(changed(diagnosis.plain, changes), kind)


def _by_ledger(stock: StockRepair | None) -> Sequence[Change]:
    """A document that is to have other stock gets what the ledger says first: the movement does the rest."""
    if stock is None or stock.movement is None:
        return ()
    values = as_on_hand(stock.ledger or Decimal(0))
    return [Change(path=path, value=value) for path, value in values.items()]


def _noted(change: Change, document: Plain) -> FieldChange:
    before, after = value_at(document, change.path), change.value
    texts = [None if value is GONE else as_text(_written(value)) for value in (before, after)]
    return FieldChange(field=change.field, before=texts[0], after=texts[1])


def _written(value: Any) -> Any:
    """Returns a plain value as history writes it: ids and what no record can hold as texts."""
    match value:
        case Foreign():
            return f"{value.kind} {value.text}"
        case Id():
            return str(value)
        case dict():
            return {name: _written(element) for name, element in value.items()}
        case list():
            return [_written(element) for element in value]
        case _:
            return value
