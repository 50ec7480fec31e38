"""What a clerk types, found among the replica's products: codes, words, misspelt words, in this order.

Codes come from the replica's B-tree, words from the index beside it. While that is being made anew, names
that begin with what was typed are found, and codes as ever.
"""

import json
import logging
from collections.abc import Mapping, Sequence

import msgspec

from b4mart_desktop.adapters.local import records
from b4mart_desktop.adapters.local.replica.file import ReplicaFile
from b4mart_desktop.adapters.local.replica.found_portion import begins, found_by_code, found_by_words
from b4mart_desktop.adapters.local.replica.listing_rows import LISTED_ONLY, STATUSES
from b4mart_desktop.adapters.local.replica.words import WordIndexError, WordReader
from b4mart_desktop.domain import gtin
from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.typos import correction
from b4mart_desktop.domain.words import Alternatives, fold, index_words, query_words, well_formed
from b4mart_desktop.services.ports import CodeKind, ProductHit, SearchResults

_log = logging.getLogger(__name__)

FEW = 3
"""So few results make one look for what was meant."""

_KINDS = tuple(CodeKind)
_LEAST_OF_A_CODE = 3
_BEGUN_CODES = 10
_AFTER_ANY = "\U0010ffff"
_ACTIVE = STATUSES.index(ProductStatus.ACTIVE)

_BY_CODE = f"""
SELECT row, code, kind FROM codes CROSS JOIN products USING (row)
WHERE code IN (SELECT value FROM json_each(?)) AND kind < {LISTED_ONLY} AND sort_name IS NOT NULL
ORDER BY kind, row"""
_BY_BEGUN_CODE = f"""
SELECT row, code, kind FROM codes CROSS JOIN products USING (row)
WHERE code >= ? AND code < ? AND kind < {LISTED_ONLY} AND sort_name IS NOT NULL ORDER BY code LIMIT ?"""
_BY_NAME = "SELECT row FROM listing WHERE name >= ? AND name < ? AND status = ? ORDER BY name LIMIT ?"
_OF_ROWS = (
    "SELECT row, {} FROM products WHERE row IN (SELECT value FROM json_each(?)) AND sort_name IS NOT NULL"
)

_product = records.decoder(Product)
_hits = records.decoder(tuple[ProductHit, ...])

Code = tuple[str, CodeKind]

_NONE: Mapping[int, Code] = {}


class ProductSearch:
    """The search of one replica file. Callable from any thread."""

    def __init__(self, file: ReplicaFile) -> None:
        self._file = file
        self._reader = WordReader(file)

    def search(self, text: str, limit: int) -> SearchResults:
        """Returns active products, as ``Catalogue.search`` says."""
        text = well_formed(text)
        words = query_words(text)
        coded = self._by_code(text.strip())
        named = [row for row in self._by_words(words, text, limit) if row not in coded]
        corrected = self._correct(words, named) if len(named) < FEW and not coded else None
        meant = self._by_words(corrected, "", limit) if corrected else []
        begun = self._by_begun_code(text.strip()) if len(named) < FEW and not coded else {}
        exact = [*coded, *named, *(row for row in begun if row not in named)][:limit]
        others = [row for row in meant if row not in exact][: limit - len(exact)]
        hits = self._hits(exact, coded | begun, words)
        guessed = self._hits(others, {}, corrected or ())
        return SearchResults(
            hits=(*hits, *guessed),
            exact=len(hits),
            corrected=" ".join(word[0] for word in corrected) if corrected and guessed else None,
            words=(*words, *(corrected or ())),
        )

    def _by_code(self, code: str) -> dict[int, Code]:
        printed = gtin.as_printed(code)
        literal = self._codes(_BY_CODE, (json.dumps([code, code.upper()]),))
        if printed is None:
            return literal
        return self._codes(_BY_CODE, (json.dumps(gtin.forms(printed)),), literal)

    def _by_begun_code(self, begun: str) -> dict[int, Code]:
        if len(begun) < _LEAST_OF_A_CODE or not any(char.isdigit() for char in begun):
            return {}
        found: dict[int, Code] = {}
        for spelling in {begun, begun.upper()}:
            found |= self._codes(_BY_BEGUN_CODE, (spelling, spelling + _AFTER_ANY, _BEGUN_CODES))
        return found

    def _codes(
        self, query: str, parameters: Sequence[object], before: Mapping[int, Code] = _NONE
    ) -> dict[int, Code]:
        """Returns the codes that ``query`` finds, behind those found ``before``."""
        found = {**before}
        for row, code, kind in self._file.rows(query, parameters):
            found.setdefault(row, (code, _KINDS[kind]))  # a barcode before a SKU that is the same
        return found

    def _by_words(self, words: Sequence[Alternatives], text: str, limit: int) -> list[int]:
        if not words:
            return []
        try:
            return self._reader.find(words, limit)
        except WordIndexError as error:
            _log.info("search finds beginnings of names only: %s", error)
        begin = fold(text) or " ".join(word[0] for word in words)
        return [row for (row,) in self._file.rows(_BY_NAME, (begin, begin + _AFTER_ANY, _ACTIVE, limit))]

    def _correct(self, words: Sequence[Alternatives], named: Sequence[int]) -> list[Alternatives] | None:
        """Returns what was probably meant; whole words that are near are better guesses than begun ones."""
        for whole in (True, False) if words else ():
            try:
                rows = [row for row in self._reader.find_roughly(words, whole=whole) if row not in named]
            except WordIndexError:
                return None
            found = dict(self._file.rows(_OF_ROWS.format("words"), (json.dumps(rows),)))
            meant = correction(words, (found[row].split() for row in rows if row in found))
            if meant and meant != list(words):
                return meant
        return None

    def _hits(
        self, rows: Sequence[int], codes: dict[int, Code], words: Sequence[Alternatives]
    ) -> list[ProductHit]:
        """Returns the hits of ``rows`` in their order, each with what it was found by if its name is not."""
        found = dict(self._file.rows(_OF_ROWS.format("hit"), (json.dumps(rows),)))
        here = [row for row in rows if row in found]
        hits = _hits.decode(b"[" + b",".join(found[row] for row in here) + b"]")
        return [self._explained(row, hit, codes.get(row), words) for row, hit in zip(here, hits, strict=True)]

    def _explained(
        self, row: int, hit: ProductHit, code: Code | None, words: Sequence[Alternatives]
    ) -> ProductHit:
        if code is not None:
            found = found_by_code(hit, self._read(row), code[0]) if hit.choices else hit
            return msgspec.structs.replace(found, matched=code[0], code_kind=code[1])
        in_name = index_words(hit.name)
        missing = [word for word in words if not begins(in_name, word)]
        if missing or (hit.choices and self._may_mean_an_option(row, in_name, words)):
            return found_by_words(hit, self._read(row), words, missing)
        return hit

    def _may_mean_an_option(self, row: int, in_name: Sequence[str], words: Sequence[Alternatives]) -> bool:
        """Whether one of ``words`` is a whole word of the product but not of its name."""
        others = [word for word in words if not set(in_name).intersection(word)]
        if not others:
            return False
        ((indexed,),) = self._file.rows("SELECT words FROM products WHERE row = ?", (row,))
        return any(set(indexed.split()).intersection(word) for word in others)

    def _read(self, row: int) -> Product:
        ((doc,),) = self._file.rows("SELECT doc FROM products WHERE row = ?", (row,))
        return _product.decode(doc)
