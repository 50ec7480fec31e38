"""Makes a template of one's own from another one: its name, its size, what it says."""

from __future__ import annotations

from decimal import Decimal

import msgspec
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from b4mart_desktop.domain.contents import PriceBase
from b4mart_desktop.domain.errors import DomainError
from b4mart_desktop.domain.labels import LabelField, LabelTemplate, roll
from b4mart_desktop.gui.shared.dialogs import AskDialog, open_dialog
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.widgets.choices import SegmentedControl
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.money_edit import MoneyEdit
from b4mart_desktop.services.labels import LONGEST_NAME, check_template

_COLUMNS = 3
_MILLIMETRES = "mm"


class TemplateDialog(AskDialog):
    """Asks for the fields of a template.

    Args:
        parent: Any widget of the window.
        template: What to start from.
    """

    def __init__(self, parent: QWidget | None, template: LabelTemplate) -> None:
        super().__init__(parent, _say("Label template"))
        self._template = template
        self.name_edit = QLineEdit(template.name)
        self.width_edit, self.height_edit = MoneyEdit(), MoneyEdit()
        self.boxes = {field: QCheckBox(text) for field, text in field_names().items()}
        self.base = SegmentedControl(_bases(), _say("Unit prices per"))
        self._error = label("", "error", wrap=True)
        self._build()

    def _build(self) -> None:
        self.name_edit.setMaxLength(LONGEST_NAME)
        self.name_edit.setAccessibleName(_say("Name"))
        self.body.addWidget(label(_say("Name"), "caption"))
        self.body.addWidget(self.name_edit)
        if self._template.stock.is_roll:
            self.body.addWidget(label(_say("Width and height"), "caption"))
            self.body.addLayout(self._size_row())
        self.body.addWidget(label(_say("What it says"), "caption"))
        grid = QGridLayout()
        for number, (field, box) in enumerate(self.boxes.items()):
            box.setChecked(field in self._template.fields)
            grid.addWidget(box, *divmod(number, _COLUMNS))
        self.body.addLayout(grid)
        self.body.addWidget(label(_say("Unit prices per"), "caption"))
        self.base.set_current(self._template.unit_prices)
        self.body.addWidget(self.base)
        self.body.addWidget(self._error)
        self._error.hide()
        self.add_button(_say("Cancel"), closes=False)
        self.add_button(_say("Save template"), "primary").clicked.connect(self._on_save)

    def _size_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        stock = self._template.stock
        for field, value, name in (
            (self.width_edit, stock.width, _say("Width")),
            (self.height_edit, stock.height, _say("Height")),
        ):
            field.set_currency(_MILLIMETRES, 1)
            field.set_value(Decimal(str(value)))
            field.setAccessibleName(name)
            row.addWidget(field)
        return row

    def template(self) -> LabelTemplate:
        """Returns the template as it was filled in."""
        stock = self._template.stock
        if stock.is_roll:
            width, height = self.width_edit.value(), self.height_edit.value()
            stock = roll(float(width or 0), float(height or 0))
        return msgspec.structs.replace(
            self._template,
            name=self.name_edit.text().strip(),
            stock=stock,
            fields=tuple(field for field, box in self.boxes.items() if box.isChecked()),
            unit_prices=self.base.current(),
        )

    def _on_save(self) -> None:
        try:
            check_template(self.template())
        except DomainError as error:
            self._error.setText(describe(error)[1])
            self._error.show()
        else:
            self.accept()


async def ask_template(parent: QWidget, template: LabelTemplate) -> LabelTemplate | None:
    """Asks for a template; None if the person cancels."""
    dialog = TemplateDialog(parent, template)
    return dialog.template() if await open_dialog(dialog) else None


def field_names() -> dict[LabelField, str]:
    """Returns what each field is called."""
    return {
        LabelField.NAME: _say("Name"),
        LabelField.PRICE: _say("Price"),
        LabelField.WAS: _say("Price before"),
        LabelField.UNIT_PRICE: _say("Unit price"),
        LabelField.BARCODE: _say("Barcode"),
        LabelField.QR: _say("QR code"),
        LabelField.SKU: _say("SKU"),
        LabelField.PLU: _say("PLU"),
        LabelField.STORE: _say("Store"),
        LabelField.DATE: _say("Date"),
        LabelField.OFFER_END: _say("End of offer"),
        LabelField.TAX_NOTE: _say("Tax note"),
    }


def _bases() -> list[tuple[object, str]]:
    return [
        (PriceBase.METRIC, _say("kg or l")),
        (PriceBase.HUNDRED, _say("100 g or ml")),
        (PriceBase.US, _say("oz")),
    ]


def _say(text: str) -> str:
    return QCoreApplication.translate("label_template", text)
