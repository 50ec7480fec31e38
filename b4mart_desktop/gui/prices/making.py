"""Puts the prices room together from the use cases it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from b4mart_desktop.gui.prices.lists_tab import ListsTab
from b4mart_desktop.gui.prices.prices_room import PricesRoom, PricesTab, Tab
from b4mart_desktop.gui.prices.promotions_tab import PromotionsTab
from b4mart_desktop.gui.prices.scheduled_tab import ScheduledTab
from b4mart_desktop.gui.prices.taxes_tab import TaxesTab
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.services.ports import Catalogue
from b4mart_desktop.services.price_list_rules import PriceListRules
from b4mart_desktop.services.price_preview import PricePreview
from b4mart_desktop.services.price_rules import PromotionRules
from b4mart_desktop.services.scheduled_prices import ScheduledPrices
from b4mart_desktop.services.tax_rules import TaxRules


@dataclass(frozen=True, slots=True)
class PriceUseCases:
    """What managers do about prices."""

    promotions: PromotionRules
    lists: PriceListRules
    taxes: TaxRules
    scheduled: ScheduledPrices
    preview: PricePreview


def make_prices_room(use: PriceUseCases, catalogue: Catalogue, tools: RoomTools) -> PricesRoom:
    """Returns the room; its tabs are made when they are first opened.

    Args:
        use: The use cases.
        catalogue: Where products, departments and registers are.
        tools: The room's.
    """

    def makers(room: PricesRoom) -> Mapping[PricesTab, Callable[[], Tab]]:
        tasks = room.tasks
        return {
            PricesTab.PROMOTIONS: lambda: PromotionsTab(use.promotions, use.preview, catalogue, tools, tasks),
            PricesTab.LISTS: lambda: ListsTab(use.lists, catalogue, tools, tasks),
            PricesTab.TAXES: lambda: TaxesTab(use.taxes, tools, tasks),
            PricesTab.SCHEDULED: lambda: ScheduledTab(use.scheduled, use.preview, catalogue, tools, tasks),
        }

    return PricesRoom(makers)
