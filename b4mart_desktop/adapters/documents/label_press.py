"""Makes labels of facts: words, places, draws. The one way in for those who print them."""

from collections.abc import Callable, Sequence

import msgspec

from b4mart_desktop.adapters.documents.label_pdf import draw_labels
from b4mart_desktop.adapters.documents.label_typesetter import LabelTypesetter
from b4mart_desktop.adapters.documents.label_wording import LabelWording
from b4mart_desktop.adapters.documents.label_zpl import dot_of, label_commands
from b4mart_desktop.adapters.own_process import ProcessEnded, run_in_process
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.label_layout import Grid, LabelLayout, TextMark, lay_out
from b4mart_desktop.domain.labels import LabelFacts, LabelOrder, LabelTemplate
from b4mart_desktop.services.ports.labels import LabelWords, TextShapes

FEW = 60
"""So many labels are drawn before a process has started: about a fifth of a second."""


class PaperLabels:
    """Implements ``services.ports.labels.LabelPress``.

    Args:
        language: Of numbers and dates.
        shapes: Draws scripts that the documents' typeface has not.
        words: Returns what labels say of their own accord, as it is worded now.
    """

    def __init__(
        self,
        language: str,
        shapes: TextShapes | None = None,
        words: Callable[[], LabelWords] = LabelWords,
    ) -> None:
        self._language = language
        self._shapes = shapes
        self._words = words

    def layouts(
        self, items: Sequence[LabelFacts], template: LabelTemplate, currency: str, resolution: int = 0
    ) -> Sequence[LabelLayout]:
        """Returns the label of each item.

        Raises:
            AdapterError: DOCUMENT_FAILED where a font file is missing or damaged.
        """
        wording = LabelWording(self._language, currency, self._words())
        typesetter = LabelTypesetter(self._shapes)
        dot = dot_of(resolution) if resolution else 0.0
        grid = Grid(width=template.stock.width, height=template.stock.height, dot=dot)
        placed = (lay_out(wording.texts(facts, template.fields), grid, typesetter) for facts in items)
        return [_outlined(layout, typesetter) for layout in placed]

    async def pdf(
        self, order: LabelOrder, layouts: Sequence[LabelLayout], report: Callable[[int], None]
    ) -> bytes:
        """Returns the pages; many labels are drawn in a process of its own. Cancelling it ends it.

        Raises:
            AdapterError: DOCUMENT_FAILED.
        """
        if order.count <= FEW:
            return await draw_labels(report, order, layouts)
        try:
            content: bytes = await run_in_process("labels", draw_labels, order, layouts, report=report)
        except ProcessEnded as error:
            raise AdapterError(ErrorCode.DOCUMENT_FAILED, reason=str(error)) from error
        return content

    def commands(self, order: LabelOrder, layouts: Sequence[LabelLayout], resolution: int) -> bytes:
        """Returns what a label printer of that resolution takes (ZPL)."""
        return label_commands(order, layouts, resolution)


def _outlined(layout: LabelLayout, typesetter: LabelTypesetter) -> LabelLayout:
    """Gives texts that the typeface cannot set their shapes."""
    marks = tuple(
        msgspec.structs.replace(mark, outline=typesetter.outline(mark.text, mark.weight))
        if isinstance(mark, TextMark)
        else mark
        for mark in layout.marks
    )
    return msgspec.structs.replace(layout, marks=marks)
