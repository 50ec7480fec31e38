"""What is wrong with an unreadable document, in words: of one place, and of the reader's own reasons."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any, NamedTuple

from PySide6.QtCore import QCoreApplication

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.misfits import GONE, Change, Expected, Foreign, Misfit
from b4mart_desktop.services.ports import SkippedDocument
from b4mart_desktop.services.repair_proposals import as_typed

translate = QCoreApplication.translate
_LONGEST = 60
_REASON = re.compile(r"(?P<what>.*?)(?: - at `\$\.?(?P<place>.*)`)?")
_POSITION = re.compile(r"\[(\d+|\.\.\.)\]")
_MISSING = re.compile(r"Object missing required field `(.+)`")
_OTHER_TYPE = re.compile(r"Expected `(.+?)`, got `(.+?)`")


class Problem(NamedTuple):
    """Why the reader gave a document up: a kind of problem that many documents may have.

    Attributes:
        collection: Theirs.
        place: Dotted, elements of lists as ``[]``.
        what: In words.
    """

    collection: str
    place: str
    what: str


def problem_of(document: SkippedDocument) -> Problem:
    """Returns the first problem of a document, as the reader told it."""
    match = _REASON.fullmatch(document.reason.replace("\n", " "))
    what, place = (match["what"], match["place"] or "") if match is not None else (document.reason, "")
    missing = _MISSING.fullmatch(what)
    if missing is not None:
        place = f"{place}.{missing[1]}".lstrip(".")
        what = translate("MisfitWords", "Missing")
    elif _OTHER_TYPE.match(what):
        what = translate("MisfitWords", "Another kind of value than belongs here")
    elif what.startswith("Invalid decimal"):
        what = translate("MisfitWords", "Text that is no number")
    elif what.startswith("Invalid enum value"):
        what = translate("MisfitWords", "None of the possible values")
    elif what.startswith("Expected `str` of length >= 1"):
        what = translate("MisfitWords", "Empty")
    elif what.endswith("cannot be priced by"):
        what = translate("MisfitWords", "No price can be so")
    return Problem(document.collection, _POSITION.sub("[]", place), what)


def sentence(misfit: Misfit) -> str:
    """Says what is in a place and what belongs there."""
    wanted = _wanted(misfit)
    if misfit.found is GONE:
        return translate("MisfitWords", "Missing: {wanted} belongs here.").format(wanted=wanted)
    return translate("MisfitWords", "{found}, where {wanted} belongs.").format(
        found=found_words(misfit.found), wanted=wanted
    )


def proposal_words(proposal: tuple[Change, ...] | None) -> str:
    """Says what a proposal does beside the value that is shown."""
    if proposal is None:
        return translate("MisfitWords", "Nobody can tell what was meant: enter it.")
    first, *others = proposal
    if others:
        texts = (f"{change.field} = {as_typed(change.value)}" for change in others)
        return translate("MisfitWords", "Proposed, with {others}.").format(others=", ".join(texts))
    if first.value is GONE:
        return translate("MisfitWords", "Proposed: remove it.")
    return (
        translate("MisfitWords", "Proposed: begin it anew.")
        if first.value == {}
        else translate("MisfitWords", "Proposed.")
    )


def found_words(found: Any) -> str:
    """Says what a value is."""
    words = {
        bool: translate("MisfitWords", "Yes or no ({value})"),
        int: translate("MisfitWords", "Number {value}"),
        float: translate("MisfitWords", "Number {value}"),
        Decimal: translate("MisfitWords", "Number {value}"),
        Id: translate("MisfitWords", "ID {value}"),
        str: translate("MisfitWords", "Text “{value}”"),
        dt.datetime: translate("MisfitWords", "Date {value}"),
        list: translate("MisfitWords", "List {value}"),
        dict: translate("MisfitWords", "Group {value}"),
    }
    if isinstance(found, Foreign):
        return translate("MisfitWords", "{kind} data").format(kind=found.kind)
    text = as_typed(found)
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return words.get(type(found), translate("MisfitWords", "Nothing")).format(value=shown)


def _wanted(misfit: Misfit) -> str:
    if misfit.expected is Expected.CHOICE:
        return translate("MisfitWords", "one of {choices}").format(choices=", ".join(misfit.choices))
    words = {
        Expected.TEXT: translate("MisfitWords", "a text"),
        Expected.NUMBER: translate("MisfitWords", "a number"),
        Expected.AMOUNT: translate("MisfitWords", "a number of zero or more"),
        Expected.WHOLE: translate("MisfitWords", "a whole number"),
        Expected.YES_NO: translate("MisfitWords", "yes or no"),
        Expected.DATE: translate("MisfitWords", "a date"),
        Expected.ID: translate("MisfitWords", "an ID of 24 letters and digits"),
        Expected.LIST: translate("MisfitWords", "a list"),
        Expected.GROUP: translate("MisfitWords", "a group of fields"),
    }
    return words.get(misfit.expected, translate("MisfitWords", "another value"))
