"""From a problem in the data-quality room to its fix: the cursor stands in the field that puts it right."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from b4mart_desktop.domain.product_lists import Flaw
from b4mart_desktop.gui.quality.trouble import field_to_fix
from tests.gui.asynchronous import until
from tests.gui.editors import Behind, Desk, Sit, _shop_name, people_at, put, shop
from tests.gui.till import PATIENCE
from tests.unit.services.shop import BREAD, MILK

__all__ = ["_shop_name", "shop"]


@pytest.fixture
async def sit(shop: Behind, tmp_path: Path, qtbot: QtBot) -> AsyncIterator[Sit]:
    async with people_at(shop, tmp_path) as made:
        yield made


async def test_every_problem_leads_into_its_field_and_on_to_the_next_product(shop: Behind, sit: Sit) -> None:
    for product in (MILK, BREAD):
        await put(shop, product)
    desk = Desk(sit())
    await desk.open()
    for flaw in Flaw:
        await opened(desk, MILK.id, field_to_fix(flaw))
    desk.room.bar.next.click()
    await until(lambda: desk.opened.is_open and desk.opened.product.id == BREAD.id, PATIENCE)
    await until(lambda: is_in(desk, field_to_fix(Flaw.DUPLICATE_BARCODE)), PATIENCE)
    await desk.room.close_room()
    await desk.person.pictures.close()


async def opened(desk: Desk, product: str, field: str) -> None:
    """Opens a product there, with another one after it."""
    desk.room.open(product, lambda key, step: BREAD.id if key == product and step > 0 else None, field)  # type: ignore[arg-type]
    await until(lambda: desk.opened.is_open and is_in(desk, field), PATIENCE)


def is_in(desk: Desk, field: str) -> bool:
    """Whether the cursor stands where the field is changed."""
    focus = QApplication.focusWidget()
    editors = [card.editor_of(field) for card in desk.room.form.cards.values()]
    return any(
        each is not None and focus is not None and (each is focus or each.isAncestorOf(focus))
        for each in editors
    )
