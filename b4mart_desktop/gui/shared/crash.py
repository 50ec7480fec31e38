"""The last net: what nobody expected goes to the log and to a dialog, and the program goes on.

Expected errors (`B4MartError`) that reach the net by mistake are logged and told like bugs: somebody forgot
them.
"""

from __future__ import annotations

import asyncio
import logging
import platform
import sys
import threading
import traceback
from types import TracebackType

from PySide6 import __version__ as qt_version
from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from b4mart_desktop.gui.shared.dialogs import AskDialog

log = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashGuard(QObject):
    """Catches what nobody handled, in any thread, and shows each cause once while its dialog is open.

    Args:
        version: The program's version, for the details.
        parent: The owner, usually the application.

    Signals:
        crashed: The details, as the dialog shows them; emitted in the GUI thread.
    """

    crashed = Signal(str)
    _caught = Signal(str, str)

    def __init__(self, version: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._version = version
        self._open: dict[str, CrashDialog] = {}
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Takes over the hooks of Python, its threads and Qt's log."""
        sys.excepthook = self.on_exception
        threading.excepthook = self._on_thread_exception
        qInstallMessageHandler(_log_qt_message)

    def uninstall(self) -> None:
        """Gives the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)

    def on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Logs an exception and asks the GUI thread to show it; the signature is `sys.excepthook`'s."""
        if issubclass(kind, asyncio.CancelledError):
            return
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        log.critical("unexpected error", exc_info=(kind, error, trace))
        self._caught.emit(_cause(kind, trace), self._details(kind, error, trace))

    def handle_loop_error(self, loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        """Takes what the asyncio loop could not deliver; for `loop.set_exception_handler`."""
        error = context.get("exception")
        if isinstance(error, BaseException):
            self.on_exception(type(error), error, error.__traceback__)
        else:
            log.error("asyncio: %s", context.get("message"))

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.on_exception(args.exc_type, args.exc_value, args.exc_traceback)

    def _details(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
        head = f"B4Mart Desktop {self._version}, Python {platform.python_version()}, Qt {qt_version}"
        body = "".join(traceback.format_exception(kind, error, trace))
        return f"{head}, {platform.platform()}\n\n{body}"

    def _show(self, cause: str, details: str) -> None:
        self.crashed.emit(details)
        if cause in self._open:
            return
        dialog = self._open[cause] = CrashDialog(QApplication.activeWindow(), details)
        dialog.finished.connect(lambda: self._open.pop(cause))
        dialog.open()


class CrashDialog(AskDialog):
    """Says that something went wrong, that work can go on, and holds the details to copy."""

    def __init__(self, parent: QWidget | None, details: str) -> None:
        title = QCoreApplication.translate("crash", "Something went wrong")
        text = QCoreApplication.translate(
            "crash",
            "You can go on working: finished sales are safe. "
            "If it happens again, copy the details and send them to whoever looks after B4Mart.",
        )
        super().__init__(parent, title, text)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(QCoreApplication.translate("crash", "Details"))
        self.details.setMinimumSize(560, 220)
        self.body.addWidget(self.details)
        copy = self.add_button(QCoreApplication.translate("crash", "Copy details"))
        copy.clicked.connect(lambda: QApplication.clipboard().setText(details))
        self.add_button(QCoreApplication.translate("crash", "Go on"), "primary", closes=True)


def _cause(kind: type[BaseException], trace: TracebackType | None) -> str:
    """What makes two exceptions the same: type and place. A failing paintEvent raises with every frame."""
    frames = traceback.extract_tb(trace)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{kind.__name__}@{place}"


def _log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS[kind], "%s", message)
