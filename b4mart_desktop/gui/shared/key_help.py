"""The help under F1: which key does what, and what may be typed where codes go. Declares no key itself."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QStackedWidget, QVBoxLayout, QWidget

from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.gui.widgets.key_cap import KeyCap
from b4mart_desktop.gui.widgets.labels import label

_CONTEXT = "KeyHelp"
_KEY_WIDTH = 88
"""So that what the keys do begins at the same place in all sections of a column."""

_SELLING = (
    ("F2", QT_TRANSLATE_NOOP("KeyHelp", "Search")),
    ("F3", QT_TRANSLATE_NOOP("KeyHelp", "Customer")),
    ("F4", QT_TRANSLATE_NOOP("KeyHelp", "Hold the sale")),
    ("F5", QT_TRANSLATE_NOOP("KeyHelp", "Recall a held sale")),
    ("F6", QT_TRANSLATE_NOOP("KeyHelp", "Quantity of the line")),
    ("F7", QT_TRANSLATE_NOOP("KeyHelp", "Price of the line")),
    ("F8", QT_TRANSLATE_NOOP("KeyHelp", "Discount on the line")),
    ("Shift+F8", QT_TRANSLATE_NOOP("KeyHelp", "Discount on the whole sale")),
    ("Ctrl+E", QT_TRANSLATE_NOOP("KeyHelp", "Why this price?")),
    ("Ctrl+N", QT_TRANSLATE_NOOP("KeyHelp", "Note on the line")),
    ("Del", QT_TRANSLATE_NOOP("KeyHelp", "Remove the line")),
    ("Ctrl+Z", QT_TRANSLATE_NOOP("KeyHelp", "Undo")),
    ("Ctrl+Del", QT_TRANSLATE_NOOP("KeyHelp", "Give the sale up")),
)
_PAYING = (
    ("F9", QT_TRANSLATE_NOOP("KeyHelp", "Pay, then next customer")),
    ("F12", QT_TRANSLATE_NOOP("KeyHelp", "Exact cash, in one step")),
    ("Esc", QT_TRANSLATE_NOOP("KeyHelp", "Back to the sale")),
    ("Ctrl+P", QT_TRANSLATE_NOOP("KeyHelp", "Print the last receipt again")),
)
_ANYWHERE = (
    ("F1", QT_TRANSLATE_NOOP("KeyHelp", "This help")),
    ("Ctrl+K", QT_TRANSLATE_NOOP("KeyHelp", "Find a command")),
    ("Alt", QT_TRANSLATE_NOOP("KeyHelp", "Hold it to see the keys on the buttons")),
    ("Alt+1", QT_TRANSLATE_NOOP("KeyHelp", "Sell")),
    ("Alt+2", QT_TRANSLATE_NOOP("KeyHelp", "Orders")),
    ("Alt+3", QT_TRANSLATE_NOOP("KeyHelp", "Catalogue; Ctrl+1 to 7 for its rooms")),
    ("Ctrl+L", QT_TRANSLATE_NOOP("KeyHelp", "Lock")),
)
_EDITING = (
    ("Ctrl+S", QT_TRANSLATE_NOOP("KeyHelp", "Save")),
    ("Ctrl+Z", QT_TRANSLATE_NOOP("KeyHelp", "Undo, whatever the field")),
    ("Ctrl+Y", QT_TRANSLATE_NOOP("KeyHelp", "Redo")),
    ("Alt+PgDn", QT_TRANSLATE_NOOP("KeyHelp", "Save and go to the next product")),
    ("Ctrl+H", QT_TRANSLATE_NOOP("KeyHelp", "History of the product")),
)
_PICTURES = (
    ("Ctrl+V", QT_TRANSLATE_NOOP("KeyHelp", "Paste a picture")),
    ("Enter", QT_TRANSLATE_NOOP("KeyHelp", "Crop it")),
    ("Ctrl+← →", QT_TRANSLATE_NOOP("KeyHelp", "Move it")),
    ("Del", QT_TRANSLATE_NOOP("KeyHelp", "Remove it")),
)
_EXCHANGE = (
    ("Ctrl+O", QT_TRANSLATE_NOOP("KeyHelp", "Choose a file to import")),
    ("Ctrl+F", QT_TRANSLATE_NOOP("KeyHelp", "Find a column of the file")),
    ("Ctrl+Enter", QT_TRANSLATE_NOOP("KeyHelp", "Dry run, then import")),
    ("Ctrl+E", QT_TRANSLATE_NOOP("KeyHelp", "Export products")),
)
_QUALITY = (
    ("Enter", QT_TRANSLATE_NOOP("KeyHelp", "Go to the fix, or repair the document")),
    ("Del", QT_TRANSLATE_NOOP("KeyHelp", "Remove the barcode from the product")),
    ("Ctrl+H", QT_TRANSLATE_NOOP("KeyHelp", "Hide the document until it changes")),
)
_LABELS = (
    ("F2", QT_TRANSLATE_NOOP("KeyHelp", "Scan products, or a label to try")),
    ("Ctrl+Enter", QT_TRANSLATE_NOOP("KeyHelp", "Print the labels")),
    ("PgUp PgDn", QT_TRANSLATE_NOOP("KeyHelp", "Turn the sheets of the preview")),
    ("Alt+↑ ↓", QT_TRANSLATE_NOOP("KeyHelp", "Ask a scale label's rule earlier or later")),
)
_TYPING = (
    ("3*", QT_TRANSLATE_NOOP("KeyHelp", "before a code sells three of it")),
    ("+ −", QT_TRANSLATE_NOOP("KeyHelp", "in the empty field change the quantity")),
    ("1 … 9", QT_TRANSLATE_NOOP("KeyHelp", "take a size, colour or pack")),
)
_LISTING = (
    ("Ctrl+F", QT_TRANSLATE_NOOP("KeyHelp", "Search")),
    ("A … Z", QT_TRANSLATE_NOOP("KeyHelp", "Jump to a name")),
    ("Enter", QT_TRANSLATE_NOOP("KeyHelp", "Open the product")),
    ("Ctrl+N", QT_TRANSLATE_NOOP("KeyHelp", "New product")),
    ("Ctrl+D", QT_TRANSLATE_NOOP("KeyHelp", "New product like this one")),
    ("Space", QT_TRANSLATE_NOOP("KeyHelp", "Choose, or let go")),
    ("Shift+↑ ↓", QT_TRANSLATE_NOOP("KeyHelp", "Choose up to there")),
    ("Ctrl+↑ ↓", QT_TRANSLATE_NOOP("KeyHelp", "Move a column, in the columns menu")),
    ("Ctrl+A", QT_TRANSLATE_NOOP("KeyHelp", "Choose all; Esc lets go")),
    ("F7", QT_TRANSLATE_NOOP("KeyHelp", "Change the prices of what is chosen")),
    ("Del", QT_TRANSLATE_NOOP("KeyHelp", "Archive")),
    ("Ctrl+Z", QT_TRANSLATE_NOOP("KeyHelp", "Undo the last bulk change")),
    ("F5", QT_TRANSLATE_NOOP("KeyHelp", "Read the list anew")),
)
_COUNTER = (
    ((QT_TRANSLATE_NOOP("KeyHelp", "Selling"), _SELLING),),
    (
        (QT_TRANSLATE_NOOP("KeyHelp", "Where codes are typed"), _TYPING),
        (QT_TRANSLATE_NOOP("KeyHelp", "Paying"), _PAYING),
    ),
    ((QT_TRANSLATE_NOOP("KeyHelp", "Anywhere"), _ANYWHERE),),
)
_CATALOGUE = (
    ((QT_TRANSLATE_NOOP("KeyHelp", "The list of products"), _LISTING),),
    (
        (QT_TRANSLATE_NOOP("KeyHelp", "Editing a product"), _EDITING),
        (QT_TRANSLATE_NOOP("KeyHelp", "Pictures of a product"), _PICTURES),
    ),
    (
        (QT_TRANSLATE_NOOP("KeyHelp", "Labels"), _LABELS),
        (QT_TRANSLATE_NOOP("KeyHelp", "Import and export"), _EXCHANGE),
        (QT_TRANSLATE_NOOP("KeyHelp", "Data quality"), _QUALITY),
    ),
)
Rows = tuple[tuple[str, object], ...]  # PySide types what it marks for translation as object
Section = tuple[object, Rows]


class KeyHelp(AskDialog):
    """Lists the keys of the counter or of the catalogue, each in three columns.

    Args:
        parent: Any widget of the window it belongs to.
        catalogue: Whether the catalogue's are shown first.
    """

    def __init__(self, parent: QWidget, *, catalogue: bool = False) -> None:
        super().__init__(parent, self.tr("Keys"))
        frame = self.layout()
        assert frame is not None  # every question has one
        frame.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)  # cut off, no text is of use
        choices = [(0, self.tr("Counter")), (1, self.tr("Catalogue"))]
        self.choice = SegmentedControl(choices, self.tr("Whose keys"))
        self.pages = QStackedWidget()  # as high as its highest: the buttons stay where they are
        for columns in (_COUNTER, _CATALOGUE):
            self.pages.addWidget(_page(columns))
        self.choice.current_changed.connect(self.pages.setCurrentIndex)
        self.choice.set_current(int(catalogue))
        self.pages.setCurrentIndex(int(catalogue))
        self.body.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(self.pages)
        self.add_button(self.tr("Close"), "primary", closes=True).setFocus()


def _page(columns: tuple[tuple[Section, ...], ...]) -> QWidget:
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(tokens().space.xxl)
    for sections in columns:
        row.addLayout(_column(sections), 1)
    return page


def _column(sections: tuple[Section, ...]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(tokens().space.lg)
    for title, rows in sections:
        column.addLayout(_section(title, rows))
    column.addStretch()
    return column


def _section(title: object, rows: Rows) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(tokens().space.lg)
    grid.setVerticalSpacing(tokens().space.sm)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, _KEY_WIDTH)
    grid.addWidget(label(_text(title), "caption"), 0, 0, 1, 2)
    for row, (key, deed) in enumerate(rows, 1):
        grid.addWidget(KeyCap(key), row, 0, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(label(_text(deed)), row, 1)
    return grid


def _text(source: object) -> str:
    return QCoreApplication.translate(_CONTEXT, str(source))
