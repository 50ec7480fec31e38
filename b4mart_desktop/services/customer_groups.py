"""Which customer groups there are: nobody keeps a list of them, they are where they are named."""

from b4mart_desktop.domain.words import fold
from b4mart_desktop.services.ports import Catalogue


def groups_in_use(catalogue: Catalogue) -> tuple[str, ...]:
    """Returns the groups of customers, and those that promotions and price lists are for, by name."""
    found = set(catalogue.customer_groups())
    found.update(group for rule in catalogue.promotions() for group in rule.customer_groups)
    found.update(group for rule in catalogue.price_lists() for group in rule.customer_groups)
    return tuple(sorted(found, key=lambda name: (fold(name), name)))
