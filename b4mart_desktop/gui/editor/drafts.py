"""Keeps what is not saved on this counter's disk, a moment after each edit; forgets it once it is saved."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QTimer

from b4mart_desktop.domain.errors import AdapterError, DomainError
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.editor.open_product import OpenProduct
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.services.editing import Editing

_log = logging.getLogger(__name__)

_DELAY_MS = 1_000


class DraftKeeper(QObject):
    """Keeps the draft of the product that is open.

    One that was found when the product was opened stays until this person typed something, answered the
    offer or saved: looking at a product forgets nothing.
    """

    def __init__(self, opened: OpenProduct, editing: Editing, messages: Messages) -> None:
        super().__init__()
        self._opened = opened
        self._editing = editing
        self._messages = messages
        self._person: Id | None = None
        self._settled = False
        self._timer = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._timer.timeout.connect(self.keep)
        opened.followed.connect(self._keep_soon)
        opened.shown.connect(self._keep_soon)

    def begin(self) -> None:
        """Another product is about to be opened; whoever sits here types what comes."""
        self._timer.stop()
        self._person = self._editing.person
        self._settled = False

    def settle(self) -> None:
        """The draft of before was answered, or is saved: it need not stay."""
        self._settled = True

    def keep(self) -> None:
        """Keeps what is not saved; what is as saved needs no draft."""
        self._timer.stop()
        if not self._opened.is_open or self._opened.busy or self._person != self._editing.person:
            return  # whoever sits here by now did not type it
        product = self._opened.product
        if not self._opened.is_dirty:
            if self._settled:
                self.drop(product.id)
            return
        self._settled = True
        try:
            self._editing.keep_draft(self._opened.base, product)
        except AdapterError as error:
            self._messages.error(error)
        except DomainError:
            _log.info("nobody is signed in any more to keep a draft for")

    def close(self) -> None:
        """Keeps what is not saved at once, and nothing after that."""
        self.keep()
        self._opened.blockSignals(True)

    def drop(self, product: Id) -> None:
        """Forgets the draft of a product."""
        self._timer.stop()
        try:
            self._editing.drop_draft(product)
        except AdapterError as error:
            self._messages.error(error)
        except DomainError:
            _log.info("nobody is signed in any more whose draft it was")

    def _keep_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
