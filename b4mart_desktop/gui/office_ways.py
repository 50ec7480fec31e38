"""Ways between rooms of the office that are no places of the bar. What is done there is the rooms' matter."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.editor.editor_screen import EditorRoom, Neighbour
from b4mart_desktop.gui.shared.room import Room


class EditorWay:
    """The way into the product editor, from whichever room.

    Args:
        make: Makes the editor, when it is first entered.
        enter: Shows the room that a callable opens, unless the one that is shown keeps the person.
    """

    def __init__(self, make: Callable[[], EditorRoom], enter: Callable[[Callable[[], Room]], None]) -> None:
        self._make = make
        self._enter = enter

    def edit(self, product: Id, neighbour: Neighbour | None = None) -> None:
        """Opens a product.

        Args:
            product: Which one.
            neighbour: Those beside it where it came from, to go on with after saving.
        """
        self._open(lambda room: room.open(product, neighbour))

    def edit_new(self, category: Id | None) -> None:
        """Opens a new product."""
        self._open(lambda room: room.open_new(category))

    def edit_copy(self, product: Id) -> None:
        """Opens a new product like another."""
        self._open(lambda room: room.open_copy(product))

    @cached_property
    def _room(self) -> EditorRoom:
        return self._make()

    def _open(self, open_it: Callable[[EditorRoom], None]) -> None:
        def opened() -> Room:
            open_it(self._room)
            return self._room

        self._enter(opened)
