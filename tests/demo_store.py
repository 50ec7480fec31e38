"""A small demo store in any database, for tests that need a whole shop."""

from b4mart_desktop.adapters.demo.loader import load_demo_store
from b4mart_desktop.adapters.mongo.connect import make_client
from b4mart_desktop.adapters.mongo.migrations import prepare_database

PRODUCTS = 100


async def load_small_demo(uri: str, database: str) -> None:
    """Prepares the database and loads about a hundred products, everything around them included."""
    async with make_client(uri) as client:
        target = client.get_database(database)
        await prepare_database(target)
        await load_demo_store(target, lambda *_: None, PRODUCTS)
