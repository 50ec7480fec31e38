"""Coupons at the till: which codes a cart may use, and how much of their limits is left.

What a coupon takes off is the price engine's matter; a use is claimed here and recorded with the sale.
"""

import asyncio

from b4mart_desktop.domain import cart as carts
from b4mart_desktop.domain.cart import Cart
from b4mart_desktop.domain.conditions import WhyNot, promotion_barred
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.promotions import CouponCount, Promotion, coupon_code
from b4mart_desktop.services.bus import CouponsFreed, Event, SaleVoided
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.ports.coupons import CouponLedger, WantedCoupon
from b4mart_desktop.services.quoting import coupon_promotion, situation_of
from b4mart_desktop.services.selling import Selling

WAIT_SECONDS = 1.0
"""How long a customer waits for the database to say whether a coupon was used up."""


class Coupons:
    """Takes coupons for the open cart."""

    def __init__(self, counter: Counter, selling: Selling, ledger: CouponLedger) -> None:
        self._counter = counter
        self._selling = selling
        self._ledger = ledger
        counter.bus.subscribe(self._follow)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in the open cart."""
        return self._selling.cart.coupons

    async def enter(self, text: str, approver: User | None = None) -> Promotion:
        """Puts a coupon into the open cart and returns its promotion.

        Where the database does not answer in a moment, one that may be used any number of times is taken;
        for another one it takes leave, and is audited.

        Args:
            text: The code, as it was typed or scanned.
            approver: Who gives leave.

        Raises:
            DomainError: COUPON_UNKNOWN with ``code``; COUPON_NOT_NOW with ``name``, ``starts`` and ``ends``;
                COUPON_NEEDS_CUSTOMER with ``name``; COUPON_DOUBLED with ``name`` and that ``code`` of the
                promotion which is in the cart; COUPON_USED_UP with ``name``, ``used`` and ``limit``;
                NOT_ALLOWED where it takes leave; CANCELLED where another cart was opened meanwhile; what a
                change of the cart raises.
        """
        code = coupon_code(text)
        promotion = self._find(code)
        if code in self.codes:
            return promotion
        asked = self._selling.cart
        self._check_fits(promotion)
        if not promotion.limits.any:
            self._selling.open_cart.change(carts.add_coupon(asked, code))
            return promotion
        try:
            await self._enter_limited(promotion, code, approver)
        finally:
            open_cart = self._selling.cart
            if open_cart.claim != asked.claim or code not in open_cart.coupons:
                self._give_back(asked, code)
        return promotion

    async def check_again(self) -> None:
        """Claims the coupons again, and gives one back that is used up elsewhere; to be asked before paying.

        That can only be where the claim of when it was entered has run out, or the database was away then.
        Where it does not answer in a moment the coupons stay, and they do once money was taken: what was
        promised holds.

        Raises:
            DomainError: COUPON_USED_UP with ``name``, ``used`` and ``limit`` of the one that was given back;
                what a change of the cart raises.
        """
        cart = self._selling.cart
        for code in () if cart.tenders else cart.coupons:
            promotion = coupon_promotion(code, self._counter.catalogue.promotions())
            if promotion is None or not promotion.limits.any:
                continue
            count = await self._claim(promotion, code, cart)
            if count is None:
                return
            try:
                _check_limits(promotion, count)
            except DomainError:
                self.remove(code)
                raise

    def remove(self, code: str) -> None:
        """Takes a coupon out of the open cart.

        Raises:
            DomainError: CART_BEING_PAID, NOT_SIGNED_IN or NOT_ALLOWED.
        """
        self._selling.open_cart.change(carts.remove_coupon(self._selling.cart, code))

    async def _enter_limited(self, promotion: Promotion, code: str, approver: User | None) -> None:
        asked = self._selling.cart
        count = await self._claim(promotion, code, asked)
        if self._selling.cart.id != asked.id:  # the next customer is served by now
            raise DomainError(ErrorCode.CANCELLED)
        self._check_fits(promotion, code)
        if self._selling.cart.customer != asked.customer:
            await self._enter_limited(promotion, code, approver)
        elif count is None:
            permit = self._counter.permit(Action.DISCOUNT, approver)
            after = carts.add_coupon(self._selling.cart, code)
            self._selling.open_cart.change(after, permit, coupon=code, promotion=promotion.name)
        else:
            _check_limits(promotion, count)
            self._selling.open_cart.change(carts.add_coupon(self._selling.cart, code))

    def _check_fits(self, promotion: Promotion, entered: str | None = None) -> None:
        """Checks the open cart: a sale uses one code of a promotion, so that there is one claim to count."""
        cart = self._selling.cart
        if promotion.limits.per_customer is not None and cart.customer is None:
            raise DomainError(ErrorCode.COUPON_NEEDS_CUSTOMER, name=promotion.name)
        for code in cart.coupons:
            if code in promotion.codes and code != entered:
                raise DomainError(ErrorCode.COUPON_DOUBLED, name=promotion.name, code=code)

    def _follow(self, event: Event) -> None:
        if isinstance(event, SaleVoided):
            codes = event.cart.coupons
        elif isinstance(event, CouponsFreed):
            codes = event.codes
        else:
            return
        for code in codes:
            self._give_back(event.cart, code)

    def _give_back(self, cart: Cart, code: str) -> None:
        promotion = coupon_promotion(code, self._counter.catalogue.promotions())
        if promotion is not None and promotion.limits.any:
            self._ledger.give_back(promotion.id, code, cart.claim)

    def _find(self, code: str) -> Promotion:
        promotion = coupon_promotion(code, self._counter.catalogue.promotions())
        if promotion is None:
            raise DomainError(ErrorCode.COUPON_UNKNOWN, code=code)
        why = promotion_barred(promotion, situation_of(self._counter, self._selling.cart, code))
        if why in (WhyNot.NOT_YET, WhyNot.ENDED, WhyNot.OTHER_CHANNEL, WhyNot.OTHER_REGISTER):
            raise DomainError(
                ErrorCode.COUPON_NOT_NOW,
                name=promotion.name,
                starts=promotion.starts_at,
                ends=promotion.ends_at,
            )
        return promotion

    async def _claim(self, promotion: Promotion, code: str, cart: Cart) -> CouponCount | None:
        """Claims a use for ``cart``; None where the database does not answer in a moment."""
        wanted = WantedCoupon(
            promotion.id, promotion.limits, code, cart.claim, cart.customer, self._counter.register().id
        )
        try:
            return await asyncio.wait_for(self._ledger.claim(wanted), WAIT_SECONDS)
        except (TimeoutError, AdapterError):
            return None


def _check_limits(promotion: Promotion, count: CouponCount) -> None:
    reached = promotion.limits.reached(count)
    if reached is not None:
        used, limit = reached
        raise DomainError(ErrorCode.COUPON_USED_UP, name=promotion.name, used=used, limit=limit)
