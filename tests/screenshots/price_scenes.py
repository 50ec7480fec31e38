"""Scenes of prices: promotions, a price list, plans, and a sale whose price is explained."""

from __future__ import annotations

import asyncio
import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from b4mart_desktop.domain.catalog import Product
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.price_lists import ListRule, PriceRounding, PriceTier
from b4mart_desktop.domain.promotions import BundlePart, CouponLimits, HappyHours, Promotion, PromotionKind
from b4mart_desktop.gui.main_window import Place
from b4mart_desktop.gui.office import Office
from b4mart_desktop.gui.office_rooms import Section
from b4mart_desktop.gui.prices.lists_tab import ListsTab
from b4mart_desktop.gui.prices.making import PriceUseCases
from b4mart_desktop.gui.prices.prices_room import PricesRoom, PricesTab
from b4mart_desktop.gui.prices.promotions_tab import PromotionsTab
from b4mart_desktop.services.scheduled_prices import NewPrices

if TYPE_CHECKING:
    from tests.screenshots.story import Clerk

_MILK, _BREAD, _BUTTER = "Organic Whole Milk", "100% Whole Wheat Bread", "Salted Butter"
_COLA, _COFFEE, _CHEESE, _WATER = "Original Cola", "Original Ground Coffee", "Cheddar Cheese", "Spring Water"
_BREAKFAST = "Breakfast bundle"
_COUPON = "AUTUMN5"
_TRADE = "Trade customers"


async def look_at_prices(clerk: Clerk) -> None:
    """Keeps some promotions, a price list and plans, looks at them, and sells by them."""
    shop = PriceShop(clerk)
    await shop.fill()
    clerk.window.place_chosen.emit(Place.OFFICE)
    await asyncio.sleep(0.2)
    office = clerk.window.shown()
    assert isinstance(office, Office)
    office.go(Section.PRICES)
    await clerk.wait_until(lambda: bool(office.findChildren(PricesRoom)))
    room = office.findChild(PricesRoom)
    assert room is not None
    await _promotions(clerk, room)
    await _lists(clerk, room)
    room.show_tab(PricesTab.SCHEDULED)
    await asyncio.sleep(0.6)
    await clerk.take("scheduled_prices")
    room.show_tab(PricesTab.TAXES)
    await asyncio.sleep(0.6)
    await clerk.take("taxes")
    room.show_tab(PricesTab.PROMOTIONS)
    await _explain(clerk)
    await shop.switch_off()


class PriceShop:
    """The rules of this shop's prices."""

    def __init__(self, clerk: Clerk) -> None:
        assert clerk.use.office is not None
        self._use: PriceUseCases = clerk.use.office.prices
        self._call = clerk.stage.shop.backstage.call
        self._catalogue = clerk.use.counter.catalogue
        self._ids = {hit.name: hit.id for hit in self._catalogue.tiles(None, 0, 100)}
        self._now = clerk.stage.clock()

    def _product(self, name: str) -> Product:
        product = self._catalogue.product(self._ids[name])
        assert product is not None
        return product

    def _some(self, *names: str) -> tuple[Id, ...]:
        return tuple(self._ids[name] for name in names)

    async def fill(self) -> None:
        """Keeps them all, where they are not there yet from the last time."""
        known = {row.promotion.name: row.promotion for row in await self._call(self._use.promotions.all())}
        for wanted in self._promotions():
            if wanted.name not in known:
                await self._call(self._use.promotions.save(None, wanted, tuple(known.values())))
            elif not known[wanted.name].is_active and wanted.is_active:
                await self._call(self._use.promotions.switch(known[wanted.name], on=True))
        if not await self._call(self._use.lists.all()):
            await self._keep_lists()
        if not await self._call(self._use.scheduled.upcoming()):
            await self._plan()

    async def switch_off(self) -> None:
        """Ends them: the scenes after these sell at list prices."""
        ours = {promotion.name for promotion in self._promotions()}
        for row in await self._call(self._use.promotions.all()):
            if row.promotion.is_active and row.promotion.name in ours:
                await self._call(self._use.promotions.switch(row.promotion, on=False))

    def _promotion(self, name: str, kind: PromotionKind, value: str = "0", **terms: object) -> Promotion:
        terms = {"name": name, "kind": kind, "value": Decimal(value), **terms}
        return msgspec.structs.replace(self._use.promotions.blank(), **terms)

    def _promotions(self) -> list[Promotion]:
        day = dt.timedelta(days=1)
        parts = (
            BundlePart(products=self._some(_BREAD)),
            BundlePart(products=self._some(_BUTTER)),
            BundlePart(quantity=2, products=self._some(_MILK)),
        )
        evening = (HappyHours(days=(1, 2, 3, 4, 5), start=dt.time(17), end=dt.time(19)),)
        coupons = {"codes": (_COUPON,), "limits": CouponLimits(total=500), "threshold": Decimal(20)}
        kinds = PromotionKind
        return [
            self._promotion(_BREAKFAST, kinds.BUNDLE, "14.99", parts=parts),
            self._promotion(
                "Happy hour: coffee", kinds.PERCENT_OFF, "20", hours=evening, products=self._some(_COFFEE)
            ),
            self._promotion("Autumn coupon", kinds.ORDER_AMOUNT_OFF, "5", **coupons),
            self._promotion(
                "Cheese weeks",
                kinds.PERCENT_OFF,
                "15",
                products=self._some(_CHEESE),
                starts_at=self._now + 7 * day,
                ends_at=self._now + 21 * day,
            ),
            self._promotion(
                "Any 6 waters", kinds.MIX_AND_MATCH, "5", buy=6, products=self._some(_WATER), is_active=False
            ),
        ]

    async def _keep_lists(self) -> None:
        rule = ListRule(
            percent=Decimal(-8), rounding=PriceRounding(step=Decimal("0.10"), less=Decimal("0.01"))
        )
        blank = self._use.lists.blank()
        trade = msgspec.structs.replace(blank, name=_TRADE, rule=rule, customer_groups=("trade",))
        trade = await self._call(self._use.lists.save(None, trade))
        prices = {
            self._ids[name]: (
                PriceTier(price=price),
                PriceTier(quantity=Decimal(12), price=price - Decimal("0.30")),
            )
            for name, price in (
                (each, self._below(each)) for each in (_MILK, _COLA, _COFFEE, _CHEESE, _WATER)
            )
        }
        await self._call(self._use.lists.put_prices(trade, prices))

    def _below(self, name: str) -> Decimal:
        return self._product(name).pricing.base_price - Decimal("0.50")

    async def _plan(self) -> None:
        day = dt.timedelta(days=1)
        midnight = self._now - dt.timedelta(hours=8, minutes=2) + day
        plan, weekend = self._use.scheduled.schedule, midnight + 4 * day
        up = [
            NewPrices(
                self._product(name), base_price=self._product(name).pricing.base_price + Decimal("0.20")
            )
            for name in (_MILK, _BUTTER)
        ]
        await self._call(plan(up, midnight))
        down = [NewPrices(self._product(_COFFEE), sale_price=self._below(_COFFEE))]
        await self._call(plan(down, weekend, weekend + 2 * day))


async def _promotions(clerk: Clerk, room: PricesRoom) -> None:
    tab = room.findChild(PromotionsTab)
    assert tab is not None
    await clerk.wait_until(lambda: len(tab.list.rows()) > 1)
    await clerk.take("promotions")
    row = next(each for each in tab.list.rows() if each.promotion.name == _BREAKFAST)
    tab.list.opened.emit(row)
    await asyncio.sleep(0.6)
    await clerk.take("promotion")
    tab.editor.left.emit()
    await asyncio.sleep(0.3)


async def _lists(clerk: Clerk, room: PricesRoom) -> None:
    room.show_tab(PricesTab.LISTS)
    tab = room.findChild(ListsTab)
    assert tab is not None
    await clerk.wait_until(lambda: bool(tab.list.rows()))
    await clerk.take("price_lists")
    tab.list.opened.emit(tab.list.rows()[0])
    await clerk.wait_until(lambda: bool(tab.prices.rows.rows))
    await asyncio.sleep(0.3)
    await clerk.take("price_list")


async def _explain(clerk: Clerk) -> None:
    """A basket in which promotions take pieces of several lines, and a coupon."""
    await clerk.show_sell()
    for name, quantity in ((_COLA, 3), (_COFFEE, 1), (_BREAD, 1), (_BUTTER, 1), (_MILK, 3)):
        clerk.put(name, quantity)
    await clerk.type(_COUPON, submit=True)
    await clerk.show_sell()
    await asyncio.sleep(0.3)
    await clerk.take("sell_promotions")
    await clerk.dialog("explain", _press(clerk, Qt.Key.Key_E))
    clerk.use.selling.start_new()
    await clerk.show_sell()


async def _press(clerk: Clerk, key: Qt.Key) -> None:
    QTest.keyClick(clerk.window, key, Qt.KeyboardModifier.ControlModifier)
    await asyncio.sleep(0.3)
