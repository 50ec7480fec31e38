"""`python -m tests.screenshots [FOLDER] [--all]`: the pictures of README, or every scene in every look."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

import qasync
from PySide6.QtWidgets import QApplication

from b4mart_desktop.gui.shared.language import install_language
from tests.screenshots.camera import EVERY_LOOK, Camera
from tests.screenshots.stage import LANGUAGE, open_stage
from tests.screenshots.story import README, play

DEFAULT_FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"


async def take(app: QApplication, camera: Camera, data_dir: Path) -> None:
    """Opens the shop on ``data_dir``, plays a day and takes the pictures."""
    async with open_stage(app, data_dir) as stage:
        camera.point_at(stage.window, stage.theme)
        await play(stage, camera)


def main() -> int:
    """Reads the command line and takes the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--all", action="store_true", help="every scene, both sizes, light and dark")
    parser.add_argument("--scenes", nargs="*", default=(), help="of --all only those with these names")
    parser.add_argument("--data-dir", type=Path, help="keep the shop here and use it again next time")
    parser.add_argument("--rtl", action="store_true", help="mirrored, as for Arabic")
    options = parser.parse_args()
    app = QApplication(sys.argv[:1])
    app.setCursorFlashTime(0)
    app.setQuitOnLastWindowClosed(False)
    install_language(app, LANGUAGE)
    if options.rtl:
        app.setLayoutDirection(app.layoutDirection().RightToLeft)
    every = dict.fromkeys(options.scenes, EVERY_LOOK) if options.scenes else None
    camera = Camera(options.folder, every if options.all else README)
    with (
        tempfile.TemporaryDirectory(prefix="b4mart-screenshots-", ignore_cleanup_errors=True) as folder,
        asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner,
    ):
        runner.run(take(app, camera, options.data_dir or Path(folder)))
    print("\n".join(str(file) for file in camera.taken))
    return 0


if __name__ == "__main__":
    sys.exit(main())
