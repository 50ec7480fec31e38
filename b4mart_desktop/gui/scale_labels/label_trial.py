"""A label tried on the rule: taken apart, what the till would do with it, the samples that are kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from b4mart_desktop.domain.label_rules import LabelReading, LabelSample, LabelUnit
from b4mart_desktop.gui.scale_labels.digit_boxes import DigitBoxes
from b4mart_desktop.gui.scale_labels.wording import in_words, part_names
from b4mart_desktop.gui.shared.scanner import OWNS_SCANS
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.gui.style.icons import Icon
from b4mart_desktop.gui.style.tokens import tokens
from b4mart_desktop.gui.widgets.badge import Badge, Tone
from b4mart_desktop.gui.widgets.button import Button
from b4mart_desktop.gui.widgets.labels import label
from b4mart_desktop.gui.widgets.search_field import SearchField
from b4mart_desktop.services.label_rules import Trial
from b4mart_desktop.services.ports import CodeKind

_SAMPLES_IN_A_ROW = 3


class LabelTrial(QFrame):
    """The lower part of the room.

    Signals:
        label_entered: Another label is to be tried, with each key (str).
        keep_requested: The label shall be kept as a sample.
        sample_chosen: A sample is to be looked at again (its code).
        sample_dropped: A sample is to be forgotten (its code).
    """

    label_entered = Signal(str)
    keep_requested = Signal()
    sample_chosen = Signal(str)
    sample_dropped = Signal(str)

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._formats = formats
        self.field = SearchField(self.tr("Scan or paste a label"), "F2", Icon.SCAN)
        self.field.setProperty(OWNS_SCANS, True)
        self.keep_button = Button(self.tr("Keep as sample"), "", Icon.PLUS)
        self.boxes = DigitBoxes(corrects=True)
        self.verdict = Badge()
        self.found_label = label("", "subtitle", wrap=True)
        self.detail_label = label("", "muted", wrap=True)
        self.samples_badge = Badge()
        self._samples = QVBoxLayout()
        self._build()
        self.field.textChanged.connect(self.label_entered)
        self.field.submitted.connect(lambda _: self.field.selectAll())
        self.keep_button.clicked.connect(self.keep_requested)

    def _build(self) -> None:
        space = tokens().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space.lg, space.lg, space.lg, space.lg)
        column.setSpacing(space.md)
        column.addWidget(label(self.tr("Try a label"), "subtitle"))
        row = QHBoxLayout()
        row.setSpacing(space.sm)
        row.addWidget(self.field, 1)
        row.addWidget(self.keep_button)
        column.addLayout(row)
        column.addWidget(self.boxes)
        verdict = QHBoxLayout()
        verdict.setSpacing(space.md)
        verdict.addWidget(self.verdict, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(space.xs)
        texts.addWidget(self.found_label)
        texts.addWidget(self.detail_label)
        verdict.addLayout(texts, 1)
        column.addLayout(verdict)
        column.addWidget(self.samples_badge)
        column.addLayout(self._samples)
        column.addStretch()

    # ------------------------------------------------------------ showing

    def show_trial(self, typed: str, trial: Trial | None) -> None:
        """Shows what became of the label that is in the field."""
        pieces = () if trial is None else trial.reading.pieces
        self.boxes.show_pieces(pieces, part_names(), in_words(pieces))
        self.boxes.setVisible(bool(pieces))
        self.keep_button.setEnabled(trial is not None and trial.reading.carries_value)
        if trial is None or not typed:
            self.verdict.hide()
            self.found_label.hide()
            self.detail_label.setText(self.tr("It is taken apart here before anything is saved."))
            return
        tone, word = self._verdict(trial)
        self.verdict.set_status(word, tone)
        self.verdict.show()
        self.found_label.setText(self._found(trial))
        self.found_label.setVisible(trial.product is not None)
        self.detail_label.setText(self._detail(trial, typed))

    def _verdict(self, trial: Trial) -> tuple[Tone, str]:
        reading = trial.reading
        if not reading.pieces:
            return Tone.WARNING, self.tr("Another length")
        if not reading.fits:
            return Tone.DANGER, self.tr("Does not fit")
        if trial.taken_by is not None:
            return Tone.WARNING, self.tr("Read by “{rule}”").format(rule=trial.taken_by.name)
        if not reading.carries_value:
            return Tone.NEUTRAL, self.tr("No value")
        return (Tone.SUCCESS, self.tr("Decodes")) if trial.product else (Tone.WARNING, self.tr("No product"))

    def _found(self, trial: Trial) -> str:
        if trial.product is None:
            return ""
        if trial.amount is None:
            return trial.product.name
        return f"{trial.product.name} · {self._formats.money(trial.amount)}"

    def _detail(self, trial: Trial, typed: str) -> str:
        reading = trial.reading
        if not reading.pieces:
            text = self.tr("The pattern has another number of digits than this code ({count}).")
            return text.format(count=len(typed))
        if not reading.fits:
            return self.tr("Digits that are wrong are marked; above them stands what they should be.")
        if not reading.carries_value:
            return self.tr("With a value of zero it is the goods' own number, not a label.")
        said = self.tr("Item {item} · {value}").format(item=reading.item, value=self._value(reading))
        if trial.product is None:
            return said + " · " + self.tr("no product has this PLU, SKU or barcode")
        return f"{said} · {self._kind(trial)}"

    def _value(self, reading: LabelReading) -> str:
        match reading.rule.unit:
            case LabelUnit.PRICE:
                return self._formats.money(reading.value)
            case LabelUnit.COUNT:
                return self.tr("%n piece(s)", "", int(reading.value))
            case unit:
                return self._formats.quantity(reading.value, unit.value)

    def _kind(self, trial: Trial) -> str:
        names = {
            CodeKind.PLU: self.tr("found by PLU"),
            CodeKind.SKU: self.tr("found by SKU"),
            CodeKind.BARCODE: self.tr("found by barcode"),
        }
        return "" if trial.kind is None else names[trial.kind]

    def show_samples(self, samples: Sequence[LabelSample], held: int) -> None:
        """Shows the samples of the rule and how many are read as they were."""
        self.samples_badge.setVisible(bool(samples))
        if samples:
            text = self.tr("{held} of {all} samples decode").format(held=held, all=len(samples))
            self.samples_badge.set_status(text, Tone.SUCCESS if held == len(samples) else Tone.DANGER)
        while (item := self._samples.takeAt(0)) is not None:
            row = item.widget()
            assert row is not None
            row.deleteLater()
        for sample in samples:
            self._samples.addWidget(self._sample_row(sample))

    def _sample_row(self, sample: LabelSample) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        again = Button(sample.code, "quiet", Icon.BARCODE)
        again.clicked.connect(lambda: self.sample_chosen.emit(sample.code))
        drop = Button("", "icon", Icon.X)
        drop.setAccessibleName(self.tr("Forget sample {code}").format(code=sample.code))
        drop.clicked.connect(lambda: self.sample_dropped.emit(sample.code))
        across.addWidget(again)
        told = QLabel(self.tr("Item {item} · {value}").format(item=sample.item, value=sample.value))
        told.setProperty("role", "muted")
        across.addWidget(told, 1)
        across.addWidget(drop)
        return row
