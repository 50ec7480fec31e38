"""Finding and adding customers at the counter, with or without the network."""

import re
from collections.abc import Sequence

from b4mart_desktop.domain.entries import CustomerAdded
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.people import NO_PASSWORD, PLACEHOLDER_MAIL_DOMAIN, Profile, User
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.services.bus import Bus, EntryJournalled
from b4mart_desktop.services.gate import require
from b4mart_desktop.services.ports import Catalogue, CustomerHit, Journal
from b4mart_desktop.services.session import Session

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"[+()\-./ 0-9]{3,30}")


class Customers:
    """Customers as a clerk needs them."""

    def __init__(self, catalogue: Catalogue, journal: Journal, session: Session, bus: Bus) -> None:
        self._catalogue = catalogue
        self._journal = journal
        self._session = session
        self._bus = bus

    def search(self, text: str) -> Sequence[CustomerHit]:
        """Returns customers by name, phone or e-mail."""
        return self._catalogue.search_customers(text)

    async def add(self, first_name: str, last_name: str, phone: str, email: str) -> User:
        """Adds a customer; phone and e-mail may be empty.

        Raises:
            DomainError: NOT_ALLOWED; FIELD_REQUIRED or FIELD_INVALID with ``field``.
            AdapterError: DISK_WRITE_FAILED.
        """
        require(self._session.require_user(), Action.ADD_CUSTOMER)
        profile = Profile(
            first_name=_required("first_name", first_name),
            last_name=_required("last_name", last_name),
            phone=_matching("phone", phone, _PHONE),
        )
        customer, now = new_id(), utc_now()
        address = _matching("email", email.lower(), _EMAIL)
        user = User(
            id=customer,
            email=address or f"{customer}@{PLACEHOLDER_MAIL_DOMAIN}",
            password=NO_PASSWORD,
            profile=profile,
            email_placeholder=address is None,
            created_at=now,
            updated_at=now,
        )
        await self._journal.append(CustomerAdded(customer=user))
        self._catalogue.add_customer(user)
        self._bus.publish(EntryJournalled(user.id))
        return user


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
