"""What the sell screen does with coupons: takes their codes, gives them back. No widgets."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.domain.people import User
from b4mart_desktop.gui.sell.interaction import Interaction
from b4mart_desktop.gui.shared.approval import with_approval
from b4mart_desktop.gui.shared.sounds import Sound
from b4mart_desktop.services.coupons import Coupons


class CouponsPresenter(QObject):
    """The coupons of the open cart.

    Args:
        coupons: The use case.
        interaction: How the person is reached.
        refresh: Shows the cart again.
    """

    def __init__(self, coupons: Coupons, interaction: Interaction, refresh: Callable[[], None]) -> None:
        super().__init__()
        self._coupons = coupons
        self._with = interaction
        self._refresh = refresh

    def codes(self) -> tuple[str, ...]:
        """The codes in the open cart."""
        return self._coupons.codes

    async def enter(self, text: str) -> None:
        """Takes a coupon by its code, with somebody's leave where it takes that."""
        names: list[str] = []

        async def deed(approver: User | None) -> None:
            names.append((await self._coupons.enter(text, approver)).name)

        try:
            await with_approval(self._with.approval, deed)
        except B4MartError as error:
            self._with.refuse(error)
        else:
            self._with.sounds.play(Sound.ADDED)
            self._with.messages.success(self.tr("Coupon for {name} is taken").format(name=names[-1]))
            self._refresh()

    async def still_hold(self) -> bool:
        """Whether all coupons may be paid with; tells which is used up meanwhile, and shows the new total."""
        try:
            await self._coupons.check_again()
        except B4MartError as error:
            self._with.refuse(error)
            self._refresh()
            return False
        return True

    def remove(self, code: str) -> None:
        """Gives a coupon back."""
        try:
            self._coupons.remove(code)
        except B4MartError as error:
            self._with.refuse(error)
        else:
            self._refresh()
