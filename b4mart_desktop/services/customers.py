"""Finding and adding customers at the counter, with or without the network."""

import asyncio
import logging
import re
from collections.abc import Sequence

from b4mart_desktop.domain.entries import CustomerAdded
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.people import NO_PASSWORD, PLACEHOLDER_MAIL_DOMAIN, Profile, User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.customer_groups import groups_in_use
from b4mart_desktop.services.ports import CustomerHit

_log = logging.getLogger(__name__)

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"[+()\-./ 0-9]{3,30}")


class Customers:
    """Customers as a clerk needs them."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def search(self, text: str) -> Sequence[CustomerHit]:
        """Returns customers by name, phone or e-mail.

        Raises:
            DomainError: NOT_SIGNED_IN or NOT_ALLOWED.
        """
        self._counter.permit(Action.SELL)
        return self._counter.catalogue.search_customers(text)

    def groups(self) -> Sequence[str]:
        """Returns the groups in use, by name."""
        return groups_in_use(self._counter.catalogue)

    def may_choose_group(self) -> bool:
        """Whether whoever is signed in may put customers into groups, which have prices of their own."""
        return self._counter.may(Action.MANAGE_PROMOTIONS)

    async def add(
        self, first_name: str, last_name: str, phone: str, email: str, group: str | None = None
    ) -> User:
        """Adds a customer; phone and e-mail may be empty.

        Raises:
            DomainError: NOT_ALLOWED, with a group also where somebody does not decide prices;
                FIELD_REQUIRED or FIELD_INVALID with ``field``.
            AdapterError: DISK_WRITE_FAILED.
        """
        permit = self._counter.permit(Action.ADD_CUSTOMER)
        if group is not None:
            self._counter.permit(Action.MANAGE_PROMOTIONS)
        profile = Profile(
            first_name=_required("first_name", first_name),
            last_name=_required("last_name", last_name),
            phone=_matching("phone", phone, _PHONE),
        )
        customer, now = new_id(), self._counter.clock()
        address = _matching("email", email.lower(), _EMAIL)
        user = User(
            id=customer,
            email=address or f"{customer}@{PLACEHOLDER_MAIL_DOMAIN}",
            password=NO_PASSWORD,
            profile=profile,
            email_placeholder=address is None,
            customer_group=group,
            created_at=now,
            updated_at=now,
        )
        details = {} if group is None else {"group": group}
        entry = self._counter.audit(permit, customer, **details)
        await self._counter.record(CustomerAdded(customer=user, added=entry))
        await self._keep_in_copy(user)
        return user

    async def _keep_in_copy(self, user: User) -> None:
        """Makes the customer found here at once; the replica may be busy being written."""
        try:
            await asyncio.to_thread(self._counter.catalogue.add_customer, user)
        except AdapterError as error:  # they are on record all the same
            _log.warning("the customer %s is not found here yet: %s", user.id, error)


def _required(field: str, text: str) -> str:
    if not text.strip():
        raise DomainError(ErrorCode.FIELD_REQUIRED, field=field)
    return text.strip()


def _matching(field: str, text: str, pattern: re.Pattern[str]) -> str | None:
    stripped = text.strip()
    if not stripped:
        return None
    if pattern.fullmatch(stripped) is None:
        raise DomainError(ErrorCode.FIELD_INVALID, field=field, value=stripped)
    return stripped
