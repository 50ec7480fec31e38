"""Signing in at the counter: password, PIN or badge. Works without the network, on the replica's staff.

Source of the lock-out: NIST SP 800-63B 5.2.2 (rate limiting), shortened to what a busy counter bears.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.people import User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.services.gate import may
from b4mart_desktop.services.ports import Catalogue, PasswordHasher
from b4mart_desktop.services.session import Session

FAILURES_BEFORE_BLOCK = 5
BLOCK_SECONDS = 30.0


@dataclass(slots=True)
class _Failures:
    count: int = 0
    blocked_until: float = 0.0


class SigningIn:
    """Checks credentials and begins or ends the session."""

    def __init__(
        self,
        catalogue: Catalogue,
        hasher: PasswordHasher,
        session: Session,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._catalogue = catalogue
        self._hasher = hasher
        self._session = session
        self._clock = clock
        self._failures: dict[str, _Failures] = {}

    def staff(self) -> Sequence[User]:
        """Returns who may sign in, by name."""
        return self._catalogue.staff()

    async def with_password(self, email: str, password: str) -> User:
        """Begins the session of the member of staff with that e-mail and password.

        Raises:
            DomainError: SIGN_IN_REFUSED, or SIGN_IN_BLOCKED with ``seconds`` to wait.
        """
        wanted = email.strip().lower()
        user = next((user for user in self.staff() if user.email.lower() == wanted), None)
        await self._check(wanted, password, None if user is None else user.password)
        return self._begin(user)

    async def with_pin(self, user_id: Id, pin: str) -> User:
        """Begins the session of that member of staff by PIN.

        Raises:
            DomainError: SIGN_IN_REFUSED, or SIGN_IN_BLOCKED with ``seconds`` to wait.
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
            DomainError: SIGN_IN_REFUSED, or SIGN_IN_BLOCKED with ``seconds`` to wait.
        """
        return await self._check_pin(user_id, pin)

    def lock(self) -> None:
        """Ends the session; the open cart stays where it is."""
        self._session.end()

    async def _check_pin(self, user_id: Id, pin: str) -> User:
        user = next((user for user in self.staff() if user.id == user_id), None)
        hashed = user.staff.pin_hash if user is not None and user.staff is not None else None
        await self._check(user_id, pin, hashed)
        if user is None:
            raise DomainError(ErrorCode.SIGN_IN_REFUSED)
        return user

    async def _check(self, who: str, secret: str, hashed: str | None) -> None:
        failures = self._failures.setdefault(who, _Failures())
        wait = failures.blocked_until - self._clock()
        if wait > 0:
            raise DomainError(ErrorCode.SIGN_IN_BLOCKED, seconds=math.ceil(wait))
        if hashed is not None and await self._hasher.matches(secret, hashed):
            self._failures.pop(who, None)  # a check at the same time may have cleared it
            return
        failures.count += 1
        if failures.count >= FAILURES_BEFORE_BLOCK:
            self._failures[who] = _Failures(blocked_until=self._clock() + BLOCK_SECONDS)
        raise DomainError(ErrorCode.SIGN_IN_REFUSED)

    def _begin(self, user: User | None) -> User:
        if user is None:
            raise DomainError(ErrorCode.SIGN_IN_REFUSED)
        self._session.begin(user)
        return user
