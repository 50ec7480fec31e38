"""Which products an export without a window takes. In windows the lists over the replica choose them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from b4mart_desktop.domain import gtin
from b4mart_desktop.domain.catalog import Product, ProductStatus
from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id
from b4mart_desktop.domain.words import Alternatives, index_words, query_words
from b4mart_desktop.services.category_paths import CategoryPaths
from b4mart_desktop.services.cell_lists import split_path


class ExportChoice(NamedTuple):
    """What the chosen products have in common; what is empty asks for nothing.

    Attributes:
        category: Its path, or its name where no other has it; those below it count.
        statuses: Any of these.
        text: Words that begin words of the name, all of them, or the beginning of a SKU, barcode or PLU.
    """

    category: str = ""
    statuses: tuple[ProductStatus, ...] = ()
    text: str = ""


def chooser(choice: ExportChoice, paths: CategoryPaths) -> Callable[[Product], bool]:
    """Returns what tells whether a product is chosen.

    Raises:
        DomainError: NOT_FOUND where there is no such category.
    """
    top = _category(choice.category, paths)
    typed, words = choice.text.strip(), query_words(choice.text)

    def is_chosen(product: Product) -> bool:
        return (
            (not choice.statuses or product.status in choice.statuses)
            and (top is None or top in paths.lineage(product.category))
            and (not typed or _is_named(product, words) or _has_code(product, typed))
        )

    return is_chosen


def _category(text: str, paths: CategoryPaths) -> Id | None:
    if not text.strip():
        return None
    found = paths.find(split_path(text.strip()))
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND, what=f"category {text.strip()}")
    return found


def _is_named(product: Product, words: Sequence[Alternatives]) -> bool:
    named = index_words(product.name)
    return bool(words) and all(any(name.startswith(spellings) for name in named) for spellings in words)


def _has_code(product: Product, typed: str) -> bool:
    inventory = product.inventory
    begun = typed.casefold()
    codes = (inventory.sku, *inventory.barcodes, product.pos.plu or "")
    printed = gtin.as_printed(typed)
    forms = gtin.forms(printed) if printed else ()
    return any(code.casefold().startswith(begun) or code in forms for code in codes)
