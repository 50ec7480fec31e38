"""Every text with a number has its English singular and plural, in the source and in the compiled file."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QTranslator

from b4mart_desktop import paths

GUI = Path(__file__).parents[2] / "b4mart_desktop" / "gui"


class Counted(NamedTuple):
    place: str
    context: str
    text: str
    by_self: bool


def counted_texts() -> Iterator[Counted]:
    for file in sorted(GUI.rglob("*.py")):
        if file.parent.name == "forms":
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for kind in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
            yield from _in_class(kind, file.name)


def _in_class(kind: ast.ClassDef, file: str) -> Iterator[Counted]:
    for call in (node for node in ast.walk(kind) if isinstance(node, ast.Call)):
        first = call.args[0] if call.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and "%n" in first.value:
            by_self = ast.unparse(call.func) == "self.tr"
            yield Counted(f"{file}:{call.lineno}", kind.name, first.value, by_self)


TEXTS = tuple(counted_texts())


@pytest.fixture(scope="module")
def english() -> QTranslator:
    translator = QTranslator()
    assert translator.load(str(paths.resource("i18n", "b4mart_en.qm")))
    return translator


@pytest.mark.parametrize("counted", TEXTS, ids=lambda counted: counted.place)
def test_a_text_with_a_number_has_both_english_forms(english: QTranslator, counted: Counted) -> None:
    assert counted.by_self, "lupdate finds plural forms only in self.tr"
    one = english.translate(counted.context, counted.text, "", 1)
    many = english.translate(counted.context, counted.text, "", 7)
    assert one
    assert many
    assert one != many
    assert "(s)" not in one + many


def test_no_text_offers_both_forms_without_a_number() -> None:
    counted = {text.text for text in TEXTS}
    offered = set()
    for file in sorted(GUI.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "(s)" in node.value:
                offered.add(node.value)
    assert offered == {text for text in counted if "(s)" in text}


def test_the_compiled_file_is_of_its_source(english: QTranslator) -> None:
    source = ET.parse(paths.resource("i18n", "b4mart_en.ts"))
    for context in source.iter("context"):
        for message in context.iter("message"):
            forms = [form.text for form in message.iter("numerusform")]
            name, text = context.findtext("name"), message.findtext("source")
            assert name
            assert text
            assert [english.translate(name, text, "", count) for count in (1, 2)] == forms
