"""Every code has its words, and data is written for people."""

from __future__ import annotations

import datetime as dt
import string
from decimal import Decimal

import pytest

from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.gui.shared import errors
from b4mart_desktop.gui.shared.errors import describe
from b4mart_desktop.gui.style.formats import Formats


@pytest.mark.parametrize("code", list(ErrorCode))
def test_every_code_has_a_title_and_a_sentence(code: ErrorCode) -> None:
    title, sentence = describe(DomainError(code))
    assert title[0].isupper()
    assert not title.endswith(".")
    assert sentence.endswith((".", "–"))
    assert code.value not in sentence


def test_amounts_are_written_as_money() -> None:
    formats = Formats("de_DE", "EUR", dt.UTC)
    _, sentence = describe(DomainError(ErrorCode.NOT_ENOUGH_TENDERED, missing=Decimal("3.5")), formats)
    assert sentence.startswith("3,50\u00a0€ is still missing")


def test_braces_in_data_are_only_text() -> None:
    _, sentence = describe(DomainError(ErrorCode.UNKNOWN_CODE, code="{0}{__class__}"))
    assert "{0}{__class__}" in sentence


def test_missing_data_is_a_dash_not_a_crash() -> None:
    _, sentence = describe(AdapterError(ErrorCode.DATA_FOLDER_IN_USE, pid=None))
    assert "(process –) uses the folder –" in sentence


def test_a_code_without_words_is_told_with_its_name_and_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(errors._TEXTS, ErrorCode.UNKNOWN_CODE)
    title, sentence = describe(DomainError(ErrorCode.UNKNOWN_CODE, code="123"))
    assert title == "It could not be done"
    assert sentence == "unknown_code(code='123')"


@pytest.mark.parametrize("code", list(ErrorCode))
def test_placeholders_are_plain_names(code: ErrorCode) -> None:
    sentence = str(errors._TEXTS[code][1])
    names = [name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None]
    assert all(name.isidentifier() for name in names)
