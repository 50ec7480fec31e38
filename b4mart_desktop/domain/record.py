"""The base of every record: what a MongoDB document is in this program.

A record is the document: field names are camelCase in the database, the database's validators are
generated from the annotations. Only the base and what all records share belong here.
"""

import datetime as dt
from decimal import Decimal
from typing import Annotated

import msgspec

Text = Annotated[str, msgspec.Meta(min_length=1)]
"""A text that may not be empty: the web store's models refuse empty required strings."""

# msgspec bounds only int and float; for a Decimal the bound is declared here and kept by the database.
NotNegative = Annotated[Decimal, msgspec.Meta(extra_json_schema={"minimum": 0})]
"""An amount, price, quantity or rate of zero or more."""

Positive = Annotated[Decimal, msgspec.Meta(extra_json_schema={"minimum": 0, "exclusiveMinimum": True})]
"""An amount above zero. The keywords are those of MongoDB's ``$jsonSchema`` (JSON Schema draft 4)."""


class Record(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A frozen document or part of one. ``None`` means that the field is absent from the document."""


def utc_now() -> dt.datetime:
    """Returns the present moment in UTC, cut to milliseconds as BSON dates are."""
    now = dt.datetime.now(dt.UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def utc_after(moment: dt.datetime) -> dt.datetime:
    """Returns the present moment, or the first one after ``moment`` where a clock is behind.

    What a document's ``updatedAt`` becomes: a change is never as old as what it changed.
    """
    return max(utc_now(), moment + dt.timedelta(milliseconds=1))
