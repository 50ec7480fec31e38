"""Fixtures of the tests that need a prepared database."""

from tests.adapters.mongo.shop import _shop_name, shop

__all__ = ["_shop_name", "shop"]
