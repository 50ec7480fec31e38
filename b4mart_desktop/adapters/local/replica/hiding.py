"""Which unreadable documents somebody does not want to see until they change. Implements ``Hiding``.

That they show again when they change is ``write``'s doing.
"""

from collections.abc import Collection

from b4mart_desktop.adapters.local.replica.file import ReplicaFile
from b4mart_desktop.services.ports import SkippedDocument


class LocalHiding:
    """Marks in the replica file. Callable from any thread."""

    def __init__(self, file: ReplicaFile) -> None:
        self._file = file

    def hide(self, documents: Collection[SkippedDocument], *, hidden: bool) -> None:
        """Hides unreadable documents, or shows them again.

        Raises:
            AdapterError: DISK_WRITE_FAILED.
        """
        rows = [(hidden, document.collection, document.id) for document in documents]
        with self._file.writing() as connection:
            connection.executemany("UPDATE skipped SET hidden = ? WHERE collection = ? AND id = ?", rows)
