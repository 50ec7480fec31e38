"""What the editor's presenter asks of the person, and what it tells: plain values and one Protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.edits import Merge


@dataclass(frozen=True, slots=True)
class TheirNews:
    """Somebody else saved the product that is being edited.

    Attributes:
        who: Their name, None where it is not known.
        fields: What they changed.
        colliding: Which of it is also changed here; none where theirs was taken in at once.
    """

    who: str | None
    fields: tuple[str, ...]
    colliding: tuple[str, ...] = ()


class EditorPrompts(Protocol):
    """Asks the person; presenters know it only as this."""

    async def merge(self, merge: Merge, who: str | None) -> Product | None:
        """Returns the product with mine or theirs chosen for each conflict; None where nobody chose."""
