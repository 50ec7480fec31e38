"""What a table's cells name and the shop has: categories by path, vendors by e-mail or name, tax classes."""

from collections.abc import Iterable
from dataclasses import dataclass

from b4mart_desktop.domain.catalog import STANDARD_TAX
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.services.category_paths import CategoryPaths
from b4mart_desktop.services.ports.exchange import ImportArchive, Vendor
from b4mart_desktop.services.product_cells import ShopNames


@dataclass(frozen=True, slots=True)
class ShopLookup:
    """The shop's own names; implements ``product_texts.Names``.

    Attributes:
        paths: The categories.
        names: What cells may name.
        emails: Of vendors.
    """

    paths: CategoryPaths
    names: ShopNames
    emails: dict[Id, str]

    def category_path(self, category: Id) -> tuple[str, ...]:
        """Returns the names from the root down; empty where there is no such category."""
        return self.paths.names(category)

    def vendor_name(self, vendor: Id) -> str:
        """Returns the vendor's e-mail address; empty where there is no such vendor."""
        return self.emails.get(vendor, "")


async def look_up(archive: ImportArchive, currency: str) -> ShopLookup:
    """Reads the shop's names.

    Raises:
        AdapterError: DATABASE_UNREACHABLE.
    """
    vendors = await archive.vendors()
    return ShopLookup(
        paths=CategoryPaths(await archive.categories()),
        names=ShopNames(currency, await archive.tax_classes() | {STANDARD_TAX}, _by_name(vendors)),
        emails={vendor.id: vendor.email for vendor in vendors},
    )


def _by_name(vendors: Iterable[Vendor]) -> dict[str, Id]:
    """Vendors by e-mail and by name; a name that two have says neither."""
    by_name: dict[str, Id] = {}
    shared: set[str] = set()
    for vendor in vendors:
        name = vendor.name.lower()
        if by_name.setdefault(name, vendor.id) != vendor.id:
            shared.add(name)
    by_email = {vendor.email.lower(): vendor.id for vendor in vendors}
    return {name: vendor for name, vendor in by_name.items() if name not in shared} | by_email
