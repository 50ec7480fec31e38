"""Filters and orders of product lists as SQL over ``listing``. Nothing is read here."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from b4mart_desktop.adapters.local.replica.listing_rows import (
    FAVOURITE,
    FEATURED,
    FLAW_FLAGS,
    LOW,
    SHARED_KINDS,
    STATUSES,
    id_bytes,
)
from b4mart_desktop.domain import gtin
from b4mart_desktop.domain.catalog import ProductStatus
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.product_lists import Flaw, ProductFilter, ProductSort, SortKey
from b4mart_desktop.domain.words import (
    MOST_LETTERS,
    is_unspaced,
    may_be_spelled_out,
    query_words,
    well_formed,
)

AFTER_ANY = "\U0010ffff"

SHARED = f"""
SELECT code FROM codes WHERE kind IN {SHARED_KINDS} GROUP BY code HAVING min(row) <> max(row)"""
SHARING = f"SELECT code, row FROM codes WHERE kind IN {SHARED_KINDS} AND code IN ({SHARED})"
NO_CATEGORY = """
lower(hex(category)) NOT IN (SELECT id FROM records WHERE collection = 'categories')"""

_GLOB = "(' ' || {}) GLOB ?"
_ARABIC_ARTICLE = "ال"
_BY_NAME = "name, row"
_SORTS: Mapping[SortKey, str] = {
    SortKey.SKU: "sku COLLATE NOCASE",
    SortKey.STATUS: "status",
    SortKey.CATEGORY: "(SELECT place FROM temp.category_places AS places WHERE places.id = listing.category)",
    SortKey.PRICE: "price",
    SortKey.COST: "cost",
    SortKey.MARGIN: "iif(price > 0, (price - cost) / price, NULL)",
    SortKey.ON_HAND: "on_hand",
    SortKey.UPDATED: "updated",
}


class Condition(NamedTuple):
    """A part of a WHERE clause and its parameters."""

    sql: str
    parameters: tuple[object, ...] = ()


def where(wanted: ProductFilter, categories: frozenset[Id]) -> Condition:
    """Returns what rows of ``listing`` fulfil that ``wanted`` describes.

    Args:
        wanted: The filter.
        categories: Its category and all below it.
    """
    conditions = [*_plain(wanted), *_marks(wanted), *_text(wanted.text), *map(_flaw, wanted.flaws)]
    if wanted.category is not None:
        conditions.append(_among("category", map(id_bytes, categories)))
    return Condition(
        " AND ".join(condition.sql for condition in conditions),
        tuple(parameter for condition in conditions for parameter in condition.parameters),
    )


def order(sort: ProductSort) -> str:
    """Returns the ORDER BY clause; what has no value comes last, equal ones by name."""
    way = "DESC" if sort.descending else "ASC"
    if sort.key is SortKey.NAME:
        return f"name {way}, row {way}"
    return f"{_SORTS[sort.key]} {way} NULLS LAST, {_BY_NAME}"


def _plain(wanted: ProductFilter) -> Iterator[Condition]:
    statuses = wanted.statuses or tuple(status for status in STATUSES if status is not ProductStatus.ARCHIVED)
    yield _among("status", map(STATUSES.index, statuses))
    if wanted.vendor is not None:
        yield Condition("vendor = ?", (id_bytes(wanted.vendor),))
    if wanted.price_from is not None:
        yield Condition("price >= ?", (float(wanted.price_from),))
    if wanted.price_to is not None:
        yield Condition("price <= ?", (float(wanted.price_to),))
    for tag in wanted.tags:
        yield Condition("row IN (SELECT row FROM tags WHERE tag = ?)", (tag,))
    if wanted.products:
        rows = "row IN (SELECT row FROM products WHERE id IN (SELECT value FROM json_each(?)))"
        yield Condition(rows, (json.dumps(wanted.products),))


def _marks(wanted: ProductFilter) -> Iterator[Condition]:
    for flag, is_set in ((LOW, wanted.low_stock), (FEATURED, wanted.featured), (FAVOURITE, wanted.favourite)):
        if is_set is not None:
            yield Condition(f"flags & {flag} = {flag if is_set else 0}")


def _flaw(flaw: Flaw) -> Condition:
    if flaw is Flaw.NO_CATEGORY:
        return Condition(NO_CATEGORY)
    if flaw is Flaw.DUPLICATE_BARCODE:
        return Condition(f"row IN (SELECT row FROM ({SHARING}))")
    return Condition(f"flags & {FLAW_FLAGS[flaw]} <> 0")


def _text(text: str) -> Iterator[Condition]:
    """Yields nothing where nothing was typed; else all words of the name begin so, or a code does."""
    typed = well_formed(text).strip()[:MOST_LETTERS]
    if not typed:
        return
    words = [_word(spellings) for spellings in query_words(typed)]
    code = _code(typed)
    named = " AND ".join(word.sql for word in words) or "FALSE"
    parameters = tuple(parameter for word in words for parameter in word.parameters)
    yield Condition(f"(({named}) OR {code.sql})", (*parameters, *code.parameters))


def _word(spellings: tuple[str, ...]) -> Condition:
    """A word of the name begins with one of ``spellings``; digits and letters are words apart."""
    begun = [("name", word) for word in spellings]
    begun += [("spelled", word) for word in spellings if may_be_spelled_out(word)]
    conditions = [_begins(column, word) for column, word in begun]
    parameters = tuple(parameter for each in conditions for parameter in each.parameters)
    return Condition(f"({' OR '.join(each.sql for each in conditions)})", parameters)


def _begins(column: str, word: str) -> Condition:
    # Most names hold the letters nowhere: telling that is four times as quick as matching a pattern.
    held = f"instr({column}, ?)"
    patterns = tuple(_patterns(word))
    if not patterns:
        return Condition(held, (word,))
    matches = " OR ".join([_GLOB.format(column)] * len(patterns))
    return Condition(f"({held} AND ({matches}))", (word, *patterns))


def _patterns(word: str) -> Iterator[str]:
    """Yields where in a name its words begin so; nothing where any place will do."""
    # Folding leaves letters, digits and marks: nothing that GLOB would take for a wildcard.
    if is_unspaced(word):
        return
    if word.isdigit():
        yield f"*[^0-9]{word}*"
    else:
        yield f"*[ 0-9]{word}*"
        if not word.isascii():
            yield f"* {_ARABIC_ARTICLE}{word}*"


def _code(typed: str) -> Condition:
    printed = gtin.as_printed(typed)
    exact = gtin.forms(printed) if printed else ()
    begun = {typed, typed.upper()}
    conditions = [*["code >= ? AND code < ?"] * len(begun), *["code = ?"] * len(exact)]
    ends = [end for spelling in begun for end in (spelling, spelling + AFTER_ANY)]
    return Condition(f"row IN (SELECT row FROM codes WHERE {' OR '.join(conditions)})", (*ends, *exact))


def _among(column: str, values: Iterable[object]) -> Condition:
    found = tuple(values)
    return Condition(f"{column} IN ({', '.join('?' * len(found))})", found)
