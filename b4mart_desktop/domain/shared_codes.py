"""Barcodes that several products have: taking one away from a product. Finding them is the listing's."""

import msgspec

from b4mart_desktop.domain import gtin
from b4mart_desktop.domain.catalog import Product


def without_barcode(product: Product, code: str) -> Product:
    """Returns the product without that barcode, in whatever length of a GTIN; also its packs and variants.

    Packs and variants stay, without a barcode of their own.
    """
    replace, stock = msgspec.structs.replace, product.inventory
    wanted = _one_form(code)

    def kept(barcode: str | None) -> str | None:
        return None if barcode is not None and _one_form(barcode) == wanted else barcode

    return replace(
        product,
        inventory=replace(
            stock,
            barcodes=tuple(barcode for barcode in stock.barcodes if kept(barcode) is not None),
            packs=tuple(replace(pack, barcode=kept(pack.barcode)) for pack in stock.packs),
            variant_stock=tuple(replace(each, barcode=kept(each.barcode)) for each in stock.variant_stock),
        ),
    )


def _one_form(code: str) -> str:
    return gtin.normal_form(code) if gtin.fault(code) is None else code
