"""What rows stand on: a folder, a server, replicas and databases of the size asked for. Made once a run."""

import asyncio
import contextlib
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.catalogue import fill_replica
from tests.bench.server import fill_database, running_server, uri_of


@dataclass(frozen=True, slots=True)
class Stand:
    """What one row is given.

    Attributes:
        folder: The row's own, empty.
        products: How many products the shop has.
        replica: A filled replica of that shop, to read only; made for rows that need it.
        uri: The server with a database of that shop as its default; for rows that need it.
    """

    folder: Path
    products: int
    replica: Path
    uri: str

    def database_uri(self, name: str) -> str:
        """Returns the URI of another database on the same server, such as an empty one."""
        return uri_of(self.uri, name)


class Grounds:
    """Makes stands; what two rows need is made for the first of them."""

    def __init__(self, folder: Path, closing: contextlib.ExitStack) -> None:
        self._folder = folder
        self._closing = closing
        self._server = ""
        self._filled: set[str] = set()

    def stand(self, row: str, products: int, *, replica: bool, database: bool) -> Stand:
        """Returns the stand of ``row``."""
        own = self._folder / f"{row}-{products}"
        own.mkdir()
        return Stand(
            folder=own,
            products=products,
            replica=self._replica(products) if replica else own / "none",
            uri=self._database(products) if database else "",
        )

    def _replica(self, products: int) -> Path:
        path = self._folder / f"replica-{products}.sqlite"
        if not path.exists():
            fill_replica(path, products)
        return path

    def _database(self, products: int) -> str:
        if not self._server:
            self._server = self._closing.enter_context(running_server(self._folder / "mongodb"))
        uri = uri_of(self._server, f"bench_{products}")
        if uri not in self._filled:
            asyncio.run(fill_database(uri, products))
            self._filled.add(uri)
        return uri


@contextlib.contextmanager
def grounds() -> Generator[Grounds]:
    """Yields grounds in a temporary folder; ends the server and removes everything afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="b4mart-bench-", ignore_cleanup_errors=True) as folder,
        contextlib.ExitStack() as closing,
    ):
        yield Grounds(Path(folder), closing)
