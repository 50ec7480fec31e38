"""What keeps a document from being a record: every wrong place, by type alone. No proposals, no reading.

A plain document is made of dicts, lists, texts, numbers, dates and ``Id``; what else a database can hold is
``Foreign``. Rules are those of the records and of the database's validators, which are made of them.
"""

import copy
import datetime as dt
import enum
import itertools
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any

import msgspec

from b4mart_desktop.domain.cart import MAX_PRICE
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import Record

Path = tuple[str | int, ...]
Plain = Mapping[str, Any]

GONE = msgspec.UNSET
"""Stands for a field that is not there, or is to be removed."""

_UNION = (typing.Union, types.UnionType)


class Foreign(msgspec.Struct, frozen=True):
    """A value no record can hold, such as binary data: what it is called, and some of it as text."""

    kind: str
    text: str


class Expected(enum.StrEnum):
    """What belongs in a place."""

    TEXT = "text"
    NUMBER = "number"
    AMOUNT = "amount"
    """A number of zero or more."""
    WHOLE = "whole"
    YES_NO = "yes_no"
    DATE = "date"
    ID = "id"
    CHOICE = "choice"
    LIST = "list"
    GROUP = "group"
    OTHER = "other"


class Misfit(msgspec.Struct, frozen=True, kw_only=True):
    """A wrong place of a document.

    Attributes:
        path: Where it is; elements of lists by position.
        found: What is there; ``GONE`` for nothing.
        annotation: The type that belongs there.
        required: Whether the record cannot do without it.
    """

    path: Path
    found: Any
    annotation: Any
    required: bool

    @property
    def field(self) -> str:
        """The path as the database writes it: ``inventory.barcodes.1``."""
        return ".".join(map(str, self.path))

    @property
    def expected(self) -> Expected:
        """What belongs there."""
        return expected(self.annotation)

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that are possible, where there are only some."""
        bare = _bare(self.annotation)[0]
        return tuple(bare) if _is_kind(bare, enum.StrEnum) else ()

    def fits(self, value: object) -> bool:
        """Whether ``value`` can stand there."""
        if value is GONE:
            return not self.required
        return not any(_of(value, self.annotation, (), required=True))


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What a place is to hold: a plain value, or ``GONE``."""

    path: Path
    value: Any

    @property
    def field(self) -> str:
        """The path as the database writes it."""
        return ".".join(map(str, self.path))


def misfits(document: Plain, kind: type[Record]) -> tuple[Misfit, ...]:
    """Returns all wrong places of ``document`` as one of ``kind``, in the order of its fields."""
    return tuple(_of_struct(document, kind, ()))


def expected(annotation: Any) -> Expected:
    """Returns what a type asks for, in the words of people who know no types."""
    bare, least = _bare(annotation)
    if bare is Decimal:
        return Expected.NUMBER if least is None else Expected.AMOUNT
    simple = {bool: Expected.YES_NO, int: Expected.WHOLE, str: Expected.TEXT, dt.datetime: Expected.DATE}
    if bare in simple:
        return simple[bare]
    if _is_kind(bare, enum.Enum):
        return Expected.CHOICE
    if bare is Id:
        return Expected.ID
    if typing.get_origin(bare) is tuple:
        return Expected.LIST
    is_group = _is_kind(bare, msgspec.Struct) or typing.get_origin(bare) is dict
    return Expected.GROUP if is_group else Expected.OTHER


def value_at(document: object, path: Path) -> Any:
    """Returns what is at ``path``; ``GONE`` where nothing is."""
    for step in path:
        if isinstance(document, Mapping):
            document = document.get(str(step), GONE)
        elif isinstance(document, Sequence) and not isinstance(document, str) and isinstance(step, int):
            document = document[step] if step < len(document) else GONE
        else:
            return GONE
    return document


def changed(document: Plain, changes: Sequence[Change]) -> dict[str, Any]:
    """Returns a copy of ``document`` with those changes; removed elements of lists leave no gap."""
    made = copy.deepcopy(dict(document))
    holes: list[Path] = []
    for change in changes:
        _put(made, change, holes)
    for path in dict.fromkeys(holes):
        elements = value_at(made, path)
        elements[:] = [each for each in elements if each is not GONE]
    return made


def touched(document: Plain, changes: Sequence[Change]) -> tuple[Path, ...]:
    """Returns the paths an update has to set so that ``document`` gets those changes, none within another.

    Something within a list that loses an element is set with the whole list, and what is within a place that
    holds no group is set with all of that place.
    """
    wanted = {_settable(document, change) for change in changes}
    return tuple(sorted((path for path in wanted if not _within_any(path, wanted)), key=str))


# ---------------------------------------------------------------- looking


def _of_struct(document: Plain, kind: type[msgspec.Struct], path: Path) -> Iterator[Misfit]:
    for field in msgspec.structs.fields(kind):
        found = document.get(field.encode_name)
        place = (*path, field.encode_name)
        yield from _of(GONE if found is None else found, field.type, place, required=field.required)


def _of(found: object, annotation: Any, path: Path, *, required: bool) -> Iterator[Misfit]:
    bare, _ = _bare(annotation)
    wrong = Misfit(path=path, found=found, annotation=annotation, required=required)
    is_struct = _is_kind(bare, msgspec.Struct)
    if found is GONE:
        if required and is_struct:
            yield from _of_struct({}, bare, path)
        elif required:
            yield wrong
    elif is_struct:
        if not isinstance(found, Mapping):
            yield wrong
        if required or isinstance(found, Mapping):
            yield from _of_struct(found if isinstance(found, Mapping) else {}, bare, path)
    elif typing.get_origin(bare) in (tuple, dict):
        yield from _of_elements(wrong, bare)
    elif not _holds(found, annotation):
        yield wrong


def _of_elements(all_of_it: Misfit, bare: Any) -> Iterator[Misfit]:
    found, inner = all_of_it.found, typing.get_args(bare)
    elements: Iterator[tuple[str | int, object]]
    if typing.get_origin(bare) is tuple and isinstance(found, Sequence) and not isinstance(found, str):
        is_struct = _is_kind(_bare(inner[0])[0], msgspec.Struct)
        elements = ((n, each) for n, each in enumerate(found) if each is not None or is_struct)
        for place, each in elements:
            path = (*all_of_it.path, place)
            if is_struct and not isinstance(each, Mapping):
                yield Misfit(path=path, found=each, annotation=inner[0], required=False)
            else:
                yield from _of(each, inner[0], path, required=False)
    elif typing.get_origin(bare) is dict and isinstance(found, Mapping):
        for name, each in found.items():
            if each is not None:
                yield from _of(each, inner[1], (*all_of_it.path, name), required=False)
    else:
        yield all_of_it


def _holds(found: object, annotation: Any) -> bool:
    """Whether a single value is of the type, as the record reads it and as the database demands it."""
    bare, least = _bare(annotation)
    if bare is Decimal:
        return _is_number(found) and _in_range(found, least)  # type: ignore[arg-type]  # it is a number
    if bare is int:
        return _is_number(found) and found == int(found)  # type: ignore[call-overload]
    if bare in (Id, bool, dt.datetime):
        return isinstance(found, bare)
    if not isinstance(found, str) or isinstance(found, Id):
        return False
    try:
        msgspec.convert(found, annotation)
    except msgspec.ValidationError:
        return False
    return True


def _is_number(found: object) -> bool:
    is_one = isinstance(found, int | float | Decimal) and not isinstance(found, bool)
    return is_one and Decimal(found).is_finite()  # type: ignore[arg-type]  # a number it is


def _in_range(found: int | float | Decimal, least: Mapping[str, Any] | None) -> bool:
    number = Decimal(found)
    if abs(number) > MAX_PRICE:
        return False
    return least is None or number > 0 or (number == 0 and not least.get("exclusiveMinimum"))


def _bare(annotation: Any) -> tuple[Any, Mapping[str, Any] | None]:
    """Returns the type itself, without None and notes, and the bound that numbers of it have."""
    bound = None
    while True:
        origin = typing.get_origin(annotation)
        if origin is Annotated:
            for note in annotation.__metadata__:
                bound = getattr(note, "extra_json_schema", None) or bound
            annotation = annotation.__origin__
        elif origin in _UNION:
            annotation = next(each for each in typing.get_args(annotation) if each is not type(None))
        else:
            return annotation, bound


def _is_kind(annotation: Any, kind: type) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, kind)


# ---------------------------------------------------------------- changing


def _put(document: dict[str, Any], change: Change, holes: list[Path]) -> None:
    *above, last = change.path
    inside: Any = document
    for step, following in itertools.pairwise(change.path):
        below = value_at(inside, (step,))
        if not _can_hold(below, following):
            if change.value is GONE:
                return
            below = inside[step] = {}
        inside = below
    if change.value is not GONE or isinstance(inside, list):
        inside[last] = copy.deepcopy(change.value)
    else:
        inside.pop(last, None)
    if change.value is GONE and isinstance(inside, list):
        holes.append(tuple(above))


def _can_hold(container: object, step: str | int) -> bool:
    return isinstance(container, dict) or (isinstance(container, list) and isinstance(step, int))


def _settable(document: Plain, change: Change) -> Path:
    path = change.path
    if change.value is GONE and isinstance(path[-1], int):
        path = path[:-1]
    for length in range(1, len(path)):
        here = value_at(document, path[:length])
        if here is not GONE and not _can_hold(here, path[length]):
            return path[:length]
    return path


def _within_any(path: Path, others: typing.Collection[Path]) -> bool:
    return any(path[:length] in others for length in range(1, len(path)))
