"""The size budgets notice what is too long, and nothing else."""

from pathlib import Path

import pytest

from tools import budgets


def write(tmp_path: Path, code: str) -> Path:
    module = tmp_path / "planted.py"
    module.write_text(code, encoding="utf-8")
    return module


def function(lines: int, docstring: int = 0) -> str:
    explanation = ['    """Says', *["    why"] * (docstring - 2), '    it is."""'] if docstring else []
    return "\n".join(["def planted():", *explanation, *["    pass"] * (lines - 1)]) + "\n"


def planted_class(methods: int, filler: int = 0) -> str:
    body = [f"    def method_{number}(self): ..." for number in range(methods)]
    return "\n".join(["class Planted:", *body, *["    pass"] * filler]) + "\n"


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        (function(41), "planted.py:1: function planted has 41 lines, the budget is 40"),
        ("async " + function(41), "planted.py:1: function planted has 41 lines, the budget is 40"),
        (planted_class(26), "planted.py:1: class Planted has 26 methods, the budget is 25"),
        (planted_class(0, filler=300), "planted.py:1: class Planted has 301 lines, the budget is 300"),
        ("x = 1\n" * 401, "planted.py:1: module has 401 lines, the budget is 400"),
    ],
)
def test_what_is_over_its_budget_is_named_with_place_and_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str, complaint: str
) -> None:
    write(tmp_path, code)

    assert budgets.check(tmp_path) == 1
    assert complaint in capsys.readouterr().err


@pytest.mark.parametrize(
    "code", [function(40), function(40, docstring=20), planted_class(25, filler=274), "x = 1\n" * 400]
)
def test_what_just_fits_passes(tmp_path: Path, code: str) -> None:
    assert budgets.check(write(tmp_path, code)) == 0


def test_generated_forms_are_exempt(tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    (forms / "ui_sell.py").write_text(function(500), encoding="utf-8")

    assert budgets.check(tmp_path) == 0
