import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b4mart_desktop.adapters.local.search import fold
from b4mart_desktop.adapters.mongo.codec import to_document
from b4mart_desktop.domain.ids import new_id
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
@settings(deadline=None, max_examples=150)
def test_an_active_product_is_found_by_prefixes_of_its_words_and_by_each_code(
    shop: Replica, data: st.DataObject, name: str, tags: tuple[str, ...], codes: list[str], favourite: bool
) -> None:
    made = product(name, *codes, tags=tags, favourite=favourite)
    shop.change("products", made)
    try:
        typed = data.draw(prefixes((name, *tags)))
        if fold(typed):
            assert identity(made) in [hit.id for hit in shop.reader.search(typed)]
        for code in (*codes, made["inventory"]["sku"]):
            assert identity(made) in [item.id for _, item in shop.reader.find_code(code)]
            assert shop.reader.search(f" {code} ")[0].matched == code
    finally:
        shop.delete("products", identity(made))


@given(typed=st.text())
@settings(deadline=None, max_examples=150)
def test_nothing_that_can_be_typed_breaks_the_search(shop: Replica, typed: str) -> None:
    shop.reader.search_customers(typed)
    assert all(hit.name in ("Milk", "Bread") for hit in shop.reader.search(typed))


@pytest.mark.parametrize(
    "typed", ['"', "milk*", "milk AND", "NOT milk", "words:milk", "(milk", "^milk", "milk -"]
)
def test_the_query_language_of_the_index_cannot_be_typed(shop: Replica, typed: str) -> None:
    assert shop.found(typed) == (["Milk"] if fold(typed) == "milk" else [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Jäger's  Crème-Brûlée", "jagers creme brulee"),
        ("STRASSE Straße", "strasse strasse"),
        ("Øl & Smørrebrød 1½ L", "ol smorrebrod 11 2 l"),
        ("ΟΔΟΣ οδός", "οδοσ οδοσ"),
        ("İstanbul ıspanak", "istanbul ispanak"),
        ("Łosoś Æbler", "losos aebler"),
        ("हिन्दी", "हिनदी"),
        ("7-Up 2.5%", "7 up 2 5"),
        ("★ ... 👍", ""),
    ],
)
def test_words_are_folded(text: str, words: str) -> None:
    assert fold(text) == words


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
    assert replica.found("MIL ch") == ["Chocolate milk", "Milk chocolate"]
    assert replica.found("milk ch") == ["Milk chocolate", "Chocolate milk"]
    assert replica.found("milk", limit=2) == ["Straw", "Milk tea"]


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
