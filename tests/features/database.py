"""What the program's own MongoDB holds while it runs, as anybody else would read it: with pymongo alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bson import ObjectId
from gridfs import GridFSBucket
from pymongo import MongoClient
from pymongo.database import Database

from b4mart_desktop.adapters.mongo.connect import DATABASE_NAME
from b4mart_desktop.adapters.mongo.embedded.folder import FOLDER_NAME, ServerFolder
from b4mart_desktop.adapters.mongo.embedded.replica_set import user_uri

Document = dict[str, Any]


@contextmanager
def connected(data_dir: Path) -> Iterator[Database[Document]]:
    """The database of the program that runs on ``data_dir``."""
    folder = data_dir / FOLDER_NAME
    port = int((folder / "port").read_text("ascii"))
    uri = user_uri(port, ServerFolder(folder).password())
    with MongoClient[Document](uri, serverMonitoringMode="poll") as client:
        yield client[DATABASE_NAME]


def invoice(database: Database[Document], order: ObjectId) -> bytes:
    """Returns the one invoice of an order."""
    (file,) = GridFSBucket(database, "documents").find({"metadata.ref": order})
    content: bytes = file.read()
    return content
