"""Wrong PINs of a person on all counters together; where Redis is away each counter counts for itself."""

import msgspec

from b4mart_desktop.adapters.redis.link import RedisLink
from b4mart_desktop.domain.guesses import FORGOTTEN_AFTER, Guesses

_READER = msgspec.json.Decoder(Guesses)


class RedisGuesses:
    """Implements ``services.ports.SharedGuesses``."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link

    async def read(self, who: str) -> Guesses | None:
        """Returns what is known, None where nothing is, or Redis is away."""
        found = await self._link.ask(lambda client: client.get(_key(who)), otherwise=None)
        try:
            return None if found is None else _READER.decode(found)
        except msgspec.DecodeError:  # another program's, or another version's
            return None

    async def write(self, who: str, guesses: Guesses | None) -> None:
        """Remembers for as long as it matters, or forgets."""
        if guesses is None:
            await self._link.ask(lambda client: client.delete(_key(who)), otherwise=0)
        else:
            value = msgspec.json.encode(guesses)
            await self._link.ask(
                lambda client: client.set(_key(who), value, ex=FORGOTTEN_AFTER), otherwise=None
            )


def _key(who: str) -> str:
    return f"b4mart:guesses:{who}"
