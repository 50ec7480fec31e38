"""Combinations of a product's variants, such as Red and M: which there can be, which there are. No prices."""

import itertools
import math
from collections.abc import Mapping, Sequence

from b4mart_desktop.domain.catalog import Variant, VariantStock

MOST_COMBINATIONS = 500


def count(variants: Sequence[Variant]) -> int:
    """Returns how many combinations ``variants`` make."""
    sizes = [len(variant.options) for variant in _offering(variants)]
    return math.prod(sizes) if sizes else 0


def combinations(variants: Sequence[Variant]) -> list[dict[str, str]]:
    """Returns every combination of one option of each variant, in the order of the options."""
    offering = _offering(variants)
    if not offering:
        return []
    names = [variant.name or "" for variant in offering]
    return [
        dict(zip(names, options, strict=True))
        for options in itertools.product(*(variant.options for variant in offering))
    ]


def completed(
    variants: Sequence[Variant], stock: Sequence[VariantStock], sku: str
) -> tuple[VariantStock, ...]:
    """Returns ``stock`` as it is, and after it a new one for each combination that is missing.

    Args:
        variants: What there is to choose.
        stock: The combinations there are.
        sku: The product's; those of new combinations begin with it.
    """
    known = {_key(each.options) for each in stock}
    taken = {each.sku for each in stock}
    made = []
    for options in combinations(variants):
        if _key(options) not in known:
            made.append(VariantStock(options=options, sku=_free_sku(sku, options, taken)))
            taken.add(made[-1].sku)
    return (*stock, *made)


def unoffered(variants: Sequence[Variant], stock: Sequence[VariantStock]) -> tuple[VariantStock, ...]:
    """Returns the combinations that the variants do not offer."""
    offered = {_key(options) for options in combinations(variants)}
    return tuple(each for each in stock if _key(each.options) not in offered)


def _offering(variants: Sequence[Variant]) -> list[Variant]:
    return [variant for variant in variants if variant.name and variant.options]


def _key(options: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(options.items())


def _free_sku(sku: str, options: Mapping[str, str], taken: set[str]) -> str:
    base = "-".join([sku or "SKU", *("".join(option.split()).upper() for option in options.values())])
    candidates = itertools.chain([base], (f"{base}-{number}" for number in itertools.count(2)))
    return next(each for each in candidates if each not in taken)
