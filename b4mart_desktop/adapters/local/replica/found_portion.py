"""Which variant of a found product was searched for, by its code or by the names of its options. No files."""

from collections.abc import Iterable, Sequence

import msgspec

from b4mart_desktop.domain.catalog import Product, VariantStock
from b4mart_desktop.domain.portions import on_hand, price_of, variant_name
from b4mart_desktop.domain.words import Alternatives, index_words
from b4mart_desktop.services.ports import ProductHit

_JOINED = " · "


def option_words(product: Product) -> tuple[str, ...]:
    """Returns the names of what there is to choose of a product, by which it is found, too."""
    stock = product.inventory
    options = [option for each in stock.variant_stock for option in each.options.values()]
    return tuple(dict.fromkeys([*options, *(pack.name for pack in stock.packs)]))


def found_by_code(hit: ProductHit, product: Product, code: str) -> ProductHit:
    """Returns the hit as the variant that has ``code``; as it is where none has."""
    variants = product.inventory.variant_stock
    having = [each for each in variants if code in (each.sku, each.barcode)]
    return _as_variant(hit, product, having[0]) if having else hit


def found_by_words(hit: ProductHit, product: Product, words: Sequence[Alternatives]) -> ProductHit:
    """Returns the hit as the one variant whose options have all ``words``, with what matched otherwise.

    Of several, the one that has them as whole words: "L" is the size L before it is Large.
    """
    having = [each for each in product.inventory.variant_stock if _has_all(_words(each), words)]
    whole = [each for each in having if all(set(word) & set(_words(each)) for word in words)]
    for variants in (having, whole):
        if len(variants) == 1:
            return _as_variant(hit, product, variants[0])
    for name in (*product.tags, *option_words(product)):
        if any(begins(index_words(name), word) for word in words):
            return msgspec.structs.replace(hit, matched=name)
    return hit


def begins(words: Iterable[str], wanted: Alternatives) -> bool:
    """Whether one of ``words`` begins with one of the spellings."""
    return any(word.startswith(wanted) for word in words)


def _words(variant: VariantStock) -> list[str]:
    return index_words(*variant.options.values())


def _has_all(having: Sequence[str], words: Sequence[Alternatives]) -> bool:
    return all(begins(having, word) for word in words)


def _as_variant(hit: ProductHit, product: Product, variant: VariantStock) -> ProductHit:
    left = on_hand(variant, product.inventory)
    return msgspec.structs.replace(
        hit,
        name=_JOINED.join((hit.name, variant_name(variant))),
        sku=variant.sku,
        price=price_of(variant, hit.price),
        on_hand=left,
        low=hit.tracked and left <= 0,
        variant=variant.sku,
    )
