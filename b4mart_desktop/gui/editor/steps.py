"""Undo and redo over whole products: the form is a view of one value, a step is the value before. No Qt."""

from __future__ import annotations

from collections.abc import Callable

from b4mart_desktop.domain.catalog import Product

BURST_SECONDS = 1.0
MOST_STEPS = 200


class Steps:
    """The product as it is edited, and what it was before.

    Args:
        product: What editing begins with.
    """

    def __init__(self, product: Product) -> None:
        self.present = product
        self._before: list[Product] = []
        self._after: list[Product] = []
        self._field: str | None = None
        self._at = 0.0

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back that can be done again."""
        return bool(self._after)

    def push(self, product: Product, field: str | None = None, at: float = 0.0) -> None:
        """Makes ``product`` the present one; edits of one field in a row are one step.

        Args:
            product: The product after the edit.
            field: What was edited; None where it is a step of its own.
            at: When, in seconds of any clock.
        """
        same = field is not None and field == self._field
        if not (same and at - self._at < BURST_SECONDS and self._before):
            self._before = [*self._before[1 - MOST_STEPS :], self.present]
        self._after.clear()
        self._field, self._at, self.present = field, at, product

    def undo(self) -> None:
        """Takes the last step back.

        Raises:
            IndexError: There is none.
        """
        self._after.append(self.present)
        self.present = self._before.pop()
        self._field = None

    def redo(self) -> None:
        """Does the step again that was taken back last.

        Raises:
            IndexError: There is none.
        """
        self._before.append(self.present)
        self.present = self._after.pop()
        self._field = None

    def rebase(self, bring: Callable[[Product], Product | None]) -> bool:
        """Brings every step on what somebody else saved, so that undo does not undo theirs.

        Args:
            bring: Returns a step on top of theirs, None where it cannot be there: then that step goes.

        Returns:
            Whether the present one can be there; if not, all steps stay as they are.
        """
        present = bring(self.present)
        if present is None:
            return False
        self.present = present
        self._before = [each for step in self._before if (each := bring(step)) is not None]
        self._after = [each for step in self._after if (each := bring(step)) is not None]
        self._field = None
        return True
