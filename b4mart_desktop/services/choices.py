"""What there is to choose of a product with packs or variants, step by step. No carts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from b4mart_desktop.domain.catalog import Product, VariantStock
from b4mart_desktop.domain.portions import Portion, on_hand, price_of
from b4mart_desktop.services.cart_products import NO_LABEL, Label


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to choose: a portion to sell, or an option that leads to the next step.

    Attributes:
        name: Of the pack or option; empty for the product as it is.
        price: Shelf price, the least one where there are several; None where nothing is to be had.
        dearer: Whether some of what it leads to costs more than ``price``.
        on_hand: How many are on hand; None where nobody counts them.
        portion: What is sold by it, where it leads no further.
        below: What is to be chosen next.
    """

    name: str
    price: Decimal | None
    dearer: bool = False
    on_hand: Decimal | None = None
    portion: Portion = None
    below: "ChoiceStep | None" = None


class ChoiceStep(msgspec.Struct, frozen=True, kw_only=True):
    """Choices of which one is taken.

    Attributes:
        title: What is chosen, such as "Colour"; empty where it is how many pieces.
    """

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A product to sell, how often, and what led to it."""

    product: Product
    quantity: int
    code: str | None = None
    label: Label = NO_LABEL


@dataclass(frozen=True, slots=True)
class Choosing:
    """A product is sold in several ways; the clerk chooses one and ``choose`` takes it."""

    found: Found
    step: ChoiceStep


def choice_step(product: Product) -> ChoiceStep | None:
    """Returns the first step; None where the product is sold in one way only.

    First the options of the first variant that has several, as the web store orders them, then packs. The
    product as it is comes first where it has packs only; where it has variants it comes last, and not at all
    where one of them must be chosen.
    """
    plain = _leaf(product, "", None)
    packs = [_leaf(product, pack.name, pack) for pack in product.inventory.packs]
    stock = [each for each in product.inventory.variant_stock if each.options]
    if not stock:
        return ChoiceStep(title="", choices=(plain, *packs)) if packs else None
    first = _step(product, _offered(product, stock), stock)
    rest = packs if must_choose(product) else [*packs, plain]
    return ChoiceStep(title=first.title, choices=(*first.choices, *rest))


def must_choose(product: Product) -> bool:
    """Whether the product is not sold without one of its combinations of options."""
    named = {name for each in product.inventory.variant_stock for name in each.options}
    return any(variant.required and variant.name in named for variant in product.variants)


def _offered(product: Product, stock: Sequence[VariantStock]) -> list[tuple[str, list[str]]]:
    """Returns the variants with their options: those the product names, then what only the stock has.

    A variant with one option is nothing to choose, unless it is the only one.
    """
    offered = {each.name: dict.fromkeys(each.options) for each in product.variants if each.name}
    named = dict.fromkeys(name for each in stock for name in each.options)
    for name in named:
        in_stock = dict.fromkeys(each.options.get(name, "") for each in stock)
        offered[name] = offered.get(name, {}) | in_stock
    found = [(name, [*options]) for name, options in offered.items() if name in named]
    return [each for each in found if len(each[1]) > 1] or found[:1]


def _step(
    product: Product, offered: Sequence[tuple[str, list[str]]], stock: Sequence[VariantStock]
) -> ChoiceStep:
    (name, options), *others = offered
    choices = []
    for option in options:
        having = [each for each in stock if each.options.get(name, "") == option]
        if not having:
            choices.append(Choice(name=option, price=None))
        elif others:
            choices.append(_branch(option, _step(product, others, having)))
        else:
            choices.append(_leaf(product, option, having[0]))
    return ChoiceStep(title=name, choices=tuple(choices))


def _branch(name: str, below: ChoiceStep) -> Choice:
    had = [each for each in below.choices if each.price is not None]
    prices = [each.price for each in had if each.price is not None]
    counts = [max(each.on_hand, Decimal(0)) for each in had if each.on_hand is not None]
    return Choice(
        name=name,
        price=min(prices),
        dearer=max(prices) > min(prices) or any(each.dearer for each in had),
        on_hand=sum(counts, Decimal(0)) if counts else None,
        below=below,
    )


def _leaf(product: Product, name: str, portion: Portion) -> Choice:
    stock = product.inventory
    return Choice(
        name=name,
        price=price_of(portion, product.shelf_price),
        on_hand=on_hand(portion, stock) if stock.track_quantity else None,
        portion=portion,
    )
