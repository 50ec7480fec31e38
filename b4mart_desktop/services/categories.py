"""Arranging categories: adding, naming, moving, merging, removing, and taking over a whole taxonomy.

What a change of the tree changes is the domain's matter; reading files belongs to an adapter.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from b4mart_desktop.domain.catalog import Category, Product
from b4mart_desktop.domain.category_tree import CategoryTree, TreeChange
from b4mart_desktop.domain.edits import EditKind
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.ports.categories import CategoryStore
from b4mart_desktop.services.slugs import slug
from b4mart_desktop.services.taxonomy import Taxonomy, read_taxonomy

MOVED_AT_ONCE = 500

Progress = Callable[[int], None]
"""Called with how many products were moved."""


@dataclass(frozen=True, slots=True)
class TaxonomyPreview:
    """What taking over a taxonomy would do.

    Attributes:
        added: The paths that would be added, those above them included.
        known: How many of its categories are there already.
    """

    added: tuple[tuple[str, ...], ...]
    known: int


class Categories:
    """All categories of the shop. Everything goes to the database."""

    def __init__(
        self, counter: Counter, store: CategoryStore, editing: Editing, read_text: Callable[[Path], str]
    ) -> None:
        self._counter = counter
        self._store = store
        self._editing = editing
        self._read_text = read_text

    async def tree(self) -> CategoryTree:
        """Returns all categories.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.SEE_CATALOGUE)
        return await self._store.tree()

    async def counts(self) -> Mapping[Id, int]:
        """Returns how many products that are not archived each category has itself; may take a second.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.SEE_CATALOGUE)
        return await self._store.counts()

    async def add(self, name: str, parent: Id | None) -> tuple[CategoryTree, Id]:
        """Adds a category as the last one below ``parent``; returns the tree and which it is.

        Raises:
            DomainError: NOT_ALLOWED; FIELD_REQUIRED or FIELD_INVALID; DUPLICATE where one has the name.
            AdapterError: DATABASE_UNREACHABLE.
        """
        made: list[Id] = []

        def work(tree: CategoryTree) -> TreeChange:
            change = tree.with_new([name], parent, self._counter.clock())
            if not change.added:
                raise DomainError(
                    ErrorCode.DUPLICATE, collection="categories", field="name", value=name.strip()
                )
            made[:] = [change.added[-1].id]
            return change

        return await self._change(work), made[0]

    async def rename(self, category: Id, name: str) -> CategoryTree:
        """Gives a category another name; slugs that follow from it change, below it, too.

        Raises:
            DomainError: NOT_ALLOWED, FIELD_REQUIRED, FIELD_INVALID, NOT_FOUND; DUPLICATE.
            AdapterError: DATABASE_UNREACHABLE.
        """
        return await self._change(lambda tree: tree.renamed(category, name, self._counter.clock()))

    async def move(self, category: Id, parent: Id | None, before: Id | None) -> CategoryTree:
        """Puts a category with all below it under ``parent``, before a sibling or last.

        Raises:
            DomainError: NOT_ALLOWED, CATEGORY_BELOW_ITSELF, NOT_FOUND; DUPLICATE.
            AdapterError: DATABASE_UNREACHABLE.
        """
        return await self._change(lambda tree: tree.moved(category, parent, before, self._counter.clock()))

    async def edit(self, category: Category) -> CategoryTree:
        """Writes a category's own slug, its picture, and whether it is shown.

        Raises:
            DomainError: NOT_ALLOWED, NOT_FOUND, FIELD_INVALID; DUPLICATE for a slug that is taken.
            AdapterError: DATABASE_UNREACHABLE.
        """
        return await self._change(lambda tree: tree.edited(category, self._counter.clock()))

    async def remove(self, category: Id) -> CategoryTree:
        """Removes a category that has neither products, archived ones included, nor categories below it.

        Raises:
            DomainError: NOT_ALLOWED, NOT_FOUND, CATEGORY_NOT_EMPTY.
            AdapterError: CATEGORY_NOT_EMPTY, DATABASE_UNREACHABLE.
        """
        return await self._change(lambda tree: tree.without(category))

    async def merge(self, category: Id, into: Id, progress: Progress) -> CategoryTree:
        """Puts everything of a category into another one, and removes it; promotions follow.

        Each product keeps in its history where it was. Cancelled, it stops between two steps; merging again
        goes on from there. A product that somebody else puts elsewhere meanwhile stays there.

        Raises:
            DomainError: NOT_ALLOWED, NOT_FOUND; CATEGORY_BELOW_ITSELF where ``into`` is below ``category``;
                DUPLICATE where both have a category of the same name below them.
            AdapterError: DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.EDIT_CATALOGUE)
        tree = await self._store.tree()
        if category in tree.line(tree.need(into).id):
            raise DomainError(ErrorCode.CATEGORY_BELOW_ITSELF, name=tree.need(category).name)
        for child in tuple(tree.children(tree.need(category).id)):
            tree = await self.move(child.id, into, None)
        await self._move_products(category, into, progress)
        await self._store.replace_in_rules(category, into)
        return await self.remove(category)

    async def _move_products(self, category: Id, into: Id, progress: Progress) -> None:
        def put_there(product: Product) -> Product:
            stays = product.category != category  # somebody put it elsewhere meanwhile
            return product if stays else msgspec.structs.replace(product, category=into)

        batch, done = new_id(), 0
        last: Id | None = None
        while ids := await self._store.products(category, last, MOVED_AT_ONCE):
            done += (await self._editing.change_many(ids, put_there, batch, EditKind.BULK)).saved
            last = ids[-1]
            progress(done)

    async def read_taxonomy(self, path: Path) -> Taxonomy:
        """Returns what a file lists.

        Raises:
            AdapterError: FILE_UNREADABLE with ``path`` and ``reason``.
        """
        text = await asyncio.to_thread(self._read_text, path)
        return await asyncio.to_thread(read_taxonomy, text)

    async def preview_taxonomy(self, paths: Sequence[Sequence[str]], below: Id | None) -> TaxonomyPreview:
        """Returns what ``take_taxonomy`` would add.

        Raises:
            DomainError: NOT_ALLOWED, FIELD_REQUIRED, FIELD_INVALID, NOT_FOUND.
            AdapterError: DATABASE_UNREACHABLE.
        """
        self._counter.permit(Action.EDIT_CATALOGUE)
        tree = await self._store.tree()
        change = tree.with_all_new(paths, below, self._counter.clock())
        after = CategoryTree([*tree, *change.added], slug)
        above = len(tree.line(below))
        added = tuple(after.names(category.id)[above:] for category in change.added)
        wanted = {tuple(path[:depth]) for path in paths for depth in range(1, len(path) + 1)}
        return TaxonomyPreview(added, len(wanted) - len(added))

    async def take_taxonomy(self, paths: Sequence[Sequence[str]], below: Id | None) -> CategoryTree:
        """Adds all categories of a taxonomy that are missing, below ``below`` or as roots.

        Raises:
            DomainError: NOT_ALLOWED, FIELD_REQUIRED, FIELD_INVALID, NOT_FOUND.
            AdapterError: DATABASE_UNREACHABLE.
        """
        return await self._change(lambda tree: tree.with_all_new(paths, below, self._counter.clock()))

    async def _change(self, work: Callable[[CategoryTree], TreeChange]) -> CategoryTree:
        self._counter.permit(Action.EDIT_CATALOGUE)
        return await self._store.change(work)
