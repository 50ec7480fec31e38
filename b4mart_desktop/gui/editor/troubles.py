"""What stands in the way of saving, or should be thought about: one list for form, summary and saving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as value
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from b4mart_desktop.domain.product_check import FieldProblem, ProductFault
from b4mart_desktop.gui.style.formats import Formats


class Outside(StrEnum):
    """What is wrong beyond the product itself."""

    UNREADABLE = "unreadable"
    """What was typed is no value of the field."""
    TAKEN = "taken"
    """Another product has that code."""
    ADDRESS_TAKEN = "address_taken"
    """Another product has that slug."""
    NO_CATEGORY = "no_category"
    """Its category is missing among the categories."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something to mend.

    Attributes:
        field: Dotted path as in ``FieldProblem``.
        blocks: Whether the product cannot be saved with it.
    """

    field: str
    kind: ProductFault | Outside
    blocks: bool = True
    data: Mapping[str, object] = value(default_factory=dict)


def from_problems(problems: Sequence[FieldProblem]) -> tuple[Trouble, ...]:
    """Returns the product's own problems as troubles."""
    return tuple(Trouble(each.field, each.fault, each.blocks, each.data) for each in problems)


def sentence(trouble: Trouble, formats: Formats) -> str:
    """Returns what is wrong, in words."""
    data = {name: _write(value, formats) for name, value in trouble.data.items()}
    return _sentences()[trouble.kind].format(**data)


def _write(value: object, formats: Formats) -> str:
    from decimal import Decimal

    return formats.quantity(value) if isinstance(value, Decimal) else str(value)


def _sentences() -> dict[ProductFault | Outside, str]:
    translate = QCoreApplication.translate
    return {
        ProductFault.MISSING: translate("Troubles", "Required"),
        ProductFault.TOO_LONG: translate("Troubles", "Too long: at most {most} characters"),
        ProductFault.SLUG: translate("Troubles", "Only lower-case letters, digits and single hyphens"),
        ProductFault.OUT_OF_RANGE: translate("Troubles", "Between {least} and {most}"),
        ProductFault.TOO_PRECISE: translate("Troubles", "More decimals than the currency has"),
        ProductFault.CHECK_DIGIT: translate("Troubles", "Check digit is wrong: it should be {right}"),
        ProductFault.CODE: translate("Troubles", "Not a valid barcode"),
        ProductFault.PLU: translate("Troubles", "Four or five digits"),
        ProductFault.REPEATED: translate("Troubles", "{value} is listed twice"),
        ProductFault.COLOR: translate("Troubles", "No colour"),
        ProductFault.UNKNOWN_OPTION: translate("Troubles", "{value} is not among the options"),
        ProductFault.NO_PRICE: translate("Troubles", "The price is 0"),
        ProductFault.BELOW_COST: translate("Troubles", "Priced below cost"),
        ProductFault.SALE_NOT_BELOW: translate("Troubles", "Not below the regular price"),
        ProductFault.NO_CODE: translate("Troubles", "No barcode or PLU to scan or type"),
        Outside.UNREADABLE: translate("Troubles", "Not a number"),
        Outside.TAKEN: translate("Troubles", "Also used by {name}"),
        Outside.NO_CATEGORY: translate("Troubles", "Choose a category"),
        Outside.ADDRESS_TAKEN: translate("Troubles", "Another product has this URL handle"),
    }
