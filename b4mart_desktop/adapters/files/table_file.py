"""What tables in files have in common: opening and closing them. What stands in them is each kind's own."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Self

from b4mart_desktop.adapters.files.source import Source


class TableFile:
    """An open file; what all kinds share of the port ``Table``. Use it in a ``with`` statement.

    Args:
        source: The file; closed with the table, also where that cannot be opened.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._owned = ExitStack()
        self._owned.callback(source.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def sheets(self) -> Sequence[str]:
        """The names of the file's tables; empty where it is one."""
        return ()

    def digest(self) -> str:
        """Returns the SHA-256 of the whole file."""
        return self._source.digest()

    def close(self) -> None:
        """Closes the file."""
        self._owned.close()

    @contextmanager
    def _opening(self) -> Iterator[None]:
        """Closes the file where it turns out to be no table."""
        try:
            yield
        except BaseException:
            self.close()
            raise
