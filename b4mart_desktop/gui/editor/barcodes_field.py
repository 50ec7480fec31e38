"""The barcodes of a product: scanned or typed one by one, each with what is wrong with it beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain import gtin
from b4mart_desktop.domain.own_codes import in_store_barcode
from b4mart_desktop.gui.editor.fields import Field, Problem
from b4mart_desktop.gui.shared.scanner import OWNS_SCANS
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import Button, IconButton
from b4mart_desktop.gui.widgets.labels import label, set_role
from b4mart_desktop.gui.widgets.search_field import SearchField

_KINDS = {8: "EAN-8", 12: "UPC-A", 13: "EAN-13", 14: "GTIN-14"}


def as_stored(text: str) -> str:
    """Returns a code as it is stored: a GTIN in its normal form, also where it was typed as printed."""
    printed = gtin.as_printed(text)
    return text.strip() if printed is None else gtin.normal_form(printed)


def kind_of(code: str) -> str:
    """Returns what a code is called, empty where it has no name."""
    return _KINDS.get(len(code), "") if gtin.fault(code) is None else ""


class _CodeRow(QWidget):
    """One barcode.

    Signals:
        removed: The person takes it away.
        corrected: The person takes the right check digit (the whole code).
    """

    removed = Signal()
    corrected = Signal(str)

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code
        self._note = label(kind_of(code), "small")
        self._fix = Button("", "quiet")
        self._remove = IconButton(Icon.X, self.tr("Remove {code}").format(code=code))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens().space.md)
        row.addWidget(label(code, "strong"))
        row.addWidget(self._note, 1)
        row.addWidget(self._fix)
        row.addWidget(self._remove)
        self._fix.hide()
        self._fix.clicked.connect(lambda: self.corrected.emit(self._right()))
        self._remove.clicked.connect(self.removed)

    def show_problem(self, problem: Problem | None) -> None:
        """Shows what is wrong with the code in place of what it is called."""
        role = "small" if problem is None else "error" if problem.blocks else "warning"
        set_role(self._note, role)
        self._note.setText(kind_of(self._code) if problem is None else problem.text)
        mistyped = gtin.fault(self._code) is gtin.GtinFault.CHECK_DIGIT
        self._fix.setText(self.tr("Use {code}").format(code=self._right()) if mistyped else "")
        self._fix.setVisible(mistyped)

    def set_read_only(self, read_only: bool) -> None:
        """Says whether it may be taken away."""
        self._remove.setVisible(not read_only)

    def _right(self) -> str:
        payload = self._code[:-1]
        return payload + gtin.check_digit(payload) if payload.isdigit() else self._code


class BarcodesField(Field):
    """The list, and the line that adds to it."""

    def __init__(self, name: str) -> None:
        self.line = SearchField(self.tr("Scan or type a barcode and press Enter"), picture=Icon.SCAN)
        self.line.setProperty(OWNS_SCANS, True)
        self._rows: list[_CodeRow] = []
        self._list = QVBoxLayout()
        self._own = Button(self.tr("Generate barcode"), "", Icon.BARCODE)
        super().__init__(name, self._framed(), "")
        self._own.setToolTip(self.tr("An in-store barcode to print on labels"))
        self.line.submitted.connect(self.add)
        self._own.clicked.connect(lambda: self.add(in_store_barcode()))

    def _framed(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens().space.xs)
        self._list.setSpacing(0)
        column.addLayout(self._list)
        row = QHBoxLayout()
        row.setSpacing(tokens().space.sm)
        row.addWidget(self.line, 1)
        row.addWidget(self._own)
        column.addLayout(row)
        holder.setFocusProxy(self.line)
        return holder

    @override
    def set_read_only(self, read_only: bool) -> None:
        self.line.setVisible(not read_only)
        self._own.setVisible(not read_only)
        for row in self._rows:
            row.set_read_only(read_only)

    @override
    def show_problems(self, own: Problem | None, inside: Mapping[str, Problem]) -> None:
        for place, row in enumerate(self._rows):
            row.show_problem(inside.get(str(place)))
        super().show_problems(own, {})

    @override
    def _display(self, value: Any) -> None:
        for row in self._rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._row(place, code) for place, code in enumerate(value)]
        for row in self._rows:
            self._list.addWidget(row)

    def _row(self, place: int, code: str) -> _CodeRow:
        row = _CodeRow(code)
        row.removed.connect(lambda: self._put(place, None))
        row.corrected.connect(lambda right: self._put(place, as_stored(right)))
        row.set_read_only(self.line.isHidden())
        return row

    def add(self, text: str) -> None:
        """Adds a code that was scanned, typed or made up; one that is there stays there once."""
        code = as_stored(text)
        self.line.clear()
        if code and code not in self._value:
            self._change((*self._value, code))
        self.line.setFocus()

    def _put(self, place: int, code: str | None) -> None:
        codes = list(self._value)
        codes[place : place + 1] = [] if code is None or code in codes else [code]
        self._change(tuple(codes))

    def _change(self, codes: tuple[str, ...]) -> None:
        self._display(codes)
        self._take(codes)
