"""The dialog that explains a price step by step, for the whole sale or one line of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QWidget

from b4mart_desktop.domain.explaining import Explanation
from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.shared.explain_rows import ExplainRow, ExplainView, as_text
from b4mart_desktop.gui.shared.explain_speech import line_said, sale_said
from b4mart_desktop.gui.shared.explain_words import ExplainWords
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.widgets.button import set_button_icon
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.gui.widgets.labels import label

_SIZE = (620, 640)
_LINE, _SALE = "line", "sale"


class ExplainFrame(AskDialog):
    """Rows that explain a price, and a button that copies them as text.

    Args:
        parent: Any widget of the window.
        title: What is explained.
        text: What to know before; may be empty.

    Attributes:
        view: Shows the rows.
    """

    def __init__(self, parent: QWidget, title: str, text: str = "") -> None:
        super().__init__(parent, title, text)
        self.resize(*_SIZE)
        self.view = ExplainView()
        copy = self.add_button(QCoreApplication.translate("ExplainFrame", "Copy as text"))
        copy.setShortcut("Ctrl+Shift+C")
        set_button_icon(copy, Icon.COPY)
        copy.clicked.connect(self.copy)
        close = self.add_button(QCoreApplication.translate("ExplainFrame", "Close"), "primary", closes=True)
        close.setFocus()

    def show_rows(self, rows: list[ExplainRow]) -> None:
        """Shows the rows."""
        self.view.show_rows(rows)

    def copy(self) -> None:
        """Puts the rows into the clipboard as plain text."""
        QApplication.clipboard().setText(as_text(self.view.rows.rows))


class ExplainDialog(ExplainFrame):
    """Explains a sale, and a line of it where one was chosen.

    Args:
        parent: Any widget of the window.
        explained: The sale.
        formats: How amounts are written.
        key: Of the line to begin with; 0 begins with the whole sale.
    """

    def __init__(self, parent: QWidget, explained: Explanation, formats: Formats, key: int = 0) -> None:
        line = explained.line(key)
        amount = explained.priced.total if line is None else line.priced.shown
        why = QCoreApplication.translate("ExplainDialog", "Why {amount}?")
        super().__init__(parent, why.format(amount=formats.money(amount)))
        words = ExplainWords(formats)
        self._rows = {_SALE: words.cart(explained), _LINE: words.one_line(explained, key)}
        choices: list[tuple[object, str]] = [(_SALE, self.tr("The whole sale"))]
        if line is not None:
            choices.insert(0, (_LINE, line.priced.line.product.name))
        kinds = SegmentedControl(choices, self.tr("What is explained"))
        kinds.current_changed.connect(lambda kind: self._show(str(kind)))
        self._sentences = {_SALE: sale_said(explained, formats)}
        if line is not None:
            self._sentences[_LINE] = line_said(line, formats)
        self._said = label("", "subtitle")
        self._said.setWordWrap(True)
        self.body.addWidget(kinds)
        kinds.setVisible(line is not None)
        self.body.addWidget(self._said)
        self.body.addWidget(self.view, 1)
        self._show(_SALE if line is None else _LINE)

    def _show(self, kind: str) -> None:
        """Shows the sentences to be read out, and the steps below them."""
        self._said.setText(self._sentences[kind])
        self.show_rows(self._rows[kind])
