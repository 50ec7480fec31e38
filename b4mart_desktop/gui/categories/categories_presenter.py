"""What the categories room does: reads the tree, has it changed, tells what came of it. No widgets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from b4mart_desktop.domain.catalog import Category
from b4mart_desktop.domain.category_tree import CategoryTree
from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.shared.backstage import OnBackstage
from b4mart_desktop.gui.shared.messages import Messages
from b4mart_desktop.services.categories import Categories, TaxonomyPreview
from b4mart_desktop.services.taxonomy import Taxonomy

_EDITED = ("slug", "image", "is_active")


class CategoriesPresenter(QObject):
    """The room's commands.

    Args:
        categories: The use case.
        run: Runs a coroutine in the background thread.
        messages: Where errors are told.

    Signals:
        loaded: The tree, and which category to choose, if any (``CategoryTree``, ``Id`` or None).
        counted: Products by category (a mapping).
        refused: The tree cannot be read (``B4MartError``).
    """

    loaded = Signal(object, object)
    counted = Signal(object)
    refused = Signal(object)

    def __init__(self, categories: Categories, run: OnBackstage, messages: Messages) -> None:
        super().__init__()
        self._categories = categories
        self._run = run
        self._messages = messages

    async def read(self) -> None:
        """Reads the tree, then how many products it holds."""
        try:
            tree: CategoryTree = await self._run(self._categories.tree())
        except B4MartError as error:
            self.refused.emit(error)
            return
        self.loaded.emit(tree, None)
        await self.count()

    async def count(self) -> None:
        """Counts the products of each category; where that fails the tree is shown without."""
        try:
            counts: Mapping[Id, int] = await self._run(self._categories.counts())
        except B4MartError:
            return
        self.counted.emit(counts)

    async def add(self, name: str, parent: Id | None) -> None:
        """Adds a category and chooses it."""

        async def deed() -> tuple[CategoryTree, Id]:
            added: tuple[CategoryTree, Id] = await self._run(self._categories.add(name, parent))
            return added

        added = await self._tried(deed)
        if added is not None:
            self.loaded.emit(*added)

    async def move(self, category: Id, parent: Id | None, before: Id | None) -> None:
        """Puts a category elsewhere."""
        await self._change(self._categories.move(category, parent, before), category)

    async def save(self, old: Category, new: Category) -> bool:
        """Saves a name, then what else differs, on top of what others changed; returns whether it did."""
        renames = new.name != old.name
        work = self._categories.rename(old.id, new.name) if renames else self._categories.tree()
        tree = await self._change(work, old.id)
        if tree is None:
            return False
        fields = {name: getattr(new, name) for name in _EDITED if getattr(new, name) != getattr(old, name)}
        there = tree.get(old.id)
        if not fields or there is None:
            return there is not None
        wanted = msgspec.structs.replace(there, **fields)  # the slug followed the name, perhaps
        return await self._change(self._categories.edit(wanted), old.id) is not None

    async def remove(self, category: Id) -> None:
        """Removes an empty category."""
        await self._change(self._categories.remove(category), None)

    async def merge(self, category: Id, into: Id, progress: Callable[[int], None]) -> bool:
        """Puts everything of a category into another one; returns whether it did.

        Args:
            category: Which one.
            into: The one that stays.
            progress: Called in the background with how many products were moved.
        """
        done = await self._change(self._categories.merge(category, into, progress), into) is not None
        if done:
            await self.count()
        return done

    async def read_file(self, path: Path) -> Taxonomy | None:
        """Returns what a file lists; None where it cannot be read or lists nothing."""

        async def deed() -> Taxonomy:
            taxonomy: Taxonomy = await self._run(self._categories.read_taxonomy(path))
            return taxonomy

        taxonomy: Taxonomy | None = await self._tried(deed)
        if taxonomy is not None and not taxonomy.paths:
            text = self.tr("No line of {name} names a category.")
            self._messages.warning(text.format(name=path.name))
            return None
        return taxonomy

    async def preview(self, paths: Sequence[Sequence[str]], below: Id | None) -> TaxonomyPreview | None:
        """Returns what taking over a taxonomy would add; None where that was refused."""

        async def deed() -> TaxonomyPreview:
            preview: TaxonomyPreview = await self._run(self._categories.preview_taxonomy(paths, below))
            return preview

        preview: TaxonomyPreview | None = await self._tried(deed)
        return preview

    async def take(self, paths: Sequence[Sequence[str]], below: Id | None) -> bool:
        """Adds the categories of a taxonomy; returns whether that was done."""
        return await self._change(self._categories.take_taxonomy(paths, below), below) is not None

    async def _change(
        self, work: Coroutine[Any, Any, CategoryTree], choose: Id | None
    ) -> CategoryTree | None:
        async def deed() -> CategoryTree:
            changed: CategoryTree = await self._run(work)
            return changed

        tree: CategoryTree | None = await self._tried(deed)
        if tree is not None:
            self.loaded.emit(tree, choose)
        return tree

    async def _tried(self, deed: Callable[[], Awaitable[Any]]) -> Any:
        try:
            return await deed()
        except B4MartError as error:
            self._messages.error(error)
            return None
