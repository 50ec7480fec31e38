"""Texts with a number are written so that lupdate finds their plural forms; those test_language checks."""

from __future__ import annotations

import ast
from pathlib import Path

GUI = Path(__file__).parents[2] / "b4mart_desktop" / "gui"
FILES = [file for file in sorted(GUI.rglob("*.py")) if file.parent.name != "forms"]


def texts_with(part: str) -> set[str]:
    return {
        f"{file.name}: {node.value}"
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and part in node.value
    }


def counted_texts() -> set[str]:
    """Those given to `self.tr` with a number: the only ones of which lupdate sees that they are counted."""
    found = set()
    for file in FILES:
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "self.tr" and len(call.args) == 3:
                text = call.args[0]
                assert isinstance(text, ast.Constant)
                assert isinstance(text.value, str)
                found.add(f"{file.name}: {text.value}")
    return found


def test_there_are_such_texts() -> None:
    assert "cart_pane.py: %n item(s)" in counted_texts()


def test_every_text_with_a_number_is_counted() -> None:
    assert texts_with("%n") == counted_texts()


def test_no_text_offers_singular_and_plural_without_a_number() -> None:
    assert texts_with("(s)") <= texts_with("%n")
