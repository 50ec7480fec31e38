"""What changed in a field, in lines that a manager reads: a list item by item, a long text by its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from b4mart_desktop.domain.edits import as_text, value_of
from b4mart_desktop.domain.item_changes import ItemChange, ItemKind, item_changes
from b4mart_desktop.gui.editor.field_words import FieldWords
from b4mart_desktop.gui.editor.lookups import Lookups
from b4mart_desktop.gui.style.formats import Formats

_CONTEXT = "ChangeWords"
_MOST_LINES = 12
_LONG = 80
_AROUND = 30
_NOTHING = "–"
_CHECKSUM = 64

_KEYS = {
    "name": QT_TRANSLATE_NOOP("ChangeWords", "name"),
    "value": QT_TRANSLATE_NOOP("ChangeWords", "value"),
    "unit": QT_TRANSLATE_NOOP("ChangeWords", "unit"),
    "options": QT_TRANSLATE_NOOP("ChangeWords", "values"),
    "required": QT_TRANSLATE_NOOP("ChangeWords", "required"),
    "sku": QT_TRANSLATE_NOOP("ChangeWords", "SKU"),
    "barcode": QT_TRANSLATE_NOOP("ChangeWords", "barcode"),
    "quantity": QT_TRANSLATE_NOOP("ChangeWords", "quantity"),
    "price": QT_TRANSLATE_NOOP("ChangeWords", "price"),
    "priceDelta": QT_TRANSLATE_NOOP("ChangeWords", "price difference"),
    "alt": QT_TRANSLATE_NOOP("ChangeWords", "alt text"),
    "isPrimary": QT_TRANSLATE_NOOP("ChangeWords", "main picture"),
    "metaTitle": QT_TRANSLATE_NOOP("ChangeWords", "title"),
    "metaDescription": QT_TRANSLATE_NOOP("ChangeWords", "description"),
    "keywords": QT_TRANSLATE_NOOP("ChangeWords", "keywords"),
    "length": QT_TRANSLATE_NOOP("ChangeWords", "length"),
    "width": QT_TRANSLATE_NOOP("ChangeWords", "width"),
    "height": QT_TRANSLATE_NOOP("ChangeWords", "height"),
}
_LINES = {
    ItemKind.ADDED: QT_TRANSLATE_NOOP("ChangeWords", "Added {item}"),
    ItemKind.REMOVED: QT_TRANSLATE_NOOP("ChangeWords", "Removed {item}"),
    ItemKind.CHANGED: QT_TRANSLATE_NOOP("ChangeWords", "{item}: {details}"),
    ItemKind.MOVED: QT_TRANSLATE_NOOP("ChangeWords", "{item} moved to position {place}"),
}
_MORE = QT_TRANSLATE_NOOP("ChangeWords", "and {count} more changes")
_A_PICTURE = QT_TRANSLATE_NOOP("ChangeWords", "A picture")
_PICTURE = QT_TRANSLATE_NOOP("ChangeWords", "picture {place}")
_MONEY = frozenset({"price", "priceDelta"})


class ChangeWords:
    """Writes changes for people.

    Args:
        formats: Writes amounts.
        lookups: Knows what ids and codes are called.
    """

    def __init__(self, formats: Formats, lookups: Lookups) -> None:
        self._words = FieldWords(formats, lookups)
        self._formats = formats

    def lines(self, field: str, before: str | None, after: str | None) -> Sequence[str]:
        """Returns what turned one value into the other, a line for each item of a list or part of a record.

        Args:
            field: Its dotted path.
            before: The value as a change's text.
            after: Likewise.
        """
        sides = self.sides(field, before, after)
        if sides is not None:
            return [" → ".join(sides)]
        old, new = value_of(before), value_of(after)
        if _are(dict, old, new):
            return self._parts(old or {}, new or {})
        return _cut([self._item_line(field, each) for each in item_changes(field, old or [], new or [])])

    def sides(self, field: str, before: str | None, after: str | None) -> tuple[str, str] | None:
        """Returns a value before and after to stand side by side; None of what is told in lines."""
        old, new = value_of(before), value_of(after)
        if _are(list, old, new) or _are(dict, old, new):
            return None
        if isinstance(old, str) and isinstance(new, str) and max(len(old), len(new)) > _LONG:
            return excerpts(old, new)
        return self._words.value(field, before), self._words.value(field, after)

    # ------------------------------------------------------------ inside

    def _item_line(self, field: str, change: ItemChange) -> str:
        item = change.before if change.after is None else change.after
        details = ""
        if change.kind is ItemKind.CHANGED and isinstance(item, dict):
            details = "; ".join(self._parts(change.before, change.after))
        stood = None if change.kind is ItemKind.MOVED else change.place
        whole = change.kind in (ItemKind.ADDED, ItemKind.REMOVED)
        name = self._whole(field, item, stood) if whole else self._name(field, item, stood)
        return _translate(_LINES[change.kind]).format(item=name, details=details, place=change.place + 1)

    def _parts(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
        return [
            self._part(name, before.get(name), after.get(name))
            for name in {**before, **after}
            if before.get(name) != after.get(name)
        ]

    def _part(self, name: str, before: Any, after: Any) -> str:
        called = _translate(_KEYS.get(name, name))
        if _are(list, before, after):
            inside = [self._item_line(name, each) for each in item_changes(name, before or [], after or [])]
            return f"{called}: {', '.join(inside)}"
        return f"{called} {self._value(name, before)} → {self._value(name, after)}"

    def _value(self, name: str, value: Any) -> str:
        if name in _MONEY and value is not None:
            return self._formats.money(Decimal(str(value)))
        return self._words.value(name, as_text(value))

    def _whole(self, field: str, item: Any, place: int | None) -> str:
        if field == "images":
            return self._name(field, item, place)
        return self._words.value(field, as_text([item]))

    def _name(self, field: str, item: Any, place: int | None) -> str:
        if not isinstance(item, dict):
            return str(item)
        if field == "images":
            return _picture_name(item, place)
        options = item.get("options")
        named = " · ".join(options.values()) if isinstance(options, dict) else item.get("name")
        return str(named or item.get("sku") or _NOTHING)


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Returns where two long texts differ, with a few words around it."""
    start = _same(before, after)
    same_at_end = _same(before[start:][::-1], after[start:][::-1])
    begin = max(0, start - _AROUND)
    return _piece(before, begin, len(before) - same_at_end), _piece(after, begin, len(after) - same_at_end)


def _same(one: str, other: str) -> int:
    """How many characters they begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _piece(text: str, begin: int, changed_until: int) -> str:
    end = min(changed_until + _AROUND, begin + 2 * _LONG)
    middle = " ".join(text[begin:end].split())
    return f"{'…' if begin else ''}{middle}{'…' if end < len(text) else ''}" or _NOTHING


def _picture_name(image: Mapping[str, Any], place: int | None) -> str:
    """What it is called, unless that is only the checksum that the shop's own pictures are kept under."""
    name = image.get("alt") or str(image.get("url") or "").rpartition("/")[2]
    known = name and len(name) < _CHECKSUM
    if known:
        return str(name)
    return _translate(_A_PICTURE) if place is None else _translate(_PICTURE).format(place=place + 1)


def _are(kind: type, *values: Any) -> bool:
    there = [value for value in values if value is not None]
    return bool(there) and all(isinstance(value, kind) for value in there)


def _cut(lines: list[str]) -> list[str]:
    if len(lines) <= _MOST_LINES:
        return lines
    more = _translate(_MORE).format(count=len(lines) - _MOST_LINES + 1)
    return [*lines[: _MOST_LINES - 1], more]


def _translate(text: object) -> str:
    return QCoreApplication.translate(_CONTEXT, str(text))
