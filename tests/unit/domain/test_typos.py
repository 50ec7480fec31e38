import pytest
from hypothesis import given
from hypothesis import strategies as st

from b4mart_desktop.domain.typos import correction, distance, tolerance
from b4mart_desktop.domain.words import query_words

WORDS = st.text("abcdef", min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("word", "typos"), [("oat", 0), ("milk", 1), ("organic", 1), ("broccoli", 2), ("12345", 0), ("牛乳", 0)]
)
def test_short_words_and_numbers_are_forgiven_no_typo(word: str, typos: int) -> None:
    assert tolerance(word) == typos


@pytest.mark.parametrize(
    ("typed", "word", "typos"),
    [
        ("milk", "milk", 0),
        ("mil", "milkshake", 0),
        ("mlik", "milk", 1),
        ("mlik", "milkshake", 1),
        ("mlk", "milk", 1),
        ("millk", "milk", 1),
        ("nilk", "milk", 1),
        ("choclat", "chocolate", 1),
        ("brocolli", "broccoli", 2),
        ("milk", "oat", 4),
    ],
)
def test_a_letter_missing_added_wrong_or_swapped_is_one_typo(typed: str, word: str, typos: int) -> None:
    assert distance(typed, word) == typos


@given(word=WORDS, tail=WORDS, at=st.integers(0, 8), letter=st.sampled_from("abcdef"))
def test_one_typo_counts_one_at_most(word: str, tail: str, at: int, letter: str) -> None:
    place = min(at, len(word))
    slips = [
        word[:place] + letter + word[place:],
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place + 1 :],
    ]
    assert all(distance(slip, word + tail) <= 1 for slip in slips)


def meant(typed: str, *texts: str) -> str | None:
    found = correction(query_words(typed), [text.split() for text in texts])
    return None if found is None else " ".join(word[0] for word in found)


def test_the_nearest_word_is_meant() -> None:
    assert meant("mlik", "milkshake vanilla", "oat milk") == "milk"
    assert meant("bred", "red cabbage", "bread white") == "bread"
    assert meant("organc milc", "organic oats", "organic milk") == "organic milk"
    assert meant("oat mlik", "milk whole", "milk oat") == "oat milk"
    assert meant("mlik", "milk a", "milo") == "milk"


def test_nothing_is_meant_where_a_word_has_nothing_near() -> None:
    assert meant("mlik tea", "milk") is None
    assert meant("kiwi", "milk") is None
    assert meant("oat", "goat") is None
