"""Taking over a taxonomy: what a file would add, and which lines cannot be read. Adds nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QListView, QWidget

from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.categories import TaxonomyPreview
from b4mart_desktop.services.taxonomy import TaxonomyFault

_LIST_HEIGHT = 300
_FAULTS_HEIGHT = 120


class TaxonomyDialog(AskDialog):
    """Shows what would be added; accepted, it is."""

    def __init__(
        self, parent: QWidget | None, preview: TaxonomyPreview, faults: Sequence[TaxonomyFault], below: str
    ) -> None:
        count = len(preview.added)
        super().__init__(parent, self.tr("Import categories"), _where(self, below))
        self.setMinimumWidth(620)
        texts = [self.tr("%n new categories", "", count), self.tr("%n there already", "", preview.known)]
        if faults:
            texts.append(self.tr("%n lines left out", "", len(faults)))
        self.body.addWidget(label(" · ".join(texts), "strong", wrap=True))
        self._add_list(self.tr("New categories"), [" › ".join(path) for path in preview.added], _LIST_HEIGHT)
        if faults:
            self._add_list(self.tr("Lines left out"), [_told(self, each) for each in faults], _FAULTS_HEIGHT)
        self.add_button(self.tr("Cancel"), closes=False)
        take = self.add_button(self.tr("Add %n categories", "", count), "primary", closes=True)
        take.setEnabled(bool(count))

    def _add_list(self, name: str, rows: list[str], height: int) -> None:
        view = QListView()
        view.setAccessibleName(name)
        view.setModel(QStringListModel(rows, view))
        view.setUniformItemSizes(True)
        view.setMinimumHeight(height)
        view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.body.addWidget(label(name, "caption"))
        self.body.addWidget(view)


def _where(dialog: QWidget, below: str) -> str:
    if below:
        return dialog.tr("They are added below {category}.").format(category=below)
    return dialog.tr("They are added as departments of their own.")


def _told(dialog: QWidget, fault: TaxonomyFault) -> str:
    text = dialog.tr("Line {line}: {reason}: {text}")
    return text.format(line=fault.line, reason=fault.reason, text=fault.text)
