"""The data sheet: names, values and units, line by line; several lines can be pasted at once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from b4mart_desktop.domain.catalog import Specification
from b4mart_desktop.gui.editor.card import Card
from b4mart_desktop.gui.editor.changes import replace
from b4mart_desktop.gui.editor.records_field import Column, RecordsField
from b4mart_desktop.gui.style.formats import Formats

_BETWEEN = re.compile(r"\t|\s*[:;]\s+|\s*=\s*")


def read_lines(text: str) -> Sequence[Specification]:
    """Returns the lines of a table or of "name: value" as specifications; empty lines are passed over."""
    rows = [_BETWEEN.split(line.strip(), maxsplit=2) for line in text.splitlines() if line.strip()]
    return [
        Specification(
            name=parts[0].strip() or None,
            value=(parts[1].strip() or None) if len(parts) > 1 else None,
            unit=(parts[2].strip() or None) if len(parts) > 2 else None,
        )
        for parts in rows
    ]


class DataSheetCard(Card):
    """Specifications."""

    def __init__(self, formats: Formats) -> None:
        super().__init__(formats)
        self.set_title(self.tr("Specifications"))
        columns = (
            Column(
                "name", self.tr("Name"), lambda s: s.name or "", lambda s, text: replace(s, name=text or None)
            ),
            Column(
                "value",
                self.tr("Value"),
                lambda s: s.value or "",
                lambda s, text: replace(s, value=text or None),
                wide=True,
            ),
            Column(
                "unit", self.tr("Unit"), lambda s: s.unit or "", lambda s, text: replace(s, unit=text or None)
            ),
        )
        field = RecordsField(self.tr("Specifications"), columns, blank=Specification, paste=read_lines)
        field.set_hint(self.tr("Paste lines such as “Weight: 3 kg” into the table"))
        self.body.addWidget(self.bind("specifications", field))
