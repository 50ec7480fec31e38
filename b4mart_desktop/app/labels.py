"""Puts together what prints shelf and product labels, from adapters and services."""

from __future__ import annotations

from b4mart_desktop.adapters.devices.label_printer import NetworkPrinter
from b4mart_desktop.adapters.devices.output import DesktopOutput
from b4mart_desktop.adapters.documents.label_press import PaperLabels
from b4mart_desktop.adapters.local.printer_file import PrinterFile
from b4mart_desktop.adapters.local.replica.label_state import LocalLabelState
from b4mart_desktop.adapters.mongo.labels import MongoLabels
from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.app.local_files import LocalFiles
from b4mart_desktop.gui.labels.label_words import label_words
from b4mart_desktop.gui.labels.text_shapes import QtTextShapes
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.labels import Labels, LabelTools
from b4mart_desktop.settings import Settings


def make_labels(counter: Counter, database: Database, local: LocalFiles, settings: Settings) -> Labels:
    """Returns what prints labels; the database may not have answered yet."""
    language = "en_US" if settings.language == "system" else settings.language
    tools = LabelTools(
        book=MongoLabels(database),
        state=LocalLabelState(local.replica),
        press=PaperLabels(language, QtTextShapes(), label_words),
        printer=NetworkPrinter(),
        output=DesktopOutput(local.folder / "documents"),
        memory=PrinterFile(local.folder / "label_printer.json"),
    )
    return Labels(counter, tools, settings.product_url)
