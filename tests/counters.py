"""Other counters, for tests that have none."""

import contextlib
from collections.abc import AsyncIterator

from b4mart_desktop.domain.cart import HeldCart
from b4mart_desktop.domain.counters import Taking
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import Id


class NobodyElse:
    """``CartClaims`` while the database is away: no cart can be confirmed."""

    online = False

    @contextlib.asynccontextmanager
    async def claimed(
        self, cart: Id, taking: Taking, instead_of: Taking | None = None
    ) -> AsyncIterator[HeldCart]:
        """Finds nobody to ask."""
        raise AdapterError(ErrorCode.DATABASE_UNREACHABLE, reason="offline")
        yield  # a generator all the same
