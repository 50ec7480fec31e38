"""Users of the shared database: customers, and staff with what the counter needs of them.

Passwords and PINs are hashes here; making and checking them belongs to an adapter.
"""

import datetime as dt
import enum

import msgspec

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.record import Record, Text

PLACEHOLDER_MAIL_DOMAIN = "customers.invalid"
NO_PASSWORD = "!no-password"  # no bcrypt hash, so no password can ever match it


class UserRole(enum.StrEnum):
    """The seed's roles; what staff may do at the counter depends on ``StaffRole``."""

    CUSTOMER = "customer"
    ADMIN = "admin"
    VENDOR = "vendor"


class StaffRole(enum.StrEnum):
    """Roles of staff, least to most trusted."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    OWNER = "owner"


class Profile(Record, frozen=True, kw_only=True):
    """Name and contact."""

    first_name: Text
    last_name: Text
    phone: str | None = None
    avatar: str | None = None


class Address(Record, frozen=True, kw_only=True):
    """A postal address of a user."""

    street: str | None = None
    city: str | None = None
    state: str | None = None
    zip_code: str | None = None
    country: str | None = None
    is_default: bool = False


class NotificationChoices(Record, frozen=True, kw_only=True):
    """Channels a user agreed to."""

    email: bool = True
    sms: bool = False


class Preferences(Record, frozen=True, kw_only=True):
    """A user's currency, language and channels."""

    currency: str = "USD"
    language: str = "en"
    notifications: NotificationChoices = NotificationChoices()


class StaffFields(Record, frozen=True, kw_only=True):
    """What makes a user a member of staff.

    Attributes:
        pin_hash: bcrypt hash of the PIN used to switch quickly at the counter.
        badge: Text on the badge's barcode.
        permissions: Extra actions granted beyond the role, by ``Action`` value.
    """

    role: StaffRole
    pin_hash: str | None = None
    badge: str | None = None
    permissions: tuple[str, ...] = ()
    active: bool = True


class User(Record, frozen=True, kw_only=True):
    """A document of ``users``.

    Attributes:
        customer_group: Whose price lists and promotions a customer gets, such as ``wholesale``.
    """

    id: Id = msgspec.field(name="_id")
    email: Text
    password: Text
    profile: Profile
    addresses: tuple[Address, ...] = ()
    role: UserRole = UserRole.CUSTOMER
    is_email_verified: bool = False
    is_active: bool = True
    preferences: Preferences = Preferences()
    last_login_at: dt.datetime | None = None
    staff: StaffFields | None = None
    email_placeholder: bool = False
    walk_in: bool = False
    customer_group: str | None = None
    created_at: dt.datetime
    updated_at: dt.datetime

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.profile.first_name} {self.profile.last_name}"

    @property
    def is_staff(self) -> bool:
        """Whether the user may sign in here."""
        return self.is_active and self.staff is not None and self.staff.active
