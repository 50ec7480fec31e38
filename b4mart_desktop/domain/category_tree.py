"""The tree of categories: who is below whom, in which order, and what a change of it changes. No reading.

A slug *follows* the names from the root down ("drinks-cola") for as long as nobody gave the category one of
its own. Such slugs change with the names above them; the former one is kept for the web store's redirects.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import msgspec

from b4mart_desktop.domain.catalog import Category
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.record import Record

LONGEST_NAME = 100
MOST_FORMER_SLUGS = 20

SlugOf = Callable[[str], str]
"""Makes a slug of a text."""


class TreeChange(Record, frozen=True, kw_only=True):
    """What a change of the tree writes."""

    added: tuple[Category, ...] = ()
    updated: tuple[Category, ...] = ()
    removed: tuple[Id, ...] = ()


class CategoryTree:
    """All categories at one moment. A parent that does not exist, or a circle, counts as no parent.

    Args:
        categories: All of them, in any order.
        slug_of: How names become slugs.
    """

    def __init__(self, categories: Collection[Category], slug_of: SlugOf) -> None:
        self._all = {category.id: category for category in categories}
        self.slug_of = slug_of
        self._parents = {category.id: self._parent(category) for category in categories}
        self._children: dict[Id | None, list[Category]] = {}
        for category in sorted(categories, key=lambda each: (each.sort_order, each.name, each.id)):
            self._children.setdefault(self._parents[category.id], []).append(category)

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Category]:
        return self.below(None)

    # ------------------------------------------------------------ asking

    def get(self, category: Id) -> Category | None:
        """Returns a category, None where there is none."""
        return self._all.get(category)

    def need(self, category: Id) -> Category:
        """Returns a category.

        Raises:
            DomainError: NOT_FOUND.
        """
        found = self._all.get(category)
        if found is None:
            raise DomainError(ErrorCode.NOT_FOUND, what="category", id=category)
        return found

    def parent(self, category: Id) -> Id | None:
        """Returns the category above, None for a root."""
        return self._parents.get(category)

    def children(self, category: Id | None) -> Sequence[Category]:
        """Returns the categories right below, in their order; the roots for None."""
        return self._children.get(category, [])

    def below(self, category: Id | None) -> Iterator[Category]:
        """Yields all categories below, each before its own children."""
        for child in self.children(category):
            yield child
            yield from self.below(child.id)

    def line(self, category: Id | None) -> tuple[Id, ...]:
        """Returns the categories from the root down to and with this one; none for None."""
        line: list[Id] = []
        while category is not None:
            line.append(category)
            category = self._parents[category]
        return tuple(reversed(line))

    def names(self, category: Id) -> tuple[str, ...]:
        """Returns the names from the root down to and with this one."""
        return tuple(self._all[step].name for step in self.line(category))

    def find(self, names: Sequence[str]) -> Id | None:
        """Returns the category with those names from the root down, in any case; None where there is none."""
        found: Id | None = None
        for name in names:
            wanted = name.casefold()
            step = next((c.id for c in self.children(found) if c.name.casefold() == wanted), None)
            if step is None:
                return None
            found = step
        return found

    # ------------------------------------------------------------ changing

    def with_new(self, names: Sequence[str], parent: Id | None, now: dt.datetime) -> TreeChange:
        """Returns what adds a category and those above it that are missing, each last among its siblings.

        Args:
            names: From below ``parent`` down; those that exist already are used.
            parent: Under which; None: as a root.
            now: When.

        Raises:
            DomainError: FIELD_REQUIRED or FIELD_INVALID for a name; NOT_FOUND.
        """
        return self.with_all_new([names], parent, now)

    def with_all_new(self, paths: Sequence[Sequence[str]], parent: Id | None, now: dt.datetime) -> TreeChange:
        """Returns what adds many categories, as ``with_new`` adds one.

        Raises:
            DomainError: As ``with_new``.
        """
        if parent is not None:
            self.need(parent)
        building = _Building(self, now)
        for names in paths:
            building.add([check_name(name) for name in names], parent)
        return TreeChange(added=tuple(building.added))

    def renamed(self, category: Id, name: str, now: dt.datetime) -> TreeChange:
        """Returns what gives a category another name.

        Raises:
            DomainError: FIELD_REQUIRED, FIELD_INVALID, NOT_FOUND; DUPLICATE where a sibling has it.
        """
        old, name = self.need(category), check_name(name)
        self._check_free(name, self.parent(category), category)
        return self._difference({category: msgspec.structs.replace(old, name=name)}, now)

    def moved(self, category: Id, parent: Id | None, before: Id | None, now: dt.datetime) -> TreeChange:
        """Returns what puts a category, with all below it, elsewhere.

        Args:
            category: Which.
            parent: Under which it is then; None: a root.
            before: The sibling that follows it then; None: it is the last one.
            now: When.

        Raises:
            DomainError: CATEGORY_BELOW_ITSELF, NOT_FOUND; DUPLICATE where a sibling there has its name.
        """
        moving = self.need(category)
        if category in self.line(parent if parent is None else self.need(parent).id):
            raise DomainError(ErrorCode.CATEGORY_BELOW_ITSELF, name=moving.name)
        if parent != self.parent(category):
            self._check_free(moving.name, parent, category)
        siblings = [child for child in self.children(parent) if child.id != category]
        place = next((n for n, child in enumerate(siblings) if child.id == before), len(siblings))
        siblings.insert(place, msgspec.structs.replace(moving, parent=parent))
        placed = {c.id: msgspec.structs.replace(c, sort_order=n) for n, c in enumerate(siblings)}
        return self._difference(placed, now)

    def without(self, category: Id) -> TreeChange:
        """Returns what removes a category that has none below it.

        Raises:
            DomainError: NOT_FOUND; CATEGORY_NOT_EMPTY.
        """
        if self.children(self.need(category).id):
            raise DomainError(ErrorCode.CATEGORY_NOT_EMPTY, name=self.need(category).name)
        return TreeChange(removed=(category,))

    def edited(self, new: Category, now: dt.datetime) -> TreeChange:
        """Returns what writes a category's own slug, picture and whether it is active.

        Raises:
            DomainError: NOT_FOUND; FIELD_INVALID for a slug that is none; DUPLICATE where it is taken.
        """
        old = self.need(new.id)
        if new.slug != old.slug:
            self._check_slug(new)
        fields = {"slug": new.slug, "image": new.image, "is_active": new.is_active}
        return self._difference({new.id: msgspec.structs.replace(old, **fields)}, now)

    # ------------------------------------------------------------ inside

    def _parent(self, category: Category) -> Id | None:
        """The parent, None where following it upwards never ends at a root."""
        seen, step = {category.id}, category.parent
        while step is not None and step in self._all:
            if step in seen:
                return None
            seen.add(step)
            step = self._all[step].parent
        return category.parent if category.parent in self._all else None

    def _check_free(self, name: str, parent: Id | None, but: Id) -> None:
        if any(c.name.casefold() == name.casefold() and c.id != but for c in self.children(parent)):
            raise DomainError(ErrorCode.DUPLICATE, collection="categories", field="name", value=name)

    def _check_slug(self, new: Category) -> None:
        if not new.slug or self.slug_of(new.slug) != new.slug:
            raise DomainError(ErrorCode.FIELD_INVALID, field="slug", value=new.slug)
        if any(c.slug == new.slug and c.id != new.id for c in self._all.values()):
            raise DomainError(ErrorCode.DUPLICATE, collection="categories", field="slug", value=new.slug)

    def _difference(self, changed: Mapping[Id, Category], now: dt.datetime) -> TreeChange:
        """What changes with those categories: paths and following slugs of all below them, too."""
        after = CategoryTree([changed.get(c.id, c) for c in self._all.values()], self.slug_of)
        taken = {category.slug for category in self._all.values()}
        updated: list[Category] = []
        for category in after:
            path = after.line(after.parent(category.id))
            right = msgspec.structs.replace(category, path=path)
            right = self._with_slug(right, after, taken)
            if right != self._all[category.id]:
                updated.append(msgspec.structs.replace(right, updated_at=now))
        return TreeChange(updated=tuple(updated))

    def _with_slug(self, right: Category, after: "CategoryTree", taken: set[str]) -> Category:
        old = self._all[right.id]
        if right.slug != old.slug:
            return _former(right, old.slug)
        was, wanted = self.following_slug(right.id), after.following_slug(right.id)
        if was == wanted or not _follows(old.slug, was):
            return right
        slug = free(wanted, taken)
        taken.add(slug)
        return _former(msgspec.structs.replace(right, slug=slug), old.slug)

    def following_slug(self, category: Id) -> str:
        """Returns the slug that follows from the names, whether it is free or not."""
        return "-".join(self.slug_of(name) for name in self.names(category))


class _Building:
    """Adds categories one after the other; each is known to the next."""

    def __init__(self, tree: CategoryTree, now: dt.datetime) -> None:
        self._tree, self._now = tree, now
        self._known: dict[tuple[Id | None, str], Id] = {}
        self._last: dict[Id | None, int] = {}
        self._lines: dict[Id, tuple[Id, ...]] = {}
        self._slugs: dict[Id, str] = {}
        self._taken = {category.slug for category in tree}
        self.added: list[Category] = []
        for category in tree:
            above = tree.parent(category.id)
            self._known.setdefault((above, category.name.casefold()), category.id)
            self._last[above] = max(self._last.get(above, -1), category.sort_order)
            self._lines[category.id] = tree.line(category.id)
            self._slugs[category.id] = tree.following_slug(category.id)

    def add(self, names: Sequence[str], parent: Id | None) -> None:
        """Adds the last of ``names`` and those above it that are missing."""
        for name in names:
            key = (parent, name.casefold())
            if key not in self._known:
                self._known[key] = self._make(name, parent)
            parent = self._known[key]

    def _make(self, name: str, parent: Id | None) -> Id:
        order = self._last[parent] = self._last.get(parent, -1) + 1
        above = () if parent is None else self._lines[parent]
        own = self._tree.slug_of(name)
        wanted = own if parent is None else f"{self._slugs[parent]}-{own}"
        slug = free(wanted, self._taken)
        self._taken.add(slug)
        made = Category(
            id=new_id(),
            name=name,
            slug=slug,
            parent=parent,
            path=above,
            sort_order=order,
            created_at=self._now,
            updated_at=self._now,
        )
        self._lines[made.id], self._slugs[made.id] = (*above, made.id), wanted
        self.added.append(made)
        return made.id


def check_name(name: str) -> str:
    """Returns ``name`` without white space around it.

    Raises:
        DomainError: FIELD_REQUIRED; FIELD_INVALID where it is too long.
    """
    name = " ".join(name.split())
    if not name:
        raise DomainError(ErrorCode.FIELD_REQUIRED, field="name")
    if len(name) > LONGEST_NAME:
        raise DomainError(ErrorCode.FIELD_INVALID, field="name", value=name)
    return name


def free(wanted: str, taken: Collection[str]) -> str:
    """Returns ``wanted``, with a number behind it where it is taken."""
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _follows(slug: str, following: str) -> bool:
    head, _, number = slug.rpartition("-")
    return slug == following or (head == following and number.isdecimal())


def _former(category: Category, slug: str) -> Category:
    kept = tuple(each for each in category.former_slugs if each not in (slug, category.slug))
    return msgspec.structs.replace(category, former_slugs=(*kept, slug)[-MOST_FORMER_SLUGS:])
