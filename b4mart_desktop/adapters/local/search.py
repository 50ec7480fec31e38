"""How texts become search words: the same folding for what is indexed and for what is typed.

SQLite's own Unicode tables are those of its build; folding here and indexing with the ``ascii`` tokenizer
(which takes every non-ASCII character as part of a word) makes each of our words exactly one of FTS5's.
"""

import re
import unicodedata

_ASCII_WORD = re.compile(r"[a-z0-9]+")
_PHONE = re.compile(r"[\d\s()+./-]+")

# Letters that Unicode does not decompose but people type plainly; apostrophes do not end a word.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "'": None, "’": None, "ʼ": None}
)
_PHONE_ENDINGS = (10, 7, 4)  # how people give a number: without country, without area, "ends in"
_SHORTEST_PHONE = 3


def fold(text: str) -> str:
    """Returns the words of ``text`` joined by single spaces, without case, accents and punctuation.

    "Jäger's  Crème-Brûlée" → "jagers creme brulee". Empty where there is neither letter nor digit.
    """
    if text.isascii():
        return " ".join(_ASCII_WORD.findall(text.lower().replace("'", "")))
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    return " ".join("".join(char if _is_word_char(char) else " " for char in plain.translate(_PLAIN)).split())


def _is_word_char(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"  # Indic vowel signs are marks


def phone_words(phone: str | None) -> list[str]:
    """Returns the digits of a phone number, whole and as the endings that people search by."""
    digits = re.sub(r"\D", "", phone or "")
    return (
        [digits, *(digits[-length:] for length in _PHONE_ENDINGS if length < len(digits))] if digits else []
    )


def words_query(text: str) -> str | None:
    """Returns the FTS5 query for all words of ``text`` as prefixes, any order; None without words."""
    return _all_prefixes(fold(text).split())


def customer_query(text: str) -> str | None:
    """Returns ``words_query``, but a phone number however it is written counts as one word."""
    digits = re.sub(r"\D", "", text)
    if len(digits) >= _SHORTEST_PHONE and _PHONE.fullmatch(text):
        return _all_prefixes([digits])
    return words_query(text)


def _all_prefixes(words: list[str]) -> str | None:
    return " AND ".join(f'"{word}"*' for word in words) or None
