"""What the parts, units and faults of a label rule are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from b4mart_desktop.domain.label_rules import LabelUnit, Part, PatternFault, Piece

_CONTEXT = "scale_labels"


def part_names() -> Mapping[Part, str]:
    """Returns what each part of a label is called."""
    return {
        Part.FIXED: QCoreApplication.translate(_CONTEXT, "Begins with"),
        Part.ITEM: QCoreApplication.translate(_CONTEXT, "Item"),
        Part.VALUE: QCoreApplication.translate(_CONTEXT, "Value"),
        Part.INNER_CHECK: QCoreApplication.translate(_CONTEXT, "Check"),
        Part.ANY: QCoreApplication.translate(_CONTEXT, "Any"),
        Part.CHECK: QCoreApplication.translate(_CONTEXT, "Check"),
    }


def unit_names() -> Sequence[tuple[LabelUnit, str]]:
    """Returns what a value may be, in the order in which it is offered."""
    return (
        (LabelUnit.PRICE, QCoreApplication.translate(_CONTEXT, "Price")),
        (LabelUnit.KILOGRAMS, QCoreApplication.translate(_CONTEXT, "kg")),
        (LabelUnit.GRAMS, QCoreApplication.translate(_CONTEXT, "g")),
        (LabelUnit.POUNDS, QCoreApplication.translate(_CONTEXT, "lb")),
        (LabelUnit.COUNT, QCoreApplication.translate(_CONTEXT, "Pieces")),
    )


def fault_text(fault: PatternFault) -> str:
    """Returns what is wrong with a pattern, and what to do."""
    texts = {
        PatternFault.ODD_SIGN: QCoreApplication.translate(
            _CONTEXT, "Only digits and the letters I, V, C, X and K may stand here."
        ),
        PatternFault.LENGTH: QCoreApplication.translate(_CONTEXT, "A label has 8 to 20 digits."),
        PatternFault.NO_PREFIX: QCoreApplication.translate(
            _CONTEXT, "Begin with the digits that every such label begins with."
        ),
        PatternFault.NO_ITEM: QCoreApplication.translate(
            _CONTEXT, "Write I for each digit of the item number."
        ),
        PatternFault.NO_VALUE: QCoreApplication.translate(_CONTEXT, "Write V for each digit of the value."),
        PatternFault.SCATTERED: QCoreApplication.translate(
            _CONTEXT, "Digits that belong together must stand side by side."
        ),
        PatternFault.CHECK_NOT_LAST: QCoreApplication.translate(
            _CONTEXT, "The check digit K of the whole code comes last."
        ),
        PatternFault.INNER_CHECK_LENGTH: QCoreApplication.translate(
            _CONTEXT, "A check digit C needs a value of four or five digits."
        ),
    }
    return texts[fault]


def in_words(pieces: Sequence[Piece]) -> str:
    """Returns the pieces for screen readers: each with its name, and what it should be."""
    names = part_names()
    wrong = QCoreApplication.translate(_CONTEXT, "{name} {digits}, should be {expected}")
    right = QCoreApplication.translate(_CONTEXT, "{name} {digits}")
    return "; ".join(
        (right if piece.expected is None else wrong).format(
            name=names[piece.part], digits=piece.digits, expected=piece.expected
        )
        for piece in pieces
    )
