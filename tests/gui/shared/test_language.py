"""Languages: English plurals, a translated dialog, mirrored layouts, and files that are up to date."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from b4mart_desktop import paths
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.shared.language import install_language
from b4mart_desktop.gui.widgets.keypad import PinPad

ROOT = Path(__file__).parents[3]
I18N = ROOT / "resources" / "i18n"
GERMAN = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="de_DE">
<context><name>errors</name><message><source>No open shift</source>
<translation>Keine offene Schicht</translation></message></context></TS>"""


def tool(name: str, *arguments: str) -> None:
    """Runs one of PySide6's own translation tools."""
    program = shutil.which(f"pyside6-{name}", path=str(Path(sys.executable).parent))
    assert program is not None
    subprocess.run([program, *arguments], check=True, capture_output=True, timeout=60)


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_english_counts_properly(app: QApplication, qtbot: QtBot) -> None:
    install_language(app, "en_US")
    pad = PinPad()
    qtbot.addWidget(pad)
    pad.type_key("1")
    assert pad.accessibleDescription() == "1 digit typed"
    pad.type_key("2")
    assert pad.accessibleDescription() == "2 digits typed"


def test_a_language_translates_ours_and_qts_own_texts(
    app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "b4mart_de.ts").write_text(GERMAN, encoding="utf-8")
    tool("lrelease", str(tmp_path / "b4mart_de.ts"), "-qm", str(tmp_path / "b4mart_de.qm"))
    monkeypatch.setattr(paths, "resource", lambda *parts: tmp_path)
    install_language(app, "de_DE")
    assert describe(DomainError(ErrorCode.NO_OPEN_SHIFT))[0] == "Keine offene Schicht"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    assert app.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_arabic_is_mirrored_even_before_it_is_translated(app: QApplication) -> None:
    install_language(app, "ar")
    assert app.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert describe(DomainError(ErrorCode.NO_OPEN_SHIFT))[0] == "No open shift"


def test_every_counted_text_has_its_english_forms(tmp_path: Path) -> None:
    """If this fails: run the first command of resources/README.md, fill in the forms, then the second."""
    copy = tmp_path / "b4mart_en.ts"
    shutil.copy(I18N / copy.name, copy)
    sources = [str(ROOT / "b4mart_desktop" / "gui"), str(ROOT / "ui")]
    options = ["-extensions", "py,ui", "-pluralonly", "-locations", "none", "-no-obsolete"]
    tool("lupdate", *options, *sources, "-ts", str(copy))
    assert "unfinished" not in copy.read_text(encoding="utf-8")


def test_the_compiled_file_is_up_to_date(tmp_path: Path) -> None:
    tool("lrelease", str(I18N / "b4mart_en.ts"), "-qm", str(tmp_path / "b4mart_en.qm"))
    assert (tmp_path / "b4mart_en.qm").read_bytes() == (I18N / "b4mart_en.qm").read_bytes()
