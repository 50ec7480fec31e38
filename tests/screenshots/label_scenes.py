"""Scenes of labels: a sheet as it will come out, and a scale's label taken apart by a rule of the shop."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import TYPE_CHECKING

from b4mart_desktop.domain.label_rules import encode
from b4mart_desktop.gui.labels.labels_room import LabelsRoom
from b4mart_desktop.gui.main_window import Place
from b4mart_desktop.gui.office import Office
from b4mart_desktop.gui.office_rooms import Section
from b4mart_desktop.gui.scale_labels.scale_labels_room import ScaleLabelsRoom
from b4mart_desktop.services.bulk_edit import Chosen

if TYPE_CHECKING:
    from tests.screenshots.story import Clerk

_SHEET = "L7160"
_APPLES = "Honeycrisp Apples"


async def look_at_labels(clerk: Clerk) -> None:
    """Lays out a sheet for the favourites, then tries a scale's label on a new rule."""
    clerk.window.place_chosen.emit(Place.OFFICE)
    await asyncio.sleep(0.2)
    office = clerk.window.shown()
    assert isinstance(office, Office)
    await _sheet(clerk, office)
    await _scale(clerk, office)
    clerk.window.place_chosen.emit(Place.SELL)
    await asyncio.sleep(0.1)


async def _sheet(clerk: Clerk, office: Office) -> None:
    office.go(Section.LABELS)
    await clerk.wait_until(lambda: bool(office.findChildren(LabelsRoom)))
    room = office.findChild(LabelsRoom)
    assert room is not None
    room.open_for(Chosen(ids=[hit.id for hit in clerk.use.counter.catalogue.tiles(None, 0, 17)]))
    presenter = room._presenter
    await clerk.wait_until(lambda: bool(presenter.wishes))
    presenter.choose(next(each for each in presenter.templates if each.code == _SHEET))
    presenter.start = 2
    await asyncio.sleep(1.0)
    await clerk.take("labels")
    presenter.clear()


async def _scale(clerk: Clerk, office: Office) -> None:
    office.go(Section.SCALE_LABELS)
    await clerk.wait_until(lambda: bool(office.findChildren(ScaleLabelsRoom)))
    room = office.findChild(ScaleLabelsRoom)
    assert room is not None
    presenter = room._presenter
    presenter.add("Fruit and vegetables")
    presenter.edit(pattern="21 IIIII VVVVV K")
    rule = presenter.draft.chosen
    hits = clerk.use.counter.catalogue.tiles(None, 0, 100)
    product = clerk.use.counter.catalogue.product(next(hit.id for hit in hits if hit.name == _APPLES))
    assert rule is not None
    assert product is not None
    presenter.edit(unit=type(rule.unit).GRAMS, decimals=0)
    rule = presenter.draft.chosen
    assert rule is not None
    room._trial.field.setText(encode(rule, product.pos.plu or "", Decimal(1240)))
    presenter.keep_sample()
    await asyncio.sleep(0.6)
    await clerk.take("scale_labels")
    presenter.discard()
