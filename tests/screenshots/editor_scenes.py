"""Scenes of the product editor: a product being edited, two people at one, who changed what."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from b4mart_desktop.domain.catalog import Pack, Product, Variant
from b4mart_desktop.domain.combinations import completed
from b4mart_desktop.gui.catalogue.products_room import ProductsRoom
from b4mart_desktop.gui.editor.card import Section
from b4mart_desktop.gui.editor.changes import with_value
from b4mart_desktop.gui.editor.editor_screen import EditorRoom
from b4mart_desktop.gui.main_window import Place
from b4mart_desktop.gui.office import Office
from b4mart_desktop.gui.office_rooms import Section as Room

if TYPE_CHECKING:
    from tests.screenshots.story import Clerk

_COFFEE = "Original Ground Coffee"
_SIZE = Variant(name="Size", options=("250 g", "500 g"), required=True)
_GRIND = Variant(name="Grind", options=("Filter", "Espresso"))


async def edit_product(clerk: Clerk) -> None:
    """Opens the coffee, changes it, and saves what somebody else changed, too."""
    clerk.window.place_chosen.emit(Place.OFFICE)
    await asyncio.sleep(0.2)
    office = clerk.window.shown()
    assert isinstance(office, Office)
    office.go(Room.PRODUCTS)
    await clerk.wait_until(lambda: any(room.isVisible() for room in office.findChildren(ProductsRoom)))
    _forget_drafts(clerk)
    hits = clerk.use.counter.catalogue.tiles(None, 0, 100)
    office.rooms.edit(next(hit.id for hit in hits if hit.name == _COFFEE))
    await clerk.wait_until(lambda: bool(office.findChildren(EditorRoom)))
    room = office.findChild(EditorRoom)
    assert room is not None
    await clerk.wait_until(lambda: room.form.isVisible())
    product = room.opened.product
    for path, value in _edits(product).items():
        room.opened.edit(path, partial(with_value, path=path, value=value))
    await asyncio.sleep(0.3)
    await clerk.take("editor")
    room.form.go(Section.CODES)
    await clerk.take("editor_codes")
    room.form.go(Section.VARIANTS)
    await clerk.take("editor_variants")
    await _collide(clerk, room, product)
    await clerk.dialog("history", _press(room.bar.history.click))
    room.opened.revert()
    clerk.window.place_chosen.emit(Place.SELL)
    await asyncio.sleep(0.1)


def _forget_drafts(clerk: Clerk) -> None:
    """What an earlier morning in the same folder left is not offered again."""
    office = clerk.use.office
    assert office is not None
    for draft in office.editing.drafts():
        office.editing.drop_draft(draft.mine.id)


def _edits(product: Product) -> dict[str, object]:
    return {
        "shortDescription": "Medium roast, ground for filter and French press",
        "pricing.salePrice": product.pricing.base_price - Decimal("1.50"),
        "pricing.costPrice": (product.pricing.base_price * Decimal("0.6")).quantize(Decimal("0.01")),
        "inventory.barcodes": ("4006381333931", "4006381333930"),
        "inventory.packs": (Pack(name="Box of six", quantity=Decimal(6), price=Decimal(50)),),
        "variants": (_SIZE, _GRIND),
        "inventory.variantStock": completed((_SIZE, _GRIND), (), product.inventory.sku),
        "tags": ("coffee", "fair trade"),
    }


async def _collide(clerk: Clerk, room: EditorRoom, product: Product) -> None:
    """Somebody else saves other values of the same fields meanwhile."""
    office = clerk.use.office
    assert office is not None
    theirs = with_value(product, "tags", ("coffee", "house blend"))
    theirs = with_value(theirs, "pricing.salePrice", product.pricing.base_price - Decimal(1))
    theirs = msgspec.structs.replace(theirs, featured=not product.featured)
    await clerk.stage.shop.backstage.call(office.editing.save(product, theirs))
    await clerk.wait_until(lambda: room.banners.news.isVisible())
    await clerk.take("editor_news")
    await clerk.dialog("merge", _press(room.banners.compare_wanted.emit))


async def _press(press: object) -> None:
    assert callable(press)
    press()
    await asyncio.sleep(0.2)
