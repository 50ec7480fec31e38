"""How texts become search words, and where a text matches what was typed. No index, no files.

The same folding for what is indexed and for what is typed: case, accents, width, Arabic and Hebrew vowel
signs and letter forms are left out. Scripts that put no spaces between words (Chinese, Japanese, Thai …) and
Korean, whose compounds are written together, become pairs of neighbouring characters: any part of a name is
then found by the pairs in it.
"""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

Alternatives = tuple[str, ...]
"""The spellings of one typed word; any of them may begin a word that is found."""

MOST_LETTERS = 100
MOST_WORDS = 12
"""What is typed beyond that, such as a page pasted by mistake, is not searched for: it would take long."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai and Lao, Burmese, Khmer
    "\u3005\u3040-\u30ff\u3400-\u9fff\U00020000-\U000323af\uac00-\ud7a3"  # Kana, Han, Hangul
)
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_ASCII_RUN = re.compile(r"[a-z]+|[0-9]+")
_RUN = re.compile(rf"[{_UNSPACED}]+|[0-9]+|[^\s0-9{_UNSPACED}]+")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]").match
_KANA_OR_HANGUL = re.compile("[\u3040-\u30ff\uac00-\ud7a3]").match

# Letters that Unicode does not decompose but people type plainly; apostrophes do not end a word.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "'": None, "’": None, "ʼ": None}
    # Arabic: ta marbuta, alef maksura, Persian kaf and yeh, alef wasla; tatweel and a lone hamza say nothing.
    | {"ة": "ه", "ى": "ي", "ک": "ك", "ی": "ي", "ٱ": "ا", "ـ": None, "ء": None}
    # Hebrew: the forms letters take at the end of a word.
    | {"ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ"}
    # Katakana as hiragana.
    | {chr(katakana): chr(katakana - 0x60) for katakana in range(0x30A1, 0x30F7)}
)
_SPELLED_OUT = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ø": "oe",
        "å": "aa",
        "Ä": "ae",
        "Ö": "oe",
        "Ü": "ue",
        "Ø": "oe",
        "Å": "aa",
    }
)
_PAIRS = frozenset(_SPELLED_OUT.values())
_ARABIC_ARTICLE = "ال"
_LEAST_AFTER_ARTICLE = 3


def well_formed(text: str) -> str:
    """Returns ``text`` with U+FFFD for halves of characters, which no file or database takes."""
    return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def fold(text: str) -> str:
    """Returns the words of ``text`` joined by single spaces, without case, accents and punctuation.

    "Jäger's  Crème-Brûlée" → "jagers creme brulee". Empty where there is neither letter nor digit.
    """
    if text.isascii():
        return " ".join(_ASCII_WORD.findall(text.lower().replace("'", "")))
    return " ".join("".join(map(_fold_char, unicodedata.normalize("NFKC", text))).split())


def fold_spelled_out(text: str) -> str | None:
    """Returns what ``fold`` does with umlauts spelled out, "Jäger" → "jaeger"; None where there are none."""
    others = _spellings(text)[1:]
    return fold(others[0]) if others else None


def may_be_spelled_out(word: str) -> bool:
    """Whether a folded word may be the beginning of one with an umlaut that is spelled out."""
    return any(pair in word for pair in _PAIRS)


def index_words(*texts: str) -> list[str]:
    """Returns the words by which ``texts`` are found, each once, in the order of the texts.

    Letters and digits are apart ("500g" is "500" and "g"); umlauts count both as the plain letter and
    spelled out; Arabic words count with and without their article.
    """
    found: dict[str, None] = {}
    for text in texts:
        if text.isascii():  # what follows comes to the same, and takes five times as long
            found |= dict.fromkeys(_ASCII_RUN.findall(text.lower().replace("'", "")))
            continue
        for spelling in _spellings(text):
            for run in _RUN.findall(fold(spelling)):
                found |= dict.fromkeys(_indexed(run))
    return list(found)


def opening_words(text: str) -> list[str]:
    """Returns those of ``index_words`` that ``text`` begins with: its first word in all its spellings."""
    if text.isascii():
        return _ASCII_RUN.findall(text.lower().replace("'", ""))[:1]
    found: dict[str, None] = {}
    for spelling in _spellings(text):
        run = _RUN.search(fold(spelling))
        if run is not None:
            found |= dict.fromkeys(_indexed(run[0])[: 1 if _IS_UNSPACED(run[0]) else None])
    return list(found)


def query_words(text: str) -> list[Alternatives]:
    """Returns the words of what was typed, each with its spellings, to be found as beginnings of words.

    Those of the first ``MOST_LETTERS`` characters, and at most ``MOST_WORDS``.
    """
    typed = text[:MOST_LETTERS]
    spellings = [[*itertools.islice(_queried(spelling), MOST_WORDS)] for spelling in _spellings(typed)]
    return list(dict.fromkeys(tuple(dict.fromkeys(words)) for words in zip(*spellings, strict=True)))


def is_unspaced(word: str) -> bool:
    """Whether ``word`` begins in a script that puts no spaces between words."""
    return _IS_UNSPACED(word) is not None


def spans(text: str, words: Iterable[Alternatives]) -> list[tuple[int, int]]:
    """Returns where in ``text`` words begin with what was typed: from and to, in order, none overlapping."""
    wanted = [*itertools.chain.from_iterable(words)]
    found: set[int] = set()
    if text.isascii() and "'" not in text:  # what follows comes to the same, and takes thrice as long
        for match in _ASCII_RUN.finditer(text.lower()):
            found |= {*range(match.start(), match.start() + _longest(match[0], wanted))}
        return _joined(sorted(found))
    for fold_char in (_fold_char, _fold_spelled_out):
        folded = [(char, at) for at, original in enumerate(text) for char in fold_char(original)]
        for start, run in _starts("".join(char for char, _ in folded)):
            longest = _longest(run, wanted)
            if longest:  # with what is left out in between, such as apostrophes
                found |= {*range(folded[start][1], folded[start + longest - 1][1] + 1)}
    return _joined(sorted(found))


def _longest(run: str, wanted: Sequence[str]) -> int:
    """Returns how many letters of ``run`` are what was typed."""
    return max((len(word) for word in wanted if run.startswith(word)), default=0)


def _spellings(text: str) -> list[str]:
    """Returns the text, and with umlauts spelled out where it has any."""
    if text.isascii():
        return [text]
    composed = unicodedata.normalize("NFC", text)
    spelled_out = composed.translate(_SPELLED_OUT)
    return [composed] if spelled_out == composed else [composed, spelled_out]


def _indexed(run: str) -> Sequence[str]:
    if _IS_UNSPACED(run):
        return [run[at : at + 2] for at in range(len(run))]
    if run.startswith(_ARABIC_ARTICLE) and len(run) >= len(_ARABIC_ARTICLE) + _LEAST_AFTER_ARTICLE:
        return [run, run.removeprefix(_ARABIC_ARTICLE)]
    return [run]


def _queried(text: str) -> Iterator[str]:
    for run in _RUN.findall(fold(text)):
        if _IS_UNSPACED(run) and len(run) > 1:
            yield from (run[at : at + 2] for at in range(len(run) - 1))
        else:
            yield run


def _starts(folded: str) -> Iterator[tuple[int, str]]:
    """Yields where something begins that is indexed as a word, and the text from there to the end of it."""
    for match in _RUN.finditer(folded):
        run = match[0]
        if _IS_UNSPACED(run):
            yield from ((match.start() + at, run[at:]) for at in range(len(run)))
        else:
            yield match.start(), run
            if len(_indexed(run)) > 1:
                yield match.start() + len(_ARABIC_ARTICLE), run.removeprefix(_ARABIC_ARTICLE)


def _joined(places: Sequence[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for place in places:
        if ranges and ranges[-1][1] == place:
            ranges[-1] = (ranges[-1][0], place + 1)
        else:
            ranges.append((place, place + 1))
    return ranges


@functools.lru_cache(maxsize=20_000)
def _fold_char(char: str) -> str:
    """Returns what is left of one character; a space where it ends a word."""
    folded = char.casefold()
    if not _KANA_OR_HANGUL(char):
        folded = unicodedata.normalize("NFKD", folded)
    plain = "".join(part for part in folded if not unicodedata.combining(part)).casefold()
    return "".join(map(_plain_part, plain.translate(_PLAIN)))


@functools.lru_cache(maxsize=64)
def _fold_spelled_out(char: str) -> str:
    return "".join(map(_fold_char, char.translate(_SPELLED_OUT)))


def _plain_part(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char.isalnum():
        return char
    category = unicodedata.category(char)
    if category == "Cf":  # joiners, soft hyphens and the like are seen by nobody
        return ""
    return char if category[0] == "M" else " "  # Indic vowel signs are marks
