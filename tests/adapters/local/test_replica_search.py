import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.catalog import Pack, VariantStock
from b4mart_desktop.domain.counters import Popularity
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.words import fold
from b4mart_desktop.services.ports import CodeKind
from tests.adapters.local.facts import NOON
from tests.adapters.local.goods import Document, Replica, identity, open_empty, product, user

LETTERS = st.characters(exclude_categories=["Cs"])
NAMES = st.one_of(
    st.text(LETTERS, min_size=1, max_size=30),
    st.text("aäAoøOß -'’İıǆﬁ½7한국कि👍★", min_size=1, max_size=12),
)
TAGS = st.lists(st.text(LETTERS, max_size=8), max_size=2).map(tuple)
CODES = st.text("0123456789ABC-", min_size=1, max_size=14)


@pytest.fixture(scope="module")
def shop() -> Iterator[Replica]:
    with tempfile.TemporaryDirectory() as folder, open_empty(Path(folder) / "replica.sqlite") as replica:
        replica.load(products=[product("Milk", favourite=True), product("Bread")])
        yield replica
        replica.check_indexes()


@st.composite
def prefixes(draw: st.DrawFn, texts: tuple[str, ...]) -> str:
    """Some of the words of ``texts`` in any order, each cut short somewhere, in any case."""
    words = [word for text in texts for word in text.split()]
    wanted = draw(st.permutations(words))[: draw(st.integers(1, max(1, len(words))))]
    typed = " ".join(word[: draw(st.integers(1, len(word)))] for word in wanted)
    return draw(st.sampled_from([typed, typed.lower(), typed.upper()]))


@given(
    data=st.data(),
    name=NAMES,
    tags=TAGS,
    codes=st.lists(CODES, max_size=3, unique=True),
    favourite=st.booleans(),
)
@settings(deadline=None, max_examples=50)
def test_an_active_product_is_found_by_prefixes_of_its_words_and_by_each_code(
    shop: Replica, data: st.DataObject, name: str, tags: tuple[str, ...], codes: list[str], favourite: bool
) -> None:
    made = product(name, *codes, tags=tags, favourite=favourite)
    shop.change("products", made)
    try:
        typed = data.draw(prefixes((name, *tags)))
        if fold(typed):
            assert identity(made) in [hit.id for hit in shop.reader.search(typed).hits]
        for code in (*codes, made["inventory"]["sku"]):
            assert identity(made) in [item.id for _, item in shop.reader.find_code(code)]
            assert code in [hit.matched for hit in shop.reader.search(f" {code} ").hits]
    finally:
        shop.delete("products", identity(made))


@given(typed=st.text())
@settings(deadline=None, max_examples=150)
def test_nothing_that_can_be_typed_breaks_the_search(shop: Replica, typed: str) -> None:
    shop.reader.search_customers(typed)
    assert all(hit.name in ("Milk", "Bread") for hit in shop.reader.search(typed).hits)


@pytest.mark.parametrize(
    "typed", ['"', "milk*", "milk AND", "NOT milk", "words:milk", "(milk", "^milk", "milk -"]
)
def test_the_query_language_of_the_index_cannot_be_typed(shop: Replica, typed: str) -> None:
    assert shop.found(typed) == (["Milk"] if fold(typed) == "milk" else [])


def test_the_order_is_code_then_names_that_begin_so_then_favourites_then_others(replica: Replica) -> None:
    replica.load(
        products=[
            product("Chocolate milk"),
            product("Milk chocolate"),
            product("Oat milk", favourite=True),
            product("Milk"),
            product("Milk tea", favourite=True),
            product("Straw", "milk"),
        ]
    )
    assert replica.found("milk") == [
        "Straw",
        "Milk tea",
        "Milk",
        "Milk chocolate",
        "Oat milk",
        "Chocolate milk",
    ]
    assert replica.found("MIL ch") == ["Milk chocolate", "Chocolate milk"]
    assert replica.found("ch mi") == ["Chocolate milk", "Milk chocolate"]
    assert replica.found("milk", limit=2) == ["Straw", "Milk tea"]


def test_whole_words_come_before_begun_ones_and_what_sells_before_what_does_not(replica: Replica) -> None:
    sold, best = product("Oat drink fresh"), product("Oat drink with vanilla")
    replica.load(products=[product("Oat drink"), product("Oatmeal"), sold, best])
    assert replica.found("oat") == ["Oat drink", "Oat drink fresh", "Oat drink with vanilla", "Oatmeal"]
    replica.change("popularity", popularity(sold, 3), popularity(best, 9))
    assert replica.found("oat") == ["Oat drink with vanilla", "Oat drink fresh", "Oat drink", "Oatmeal"]
    replica.delete("popularity", identity(best))
    assert replica.found("oat") == ["Oat drink fresh", "Oat drink", "Oat drink with vanilla", "Oatmeal"]


def test_a_barcode_is_found_as_it_is_printed_behind_an_sku_written_so(replica: Replica) -> None:
    replica.load(products=[product("Tea", "9520000306953"), product("Cups", sku="952-0000306953")])
    assert replica.found("9 520000 306953") == ["Tea"]
    assert replica.found("９５２００００３０６９５３") == ["Tea"]
    assert replica.found("952-0000306953") == ["Cups", "Tea"]
    assert replica.found("9 520000 306954") == []


@pytest.mark.parametrize("typed", ["40\ud800", "\udfff", "milk1\udfff", "\ud83d 123"])
def test_half_a_character_is_no_code_and_breaks_nothing(replica: Replica, typed: str) -> None:
    replica.load(products=[product("Milk", "40")])
    assert replica.reader.find_code(typed) == ()
    assert replica.reader.search(typed).hits == ()
    assert replica.reader.search_customers(typed) == ()


@pytest.mark.parametrize("join", ["\u200b", "\u00ad", "\ufeff", "\u200d"])
def test_characters_that_nobody_sees_end_no_word(replica: Replica, join: str) -> None:
    replica.load(products=[product("Oat milk"), product(f"Rye br{join}ead")])
    assert replica.found(f"mi{join}lk") == ["Oat milk"]
    assert replica.found("bread") == [f"Rye br{join}ead"]


def popularity(of: Document, score: int) -> Document:
    return to_document(Popularity(id=identity(of), score=score, updated_at=NOON))


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("mlik", "milk"),
        ("chocolaet milk", "chocolate milk"),
        ("brocolli", "broccoli"),
        ("chocl", "chocolate"),
        ("baeckrei", "baeckerei"),
    ],
)
def test_a_typo_finds_what_was_meant_and_says_so(replica: Replica, typed: str, corrected: str) -> None:
    names = ["Chocolate milk", "Oat milk", "Broccoli", "Bäckerei-Mehl", "Milkshake"]
    replica.load(products=[product(name) for name in names])
    found = replica.reader.search(typed)
    assert (found.exact, found.corrected) == (0, corrected)
    assert replica.found(typed) == replica.found(corrected)


def test_what_was_typed_comes_before_what_was_perhaps_meant(replica: Replica) -> None:
    replica.load(products=[product("Mild cheddar"), *(product(f"Milk {number}") for number in range(4))])
    found = replica.reader.search("mild")
    assert ([hit.name for hit in found.hits[:2]], found.exact, found.corrected) == (
        ["Mild cheddar", "Milk 0"],
        1,
        "milk",
    )
    assert replica.reader.search("milk").corrected is None


def test_nothing_is_made_up_where_nothing_is_near(replica: Replica) -> None:
    replica.load(products=[product("Oat milk")])
    assert replica.reader.search("kiwi").hits == ()
    assert replica.reader.search("mlk").hits == ()
    assert replica.reader.search("oat kiwi").hits == ()


@pytest.mark.parametrize("typed", ["4006381333931", "04006381333931", "96385074", "0000096385074"])
def test_a_gtin_is_found_in_any_length(replica: Replica, typed: str) -> None:
    replica.load(products=[product("Marker", "4006381333931", "96385074")])
    (hit,) = replica.reader.search(typed).hits
    assert (hit.name, hit.code_kind) == ("Marker", CodeKind.BARCODE)


def test_a_hit_says_by_what_it_was_found(replica: Replica) -> None:
    made = product("Rye bread", sku="Rye-77", plu="4011", tags=("Breakfast", "whole grain"))
    replica.load(products=[made])

    def matched(typed: str) -> tuple[str | None, CodeKind | None]:
        (hit,) = replica.reader.search(typed).hits
        return hit.matched, hit.code_kind

    assert matched("4011") == ("4011", CodeKind.PLU)
    assert matched("Rye-77") == ("Rye-77", CodeKind.SKU)
    assert matched("break") == ("Breakfast", None)
    assert matched("bread grain") == ("whole grain", None)
    assert matched("rye bread") == (None, None)


def _shirt() -> Document:
    sizes = (("Red", "L", 0), ("Red", "Long", 2), ("Red", "M", 3), ("Blue", "M", 4))
    stock = tuple(
        VariantStock(
            options={"Colour": colour, "Size": size},
            sku=f"TEE-{colour[0]}{size}",
            barcode=f"95{place}",
            quantity=Decimal(left),
            price_delta=Decimal(place),
        )
        for place, (colour, size, left) in enumerate(sizes)
    )
    packs = (Pack(name="Team of twelve", quantity=Decimal(12)),)
    return product("Shirt", sku="TEE", tags=("cotton",), variants=stock, packs=packs)


@pytest.mark.parametrize(
    ("typed", "name", "price", "left", "matched"),
    [
        ("shirt blue", "Shirt · Blue, M", "4.29", 4, None),
        ("shirt red m", "Shirt · Red, M", "3.29", 3, None),
        ("red l shirt", "Shirt · Red, L", "1.29", 0, None),
        ("shirt red lo", "Shirt · Red, Long", "2.29", 2, None),
        ("shirt red", "Shirt", "1.29", 40, "Red"),
        ("shirt red cotton", "Shirt", "1.29", 40, "cotton"),
        ("shirt twelve", "Shirt", "1.29", 40, "Team of twelve"),
        ("shirt", "Shirt", "1.29", 40, None),
        ("TEE-RM", "Shirt · Red, M", "3.29", 3, "TEE-RM"),
        ("953", "Shirt · Blue, M", "4.29", 4, "953"),
        ("TEE", "Shirt", "1.29", 40, "TEE"),
    ],
)
def test_a_variant_is_found_by_its_options_and_codes_with_its_own_price_and_stock(
    replica: Replica, typed: str, name: str, price: str, left: int, matched: str | None
) -> None:
    replica.load(products=[_shirt(), product("Red Lamp")])
    hit = replica.reader.search(typed).hits[0]
    assert (hit.name, hit.price, hit.matched) == (name, Decimal(price), matched)
    assert hit.on_hand == left
    assert (hit.variant is not None, hit.choices) == ("·" in name, 5)


def test_words_of_the_name_say_nothing_about_variants(replica: Replica) -> None:
    cans = tuple(
        VariantStock(options={"Taste": taste, "Size": "M"}, sku=f"C-{taste}") for taste in ("Red", "Plain")
    )
    replica.load(products=[product("Red Mars Cola", variants=cans)])
    found = {typed: replica.reader.search(typed).hits[0] for typed in ("red mars", "mars m", "cola m plain")}
    assert [hit.variant for hit in found.values()] == [None, None, "C-Plain"]
    assert replica.reader.search("red m cola").hits[0].variant is None


def test_the_beginning_of_a_code_is_found_where_words_find_little(replica: Replica) -> None:
    replica.load(products=[product("Rye bread", sku="AB-7712"), product("White bread", sku="AB-7799")])
    assert replica.found("ab-77") == ["Rye bread", "White bread"]
    assert replica.reader.search("AB-771").hits[0].matched == "AB-7712"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Weihenstephan Käse-Würfel", "wuerfel kaese"),
        ("明治おいしい牛乳", "牛乳"),
        ("蒙牛纯牛奶250ml", "纯牛奶"),
        ("서울우유 초코우유", "초코"),
        ("นมสดพาสเจอร์ไรส์", "สด"),
        ("الحليب كامل الدسم", "حليب"),
        ("Творожок Чудо с вишнёй", "вишней ТВОР"),
        ("Γάλα ΔΕΛΤΑ πλήρες", "δελτα γαλα"),
        ("חָלָב תְּנוּבָה 3%", "תנובה חלב"),
        ("Çikolatalı Süt IŞIK", "ışık çiko"),
        ("अमूल दूध", "दूध"),
    ],
)
def test_names_of_many_scripts_are_found(replica: Replica, name: str, typed: str) -> None:
    replica.load(products=[product(name), product("Milk"), product("牛肉"), product("Сыр")])
    assert replica.found(typed)[0] == name


def test_others_are_found_behind_as_many_names_as_begin_so(replica: Replica) -> None:
    names = [product(f"Milk {number:02}") for number in range(30)]
    others = [product(f"Oat {number:02} milk") for number in range(30)]
    replica.load(products=[*names, *others])
    assert len(replica.found("milk", limit=50)) == 50
    assert len(replica.found("milk", limit=100)) == 60


def customer(first: str, last: str, **more: str) -> Document:
    return to_document(user(first, last, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed",
    [
        "zoë",
        "ZOE",
        "ob zo",
        "o'b",
        "obri",
        "zoe.obr",
        "zoe@ex",
        "+1 (555) 010-12",
        "15550101234",
        "5550101",
        "1234",
    ],
)
def test_a_customer_is_found_by_name_phone_and_mail(replica: Replica, typed: str) -> None:
    zoe = customer("Zoë", "O'Brien", email="zoe.obrien@example.com", phone="+1 555-010-1234")
    replica.load(users=[zoe, customer("Ann", "Lee", phone="+1 555 999 8888")])
    assert [hit.name for hit in replica.reader.search_customers(typed)] == ["Zoë O'Brien"]


def test_who_must_not_be_found_is_not(replica: Replica) -> None:
    walk_in = user("Walk-in", "Customer", walk_in=True)
    closed = user("Walk", "Closed", active=False)
    nameless = user("Walker", "Texas", email=f"{new_id()}@customers.invalid", placeholder=True)
    replica.load(users=[to_document(found) for found in (walk_in, closed, nameless)])
    (hit,) = replica.reader.search_customers("walk")
    assert (hit.name, hit.email) == ("Walker Texas", None)
    assert replica.reader.search_customers("customers") == ()
    assert replica.reader.customer(walk_in.id) == walk_in
