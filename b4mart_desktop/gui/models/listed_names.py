"""Names of what products refer to, from this counter's disk, remembered while rows are painted."""

from __future__ import annotations

from functools import lru_cache

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.ports import Catalogue

_REMEMBERED = 4_096


class Names:
    """Names of categories and vendors."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.category = lru_cache(_REMEMBERED)(self._category)
        self.vendor = lru_cache(_REMEMBERED)(self._vendor)

    def forget(self) -> None:
        """Reads names anew: some changed."""
        self.category.cache_clear()
        self.vendor.cache_clear()

    def _category(self, category: Id) -> str | None:
        found = self._catalogue.category(category)
        return None if found is None else found.name

    def _vendor(self, vendor: Id) -> str | None:
        found = self._catalogue.customer(vendor)
        if found is not None:
            return found.name
        return next((member.name for member in self._catalogue.staff() if member.id == vendor), None)
