"""The web store's cache: documents under the seed's keys, each for an hour unless forgotten before."""

from collections.abc import Sequence

from b4mart_desktop.adapters.redis.link import RedisLink
from b4mart_desktop.domain.ids import Id

PREFIXES = {"products": "product", "categories": "category", "users": "user"}
"""How the web store's keys begin, by collection. Its fourth, ``cart``, is of nothing a counter writes."""


class RedisCache:
    """Implements ``services.ports.Cache``."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link

    async def forget(self, collection: str, ids: Sequence[Id]) -> bool:
        """Deletes the documents' keys; returns False where Redis is away or refuses."""
        keys = [f"{PREFIXES[collection]}:{identity}" for identity in ids]
        return await self._link.ask(lambda client: client.unlink(*keys), otherwise=-1) >= 0
