"""Unreadable documents in MongoDB: read as plain values, and only their wrong places written.

Implements ``DocumentRepairs``. What is written is read once more inside the transaction, by the rules of
``codec``: a repair never leaves behind a document that still cannot be read.
"""

import datetime as dt
import itertools
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec
from bson import Decimal128, Int64, ObjectId
from bson.codec_options import CodecOptions, DatetimeConversion
from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import OperationFailure

from b4mart_desktop.adapters.mongo import stock
from b4mart_desktop.adapters.mongo.codec import RECORDS, Document, from_document, to_document, to_value
from b4mart_desktop.adapters.mongo.errors import database_errors, duplicate_field, translate
from b4mart_desktop.adapters.mongo.transactions import in_transaction
from b4mart_desktop.domain.errors import AdapterError, B4MartError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.misfits import GONE, Change, Foreign, Path, changed, touched, value_at
from b4mart_desktop.domain.record import utc_after, utc_now
from b4mart_desktop.services.ports.repairs import Repair

_SHOWN = 60
_STEPS = frozenset(".$")
# As replication reads: text that is not UTF-8 and dates past the year 9999 spoil one field only.
_LENIENT: CodecOptions[Document] = CodecOptions(
    tz_aware=True,
    unicode_decode_error_handler="replace",
    datetime_conversion=DatetimeConversion.DATETIME_AUTO,
)


class _Write(NamedTuple):
    """What one document, its history and the audit log get."""

    identity: object
    update: dict[str, Document]
    repair: Repair
    version: dt.datetime


class MongoDocumentRepairs:
    """Unreadable documents of the shop's database."""

    def __init__(self, database: AsyncDatabase[Document]) -> None:
        self._database = database.with_options(_LENIENT)

    async def documents(self, collection: str, ids: Collection[str]) -> Mapping[str, Document]:
        """Returns those documents that are there, as plain values by ``_id`` as text.

        Raises:
            AdapterError: DATABASE_UNREACHABLE.
        """
        with database_errors():
            found = await self._find(collection, ids, None)
        return {identity: _plain(document) for identity, document in found.items()}

    async def ledgers(self, products: Collection[str]) -> Mapping[str, Decimal]:
        """Returns what is on hand by the movements of those products that have any, by ``_id`` as text.

        Raises:
            AdapterError: DATABASE_UNREACHABLE.
        """
        with database_errors():
            return await self._ledgers(products, None)

    async def repair(self, collection: str, repairs: Sequence[Repair]) -> Sequence[B4MartError | None]:
        """Writes changes with their history, all in one transaction as far as they can be.

        Returns:
            For each why it was not written: CHANGED_MEANWHILE, NOT_FOUND, UNREADABLE_DOCUMENT where it could
            not be read afterwards either, DUPLICATE, DATABASE_REFUSED; None where it was.

        Raises:
            AdapterError: DATABASE_UNREACHABLE; then nothing was written.
        """
        if not repairs:
            return []

        async def write(session: AsyncClientSession) -> list[B4MartError | None]:
            found = await self._find(collection, [repair.id for repair in repairs], session)
            stocked = [repair.id for repair in repairs if repair.stock is not None]
            ledgers = await self._ledgers(stocked, session) if stocked else {}
            prepared = [
                _prepare(collection, repair, found.get(repair.id), ledgers.get(repair.id))
                for repair in repairs
            ]
            await self._write(collection, [each for each in prepared if isinstance(each, _Write)], session)
            return [each if isinstance(each, B4MartError) else None for each in prepared]

        with database_errors():
            try:
                return await in_transaction(self._database.client, write)
            except AdapterError as error:
                refusal = error
            except OperationFailure as error:
                refusal = _as_refusal(collection, error)
                if refusal.code is ErrorCode.DATABASE_UNREACHABLE:
                    raise
        if len(repairs) == 1:
            return [refusal]
        return [(await self.repair(collection, [repair]))[0] for repair in repairs]

    # ------------------------------------------------------------ inside

    async def _find(
        self, collection: str, ids: Collection[str], session: AsyncClientSession | None
    ) -> dict[str, Document]:
        wanted = [key for identity in ids for key in _keys(identity)]
        cursor = self._database[collection].find({"_id": {"$in": wanted}}, session=session)
        return {str(document["_id"]): document async for document in cursor}

    async def _ledgers(
        self, products: Collection[str], session: AsyncClientSession | None
    ) -> dict[str, Decimal]:
        ids = [ObjectId(product) for product in products if ObjectId.is_valid(product)]
        sums = await stock.sums(self._database, session, ids)
        return {str(product): on_hand for product, on_hand in sums.items()}

    async def _write(self, collection: str, writes: Sequence[_Write], session: AsyncClientSession) -> None:
        if not writes:
            return
        updates = [UpdateOne({"_id": each.identity}, each.update) for each in writes]
        await self._database[collection].bulk_write(updates, ordered=False, session=session)
        await self._check_readable(collection, writes, session)
        stocks = [each.repair.stock for each in writes if each.repair.stock is not None]
        moved = [each.movement for each in stocks if each.movement is not None]
        noted = [*(each.repair.audit for each in writes), *(each.audit for each in stocks)]
        histories = [
            msgspec.structs.replace(each.repair.history, version=each.version)
            for each in writes
            if each.repair.history is not None
        ]
        added: dict[str, list[Document]] = {
            "cataloguechanges": [to_document(history) for history in histories],
            "stockmovements": await stock.book(self._database, session, moved),
            "auditlog": [to_document(audit) for audit in noted if audit is not None],
        }
        for name, documents in added.items():
            if documents:
                await self._database[name].insert_many(documents, ordered=False, session=session)

    async def _check_readable(
        self, collection: str, writes: Sequence[_Write], session: AsyncClientSession
    ) -> None:
        """Reads what was written.

        Raises:
            AdapterError: UNREADABLE_DOCUMENT, which ends the transaction with nothing written.
        """
        ids = [each.identity for each in writes]
        async for document in self._database[collection].find({"_id": {"$in": ids}}, session=session):
            from_document(document, RECORDS[collection])


def _prepare(
    collection: str, repair: Repair, document: Document | None, ledger: Decimal | None
) -> _Write | AdapterError:
    """Returns what to write over ``document``, or why it cannot be."""
    if document is None:
        return AdapterError(ErrorCode.NOT_FOUND, what=collection, id=repair.id)
    if not _is_as_seen(repair, _plain(document), ledger):
        return AdapterError(ErrorCode.CHANGED_MEANWHILE, collection=collection, id=repair.id)
    before = document.get("updatedAt")
    version = utc_after(before) if isinstance(before, dt.datetime) else utc_now()
    changes = [Change(path=each.path, value=_stored(each.value)) for each in repair.changes]
    if "updatedAt" in RECORDS[collection].__struct_encode_fields__:
        changes = [each for each in changes if each.path != ("updatedAt",)]
        changes.append(Change(path=("updatedAt",), value=version))
    mended = changed(document, changes)
    try:
        from_document(mended, RECORDS[collection])
    except AdapterError as error:
        return error
    return _Write(document["_id"], _update(document, mended, _settable(document, changes)), repair, version)


def _is_as_seen(repair: Repair, plain: Document, ledger: Decimal | None) -> bool:
    """By their texts: numbers of two kinds that are equal are not the same, and NaN is."""
    if repair.stock is not None and repair.stock.ledger != ledger:
        return False
    return all(repr(value_at(plain, path)) == repr(found) for path, found in repair.seen.items())


def _settable(document: Document, changes: Sequence[Change]) -> list[Path]:
    """Returns the paths to set, those that a dotted name cannot say with all of what they are in."""
    paths = dict.fromkeys(_sayable(path) for path in touched(document, changes))
    return [path for path in paths if not any(path[:length] in paths for length in range(1, len(path)))]


def _sayable(path: Path) -> Path:
    """Names that other programs gave, such as those of options, may hold what dotted names take as steps."""
    said = itertools.takewhile(lambda step: str(step) and not _STEPS.intersection(str(step)), path)
    return tuple(said)


def _update(document: Document, mended: Document, paths: Sequence[Path]) -> dict[str, Document]:
    update: dict[str, Document] = {}
    for path in paths:
        name, value = ".".join(map(str, path)), value_at(mended, path)
        if value is not GONE:
            update.setdefault("$set", {})[name] = value
        elif value_at(document, path) is not GONE:
            update.setdefault("$unset", {})[name] = ""
    return update


def _stored(value: Any) -> Any:
    return value if value is GONE else to_value(value)


def _keys(identity: str) -> list[object]:
    """Returns what an ``_id`` may be that reads so: other programs number their documents, or name them."""
    keys: list[object] = [identity]
    if ObjectId.is_valid(identity):
        keys.append(ObjectId(identity))
    if identity.lstrip("-").isdigit():
        keys.append(int(identity))
    return keys


def _plain(value: Any) -> Any:
    """Returns what the driver decoded as plain values of Python, what a record cannot hold as ``Foreign``."""
    match value:
        case None | bool() | str() | float() | dt.datetime():
            return value
        case Int64():
            return int(value)
        case int():
            return value
        case ObjectId():
            return Id(str(value))
        case Decimal128():
            return value.to_decimal()
        case Mapping():
            return {str(name): _plain(element) for name, element in value.items()}
        case list():
            return [_plain(element) for element in value]
        case Decimal():
            return value
        case _:
            return Foreign(type(value).__name__, str(value)[:_SHOWN])


def _as_refusal(collection: str, error: OperationFailure) -> AdapterError:
    field = duplicate_field(error)
    if field is None:
        return translate(error)
    return AdapterError(ErrorCode.DUPLICATE, collection=collection, field=field)
