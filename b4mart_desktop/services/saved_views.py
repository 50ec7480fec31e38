"""Views of the catalogue that people keep: a filter, an order, columns, under a name. Lists are elsewhere."""

from collections.abc import Sequence

import msgspec

from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.product_lists import SavedView
from b4mart_desktop.domain.words import fold
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.ports.listing import ViewBook

LONGEST_NAME = 60


class SavedViews:
    """One's own views and those that others share."""

    def __init__(self, counter: Counter, book: ViewBook) -> None:
        self._counter = counter
        self._book = book

    async def views(self) -> Sequence[SavedView]:
        """Returns who is signed in their own views, then those of others, each by name.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: DATABASE_UNREACHABLE.
        """
        user = self._user()
        found = await self._book.views(user.id)
        return sorted(found, key=lambda view: (view.owner != user.id, fold(view.name), view.id))

    def may_change(self, view: SavedView) -> bool:
        """Whether who is signed in may rename, change or delete a view: its owner and managers may."""
        return view.owner == self._user().id or self._counter.may(Action.EDIT_CATALOGUE)

    async def save(self, view: SavedView) -> SavedView:
        """Keeps what is on the screen as a new view of who is signed in, and returns it.

        Args:
            view: Identity, owner and dates are given here.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED; FIELD_REQUIRED, FIELD_INVALID with the ``field``.
                DUPLICATE where they have a view of that name.
            AdapterError: DATABASE_UNREACHABLE.
        """
        user, now = self._user(), self._counter.clock()
        await self._refuse_second(view, user.id)
        fresh = msgspec.structs.replace(
            view, id=new_id(), name=_name(view.name), owner=user.id, created_at=now, updated_at=now
        )
        return await self._book.add(fresh)

    async def change(self, old: SavedView, new: SavedView) -> SavedView:
        """Writes another name, filter, order or look of a view, or whether it is shared; returns it.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED; FIELD_REQUIRED, FIELD_INVALID with the ``field``.
                DUPLICATE where its owner has another of that name.
            AdapterError: CHANGED_MEANWHILE, DATABASE_UNREACHABLE.
        """
        self._permit(old)
        await self._refuse_second(new, old.owner)
        wanted = msgspec.structs.replace(
            new, id=old.id, name=_name(new.name), owner=old.owner, created_at=old.created_at
        )
        return await self._book.change(old, wanted)

    async def delete(self, view: SavedView) -> None:
        """Deletes a view; one that is gone already is no error.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
            AdapterError: CHANGED_MEANWHILE, DATABASE_UNREACHABLE.
        """
        self._permit(view)
        await self._book.remove(view)

    async def _refuse_second(self, view: SavedView, owner: Id) -> None:
        """Two views of one person with one name: nobody could tell which is meant."""
        for other in await self._book.views(owner):
            is_another = other.owner == owner and other.id != view.id
            if is_another and fold(other.name) == fold(view.name):
                raise DomainError(ErrorCode.DUPLICATE, field="name", value=view.name)

    def _user(self) -> User:
        return self._counter.permit(Action.SEE_CATALOGUE).user

    def _permit(self, view: SavedView) -> None:
        if view.owner != self._user().id:
            self._counter.permit(Action.EDIT_CATALOGUE)


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise DomainError(ErrorCode.FIELD_REQUIRED, field="name")
    if len(name) > LONGEST_NAME:
        raise DomainError(ErrorCode.FIELD_INVALID, field="name", value=name)
    return name
