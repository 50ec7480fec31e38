"""The right side of the room: template, where the labels go, the sheet as it will be. It draws no labels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.labels import LabelTemplate
from b4mart_desktop.gui.labels.labels_presenter import Target
from b4mart_desktop.gui.labels.sheet_preview import SheetPreview
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.button import IconButton
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.labels import LabelBatch

_RESOLUTIONS = (203, 300, 600)


class PrintPane(QFrame):
    """Template, target and preview.

    Signals:
        template_chosen: Labels are to be printed by that template (``LabelTemplate``).
        copy_requested: A template of one's own is wanted.
        remove_requested: The template shall go.
        target_chosen: The labels go elsewhere, or to a printer of another resolution.
        start_chosen: The first label comes into that cell (int).
    """

    template_chosen = Signal(object)
    copy_requested = Signal()
    remove_requested = Signal()
    target_chosen = Signal()
    start_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.templates_box = QComboBox()
        self.edit_button = IconButton(Icon.PENCIL, self.tr("Change a copy of this template"))
        self.remove_button = IconButton(Icon.REMOVE, self.tr("Remove this template"))
        targets = [
            (Target.PDF, self.tr("PDF")),
            (Target.PRINTER, self.tr("Label printer")),
            (Target.FILE, self.tr("ZPL file")),
        ]
        self.target = SegmentedControl(targets, self.tr("Where the labels go"))
        self.address_edit = QLineEdit()
        resolutions = [(each, self.tr("{dots} dpi").format(dots=each)) for each in _RESOLUTIONS]
        self.resolution = SegmentedControl(resolutions, self.tr("Resolution of the label printer"))
        self.preview = SheetPreview()
        self.count_label = label("", "muted")
        self.page_label = label("", "muted")
        self._buttons = {
            "back": IconButton(Icon.CHEVRON_LEFT, self.tr("Page before")),
            "forth": IconButton(Icon.CHEVRON_RIGHT, self.tr("Next page")),
            "smaller": IconButton(Icon.MINUS, self.tr("Smaller")),
            "larger": IconButton(Icon.PLUS, self.tr("Larger")),
        }
        self._batch: LabelBatch | None = None
        self._page = 0
        self._build()
        self._connect()

    def _build(self) -> None:
        space = tokens().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space.md, space.md, space.md, space.md)
        column.setSpacing(space.sm)
        first = QHBoxLayout()
        first.setSpacing(space.sm)
        self.templates_box.setAccessibleName(self.tr("Label template"))
        first.addWidget(self.templates_box, 1)
        first.addWidget(self.edit_button)
        first.addWidget(self.remove_button)
        first.addWidget(self.target)
        column.addLayout(first)
        self._printer_row = QWidget()
        second = QHBoxLayout(self._printer_row)
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(space.sm)
        self.address_edit.setObjectName("address_edit")
        self.address_edit.setPlaceholderText(self.tr("Address of the printer, such as 192.168.0.40"))
        self.address_edit.setAccessibleName(self.tr("Address of the label printer"))
        second.addWidget(self.address_edit, 1)
        second.addWidget(self.resolution)
        column.addWidget(self._printer_row)
        self._printer_row.hide()
        self._enable(has_templates=False)
        column.addWidget(self.preview, 1)
        column.addLayout(self._page_row())

    def _page_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(tokens().space.xs)
        row.addWidget(self.count_label)
        row.addStretch()
        row.addWidget(self._buttons["back"])
        row.addWidget(self.page_label)
        row.addWidget(self._buttons["forth"])
        row.addSpacing(tokens().space.md)
        row.addWidget(self._buttons["smaller"])
        row.addWidget(self._buttons["larger"])
        return row

    def _connect(self) -> None:
        box = self.templates_box
        box.activated.connect(lambda place: self.template_chosen.emit(box.itemData(place)))
        self.edit_button.clicked.connect(self.copy_requested)
        self.remove_button.clicked.connect(self.remove_requested)
        self.target.current_changed.connect(self._on_target)
        self.resolution.current_changed.connect(lambda _: self.target_chosen.emit())
        self.preview.start_chosen.connect(self.start_chosen)
        self.preview.page_turned.connect(self.turn)
        self._buttons["back"].clicked.connect(lambda: self.turn(-1))
        self._buttons["forth"].clicked.connect(lambda: self.turn(1))
        self._buttons["smaller"].clicked.connect(lambda: self.preview.zoom(-1))
        self._buttons["larger"].clicked.connect(lambda: self.preview.zoom(1))

    def _on_target(self, target: object) -> None:
        self._printer_row.setVisible(target is not Target.PDF)
        self.address_edit.setVisible(target is Target.PRINTER)
        self.target_chosen.emit()

    # ------------------------------------------------------------ showing

    def show_templates(self, templates: Sequence[LabelTemplate], chosen: Id) -> None:
        """Shows which templates there are; one's own come first."""
        self._enable(has_templates=bool(templates))
        self.templates_box.clear()
        for template in templates:
            self.templates_box.addItem(template.name, template)
        places = [place for place, template in enumerate(templates) if template.id == chosen]
        self.templates_box.setCurrentIndex(places[0] if places else 0)
        current = self.templates_box.currentData()
        is_own = isinstance(current, LabelTemplate) and not current.is_built_in
        self.remove_button.setVisible(is_own)
        name = self.tr("Change this template") if is_own else self.tr("Change a copy of this template")
        self.edit_button.setAccessibleName(name)
        self.edit_button.setToolTip(name)

    def _enable(self, *, has_templates: bool) -> None:
        self.templates_box.setEnabled(has_templates)
        self.edit_button.setEnabled(has_templates)

    def show_printer(self, address: str, resolution: int) -> None:
        """Shows which label printer was used last."""
        self.address_edit.setText(address)
        if resolution in _RESOLUTIONS:
            self.resolution.set_current(resolution)

    def show_batch(self, batch: LabelBatch | None) -> None:
        """Shows the labels as they will be."""
        self._batch = batch
        self.turn(0)
        if batch is None:
            self.count_label.clear()
            return
        labels = self.tr("%n label(s)", "", batch.order.count)
        stock = batch.order.template.stock
        sheets = "" if stock.is_roll else " · " + self.tr("%n sheet(s)", "", batch.order.pages)
        hint = "" if stock.is_roll else " · " + self.tr("click a cell to begin there")
        self.count_label.setText(f"{labels}{sheets}{hint}")

    def turn(self, pages: int) -> None:
        """Shows another page."""
        count = 0 if self._batch is None else self._batch.order.pages
        self._page = min(max(self._page + pages, 0), max(count - 1, 0))
        self.preview.show_page(self._batch, self._page)
        text = self.tr("{page} of {pages}").format(page=self._page + 1, pages=count)
        self.page_label.setText(text if count else "")
        self._buttons["back"].setEnabled(self._page > 0)
        self._buttons["forth"].setEnabled(self._page < count - 1)
