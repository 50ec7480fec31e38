"""How customers are searched for: words, and phone numbers however they are written.

SQLite's own Unicode tables are those of its build; folding here and indexing with the ``ascii`` tokenizer
(which takes every non-ASCII character as part of a word) makes each of our words exactly one of FTS5's.
"""

import re

from b4mart_desktop.domain.words import fold

_PHONE = re.compile(r"[\d\s()+./-]+")

_PHONE_ENDINGS = (10, 7, 4)  # how people give a number: without country, without area, "ends in"
_SHORTEST_PHONE = 3


def phone_words(phone: str | None) -> list[str]:
    """Returns the digits of a phone number, whole and as the endings that people search by."""
    digits = re.sub(r"\D", "", phone or "")
    return (
        [digits, *(digits[-length:] for length in _PHONE_ENDINGS if length < len(digits))] if digits else []
    )


def customer_query(text: str) -> str | None:
    """Returns the FTS5 query for all words of ``text`` as prefixes, in any order; None without words.

    A phone number however it is written counts as one word.
    """
    digits = re.sub(r"\D", "", text)
    if len(digits) >= _SHORTEST_PHONE and _PHONE.fullmatch(text):
        return _all_prefixes([digits])
    return _all_prefixes(fold(text).split())


def _all_prefixes(words: list[str]) -> str | None:
    return " AND ".join(f'"{word}"*' for word in words) or None
