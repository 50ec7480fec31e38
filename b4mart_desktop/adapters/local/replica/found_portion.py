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


def found_by_words(
    hit: ProductHit, product: Product, words: Sequence[Alternatives], missing: Sequence[Alternatives]
) -> ProductHit:
    """Returns the hit as the one variant that ``words`` mean, else with what matched beside the name.

    Args:
        hit: The product.
        product: The same as a whole.
        words: What was searched for.
        missing: Those of them with which no word of the name begins.
    """
    variant = _meant(product, words, missing)
    if variant is not None:
        return _as_variant(hit, product, variant)
    for name in (*product.tags, *option_words(product)):
        if any(begins(index_words(name), word) for word in missing):
            return msgspec.structs.replace(hit, matched=name)
    return hit


def _meant(
    product: Product, words: Sequence[Alternatives], missing: Sequence[Alternatives]
) -> VariantStock | None:
    """Returns the variant that is meant; None where several may be.

    Its options have all that the name lacks. Of several it is the one with most of the words as whole ones:
    "L" is the size L before it is Large. Words of the name say nothing: Red Bull need not be the red one.
    """
    having = [each for each in product.inventory.variant_stock if _has_all(_words(each), missing)]
    if missing and len(having) == 1:
        return having[0]
    name = set(index_words(product.name))
    telling = [set(word) for word in words if not name & set(word)]
    scores = [sum(bool(word & set(_words(each))) for word in telling) for each in having]
    best = max(scores, default=0)
    return having[scores.index(best)] if best and scores.count(best) == 1 else None


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
