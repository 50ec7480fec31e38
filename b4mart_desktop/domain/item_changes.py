"""Changes inside the lists of a product, item by item: what differs, and what two people's changes add up to.

Lists are plain values as ``edits.value_of`` gives them. Which fields there are belongs to ``edits``.
"""

import enum
import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

_NAMED_BY: Mapping[str, str] = {
    "images": "url",
    "specifications": "name",
    "variants": "name",
    "inventory.packs": "name",
    "inventory.variantStock": "options",
}
"""What makes a record the same one before and after; elsewhere it is the whole item."""

_ABSENT = object()
Key = tuple[str, int]
"""What an item is known by, and which one of that name it is."""


class Clash(Exception):
    """Both people changed the same item, each to something else."""


class ItemKind(enum.StrEnum):
    """What became of an item."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class ItemChange(NamedTuple):
    """One item of a list.

    Attributes:
        before: The item as it was, None where it was added.
        after: As it is, None where it was removed.
        place: Where it stands by now, counted from 0; of a removed one, where it stood.
    """

    kind: ItemKind
    before: Any
    after: Any
    place: int


def item_changes(field: str, before: Sequence[Any], after: Sequence[Any]) -> tuple[ItemChange, ...]:
    """Returns what turns one list of that field into the other; as few moves as there can be."""
    old, new = _keyed(field, before), _keyed(field, after)
    moved = _moved(list(old), list(new))
    found = [
        ItemChange(ItemKind.REMOVED, item, None, place)
        for place, (key, item) in enumerate(old.items())
        if key not in new
    ]
    for place, (key, item) in enumerate(new.items()):
        if key not in old:
            found.append(ItemChange(ItemKind.ADDED, None, item, place))
        elif old[key] != item:
            found.append(ItemChange(ItemKind.CHANGED, old[key], item, place))
        elif key in moved:
            found.append(ItemChange(ItemKind.MOVED, item, item, place))
    return tuple(found)


def brought_together(field: str, base: Any, mine: Any, theirs: Any) -> Any:
    """Returns both people's changes of a list, or of a record such as the parcel's size, item by item.

    None, which is also what an absent value is, where that is not safe and somebody has to choose: both
    changed an item differently, each put the list in another order, two pictures would be the main one,
    some variants would lack an option, or two packs or variants would bear one code.
    """
    try:
        merged = _merged(field, *(_ABSENT if each is None else each for each in (base, mine, theirs)))
    except Clash:
        return None
    sound = _SOUND.get(field)
    were_sound = sound is not None and all(each is None or sound(each) for each in (base, mine, theirs))
    if sound is not None and were_sound and merged is not _ABSENT and not sound(merged):
        return None
    return merged


def _merged(field: str, base: Any, mine: Any, theirs: Any) -> Any:
    """Returns what came of one value.

    Raises:
        Clash: Both changed it, each to something else.
    """
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    there = [each for each in (base, mine, theirs) if each is not base or base is not _ABSENT]
    if all(isinstance(each, dict) for each in there):
        return _records({} if base is _ABSENT else base, mine, theirs)
    if all(isinstance(each, list) for each in there):
        return _lists(field, [] if base is _ABSENT else base, mine, theirs)
    raise Clash


def _records(base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    values = {name: _merged("", *_at(name, base, mine, theirs)) for name in {**theirs, **mine}}
    return {name: value for name, value in values.items() if value is not _ABSENT}


def _lists(field: str, base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    old, my, their = (_keyed(field, each) for each in (base, mine, theirs))
    order = _order(list(old), list(my), list(their))
    values = [_merged("", *_at(key, old, my, their)) for key in order]
    return [value for value in values if value is not _ABSENT]


def _at(key: Any, *places: Mapping[Any, Any]) -> tuple[Any, ...]:
    return tuple(place.get(key, _ABSENT) for place in places)


def _order(old: list[Key], my: list[Key], their: list[Key]) -> list[Key]:
    """Theirs with mine put in where they stand here, or the other way round where I moved items.

    Raises:
        Clash: Both moved items, to different places.
    """
    if not _moved(old, my):
        return _with_others(their, my)
    if not _moved(old, their) or not _moved(my, their):
        return _with_others(my, their)
    raise Clash


def _with_others(order: list[Key], others: list[Key]) -> list[Key]:
    """Returns ``order`` with what only ``others`` has, each behind the one that it stands behind there."""
    result, known = list(order), set(order)
    place = 0
    for key in others:
        if key in known:
            place = result.index(key) + 1
        else:
            result.insert(place, key)
            place += 1
    return result


def _moved(before: list[Key], after: list[Key]) -> set[Key]:
    """Returns the fewest items that, taken out, leave the others of both lists in one order."""
    places = {key: place for place, key in enumerate(before)}
    common = [key for key in after if key in places]
    ends: list[int] = []  # of the best run of each length: the lowest place in `before` where it ends
    lengths: list[int] = []
    for key in common:
        length = bisect_left(ends, places[key])
        ends[length : length + 1] = [places[key]]
        lengths.append(length)
    wanted, moved = len(ends) - 1, set[Key]()
    for key, length in zip(reversed(common), reversed(lengths), strict=True):
        if length == wanted:
            wanted -= 1
        else:
            moved.add(key)
    return moved


def _keyed(field: str, items: Sequence[Any]) -> dict[Key, Any]:
    named_by, seen = _NAMED_BY.get(field), Counter[str]()
    keyed: dict[Key, Any] = {}
    for item in items:
        name = _text(item.get(named_by) if named_by and isinstance(item, dict) else item)
        keyed[name, seen[name]] = item
        seen[name] += 1
    return keyed


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def _one_main_picture(images: Sequence[Any]) -> bool:
    return sum(bool(image.get("isPrimary")) for image in images) <= 1


def _same_options(stock: Sequence[Any]) -> bool:
    return len({frozenset(each.get("options", ())) for each in stock}) <= 1


def _own_codes(items: Sequence[Any]) -> bool:
    """Whether no two packs or variants bear the same SKU or barcode."""
    codes = Counter(code for each in items for code in {each.get("sku"), each.get("barcode")} if code)
    return all(times == 1 for times in codes.values())


def _sound_variants(stock: Sequence[Any]) -> bool:
    return _same_options(stock) and _own_codes(stock)


_SOUND: Mapping[str, Callable[[Sequence[Any]], bool]] = {
    "images": _one_main_picture,
    "inventory.packs": _own_codes,
    "inventory.variantStock": _sound_variants,
}
