"""A process that starts a program, tells when its first window was painted, and ends at once.

`python -m tests.bench.first_paint bare`, or `program DATA_DIR`, prints the moment on the system's monotonic
clock. The program itself knows nothing of it.
"""

import os
import sys
import time
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
from typing_extensions import override


class PaintWatch(QObject):
    """Ends the process once the widget it filters, and all around it, is painted and shown."""

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            # Handled when the painting that now begins is over, and before any timer.
            QCoreApplication.postEvent(
                self, QEvent(QEvent.Type.User), Qt.EventPriority.HighEventPriority.value
            )
        return False

    @override
    def customEvent(self, event: QEvent) -> None:
        print(time.monotonic(), flush=True)
        os._exit(0)  # whatever else was begun is not wanted


def start_bare() -> int:
    """Shows a window with a text."""
    app = QApplication(sys.argv[:1])
    window, label, watch = QMainWindow(), QLabel("Sign in"), PaintWatch()
    label.installEventFilter(watch)
    window.setCentralWidget(label)
    window.resize(1366, 768)
    window.show()
    return app.exec()


def start_program(data_dir: Path) -> int:
    """Starts the program as its command does; the sign-in screen is watched from its making on."""
    from b4mart_desktop import __main__ as command
    from b4mart_desktop.app import program
    from b4mart_desktop.gui.sign_in.sign_in_screen import SignInScreen

    watch = PaintWatch()

    class WatchedSignIn(SignInScreen):
        def __init__(self) -> None:
            super().__init__()
            self.installEventFilter(watch)

    with patch.object(program, "SignInScreen", WatchedSignIn):
        return command.main(["--data-dir", str(data_dir)])


if __name__ == "__main__":
    sys.exit(start_program(Path(sys.argv[2])) if sys.argv[1] == "program" else start_bare())
