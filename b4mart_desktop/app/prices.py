"""Puts together what managers do about prices, from adapters and services."""

from __future__ import annotations

from b4mart_desktop.adapters.mongo.migrations import Database
from b4mart_desktop.adapters.mongo.price_rules import MongoPriceRules
from b4mart_desktop.adapters.mongo.scheduled_prices import MongoScheduledPrices
from b4mart_desktop.gui.prices.making import PriceUseCases
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.price_list_rules import PriceListRules
from b4mart_desktop.services.price_preview import PricePreview
from b4mart_desktop.services.price_rules import PromotionRules
from b4mart_desktop.services.scheduled_prices import ScheduledPrices
from b4mart_desktop.services.tax_rules import TaxRules


def make_price_use_cases(counter: Counter, database: Database) -> PriceUseCases:
    """Returns what managers can do about prices; the database may not have answered yet."""
    book = MongoPriceRules(database)
    return PriceUseCases(
        promotions=PromotionRules(counter, book),
        lists=PriceListRules(counter, book),
        taxes=TaxRules(counter, book),
        scheduled=ScheduledPrices(counter, MongoScheduledPrices(database)),
        preview=PricePreview(counter),
    )
