"""Puts the editor's room together."""

from __future__ import annotations

from collections.abc import Sequence

from b4mart_desktop.domain.ids import Id
from b4mart_desktop.gui.editor.change_words import ChangeWords
from b4mart_desktop.gui.editor.editor_presenter import EditorPresenter
from b4mart_desktop.gui.editor.editor_screen import EditorRoom
from b4mart_desktop.gui.editor.lookups import Lookups
from b4mart_desktop.gui.editor.prompts import EditorDialogs
from b4mart_desktop.gui.shared.dialogs import open_dialog
from b4mart_desktop.gui.shared.explain_product import ProductPriceDialog
from b4mart_desktop.gui.shared.picture_strip import PictureStrip
from b4mart_desktop.gui.shared.room import RoomTools
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.editing import Editing
from b4mart_desktop.services.pictures import Pictures
from b4mart_desktop.services.price_preview import PricePreview
from b4mart_desktop.services.product_list import ProductList


def make_editor(
    counter: Counter, editing: Editing, lists: ProductList, pictures: Pictures, tools: RoomTools
) -> EditorRoom:
    """Returns the room, with nothing open yet.

    Args:
        counter: Who is signed in, and this counter's copy of the shop.
        editing: Reads and saves products.
        lists: Knows the tags and vendors in use.
        pictures: Adds pictures.
        tools: What every room needs.
    """
    lookups = Lookups(counter)
    dialogs = EditorDialogs(tools.window, ChangeWords(tools.formats, lookups), lookups)
    presenter = EditorPresenter(editing, counter, tools.run, dialogs, tools.approval, tools.messages)

    async def read_known() -> tuple[Sequence[str], Sequence[Id]]:
        vendors = [vendor for vendor, _ in await lists.vendors()]
        return await lists.tags(), vendors

    room = EditorRoom(presenter, lookups, read_known, PictureStrip(pictures, tools), dialogs, tools)

    async def explain_price() -> None:
        if presenter.opened.is_open:
            preview = PricePreview(counter)
            await open_dialog(ProductPriceDialog(room, presenter.opened.product, preview, tools.formats))

    room.bar.price_chosen.connect(lambda: room.tasks.spawn_once("price", explain_price))
    return room
