"""Signing in at the counter: password, PIN or badge. Works without the network, on the replica's staff."""

from collections.abc import Sequence

from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.services.gate import may
from b4mart_desktop.services.guessing import Guessing
from b4mart_desktop.services.ports import Catalogue, PasswordHasher
from b4mart_desktop.services.session import Session


class SigningIn:
    """Checks credentials and begins or ends the session."""

    def __init__(
        self, catalogue: Catalogue, hasher: PasswordHasher, session: Session, guessing: Guessing
    ) -> None:
        self._catalogue = catalogue
        self._hasher = hasher
        self._session = session
        self._guessing = guessing

    def staff(self) -> Sequence[User]:
        """Returns who may sign in, by name."""
        return self._catalogue.staff()

    async def with_password(self, email: str, password: str) -> User:
        """Begins the session of the member of staff with that e-mail and password.

        Raises:
            DomainError: SIGN_IN_REFUSED, or SIGN_IN_BLOCKED with how long to ``wait``.
        """
        wanted = email.strip().lower()
        user = next((user for user in self.staff() if user.email.lower() == wanted), None)
        return self._begin(await self._check(user, password, None if user is None else user.password))

    async def with_pin(self, user_id: Id, pin: str) -> User:
        """Begins the session of that member of staff by PIN.

        Raises:
            DomainError: SIGN_IN_REFUSED, or SIGN_IN_BLOCKED with how long to ``wait``.
        """
        user = await self._check_pin(user_id, pin)
        return self._begin(user)

    def with_badge(self, badge: str) -> User:
        """Begins the session of whoever carries that badge.

        Raises:
            DomainError: SIGN_IN_REFUSED.
        """
        return self._begin(self.by_badge(badge))

    def by_badge(self, badge: str) -> User | None:
        """Returns whose badge this is; None where it is nobody's."""
        text = badge.strip()
        if not text:
            return None
        return next((user for user in self.staff() if user.staff and user.staff.badge == text), None)

    def approvers(self, action: Action) -> Sequence[User]:
        """Returns who may approve ``action`` on the spot."""
        return [user for user in self.staff() if may(user, action)]

    async def approve(self, user_id: Id, pin: str) -> User:
        """Returns that member of staff if the PIN is theirs; the session stays whose it is.

        Raises:
            DomainError: SIGN_IN_REFUSED, or SIGN_IN_BLOCKED with how long to ``wait``.
        """
        return await self._check_pin(user_id, pin)

    def lock(self) -> None:
        """Ends the session; the open cart stays where it is."""
        self._session.end()

    async def _check_pin(self, user_id: Id, pin: str) -> User:
        user = next((user for user in self.staff() if user.id == user_id), None)
        return await self._check(
            user, pin, None if user is None or user.staff is None else user.staff.pin_hash
        )

    async def _check(self, user: User | None, secret: str, hashed: str | None) -> User:
        if user is None or hashed is None:
            raise DomainError(ErrorCode.SIGN_IN_REFUSED)
        pause = await self._guessing.pause_of(user.id)
        if pause:
            raise DomainError(ErrorCode.SIGN_IN_BLOCKED, wait=pause)
        if not await self._hasher.matches(secret, hashed):
            await self._guessing.was_wrong(user.id)
            raise DomainError(ErrorCode.SIGN_IN_REFUSED)
        await self._guessing.was_right(user.id)
        return user

    def _begin(self, user: User | None) -> User:
        if user is None:
            raise DomainError(ErrorCode.SIGN_IN_REFUSED)
        self._session.begin(user)
        return user
