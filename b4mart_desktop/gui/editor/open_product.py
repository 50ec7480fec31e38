"""The product that is open: what is saved, what the person made of it, and the way back. Saves nothing."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.edits import differences
from b4mart_desktop.gui.editor.changes import brought, colliding_fields, stocked, tidied
from b4mart_desktop.gui.editor.steps import Steps
from b4mart_desktop.gui.editor.troubles import Outside, Trouble

Change = Callable[[Product], Product]


class OpenProduct(QObject):
    """One product while it is edited.

    Attributes:
        base: The product as it is saved; None for a new one.
        busy: Whether it is being saved.

    Signals:
        shown: Another product, or this one changed from outside the form: show all of it.
        followed: The product after an edit in the form, or after what is no edit, such as stock.
        state_changed: Whether it is dirty, being saved, can be undone.
    """

    shown = Signal(object)
    followed = Signal(object)
    state_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.base: Product | None = None
        self.busy = False
        self._blank: Product | None = None
        self._steps: Steps | None = None
        self._unreadable: dict[str, Trouble] = {}

    # ------------------------------------------------------------ what it is

    @property
    def product(self) -> Product:
        """The product as the person wants it.

        Raises:
            LookupError: None is open.
        """
        if self._steps is None:
            raise LookupError("no product is open")
        return self._steps.present

    @property
    def is_open(self) -> bool:
        """Whether there is a product."""
        return self._steps is not None

    @property
    def is_new(self) -> bool:
        """Whether it was never saved."""
        return self.base is None

    @property
    def is_dirty(self) -> bool:
        """Whether it differs from what is saved, or from an empty one."""
        before = self.base or self._blank
        return self.is_open and (before is None or bool(differences(before, self.product)))

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._steps is not None and self._steps.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return self._steps is not None and self._steps.can_redo

    def unreadable(self) -> tuple[Trouble, ...]:
        """Returns the fields in which something stands that is no value."""
        return tuple(self._unreadable.values())

    # ------------------------------------------------------------ editing

    def begin(self, base: Product | None, product: Product, *, blank: Product | None = None) -> None:
        """Opens a product.

        Args:
            base: As it is saved; None for a new one.
            product: As the form shows it.
            blank: What a new product is like while nobody has entered anything.
        """
        self.base, self._blank = base, blank
        self._steps = Steps(product)
        self._unreadable.clear()
        self._show()

    def close(self) -> None:
        """Lets go of the product."""
        self._steps = None
        self.state_changed.emit()

    def edit(self, field: str, change: Change | None) -> None:
        """Changes one field.

        Args:
            field: Its dotted path; edits of one field in a row are one step of undo.
            change: What it does to the product; None where what was typed cannot be read.
        """
        if self._steps is None:
            return
        if change is None:
            self._unreadable[field] = Trouble(field, Outside.UNREADABLE)
        else:
            self._unreadable.pop(field, None)
            self._steps.push(tidied(change(self.product), self.base), field, time.monotonic())
            self.followed.emit(self.product)
        self.state_changed.emit()

    def replace(self, product: Product) -> None:
        """Makes ``product`` the present one, in a step of its own, and shows all of it."""
        if self._steps is not None:
            self._steps.push(product)
            self._show()

    def undo(self) -> None:
        """Takes the last step back."""
        if self._steps is not None and self._steps.can_undo:
            self._steps.undo()
            self._show()

    def redo(self) -> None:
        """Does the step again that was taken back last."""
        if self._steps is not None and self._steps.can_redo:
            self._steps.redo()
            self._show()

    def revert(self) -> None:
        """Goes back to what is saved; that can be undone, too."""
        saved = self.base or self._blank
        if saved is not None and (self.is_dirty or self._unreadable):
            self.replace(saved)

    def take_in(self, before: Product, theirs: Product) -> tuple[str, ...]:
        """Puts the product and all steps on top of what is saved by now, if nobody has to choose.

        Otherwise only what is on hand is taken in, and ``before`` stays what is compared at saving.

        Args:
            before: What ``theirs`` came of: the base, or what was handed over for saving.
            theirs: What is saved.

        Returns:
            The fields in which somebody has to choose; none where another product is open by now.
        """
        if not self._is(theirs):
            return ()
        colliding = colliding_fields(before, self.product, theirs)
        if colliding or not self._rebase(lambda mine: brought(before, mine, theirs)):
            theirs = stocked(before, theirs)
            self._rebase(lambda mine: stocked(mine, theirs))
        self.base = theirs
        self.followed.emit(self.product)
        self.state_changed.emit()
        return colliding

    def settle(self, before: Product, theirs: Product, product: Product) -> None:
        """Makes ``product``, in which somebody chose, the present one on top of what is saved by now."""
        if self._steps is not None and self._is(theirs):
            self._steps.push(product)
            self._rebase(lambda mine: product if mine is product else brought(before, mine, theirs))
            self.base = theirs
            self._show()

    def _is(self, product: Product) -> bool:
        """Whether that product is open: saving takes a while, and the person may have gone on."""
        return self._steps is not None and self._steps.present.id == product.id

    def _rebase(self, bring: Callable[[Product], Product | None]) -> bool:
        return self._steps is not None and self._steps.rebase(bring)

    def set_busy(self, busy: bool) -> None:
        """Says whether it is being saved."""
        self.busy = busy
        self.state_changed.emit()

    def _show(self) -> None:
        self._unreadable.clear()
        self.shown.emit(self.product)
        self.state_changed.emit()
