"""Printing labels: for whom, of what, and when they count as printed."""

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from b4mart_desktop.adapters.documents.label_press import PaperLabels
from b4mart_desktop.adapters.local.printer_file import PrinterFile
from b4mart_desktop.adapters.local.replica.label_state import LocalLabelState
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.catalog import Pack, Product
from b4mart_desktop.domain.errors import AdapterError, DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.label_layout import TextMark
from b4mart_desktop.domain.label_stocks import BUILT_IN
from b4mart_desktop.domain.labels import LabelField, LabelPrint, LabelStock, LabelTemplate, fault_of
from b4mart_desktop.domain.promotions import Promotion, PromotionKind
from b4mart_desktop.services.bulk_edit import Chosen
from b4mart_desktop.services.label_sources import LabelWish
from b4mart_desktop.services.labels import MOST_COPIES, Labels, LabelTools, check_template
from b4mart_desktop.services.ports.labels import LabelWords
from tests.unit.services.shop import BREAD, CLERK, MILK, NOON, SUPERVISOR, D, Shop, goods


class World:
    """The database, the printer and the folder, played."""

    def __init__(self) -> None:
        self.prints: list[LabelPrint] = []
        self.own: list[LabelTemplate] = []
        self.sent: list[tuple[str, bytes]] = []
        self.saved: list[str] = []
        self.is_off = False

    async def templates(self) -> Sequence[LabelTemplate]:
        return self.own

    async def add(self, template: LabelTemplate) -> None:
        self.own.append(template)

    async def change(self, old: LabelTemplate, new: LabelTemplate) -> LabelTemplate:
        self.own[self.own.index(old)] = new
        return new

    async def remove(self, template: Id) -> None:
        self.own = [each for each in self.own if each.id != template]

    async def note(self, prints: Sequence[LabelPrint]) -> None:
        self.prints = list(prints)

    async def last_batch(self) -> Sequence[LabelPrint]:
        return self.prints

    async def send(self, address: str, commands: bytes, report: Callable[[float], None]) -> None:
        if self.is_off:
            raise AdapterError(ErrorCode.LABEL_PRINTER_UNREACHABLE, address=address, reason="refused")
        self.sent.append((address, commands))
        report(0.5)
        report(1)

    async def save(self, name: str, content: bytes) -> Path:
        self.saved.append(name)
        return Path(name)

    async def open(self, path: Path) -> None:
        self.saved.append(f"shown {path}")


class Stand:
    """A supervisor, who may print labels."""

    def __init__(self, shop: Shop, folder: Path) -> None:
        self.shop, self.world = shop, World()
        memory = PrinterFile(folder / "printer.json")
        state = LocalLabelState(shop.replica.file)
        tools = LabelTools(self.world, state, PaperLabels("en_US"), self.world, self.world, memory)
        self.labels = Labels(shop.counter, tools, "https://shop.example/p/")
        shop.session.begin(SUPERVISOR)


@pytest.fixture
def stand(shop: Shop, tmp_path: Path) -> Stand:
    return Stand(shop, tmp_path)


def _nothing(_: int) -> None:
    pass


SHELF = BUILT_IN[0]


def test_clerk_prints_none(stand: Stand) -> None:
    stand.shop.session.begin(CLERK)
    deeds: list[Callable[[], object]] = [
        stand.labels.sources.needs,
        lambda: stand.labels.sources.wishes([MILK.id]),
        lambda: stand.labels.sources.find("Milk"),
        lambda: stand.labels.batch([LabelWish(MILK)], SHELF),
    ]
    for deed in deeds:
        with pytest.raises(DomainError) as caught:
            deed()
        assert caught.value.code is ErrorCode.NOT_ALLOWED


def test_products_are_found_by_code_before_words(stand: Stand) -> None:
    assert [w.product.name for w in stand.labels.sources.find(MILK.inventory.barcodes[0])] == ["Milk"]
    assert [w.product.name for w in stand.labels.sources.find("brea")] == ["Bread"]
    assert stand.labels.sources.find("nothing of the kind") == []


def test_label_says_what_holds_now(stand: Stand) -> None:
    sale = msgspec.structs.replace(MILK.pricing, sale_price=D("0.99"))
    milk = msgspec.structs.replace(MILK, name="Milk 500 ml", pricing=sale)
    template = msgspec.structs.replace(SHELF, fields=tuple(LabelField))
    batch = stand.labels.batch([LabelWish(milk, 3), LabelWish(BREAD, 0)], template)
    ((facts, copies),) = batch.order.items
    assert (facts.price, facts.was, copies, batch.order.count) == (D("0.99"), D("1.29"), 3, 3)
    assert facts.address == "https://shop.example/p/milk"
    texts = [mark.text for mark in batch.layouts[0].marks if isinstance(mark, TextMark)]
    assert "$0.99" in texts
    assert "$1.29" in texts
    assert "$1.98 / l" in texts
    assert any("Corner Market" in text and "plus tax" in text for text in texts)


def test_weighed_goods_say_the_price_of_their_unit_and_no_other(stand: Stand) -> None:
    ham = goods("Ham", "12.50", unit="kg", weighed=True, plu="900")
    ((facts, _),) = stand.labels.batch([LabelWish(ham)], SHELF).order.items
    assert (facts.measured, facts.unit_price) == ("kg", None)


def test_products_that_are_gone_get_no_labels_and_copies_have_an_end(stand: Stand) -> None:
    wishes = stand.labels.sources.chosen(Chosen(ids=[MILK.id, new_id()]))
    assert [wish.product.name for wish in wishes] == ["Milk"]
    assert stand.labels.batch([LabelWish(MILK, 10**6)], SHELF).order.count == MOST_COPIES


async def test_labels_count_as_printed_when_somebody_says_so(stand: Stand) -> None:
    batch = stand.labels.batch([LabelWish(MILK, 2)], SHELF)
    path = await stand.labels.pdf(batch, _nothing)
    assert stand.world.saved == [str(path), f"shown {path}"]
    assert stand.world.prints == []
    await stand.labels.note_printed(batch)
    (printed,) = stand.world.prints
    assert (printed.id, printed.price, printed.copies) == (MILK.id, D("1.29"), 2)
    assert (printed.by, printed.batch, printed.template) == (SUPERVISOR.id, batch.id, SHELF.id)
    template, wishes = await stand.labels.last_batch()
    assert template is not None
    assert (template.code, [(wish.product.name, wish.copies) for wish in wishes]) == ("shelf", [("Milk", 2)])


async def test_printer_that_took_them_is_proof_one_that_did_not_is_none(stand: Stand) -> None:
    batch = stand.labels.batch([LabelWish(MILK, copies=4)], SHELF, resolution=203)
    taken: list[int] = []
    stand.world.is_off = True
    with pytest.raises(AdapterError):
        await stand.labels.send(batch, 203, "10.0.0.9", taken.append)
    assert stand.world.prints == []
    with pytest.raises(DomainError) as caught:
        await stand.labels.send(batch, 203, " ", taken.append)
    assert caught.value.code is ErrorCode.FIELD_REQUIRED
    stand.world.is_off = False
    await stand.labels.send(batch, 203, "10.0.0.9", taken.append)
    assert taken == [2, 4]
    assert [each.id for each in stand.world.prints] == [MILK.id]
    assert stand.labels.printer().address == "10.0.0.9"


async def test_own_templates_stand_before_those_of_the_program(stand: Stand) -> None:
    own = stand.labels.copy_of(SHELF, "Ours")
    await stand.labels.keep(own, None)
    found = await stand.labels.templates()
    assert (found[0].name, found[0].based_on, found[1:]) == ("Ours", "shelf", BUILT_IN)
    renamed = await stand.labels.keep(msgspec.structs.replace(own, name="Mine"), own)
    assert (await stand.labels.templates())[0] == renamed
    await stand.labels.forget(renamed)
    assert await stand.labels.templates() == BUILT_IN


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"fields": ()}, "fields"),
        ({"stock": msgspec.structs.replace(SHELF.stock, width=5.0)}, "width"),
        ({"stock": msgspec.structs.replace(SHELF.stock, height=900.0)}, "height"),
        ({"stock": msgspec.structs.replace(SHELF.stock, columns=2, pitch_x=70.0)}, "columns"),
        ({"stock": msgspec.structs.replace(SHELF.stock, rows=2, pitch_y=38.0)}, "rows"),
    ],
)
def test_template_that_cannot_be_kept(changes: dict[str, object], field: str) -> None:
    with pytest.raises(DomainError) as caught:
        check_template(msgspec.structs.replace(SHELF, **changes))
    assert caught.value.data["field"] == field


@pytest.mark.parametrize("stock", [template.stock for template in BUILT_IN])
def test_built_in_labels_stay_on_their_page_and_off_each_other(stock: LabelStock) -> None:
    assert fault_of(stock) is None
    for cell in range(1, stock.per_page):
        (before, above), (left, top) = stock.place(cell - 1), stock.place(cell)
        assert left >= before + stock.width - 0.01 or top >= above + stock.height - 0.01


async def test_cancelling_leaves_no_file(stand: Stand) -> None:
    batch = stand.labels.batch([LabelWish(MILK, 900), LabelWish(BREAD, 900)], SHELF)
    drawing = asyncio.ensure_future(stand.labels.pdf(batch, _nothing))
    await asyncio.sleep(0.05)
    drawing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await drawing
    assert stand.world.saved == []


DAY = dt.timedelta(days=1)


def tenth_off(**fields: Any) -> Promotion:
    return Promotion(
        id=new_id(),
        name="Tenth off",
        kind=PromotionKind.PERCENT_OFF,
        value=D("10"),
        created_at=NOON,
        updated_at=NOON,
        **fields,
    )


def run(stand: Stand, *promotions: Promotion) -> None:
    stand.shop.replica.change("promotions", *(to_document(each) for each in promotions))


async def test_a_label_says_the_promotions_price_and_its_last_day_and_is_wanted_anew_after_it(
    stand: Stand,
) -> None:
    now = stand.shop.counter.clock()
    midnight = dt.datetime(now.year, now.month, now.day, tzinfo=stand.shop.counter.store().zone) + 7 * DAY
    promotion = tenth_off(products=(MILK.id,), ends_at=midnight)
    run(stand, promotion)
    (wish,) = stand.labels.sources.of_promotion(promotion)
    template = msgspec.structs.replace(SHELF, fields=tuple(LabelField))
    batch = stand.labels.batch([wish], template)
    ((facts, _),) = batch.order.items
    assert (facts.price, facts.was) == (D("1.16"), D("1.29"))
    assert facts.offer_end == midnight.date() - DAY
    texts = [mark.text for mark in batch.layouts[0].marks if isinstance(mark, TextMark)]
    assert any("until" in text for text in texts)
    await stand.labels.note_printed(batch)
    stand.shop.replica.change("labelprints", *(to_document(each) for each in stand.world.prints))
    assert stand.labels.sources.changed() == []
    run(stand, msgspec.structs.replace(promotion, is_active=False))
    (again,) = stand.labels.sources.changed()
    assert again.product.name == "Milk"
    assert stand.labels.batch([again], template).order.items[0][0].price == D("1.29")


def test_labels_of_a_promotion_to_come_say_its_prices(stand: Stand) -> None:
    now = stand.shop.counter.clock()
    upcoming, over = tenth_off(starts_at=now + DAY, excluded=(BREAD.id,)), tenth_off(ends_at=now - DAY)
    run(stand, upcoming, over)
    names = [each.name for each in stand.labels.sources.promotions()]
    assert names.count("Tenth off") == 1
    wishes = stand.labels.sources.of_promotion(upcoming)
    assert "Bread" not in [wish.product.name for wish in wishes]
    milk = next(wish for wish in wishes if wish.product.name == "Milk")
    prices = [stand.labels.batch([each], SHELF).order.items[0][0].price for each in (milk, LabelWish(MILK))]
    assert prices == [D("1.16"), D("1.29")]


async def test_packs_have_labels_of_their_own(stand: Stand) -> None:
    packs = (
        Pack(name="crate", quantity=D("12"), barcode="4006381333931"),
        Pack(name="six", quantity=D("6"), barcode="96385074", price=D("6.90")),
        Pack(name="pallet", quantity=D("480")),
    )
    milk = msgspec.structs.replace(
        MILK, name="Milk 500 ml", inventory=msgspec.structs.replace(MILK.inventory, packs=packs)
    )
    stand.shop.replica.change("products", to_document(milk))
    (scanned,) = stand.labels.sources.find("4006381333931")
    assert scanned.pack == packs[0]
    wishes = [LabelWish(milk), *stand.labels.sources.packs([LabelWish(milk)])]
    batch = stand.labels.batch(wishes, SHELF)
    facts = [each for each, _ in batch.order.items]
    assert [(each.name, each.price, each.code) for each in facts[1:]] == [
        ("Milk 500 ml · crate", D("15.48"), "4006381333931"),
        ("Milk 500 ml · six", D("6.90"), "96385074"),
    ]
    assert [each.unit_price.amount for each in facts if each.unit_price is not None] == [
        D("2.58"),
        D("2.58"),
        D("2.30"),
    ]
    await stand.labels.note_printed(batch)
    assert len({each.id for each in stand.world.prints}) == 3
    _, again = await stand.labels.last_batch()
    assert {wish.key for wish in again} == {wish.key for wish in wishes}


async def test_a_pack_that_costs_less_since_is_wanted_and_its_pieces_are_not(stand: Stand) -> None:
    pack = Pack(name="six", quantity=D("6"), barcode="96385074", price=D("6.90"))

    def milk(pack: Pack) -> Product:
        return msgspec.structs.replace(MILK, inventory=msgspec.structs.replace(MILK.inventory, packs=(pack,)))

    stand.shop.replica.change("products", to_document(milk(pack)))
    wishes = [LabelWish(milk(pack)), LabelWish(milk(pack), pack=pack)]
    await stand.labels.note_printed(stand.labels.batch(wishes, SHELF))
    stand.shop.replica.change("labelprints", *(to_document(each) for each in stand.world.prints))
    assert stand.labels.sources.changed() == []
    cheaper = msgspec.structs.replace(pack, price=D("5.90"))
    stand.shop.replica.change("products", to_document(milk(cheaper)))
    assert [wish.pack for wish in stand.labels.sources.changed()] == [cheaper]


def test_what_labels_say_of_their_own_accord_can_be_translated(stand: Stand) -> None:
    words = LabelWords(with_tax="inkl. MwSt.", without_tax="zzgl. MwSt.", plu="Nr. {plu}")
    press = PaperLabels("de_DE", words=lambda: words)
    labels = Labels(stand.shop.counter, replace(stand.labels._tools, press=press))
    template = msgspec.structs.replace(SHELF, fields=(LabelField.NAME, LabelField.TAX_NOTE))
    layout = labels.batch([LabelWish(MILK)], template).layouts[0]
    assert any("zzgl. MwSt." in mark.text for mark in layout.marks if isinstance(mark, TextMark))
