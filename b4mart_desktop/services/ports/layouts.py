"""How people laid out their lists at this counter: columns, their widths, rows or tiles."""

from typing import Protocol

import msgspec

from b4mart_desktop.domain.ids import Id


class ListLayout(msgspec.Struct, frozen=True, kw_only=True):
    """The look of one list.

    Attributes:
        columns: Names of the columns, from the leading edge on.
        widths: In device-independent pixels, by name; columns that are hidden now included.
        tiles: Whether tiles are shown.
    """

    columns: tuple[str, ...] = ()
    widths: dict[str, int] = {}
    tiles: bool = False


class Layouts(Protocol):
    """Layouts on this counter's disk; quick enough for the GUI thread."""

    def layout(self, user: Id, name: str) -> ListLayout | None:
        """Returns how a person laid a list out, None where they never did."""

    def keep(self, user: Id, name: str, layout: ListLayout) -> None:
        """Remembers a layout; where the disk refuses, until the program ends."""
