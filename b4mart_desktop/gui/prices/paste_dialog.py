"""The dialog that takes pasted lines of SKU and price for a price list, and shows at once what they mean."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from b4mart_desktop.gui.models.column_table import Column, RowsModel, make_table
from b4mart_desktop.gui.prices.tiers import tiers_words
from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.widgets.badge import Tone
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.pasted_prices import PastedLine
from b4mart_desktop.services.price_list_rules import PastedPrices

_SIZE = (760, 680)
_DELAY_MS = 250
_SHOWN = 200

Row = tuple[str, str, str]
"""What a line names, its price, and what is wrong with it."""


class PasteDialog(AskDialog):
    """Takes lines of SKU or barcode, price, and perhaps a quantity it is from.

    Args:
        parent: Any widget of the window.
        read: Reads the lines.
        formats: How amounts are written.

    Attributes:
        pasted: What was read last.
    """

    def __init__(self, parent: QWidget, read: Callable[[str], PastedPrices], formats: Formats) -> None:
        hint = QCoreApplication.translate(
            "PasteDialog",
            "One line a price: SKU or barcode, price, and if you like the quantity it begins at.",
        )
        super().__init__(parent, QCoreApplication.translate("PasteDialog", "Paste prices"), hint)
        self._read, self._formats = read, formats
        self.pasted = PastedPrices()
        self._text = QPlainTextEdit()
        self._text.setAccessibleName(self.tr("Lines of code and price"))
        self._text.setTabChangesFocus(True)
        self._text.setPlaceholderText("COLA-05\t1.79\nCOLA-05\t1.49\t6\n4006381333931; 2.20")
        columns: list[Column[Row]] = [
            Column(self.tr("Product"), lambda row: row[0], leads=True),
            Column(self.tr("Price"), lambda row: row[1]),
            Column(self.tr("Problem"), lambda row: row[2], lambda row: Tone.WARNING),
        ]
        self._rows: RowsModel[Row] = RowsModel(columns)
        self._summary = label("", "strong")
        self._timer = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._timer.timeout.connect(self._show)
        self._build()
        self._text.setPlainText(_from_clipboard())
        self._show()
        self._text.setFocus()

    def _build(self) -> None:
        self.resize(*_SIZE)
        self.body.addWidget(self._text, 2)
        self.body.addWidget(self._summary)
        self.body.addWidget(make_table(self._rows, 0, self.tr("What the lines mean")), 3)
        self.add_button(self.tr("Cancel"), closes=False)
        self._done = self.add_button(self.tr("Set prices"), "primary", closes=True)
        self._text.textChanged.connect(self._timer.start)

    def _show(self) -> None:
        self.pasted = pasted = self._read(self._text.toPlainText())
        bad = [(line.text, "", self._problem(line)) for line in pasted.bad]
        good = [
            (pasted.names[key], tiers_words(tiers, self._formats), "")
            for key, tiers in list(pasted.prices.items())[:_SHOWN]
        ]
        self._rows.show([*bad[:_SHOWN], *good])
        found = self.tr("%n price(s) to set", "", len(pasted.prices))
        left = self.tr("%n line(s) left out", "", len(bad))
        self._summary.setText(f"{found} · {left}" if bad else found)
        self._done.setEnabled(bool(pasted.prices))

    def _problem(self, line: PastedLine) -> str:
        if line.price is None:
            return self.tr("Line {number}: no price").format(number=line.number)
        if line.matches:
            return self.tr("Line {number}: several products").format(number=line.number)
        return self.tr("Line {number}: no such product").format(number=line.number)


def _from_clipboard() -> str:
    """What a person copied is most likely what they want to paste, where it looks like a table."""
    text = QApplication.clipboard().text()
    return text if "\t" in text and "\n" in text.strip() else ""
