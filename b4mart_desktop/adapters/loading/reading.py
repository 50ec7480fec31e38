"""The process that reads: documents from the database, made ready to be written."""

import gc
import hashlib
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from multiprocessing.connection import Connection
from typing import Any

from b4mart_desktop.adapters.loading.messages import Begin, Brought, End, LoadTarget
from b4mart_desktop.adapters.local.replica.file import ReplicaFile
from b4mart_desktop.adapters.local.replica.load import KnownDocuments
from b4mart_desktop.adapters.local.replica.write import ReplicaTables
from b4mart_desktop.adapters.mongo.codec import from_document
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.replication import MongoReplication, decode, documents_in
from b4mart_desktop.adapters.own_process import Send
from b4mart_desktop.services.ports import REPLICATED

_DIGEST_BYTES = 8


async def read_database(_: Send, writer: "Connection[Any, Any]", target: LoadTarget) -> None:
    """Reads everything and sends it to ``writer``.

    Raises:
        AdapterError: as ``MongoReplication`` does.
        BrokenPipeError: Nobody writes any more.
    """
    # Walking thousands of young objects again and again would cost more than reading them did; they go when
    # they are sent, and what is left in a circle goes with the process.
    gc.disable()
    file = ReplicaFile(target.path, target.identity)
    try:
        async with make_client(target.uri) as client:
            source = MongoReplication(client.get_database(target.database), target.store)
            async with aclosing(messages(source, file)) as found:
                async for message in found:
                    writer.send(message)
    finally:
        file.close()


async def messages(
    source: MongoReplication, file: ReplicaFile
) -> AsyncGenerator[Begin | Brought | End, None]:
    """Yields what the writer is told, in order; what the file has already is not even decoded."""
    await source.ping()
    token = await source.token()
    yield Begin(sum([await source.count(collection) for collection in REPLICATED]))
    make = _batch_maker(file)
    for collection in REPLICATED:
        async with aclosing(source.load(collection)) as batches:
            async for raw in batches:
                yield make(collection, raw)
    yield End(token)


def _batch_maker(file: ReplicaFile) -> Callable[[str, bytes], Brought]:
    known, tables = KnownDocuments(file), ReplicaTables(from_document)

    def make(collection: str, raw: bytes) -> Brought:
        found = documents_in(raw)
        digests = {
            identity: hashlib.blake2b(document, digest_size=_DIGEST_BYTES).digest()
            for identity, document in found.items()
        }
        here = known.among(collection, digests)
        fresh = {identity: document for identity, document in found.items() if identity not in here}
        documents = dict(zip(fresh, decode(fresh.values()), strict=True))
        return Brought(tables.prepare(collection, documents, digests), tuple(here))

    return make
