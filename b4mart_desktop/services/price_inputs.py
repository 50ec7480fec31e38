"""What prices are made from at this counter: its rules, and a product as its carts remember it."""

from b4mart_desktop.domain.cart import CartProduct, check_price
from b4mart_desktop.domain.catalog import Product, lineage
from b4mart_desktop.domain.pricing import PriceRules
from b4mart_desktop.services.counter import Counter


def rules_of(counter: Counter) -> PriceRules:
    """Returns what applies to every cart of ``counter`` now.

    Raises:
        DomainError: CATALOGUE_LOADING.
    """
    store, catalogue, register = counter.store(), counter.catalogue, counter.desk.register()
    return PriceRules(
        currency=store.currency,
        taxes=tuple(catalogue.taxes()),
        prices_include_tax=store.prices_include_tax,
        promotions=tuple(catalogue.promotions()),
        cash_step=store.cash_step,
        zone=store.zone,
        register=None if register is None else register.id,
    )


def goods_of(counter: Counter, product: Product) -> CartProduct:
    """Returns a product as a cart of ``counter`` remembers it.

    Raises:
        DomainError: AMOUNT_OUT_OF_RANGE where nothing can cost that much.
    """
    check_price(product.shelf_price)
    return CartProduct(
        id=product.id,
        name=product.name,
        sku=product.inventory.sku,
        price=product.shelf_price,
        base_price=product.pricing.base_price,
        tax_class=product.tax_class,
        categories=lineage(product.category, counter.catalogue.category),
        unit=product.inventory.unit,
        weighed=product.pos.weighed,
        track_quantity=product.inventory.track_quantity,
    )
