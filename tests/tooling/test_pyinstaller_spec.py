"""One build description serves three systems: its branches run here on stand-ins for PyInstaller's steps."""

import io
import plistlib
import sys
from pathlib import Path
from typing import Any

import PyInstaller.utils.hooks as hooks
import pytest

SPEC = Path(__file__).resolve().parents[2] / "pyinstaller.spec"
COLLECTED = [
    "PySide6/Qt/lib/libQt6Widgets.so.6",
    "PySide6/Qt/lib/libQt6Quick.so.6",
    "PySide6/Qt/plugins/platforms/libqoffscreen.so",
    "PySide6/Qt/plugins/platforms/libqlinuxfb.so",
    "PySide6/Qt/plugins/platforms/libqwayland.so",
    "PySide6/opengl32sw.dll",
    "PySide6/Qt6Qml.dll",
    "biip/Qml.json",
]


class Step:
    """Stands for Analysis, PYZ, EXE, COLLECT and BUNDLE: keeps what it was given."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.arguments = arguments
        self.options = options
        self.pure: list[Any] = []
        self.scripts: list[Any] = []
        self.datas: list[Any] = []
        self.binaries = [(place, "source", "BINARY") for place in COLLECTED]


@pytest.fixture
def run_spec(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Execute the spec as if on the given system; returns its names and the steps it took."""
    monkeypatch.setattr(hooks, "collect_submodules", lambda package: [package])
    monkeypatch.setattr(hooks, "collect_data_files", lambda package: [(f"{package}/data", package)])

    def run(platform: str) -> tuple[dict[str, Any], dict[str, Step]]:
        steps: dict[str, Step] = {}

        def step(name: str) -> Any:
            def take(*arguments: Any, **options: Any) -> Step:
                return steps.setdefault(name, Step(*arguments, **options))

            return take

        names: dict[str, Any] = {"SPECPATH": str(SPEC.parent)}
        names |= {name: step(name) for name in ("Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE")}
        monkeypatch.setattr(sys, "platform", platform)
        exec(compile(SPEC.read_text(encoding="utf-8"), str(SPEC), "exec"), names)
        monkeypatch.undo()
        return names, steps

    return run


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_only_macos_gets_a_bundle_and_only_linux_is_stripped(run_spec: Any, platform: str) -> None:
    _, steps = run_spec(platform)

    assert ("BUNDLE" in steps) == (platform == "darwin")
    assert steps["COLLECT"].options["strip"] == (platform == "linux")
    assert steps["Analysis"].options["optimize"] == 1


def test_the_bundle_description_can_be_written(run_spec: Any) -> None:
    _, steps = run_spec("darwin")
    info = steps["BUNDLE"].options["info_plist"]

    plistlib.dump(info, io.BytesIO())

    assert info["CFBundleShortVersionString"] == steps["BUNDLE"].options["version"]


def test_shipped_files_lie_where_the_wheel_has_them(run_spec: Any) -> None:
    _, steps = run_spec("linux")

    assert (str(SPEC.parent / "resources"), "b4mart_desktop/resources") in steps["Analysis"].options["datas"]


def test_what_a_widgets_program_never_loads_is_left_out(run_spec: Any) -> None:
    names, _ = run_spec("linux")
    kept = [entry[0] for entry in names["analysis"].binaries]

    assert kept == [
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "biip/Qml.json",
    ]
