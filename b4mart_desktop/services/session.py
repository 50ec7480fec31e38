"""Who is signed in at this counter. State only; checking credentials belongs to ``signing_in``."""

from collections.abc import Callable

from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.people import User


class Session:
    """The one member of staff at the counter, if any."""

    def __init__(self, on_change: Callable[[User | None], None] = lambda _: None) -> None:
        """Takes what is to be told each time somebody comes or goes."""
        self._user: User | None = None
        self._on_change = on_change

    @property
    def user(self) -> User | None:
        """Who is signed in."""
        return self._user

    def require_user(self) -> User:
        """Returns who is signed in.

        Raises:
            DomainError: NOT_SIGNED_IN.
        """
        if self._user is None:
            raise DomainError(ErrorCode.NOT_SIGNED_IN)
        return self._user

    def begin(self, user: User) -> None:
        """Makes ``user`` the one at the counter."""
        self._user = user
        self._on_change(user)

    def end(self) -> None:
        """Leaves the counter to nobody."""
        self._user = None
        self._on_change(None)
