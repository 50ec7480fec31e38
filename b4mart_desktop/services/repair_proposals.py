"""What a wrong place of a document was meant to hold, where that is plain to see. Nothing is written here."""

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from b4mart_desktop.domain.ids import Id, parse_id
from b4mart_desktop.domain.misfits import GONE, Change, Expected, Foreign, Misfit, Path, Plain, value_at
from b4mart_desktop.services.product_cells import YES_NO, CellError, parse_number
from b4mart_desktop.services.repair_stock import short_by, stock_proposed
from b4mart_desktop.services.slugs import slug

_LONGEST_NAME = 80
_ID_TAIL = 6
_OBJECT_ID = re.compile(r"""(?:ObjectId\(\s*)?["']?([0-9a-fA-F]{24})["']?\s*\)?""")
_ZONE_NAME = re.compile(r"\s*\(.*\)$")
_DATE_FORMATS = (
    "%a %b %d %Y %H:%M:%S GMT%z", "%a, %d %b %Y %H:%M:%S %z", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d",
    "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y",
)  # fmt: skip
"""Beside ISO 8601, only what reads one way: with slashes, 03/04/2026 is two days."""
_SECONDS, _MILLISECONDS = range(10**8, 10**10), range(10**11, 10**13)
_WRAPPINGS = (
    "$numberDecimal",
    "$numberDouble",
    "$numberInt",
    "$numberLong",
    "$date",
    "$oid",
    "_id",
    "amount",
)
_MAIN_FIELDS = {"pricing": "basePrice", "inventory": "quantity"}
_SHORT_FOR = {"images": "url", "specifications": "name", "variants": "name"}
_STATUSES = {
    "published": "active", "enabled": "active", "available": "active", "live": "active", "true": "active",
    "disabled": "inactive", "deactivated": "inactive", "suspended": "inactive", "unpublished": "inactive",
    "hidden": "inactive", "unavailable": "inactive", "false": "inactive",
    "deleted": "archived", "removed": "archived", "discontinued": "archived",
    "pending": "draft",
    "new": "draft",
}  # fmt: skip
"""What other shop systems call the seed's statuses. Likeness is no hint: deactivated looks like active."""


def proposed(misfit: Misfit, document: Plain, ledger: Decimal | None = None) -> tuple[Change, ...] | None:
    """Returns the changes that put a wrong place right, None where nobody can tell what was meant.

    Args:
        misfit: The wrong place.
        document: All of it.
        ledger: What a product has on hand by its movements, None where it has none.
    """
    stock = None if ledger is None else stock_proposed(misfit, document, ledger)
    stock = stock or short_by(misfit, document, _number(misfit.found, misfit))
    if stock is not None:
        return stock
    value = _meant(misfit, document)
    return None if value is None else (Change(path=misfit.path, value=value),)


def converted(found: object, misfit: Misfit) -> Any:
    """Returns ``found``, typed by a person or written by another program, as what belongs there.

    None where it cannot be that.
    """
    for wrapped in (found, _unwrapped(found)):
        value = _CONVERTERS[misfit.expected](wrapped, misfit)
        if value is not None and misfit.fits(value):
            return value
    return None


def as_typed(value: object) -> str:
    """Returns a value as a person would type it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() | Decimal():
            number = Decimal(str(value))
            return f"{number.normalize():f}" if number.is_finite() else str(value)
        case dt.datetime():
            return value.isoformat(sep=" ")
        case Foreign():
            return value.text
        case dict() | list():
            return json.dumps(value, default=as_typed, ensure_ascii=False)
        case _:
            return "" if value is GONE else str(value)


# ---------------------------------------------------------------- from the rest of the document


def _meant(misfit: Misfit, document: Plain) -> Any:
    if misfit.found is not GONE:
        value = converted(misfit.found, misfit)
        if value is not None:
            return value
    fallback = _fallback(misfit, document)
    if fallback is not None and (misfit.fits(fallback) or fallback == {}):
        return fallback
    return GONE if not misfit.required and _says_nothing(misfit) else None


def _says_nothing(misfit: Misfit) -> bool:
    """Whether what is there can go: empty, no number at all, or a word that is none of the choices."""
    found = misfit.found
    if isinstance(found, float | Decimal):
        return not Decimal(found).is_finite()
    return found in (None, "", [], {}) or str(found).strip() == "" or misfit.expected is Expected.CHOICE


def _fallback(misfit: Misfit, document: Plain) -> Any:
    """What the rest of the document tells of a place that holds nothing of use."""
    *above, last = misfit.path
    match misfit.expected:
        case Expected.TEXT:
            return _text_from(misfit.field, document)
        case Expected.DATE:
            return _date_from(misfit.field, document)
        case Expected.AMOUNT | Expected.NUMBER:
            outer = value_at(document, tuple(above))
            if above and _MAIN_FIELDS.get(str(above[-1])) == last and not isinstance(outer, Mapping):
                return _number(outer, misfit)
            empty = misfit.found is GONE or _says_nothing(misfit)
            return Decimal(0) if empty and misfit.field == "inventory.quantity" else None
        case Expected.GROUP if misfit.required:
            return {}
        case _:
            return None


def _text_from(field: str, document: Plain) -> str | None:
    name = _name_from(document)
    tail = str(document.get("_id", ""))[-_ID_TAIL:]
    match field:
        case "name" | "description":
            return name
        case "slug":
            return slug(name or "", tail)
        case "inventory.sku":
            return f"SKU-{tail.upper()}" if tail else None
        case _:
            return None


def _name_from(document: Plain) -> str | None:
    places: tuple[Path, ...] = (
        ("name",), ("title",), ("seo", "metaTitle"), ("shortDescription",), ("description",), ("slug",),
        ("inventory", "sku"),
    )  # fmt: skip
    for place in places:
        found = value_at(document, place)
        if isinstance(found, str) and found.strip():
            return found.strip().splitlines()[0][:_LONGEST_NAME]
    return None


def _date_from(field: str, document: Plain) -> dt.datetime | None:
    """Only when a document was written is told by the rest of it, and not when a promotion begins or ends."""
    if field not in ("createdAt", "updatedAt"):
        return None
    other = document.get("createdAt" if field == "updatedAt" else "updatedAt")
    if isinstance(other, dt.datetime):
        return other
    identity = document.get("_id")
    if isinstance(identity, Id):
        return dt.datetime.fromtimestamp(int(identity[:8], 16), dt.UTC)
    return None


# ---------------------------------------------------------------- one value


def _unwrapped(found: object) -> object:
    """Returns what a list of one holds, and what other programs put around a value."""
    if isinstance(found, list) and len(found) == 1:
        return found[0]
    if isinstance(found, Mapping):
        return next((found[name] for name in _WRAPPINGS if name in found), None)
    return None


def _text(found: object, _: Misfit) -> str | None:
    match found:
        case bool():
            return None
        case float() if found.is_integer():
            return str(int(found))
        case str() | int() | float() | Decimal():
            return str(found).strip() or None
        case _:
            return None


def _number(found: object, _: Misfit) -> Decimal | None:
    if isinstance(found, bool) or not isinstance(found, str | int | float | Decimal):
        return None
    try:
        return parse_number(found) if isinstance(found, str) else Decimal(str(found))
    except (CellError, InvalidOperation):
        return None


def _whole(found: object, misfit: Misfit) -> int | None:
    number = _number(found, misfit)
    return None if number is None or not number.is_finite() or number % 1 else int(number)


def _yes_no(found: object, _: Misfit) -> bool | None:
    if isinstance(found, bool):
        return found
    words = {**YES_NO, "on": True, "off": False}
    return words.get(as_typed(found).strip().lower()) if isinstance(found, str | int | float) else None


def _date(found: object, _: Misfit) -> dt.datetime | None:
    if isinstance(found, int | float | Decimal) and Decimal(found).is_finite():
        number = int(found)
        seconds = number / 1000 if number in _MILLISECONDS else number if number in _SECONDS else None
        return None if seconds is None else dt.datetime.fromtimestamp(seconds, dt.UTC)
    return _date_of_text(found.strip()) if isinstance(found, str) else None


def _date_of_text(text: str) -> dt.datetime | None:
    plain = _ZONE_NAME.sub("", text)
    for form in (None, *_DATE_FORMATS):
        try:
            found = dt.datetime.fromisoformat(plain) if form is None else _by_form(plain, form)
        except ValueError:
            continue
        return found if found.tzinfo is not None else found.replace(tzinfo=dt.UTC)
    return None


def _by_form(text: str, form: str) -> dt.datetime:
    return dt.datetime.strptime(text, form)  # noqa: DTZ007  # the caller adds the zone


def _id(found: object, _: Misfit) -> Id | None:
    match = _OBJECT_ID.fullmatch(str(found).strip()) if isinstance(found, str) else None
    return None if match is None else parse_id(match[1])


def _choice(found: object, misfit: Misfit) -> str | None:
    word = str(found).strip().lower()
    if not word or not misfit.choices:
        return None
    meant = word if word in misfit.choices else _STATUSES.get(word)
    return meant if meant in misfit.choices else None


def _list(found: object, misfit: Misfit) -> list[Any] | None:
    if isinstance(found, list):
        return found
    if isinstance(found, Mapping):  # as programs write a list that they take for a table
        in_order = all(str(name) == str(place) for place, name in enumerate(found))
        return list(found.values()) if found and in_order else [found]
    if isinstance(found, str):
        decoded = _decoded(found)
        words = [word.strip() for word in re.split(r"[,;|]", found) if word.strip()]
        return decoded if isinstance(decoded, list) else words
    text = _text(found, misfit)
    return None if text is None else [text]


def _group(found: object, misfit: Misfit) -> dict[str, Any] | None:
    decoded = _decoded(found) if isinstance(found, str) else found
    if isinstance(decoded, dict):
        return decoded
    short = _SHORT_FOR.get(str(misfit.path[0])) if len(misfit.path) > 1 else None
    return {short: found.strip()} if short and isinstance(found, str) and found.strip() else None


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


_CONVERTERS: Mapping[Expected, Callable[[object, Misfit], Any]] = {
    Expected.TEXT: _text,
    Expected.NUMBER: _number,
    Expected.AMOUNT: _number,
    Expected.WHOLE: _whole,
    Expected.YES_NO: _yes_no,
    Expected.DATE: _date,
    Expected.ID: _id,
    Expected.CHOICE: _choice,
    Expected.LIST: _list,
    Expected.GROUP: _group,
    Expected.OTHER: _text,
}
