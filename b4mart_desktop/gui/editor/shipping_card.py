"""What a parcel of the product weighs and measures."""

from __future__ import annotations

from b4mart_desktop.gui.editor.card import Card
from b4mart_desktop.gui.editor.fields import MeasureField, TextField
from b4mart_desktop.gui.style.formats import Formats


class ShippingCard(Card):
    """Weight, size, class."""

    def __init__(self, formats: Formats) -> None:
        super().__init__(formats)
        self.set_title(self.tr("Shipping"))
        weight = MeasureField(self.tr("Weight"))
        kind = TextField(self.tr("Shipping class"), optional=True)
        self.add_row(self.bind("shipping.weight", weight), self.bind("shipping.shippingClass", kind))
        self.add_row(
            self.bind("shipping.dimensions.length", MeasureField(self.tr("Length"))),
            self.bind("shipping.dimensions.width", MeasureField(self.tr("Width"))),
            self.bind("shipping.dimensions.height", MeasureField(self.tr("Height"))),
        )
