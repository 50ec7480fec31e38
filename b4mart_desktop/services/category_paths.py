"""The shop's categories by the names from the root down, as tables write them: ``Food > Tea > Green``."""

from collections.abc import Iterable, Iterator, Sequence

from b4mart_desktop.domain.catalog import Category, lineage
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.slugs import slug


class CategoryPaths:
    """All categories, those that an import adds included."""

    def __init__(self, categories: Iterable[Category]) -> None:
        self._by_id: dict[Id, Category] = {}
        self._below: dict[tuple[Id | None, str], Id] = {}
        self._by_name: dict[str, list[Id]] = {}
        self._slugs: set[str] = set()
        for category in categories:
            self.add(category)

    def add(self, category: Category) -> None:
        """Takes one more category."""
        self._by_id[category.id] = category
        self._below.setdefault((category.parent, category.name.casefold()), category.id)
        self._by_name.setdefault(category.name.casefold(), []).append(category.id)
        self._slugs.add(category.slug)

    def names(self, category: Id) -> tuple[str, ...]:
        """Returns the names from the root down; empty where there is no such category."""
        return tuple(
            self._by_id[step].name for step in reversed(self.lineage(category)) if step in self._by_id
        )

    def lineage(self, category: Id) -> tuple[Id, ...]:
        """Returns the category and those above it, nearest first."""
        return lineage(category, self._by_id.get)

    def find(self, path: Sequence[str]) -> Id | None:
        """Returns the category at ``path``; a single name is also the only category of that name anywhere."""
        step: Id | None = None
        for name in path:
            step = self._below.get((step, name.casefold()))
            if step is None:
                break
        else:
            return step
        same = self._by_name.get(path[0].casefold(), []) if len(path) == 1 else []
        return same[0] if len(same) == 1 else None

    def missing(self, path: Sequence[str]) -> Iterator[Category]:
        """Yields the categories that ``path`` takes and that are not there, from the root down."""
        above: list[Id] = []
        for name in path:
            known = self._below.get((above[-1] if above else None, name.casefold()))
            if known is None:
                made = self._made(name, tuple(above))
                self.add(made)
                yield made
                known = made.id
            above.append(known)

    def _made(self, name: str, above: tuple[Id, ...]) -> Category:
        now = utc_now()
        identity = new_id()
        wanted = slug(name)
        free = wanted if wanted not in self._slugs else slug(name, identity[-6:])
        return Category(
            id=identity,
            name=name,
            slug=free,
            parent=above[-1] if above else None,
            path=above,
            created_at=now,
            updated_at=now,
        )
