"""How documents name who sells and where goods went. Texts only, no layout."""

from collections.abc import Iterator

from b4mart_desktop.adapters.documents.wording import Wording
from b4mart_desktop.domain.orders import ShippingAddress
from b4mart_desktop.domain.store import NOT_APPLICABLE, Store, StoreAddress


def seller_lines(store: Store, wording: Wording) -> Iterator[str]:
    """Yields what stands below the store's name: legal name if it differs, address, contact, tax number."""
    if store.legal_name != store.name:
        yield store.legal_name
    yield from address_lines(store.address)
    contact = [text for text in (store.address.phone, store.email) if text]
    if contact:
        yield " · ".join(contact)
    if store.tax_number:
        yield wording.tax_number.format(number=store.tax_number)


def address_lines(address: StoreAddress | ShippingAddress) -> Iterator[str]:
    """Yields street, town and country; parts the country does not have are left out."""
    yield address.street
    region = " ".join(part for part in (address.state, address.zip_code) if part != NOT_APPLICABLE)
    yield ", ".join(part for part in (address.city, region) if part)
    yield address.country
