import pytest
from hypothesis import given
from hypothesis import strategies as st

from b4mart_desktop.domain.words import (
    MOST_LETTERS,
    MOST_WORDS,
    fold,
    index_words,
    opening_words,
    query_words,
    spans,
    well_formed,
)

LETTERS = st.characters(exclude_categories=["Cs"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Jäger's  Crème-Brûlée", "jagers creme brulee"),
        ("STRASSE Straße", "strasse strasse"),
        ("Øl & Smørrebrød 1½ L", "ol smorrebrod 11 2 l"),
        ("ΟΔΟΣ οδός", "οδοσ οδοσ"),
        ("İstanbul ISPANAK ıspanak", "istanbul ispanak ispanak"),
        ("Łosoś Æbler", "losos aebler"),
        ("हिन्दी", "हिनदी"),
        ("Ёлка ЙОГУРТ", "елка иогурт"),
        ("أُرْزّ إلى آيس رقائق", "ارز الي ايس رقايق"),
        ("قهوة حليـــب ٥٠٠", "قهوه حليب 500"),
        ("کیک", "كيك"),
        ("חָלָב לחם", "חלב לחמ"),
        ("ｶﾞﾑ ガム がむ", "がむ がむ がむ"),
        ("ＭＩＬＫ５００", "milk500"),
        ("น้ำนม", "นํานม"),
        ("7-Up 2.5%", "7 up 2 5"),
        ("★ ... 👍", ""),
        ("mi\u200blk \ufeffoat\u00admilk", "milk oatmilk"),
        ("می\u200cخواهم", "ميخواهم"),
    ],
)
def test_words_are_folded(text: str, words: str) -> None:
    assert fold(text) == words


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Käse jung", "käse"),
        ("Käse jung", "KASE"),
        ("Käse jung", "kaese"),
        ("Kaese jung", "käse"),
        ("Müller Milchreis", "mueller"),
        ("Mueller Milchreis", "müller"),
        ("Weißbier", "weissbier"),
        ("Weissbier", "weißb"),
        ("Smørrebrød", "smoerre"),
        ("ISPIRTO", "ispırto"),
        ("Çikolatalı süt", "cikolatali sut"),
        ("Milch 500g", "500 g"),
        ("Milch 500 g", "500g"),
        ("7-Up", "7up"),
        ("明治おいしい牛乳 900ml", "牛乳"),
        ("明治おいしい牛乳 900ml", "乳"),
        ("蒙牛纯牛奶", "纯牛奶"),
        ("ガーナミルクチョコレート", "みるく"),
        ("초코우유", "우유"),
        ("นมสดพาสเจอร์ไรส์", "สด"),
        ("الحليب كامل الدسم", "حليب"),
        ("قهوة عربية", "قهوه"),
        ("جبنة إيدام", "ايدام"),
        ("Творожок с вишнёй", "вишней"),
        ("Γάλα πλήρες", "ΠΛΗΡΕΣ"),
        ("חָלָב תְּנוּבָה", "תנובה"),
    ],
)
def test_a_name_is_found_however_it_is_typed(name: str, typed: str) -> None:
    words = index_words(name)
    assert all(any(word.startswith(alternatives) for word in words) for alternatives in query_words(typed))
    assert query_words(typed)


@pytest.mark.parametrize(
    ("name", "typed"),
    [("明治おいしい牛乳", "乳牛"), ("Milk 500g", "600g"), ("Mause", "mauß"), ("パン", "バン")],
)
def test_another_name_is_not_found(name: str, typed: str) -> None:
    words = index_words(name)
    assert not all(
        any(word.startswith(alternatives) for word in words) for alternatives in query_words(typed)
    )


@given(data=st.data(), names=st.lists(st.text(LETTERS, min_size=1, max_size=30), min_size=1, max_size=2))
def test_any_beginning_of_a_word_finds_it(data: st.DataObject, names: list[str]) -> None:
    words = index_words(*names)
    for word in " ".join(names).split():
        typed = word[: data.draw(st.integers(1, len(word)))]
        assert all(any(found.startswith(one) for found in words) for one in query_words(typed)), typed


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Käse jung", ["kase", "kaese"]),
        ("الحليب كامل", ["الحليب", "حليب"]),
        ("明治おいしい牛乳", ["明治"]),
        ("500g Mehl", ["500"]),
        ("!", []),
    ],
)
def test_a_name_begins_with_its_first_word_in_all_spellings(name: str, words: list[str]) -> None:
    assert opening_words(name) == words
    assert set(words) <= set(index_words(name))


@pytest.mark.parametrize(
    ("name", "typed", "marked"),
    [
        ("Organic Whole Milk", "mil ORG", ["Org", "Mil"]),
        ("Crème Brûlée", "creme b", ["Crème", "B"]),
        ("Käse", "kaes", ["Käs"]),
        ("Straße", "stras", ["Straß"]),
        ("Milch 500g", "500g", ["500g"]),
        ("明治おいしい牛乳", "牛乳", ["牛乳"]),
        ("초코우유", "우유", ["우유"]),
        ("الحليب كامل", "حليب", ["حليب"]),
        ("Oat drink", "milk", []),
        ("Oat mi\u200blk", "milk", ["mi\u200blk"]),
        ("Oat milk", "mi\u200blk", ["milk"]),
        ("Jäger's Best", "jagers", ["Jäger's"]),
    ],
)
def test_what_was_typed_is_marked_in_the_name(name: str, typed: str, marked: list[str]) -> None:
    assert [name[start:end] for start, end in spans(name, query_words(typed))] == marked


@pytest.mark.parametrize("typed", ["x" * 5_000, " ".join(map(str, range(1_250))), "ü" * 5_000, "明治" * 50])
def test_a_page_pasted_by_mistake_is_cut(typed: str) -> None:
    words = query_words(typed)
    assert 1 <= len(words) <= MOST_WORDS
    assert all(len(word) <= 2 * MOST_LETTERS for alternatives in words for word in alternatives)
    assert words == query_words(typed[:MOST_LETTERS])


def test_half_a_character_is_replaced() -> None:
    assert well_formed("mi\ud800lk 👍") == "mi\ufffdlk 👍"


@given(name=st.text(LETTERS, max_size=30), typed=st.text(LETTERS, max_size=12))
def test_marks_are_in_order_and_inside(name: str, typed: str) -> None:
    ends = [0, *(place for span in spans(name, query_words(typed)) for place in span), len(name)]
    assert ends == sorted(ends)


@given(name=st.text("abAB 12-.", max_size=20), typed=st.text("ab 12", max_size=6))
def test_plain_text_is_treated_as_any_other(name: str, typed: str) -> None:
    words = query_words(typed)
    assert spans(f"ß {name}", words) == [(start + 2, end + 2) for start, end in spans(name, words)]
    assert index_words(f"ß {name}")[1:] == [word for word in index_words(name) if word != "ss"]
