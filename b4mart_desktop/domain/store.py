"""The store's own settings, one document of ``settings``: who sells, in which currency, by which rules."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.label_rules import LabelRule
from b4mart_desktop.domain.record import NotNegative, Record, Text

STORE_KEY = "store"
NOT_APPLICABLE = "-"


class StoreAddress(Record, frozen=True, kw_only=True):
    """Where the store is; ``-`` where the country has no state or zip code."""

    street: Text
    city: Text
    state: Text = NOT_APPLICABLE
    zip_code: Text = NOT_APPLICABLE
    country: Text
    phone: str | None = None


class Store(Record, frozen=True, kw_only=True):
    """The document with key ``store`` of ``settings``.

    Attributes:
        walk_in_customer: The system user that stands for customers nobody named.
        prices_include_tax: Whether shelf prices are gross of tax.
        cash_step: Smallest amount coins can pay; 0 where cash is not rounded.
        cash_notes: Notes and coins offered as quick cash, in the currency's major unit.
        label_region: Country code whose rules decode weight and price labels.
        label_rules: The shop's own rules for such labels, asked in this order before the country's.
        demo: Whether this is the demo store, whose credentials are shown at sign-in.
    """

    id: Id = msgspec.field(name="_id")
    key: Text = STORE_KEY
    name: Text
    legal_name: Text
    tax_number: str | None = None
    email: str | None = None
    address: StoreAddress
    currency: Text
    time_zone: Text
    prices_include_tax: bool = False
    cash_step: NotNegative = Decimal(0)
    cash_notes: tuple[Decimal, ...] = (Decimal(5), Decimal(10), Decimal(20), Decimal(50), Decimal(100))
    walk_in_customer: Id
    label_region: str | None = None
    label_rules: tuple[LabelRule, ...] = ()
    receipt_footer: str | None = None
    demo: bool = False
    created_at: dt.datetime
    updated_at: dt.datetime

    @property
    def zone(self) -> ZoneInfo:
        """The store's time zone; UTC where this system does not know it."""
        try:
            return ZoneInfo(self.time_zone)
        except (KeyError, ValueError, OSError):
            return ZoneInfo("UTC")
