"""What a cart remembers of a product: single pieces, a pack or a variant, with all its prices."""

from decimal import ROUND_HALF_UP, Decimal

import msgspec

from b4mart_desktop.domain.cart import CartProduct, ProductTiers, check_price
from b4mart_desktop.domain.catalog import Pack, Product, VariantStock, lineage
from b4mart_desktop.domain.orders import Measure, SoldPack
from b4mart_desktop.domain.portions import Portion, price_of, variant_name
from b4mart_desktop.domain.price_lists import PriceTier
from b4mart_desktop.services.ports import Catalogue, DecodedCode

MEASURE_STEP = Decimal("0.001")
_JOINED = " · "


class Label(msgspec.Struct, frozen=True):
    """What a label says of its piece, as far as it holds for the product."""

    measure: Measure | None = None
    price: Decimal | None = None


NO_LABEL = Label()


def cart_product(product: Product, code: str | None, portion: Portion, catalogue: Catalogue) -> CartProduct:
    """Returns what a cart remembers of a product, found by ``code``.

    Args:
        product: What is sold.
        code: What was scanned or typed, if anything.
        portion: Which of its packs or variants is sold, None for the product as it is.
        catalogue: Where categories and price lists are.

    Raises:
        DomainError: AMOUNT_OUT_OF_RANGE where nothing can have such a price.
    """
    plain = CartProduct(
        id=product.id,
        name=product.name,
        sku=product.inventory.sku,
        code=code,
        price=product.shelf_price,
        base_price=product.pricing.base_price,
        tax_class=product.tax_class,
        categories=lineage(product.category, catalogue.category),
        unit=product.inventory.unit,
        weighed=product.pos.weighed,
        track_quantity=product.inventory.track_quantity,
        list_prices=tuple(
            ProductTiers(list=prices.list, tiers=prices.tiers) for prices in catalogue.list_prices(product.id)
        ),
    )
    sold = _as_portion(plain, portion)
    check_price(sold.price)
    return sold


def _as_portion(plain: CartProduct, portion: Portion) -> CartProduct:
    if portion is None:
        return plain
    sold = _as_pack(plain, portion) if isinstance(portion, Pack) else _as_variant(plain, portion)
    return msgspec.structs.replace(sold, single_price=plain.list_price)


def _as_pack(plain: CartProduct, pack: Pack) -> CartProduct:
    return msgspec.structs.replace(
        plain,
        name=f"{plain.name}{_JOINED}{pack.name}",
        price=price_of(pack, plain.price),
        base_price=price_of(pack, plain.list_price),
        weighed=False,
        pack=SoldPack(name=pack.name, quantity=pack.quantity),
    )


def _as_variant(plain: CartProduct, variant: VariantStock) -> CartProduct:
    return msgspec.structs.replace(
        plain,
        name=_JOINED.join((plain.name, variant_name(variant))),
        sku=variant.sku,
        price=price_of(variant, plain.price),
        base_price=price_of(variant, plain.list_price),
        list_prices=tuple(
            ProductTiers(
                list=own.list,
                tiers=tuple(
                    PriceTier(quantity=tier.quantity, price=price_of(variant, tier.price))
                    for tier in own.tiers
                ),
            )
            for own in plain.list_prices
        ),
        options=dict(variant.options),
        variant=variant.sku,
    )


def label_of(product: Product, decoded: DecodedCode) -> Label:
    """Returns what of a label holds for ``product``.

    A weight in another unit than the price's says nothing about the price: that of a tin sold by the piece,
    or pounds where a kilogram is priced. A weighed piece with a price only weighs what that price buys, so
    that stock goes down by it.
    """
    unit, measure = product.inventory.unit, decoded.measure
    if measure is not None and measure.unit != unit:
        measure = None
    if measure is None and decoded.price is not None and product.pos.weighed and product.shelf_price > 0:
        bought = (decoded.price / product.shelf_price).quantize(MEASURE_STEP, ROUND_HALF_UP)
        measure = Measure(value=max(bought, MEASURE_STEP), unit=unit)
    return Label(measure, decoded.price)
