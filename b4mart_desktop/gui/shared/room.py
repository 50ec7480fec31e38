"""What rooms of the office have in common: what they are handed, and what the office asks of them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.shared.approval import Approval
from b4mart_desktop.gui.shared.backstage import OnBackstage
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.gui.shared.pictures import PictureLoader
from b4mart_desktop.gui.shared.tasks import TaskOwner
from b4mart_desktop.gui.style.formats import Formats
from b4mart_desktop.services.bus import Event


@dataclass(frozen=True, slots=True)
class RoomTools:
    """What every room needs.

    Attributes:
        window: Dialogs open over it.
        messages: Toasts.
        run: Runs a coroutine in the background thread.
        formats: How money, numbers and dates are written.
        approval: Asks for somebody's leave.
        pictures: Small pictures of products, for painting.
    """

    window: QWidget
    messages: Messages
    run: OnBackstage
    formats: Formats
    approval: Approval
    pictures: PictureLoader


class Room(QWidget):
    """A screen of the office.

    Attributes:
        tasks: What the room does in the background; it ends with the room.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tasks = TaskOwner()

    def enter(self) -> None:
        """Called each time the room is shown: reads what may have changed and takes the focus."""

    def go_to_product(self, product: Id) -> None:
        """Makes a product the current one where the room lists it; called before it is entered again."""

    def on_event(self, event: Event) -> None:
        """Takes an event of the bus, in the GUI thread, whether the room is shown or not."""

    def take_scan(self, code: str) -> bool:
        """Takes what was scanned while the room is shown; returns whether the room has a use for it."""
        return False

    def pause(self) -> None:
        """Called before the counter is left to nobody: keeps what is not saved."""

    async def close_room(self) -> None:
        """Ends what the room still does."""
        await self.tasks.cancel_all()

    async def may_leave(self) -> bool:
        """Whether the person may go elsewhere; asks where something is not saved."""
        return True
