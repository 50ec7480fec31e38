"""Categories in MongoDB as those see them who arrange them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from b4mart_desktop.domain.category_tree import CategoryTree, TreeChange
from b4mart_desktop.domain.ids import Id


class CategoryStore(Protocol):
    """The tree of categories. All methods raise ``AdapterError`` DATABASE_UNREACHABLE."""

    async def tree(self) -> CategoryTree:
        """Returns all categories that can be read."""

    async def change(self, work: Callable[[CategoryTree], TreeChange]) -> CategoryTree:
        """Writes what ``work`` makes of the tree as it is then: all of it or nothing.

        Changes of the tree come one after the other, so that no two of them together close a circle.

        Args:
            work: Pure; called again with a fresh tree where somebody changed it meanwhile.

        Returns:
            The tree after it.

        Raises:
            DomainError: What ``work`` raises; then nothing was written.
            AdapterError: CATEGORY_NOT_EMPTY where a removed category still has products.
        """

    async def counts(self) -> Mapping[Id, int]:
        """Returns how many products that are not archived each category has itself."""

    async def products(self, category: Id, after: Id | None, limit: int) -> Sequence[Id]:
        """Returns up to ``limit`` of a category's own products, archived ones included, by id."""

    async def replace_in_rules(self, category: Id, into: Id) -> None:
        """Has promotions that name a category name another one instead."""
