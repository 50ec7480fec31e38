"""All wrong places of one document with what is proposed for each, to be checked and saved by a person."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from b4mart_desktop.domain.errors import B4MartError, DomainError
from b4mart_desktop.domain.misfits import GONE, Change, Expected, Misfit
from b4mart_desktop.gui.quality.misfit_words import proposal_words, sentence
from b4mart_desktop.gui.shared.dialogs import AskDialog
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.services.ports import SkippedDocument
from b4mart_desktop.services.repair_proposals import as_typed
from b4mart_desktop.services.repairing import Diagnosis, Place, Standing, typed

SAVED, SAVED_AND_NEXT = 1, 2
"""Results of the dialog."""

_WIDTH = 620
_MOST_HEIGHT = 430
_YES_NO = ("yes", "no")


class PlaceField(QFrame):
    """One wrong place: its path, what is wrong, and what is to be there.

    Attributes:
        editor: Where that is entered; None where nothing can be entered.
    """

    def __init__(self, place: Place, *, editable: bool) -> None:
        super().__init__()
        self.place = place
        self.editor: QLineEdit | QComboBox | None = None
        self._first = ""
        self._problem = label("", "error", wrap=True)
        self._build(editable)

    def _build(self, editable: bool) -> None:
        misfit, space = self.place.misfit, tokens().space
        self.setProperty("kind", "group")
        column = QVBoxLayout(self)
        column.setContentsMargins(space.lg, space.md, space.lg, space.md)
        column.setSpacing(space.xs)
        path = label(misfit.field, "strong", wrap=True)
        column.addWidget(path)
        column.addWidget(label(sentence(misfit), "muted", wrap=True))
        if editable and misfit.expected is not Expected.GROUP:
            self.editor = self._make_editor(misfit)
            self.editor.setAccessibleName(misfit.field)
            self.editor.setAccessibleDescription(sentence(misfit))
            column.addWidget(self.editor)
            self._first = self.text()
        if editable:
            column.addWidget(label(proposal_words(self.place.proposal), "small", wrap=True))
        column.addWidget(self._problem)
        self._problem.hide()

    def _make_editor(self, misfit: Misfit) -> QLineEdit | QComboBox:
        proposal = self.place.proposal
        text = as_typed(misfit.found if proposal is None else proposal[0].value)
        choices = _YES_NO if misfit.expected is Expected.YES_NO else misfit.choices
        if not choices:
            line = QLineEdit(text)
            if not misfit.required:
                line.setPlaceholderText(self.tr("Empty: the field is removed"))
            return line
        box = QComboBox()
        if not misfit.required:
            box.addItem(self.tr("Remove the field"), "")
        for choice in choices:
            box.addItem(choice, choice)
        box.setCurrentIndex(box.findData(text) if proposal is not None else -1)
        return box

    def text(self) -> str:
        """What is entered."""
        if isinstance(self.editor, QComboBox):
            return str(self.editor.currentData() or "")
        return "" if self.editor is None else self.editor.text()

    def changes(self) -> tuple[Change, ...]:
        """Returns what is to be written.

        Raises:
            DomainError: FIELD_REQUIRED, FIELD_INVALID.
        """
        misfit, proposal = self.place.misfit, self.place.proposal
        if proposal is not None and self.text() == self._first:
            return proposal
        if self.editor is None:
            return () if misfit.required else (Change(path=misfit.path, value=GONE),)
        return (typed(misfit, self.text()),)

    def show_problem(self, text: str) -> None:
        """Says what is wrong with what is entered; nothing for an empty text."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))


class RepairDialog(AskDialog):
    """Shows what is wrong with a document, and takes what is to be there.

    Args:
        parent: Any widget of the window.
        diagnosis: The document and its wrong places.
        refusal: Why it cannot be repaired here; empty where it can.
        has_next: Whether another document follows.

    Attributes:
        fields: One for each wrong place.

    Signals:
        submitted: The person wants it saved (a tuple of ``Change``, and the dialog's result).
    """

    submitted = Signal(object, int)

    def __init__(self, parent: QWidget, diagnosis: Diagnosis, refusal: str, *, has_next: bool) -> None:
        document = diagnosis.document
        super().__init__(parent, _title(document))
        self.setMinimumWidth(_WIDTH)
        editable = diagnosis.standing is Standing.REPAIRABLE
        self.fields = [PlaceField(place, editable=editable) for place in diagnosis.places]
        self._problem = label("", "error", wrap=True)
        self._problem.hide()
        self.body.addWidget(label(f"{document.collection} {document.id}", "small"))
        if refusal:
            self.body.addWidget(label(refusal, "muted", wrap=True))
        self._area = _Area(self.fields)
        self.body.addWidget(self._area)
        self.body.addWidget(self._problem)
        self._add_buttons(editable=editable, has_next=has_next)
        first = next((field.editor for field in self.fields if field.editor is not None), None)
        if first is not None:
            first.setFocus()

    def _add_buttons(self, *, editable: bool, has_next: bool) -> None:
        if not editable:
            self.add_button(self.tr("Close"), "primary", closes=False)
            return
        self.add_button(self.tr("Cancel"), closes=False)
        save = self.add_button(self.tr("Save"), "" if has_next else "primary")
        save.clicked.connect(lambda: self._submit(SAVED))
        if has_next:
            both = self.add_button(self.tr("Save and next"), "primary")
            both.clicked.connect(lambda: self._submit(SAVED_AND_NEXT))

    def _submit(self, result: int) -> None:
        changes: list[Change] = []
        wrong: list[PlaceField] = []
        for field in self.fields:
            field.show_problem("")
            try:
                changes += field.changes()
            except DomainError as error:
                field.show_problem(describe(error)[1])
                wrong.append(field)
        if wrong:
            self._go_to(wrong[0])
        else:
            self.submitted.emit(tuple(changes), result)

    def show_error(self, error: B4MartError) -> None:
        """Says why it was not saved, beside the field where there is one."""
        title, text = describe(error)
        field = next(
            (each for each in self.fields if each.place.misfit.field == error.data.get("field")), None
        )
        if field is not None and field.editor is not None:
            field.show_problem(text)
            self._go_to(field)
        else:
            self._problem.setText(f"{title}. {text}")
            self._problem.show()

    def _go_to(self, field: PlaceField) -> None:
        if field.editor is not None:
            self._area.ensureWidgetVisible(field)
            field.editor.setFocus()


def _title(document: SkippedDocument) -> str:
    translate = QCoreApplication.translate
    if not document.name:
        return translate("RepairDialog", "Repair a document without a name")
    return translate("RepairDialog", "Repair “{name}”").format(name=document.name)


class _Area(QScrollArea):
    """The places below each other, as high as they are and no higher than the window allows."""

    def __init__(self, fields: list[PlaceField]) -> None:
        super().__init__()
        self._page = page = QWidget()
        page.setProperty("kind", "clear")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, tokens().space.sm, 0)
        column.setSpacing(tokens().space.sm)
        for field in fields:
            column.addWidget(field)
        column.addStretch()
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVisible(bool(fields))

    @override
    def sizeHint(self) -> QSize:
        inner = self._page.sizeHint()
        return QSize(_WIDTH, min(inner.height(), _MOST_HEIGHT))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self._page.sizeHint().height(), _MOST_HEIGHT))
