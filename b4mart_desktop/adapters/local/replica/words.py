"""The index of products' search words beside a replica file, read side: which products match, in what order.

The index (tantivy) holds row numbers only, and can be made again from the replica at any time:
``words_write`` does that. How texts become words belongs to ``domain.words``.
"""

import contextlib
import threading
from collections.abc import Generator, Sequence
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from b4mart_desktop.adapters.local.replica.file import ReplicaFile
from b4mart_desktop.domain.typos import tolerance
from b4mart_desktop.domain.words import Alternatives

VERSION = 2
"""Goes up with each change of the schema below or of what is indexed."""

SHORT = 2
"""Beginnings of so many letters and fewer are words of their own: thousands of words begin with them."""

_MANY = 50
_TOKENIZER = "words"


class WordIndexError(Exception):
    """The index is missing or damaged; the replica can make it again."""


@contextlib.contextmanager
def index_errors() -> Generator[None]:
    """Turns what tantivy raises on an index it cannot read into ``WordIndexError``; our bugs pass."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise WordIndexError(str(error)) from error
    except BaseException as error:
        # A panic in Rust is a BaseException whose class cannot be imported (PyO3's PanicException).
        if type(error).__name__ != "PanicException":
            raise
        raise WordIndexError(str(error)) from error


def folder_of(file: ReplicaFile) -> Path | None:
    """Returns where the index of the replica is; None where it has none yet.

    The replica names it, so that the index of another file is never taken for its own.
    """
    rows = file.rows("SELECT value FROM meta WHERE key = 'words'")
    return index_home(file) / rows[0][0] if rows else None


def index_home(file: ReplicaFile) -> Path:
    """Returns the folder that holds the replica's indexes: the present one and what is left of others."""
    return file.path.with_name(f"{file.path.stem}-words")


def damage_mark(folder: Path) -> Path:
    """Returns the file whose existence says that the index in ``folder`` was found damaged."""
    return folder / "damaged"


def open_index(folder: Path) -> tantivy.Index:
    """Opens the index in ``folder``, empty where there is none; inside ``index_errors``."""
    index = tantivy.Index(_schema(), str(folder))
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_TOKENIZER, spaces)
    return index


def _schema() -> tantivy.Schema:
    schema = tantivy.SchemaBuilder()
    # Signed: a term of an unsigned field is not found when documents are deleted by it (tantivy-py 0.27).
    schema.add_integer_field("row", indexed=True, fast=True)
    schema.add_unsigned_field("weight", fast=True)
    for name in ("words", "opening"):
        schema.add_text_field(name, tokenizer_name=_TOKENIZER, index_option="basic")
    return schema.build()


class WordReader:
    """Looks words up. Callable from any thread."""

    def __init__(self, file: ReplicaFile) -> None:
        self._file = file
        self._queries = _Queries(_schema())
        self._lock = threading.Lock()
        self._stamp: tuple[Path, int, int] | None = None
        self._index: tantivy.Index | None = None

    def find(self, words: Sequence[Alternatives], limit: int) -> list[int]:
        """Returns rows of products that have a word beginning with each of ``words``, the best first.

        Names that begin with the first word come before others, whole words before beginnings of words;
        among equals the heavier product.

        Raises:
            WordIndexError: There is no index to ask.
        """
        with self._asking() as searcher:
            found: dict[int, None] = {}
            for query in self._queries.tiers(words):
                found |= dict.fromkeys(_rows(searcher, query, limit))
                if len(found) >= limit:
                    break
            return list(found)[:limit]

    def find_roughly(self, words: Sequence[Alternatives], *, whole: bool) -> list[int]:
        """Returns rows of products that have each of ``words`` but for a few typos, heavy ones first.

        Args:
            words: What was typed.
            whole: Whether a word with typos must be a whole word, or may be the beginning of one.

        Raises:
            WordIndexError: There is no index to ask.
        """
        with self._asking() as searcher:
            return _rows(searcher, self._queries.rough(words, whole=whole), _MANY)

    @contextlib.contextmanager
    def _asking(self) -> Generator[tantivy.Searcher]:
        folder = folder_of(self._file)
        if folder is None or damage_mark(folder).exists():
            raise WordIndexError("there is no index yet")
        try:
            with index_errors():
                yield self._searcher(folder)
        except WordIndexError:
            with contextlib.suppress(OSError):
                damage_mark(folder).touch()
            raise

    def _searcher(self, folder: Path) -> tantivy.Searcher:
        """Returns a searcher of the last commit, whoever made it: each replaces ``meta.json``."""
        with self._lock:
            there = (folder / "meta.json").stat()
            stamp = folder, there.st_mtime_ns, there.st_ino
            if self._index is None or self._stamp is None or self._stamp[0] != folder:
                self._index = open_index(folder)
                self._index.config_reader("manual")
            if stamp != self._stamp:
                self._index.reload()
                self._stamp = stamp
            return self._index.searcher()


class _Queries:
    """Makes queries of typed words."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def tiers(self, words: Sequence[Alternatives]) -> Generator[Query]:
        """Yields one query for each kind of match, the best first; a later one finds an earlier one's too."""
        first, *others = words
        yield _all(self._whole("opening", first), *(self._whole("words", word) for word in others))
        yield _all(self._begun("opening", first), *(self._begun("words", word) for word in others))
        yield _all(*(self._whole("words", word) for word in words))
        yield _all(*(self._begun("words", word) for word in words))

    def rough(self, words: Sequence[Alternatives], *, whole: bool) -> Query:
        return _all(*(self._rough(word, whole=whole) for word in words))

    def _rough(self, alternatives: Alternatives, *, whole: bool) -> Query:
        most = tolerance(alternatives[0])
        if not most:
            return self._begun("words", alternatives)
        return Query.fuzzy_term_query(self._schema, "words", alternatives[0], most, prefix=not whole)

    def _whole(self, field: str, alternatives: Alternatives) -> Query:
        return _any([self._term(field, word) for word in alternatives])

    def _begun(self, field: str, alternatives: Alternatives) -> Query:
        return _any([self._beginning(field, word) for word in alternatives])

    def _beginning(self, field: str, word: str) -> Query:
        if len(word) <= SHORT:
            return self._term(field, word)
        return Query.fuzzy_term_query(self._schema, field, word, 0, prefix=True)

    def _term(self, field: str, word: str) -> Query:
        return Query.term_query(self._schema, field, word, "basic")


def _rows(searcher: tantivy.Searcher, query: Query, limit: int) -> list[int]:
    hits = searcher.search(query, limit, count=False, order_by_field="weight").hits
    rows = searcher.fast_field_values("row", [address for _, address in hits])
    return [int(row) for row in rows if row is not None]


def _all(*queries: Query) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, one) for one in queries])


def _any(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, one) for one in queries])
