"""The one table from error code to what a person reads: a title, and a sentence that says what to do next.

Field errors stand beside their field; everything that is no `B4MartError` is a bug and goes to `crash`.
"""

from __future__ import annotations

import datetime as dt
import enum
import math
from decimal import Decimal

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.gui.shared.errors_at_counter import AT_COUNTER
from b4mart_desktop.gui.shared.errors_behind import BEHIND_COUNTER
from b4mart_desktop.gui.shared.errors_in_office import IN_OFFICE
from b4mart_desktop.gui.style.formats import Formats

_CONTEXT = "errors"
_MONEY = frozenset({"missing", "too_much"})
_UNKNOWN = "–"

_TEXTS = {**AT_COUNTER, **BEHIND_COUNTER, **IN_OFFICE}

_WORDS = {
    "store": QT_TRANSLATE_NOOP("errors", "store"),
    "register": QT_TRANSLATE_NOOP("errors", "register"),
    "product": QT_TRANSLATE_NOOP("errors", "product"),
    "customer": QT_TRANSLATE_NOOP("errors", "customer"),
    "order": QT_TRANSLATE_NOOP("errors", "order"),
    "receipt": QT_TRANSLATE_NOOP("errors", "receipt"),
    "shift": QT_TRANSLATE_NOOP("errors", "shift"),
    "clerk": QT_TRANSLATE_NOOP("errors", "clerk"),
    "supervisor": QT_TRANSLATE_NOOP("errors", "supervisor"),
    "manager": QT_TRANSLATE_NOOP("errors", "manager"),
    "owner": QT_TRANSLATE_NOOP("errors", "owner"),
    "name": QT_TRANSLATE_NOOP("errors", "name"),
    "e-mail": QT_TRANSLATE_NOOP("errors", "e-mail"),
    "phone": QT_TRANSLATE_NOOP("errors", "phone"),
    "price": QT_TRANSLATE_NOOP("errors", "price"),
    "measure": QT_TRANSLATE_NOOP("errors", "measure"),
    "quantity": QT_TRANSLATE_NOOP("errors", "quantity"),
    "reason": QT_TRANSLATE_NOOP("errors", "reason"),
}


def describe(error: B4MartError, formats: Formats | None = None) -> tuple[str, str]:
    """Returns the translated title and sentence for an error, its data filled in.

    A code without a text, which a test forbids, is still told: with its name and data.

    Args:
        error: The expected error.
        formats: How to write amounts; without it they are plain numbers.
    """
    texts = _TEXTS.get(error.code)
    if texts is None:
        return _translate("It could not be done"), str(error)
    title, sentence = texts
    data = _Data({name: _write(name, value, formats) for name, value in error.data.items()})
    return _translate(str(title)), _translate(str(sentence)).format_map(data)


class _Data(dict[str, str]):
    """What a sentence names but the error does not carry is shown as a dash, never raised."""

    def __missing__(self, name: str) -> str:
        return _UNKNOWN


def _write(name: str, value: object, formats: Formats | None) -> str:
    if isinstance(value, enum.Enum):
        value = value.value
    if isinstance(value, Decimal) and formats is not None:
        return formats.money(value) if name in _MONEY else formats.quantity(value)
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(math.ceil(value.total_seconds()), 60)
        return f"{minutes}:{seconds:02}"
    if isinstance(value, str) and value in _WORDS:
        return _translate(str(_WORDS[value]))
    return _UNKNOWN if value in (None, "") else str(value)


def _translate(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)
