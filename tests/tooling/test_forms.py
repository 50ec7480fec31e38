"""Forms are compiled into code that agrees with `ui/`; a difference in either direction is found."""

from pathlib import Path

import pytest

from tools import checks, forms

FORM = """<?xml version="1.0" encoding="UTF-8"?>
<ui version="4.0">
 <class>TillDialog</class>
 <widget class="QDialog" name="TillDialog">
  <property name="windowTitle"><string>Till {title}</string></property>
  <layout class="QVBoxLayout" name="root_layout">
   <item><widget class="QPushButton" name="open_button"/></item>
  </layout>
 </widget>
</ui>
"""


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A folder with one form and the package its code belongs in, already compiled."""
    source, target = tmp_path / "ui", tmp_path / "forms"
    source.mkdir()
    target.mkdir()
    (source / "till_dialog.ui").write_text(FORM.format(title="one"), encoding="utf-8")
    forms.compile_forms(source, target)
    return source, target


def test_compiled_code_names_the_class_and_not_the_compiler(folders: tuple[Path, Path]) -> None:
    code = (folders[1] / "ui_till_dialog.py").read_text(encoding="utf-8")

    assert "class Ui_TillDialog" in code
    assert "connectSlotsByName" not in code
    assert "Created by" not in code


def test_compiled_forms_pass_the_check(folders: tuple[Path, Path]) -> None:
    assert forms.compile_forms(*folders, check=True) == 0


def test_a_changed_form_is_found_and_then_compiled(folders: tuple[Path, Path]) -> None:
    source, target = folders
    (source / "till_dialog.ui").write_text(FORM.format(title="two"), encoding="utf-8")

    assert forms.compile_forms(source, target, check=True) == 1
    assert forms.compile_forms(source, target) == 0
    assert "Till two" in (target / "ui_till_dialog.py").read_text(encoding="utf-8")


def test_code_edited_by_hand_is_found(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    with (folders[1] / "ui_till_dialog.py").open("a", encoding="utf-8") as code:
        code.write("# edited\n")

    assert forms.compile_forms(*folders, check=True) == 1
    assert "ui_till_dialog.py" in capsys.readouterr().err


def test_code_whose_form_is_gone_is_found_and_then_removed(folders: tuple[Path, Path]) -> None:
    source, target = folders
    (source / "till_dialog.ui").unlink()

    assert forms.compile_forms(source, target, check=True) == 1
    forms.compile_forms(source, target)
    assert not list(target.glob("ui_*.py"))


def test_a_form_that_uic_refuses_stops_with_its_name(folders: tuple[Path, Path]) -> None:
    (folders[0] / "till_dialog.ui").write_text("<ui", encoding="utf-8")

    with pytest.raises(SystemExit, match="till_dialog"):
        forms.compile_forms(*folders)


def test_the_committed_forms_are_what_the_designer_files_say() -> None:
    assert forms.compile_forms(checks.UI, checks.FORMS, check=True) == 0
