"""Misspelt search words: how far two words are apart, and what somebody probably meant. No index."""

from collections.abc import Iterable, Sequence

from b4mart_desktop.domain.words import Alternatives

_ONE_FROM = 4
_TWO_FROM = 8


def tolerance(word: str) -> int:
    """Returns how many typos a typed word is forgiven: short words and numbers none."""
    if len(word) < _ONE_FROM or not word.isalpha():
        return 0
    return 1 if len(word) < _TWO_FROM else 2


def distance(typed: str, word: str) -> int:
    """Returns the fewest typos that make ``typed`` of ``word`` or of a beginning of it.

    A letter missing, added, wrong, or swapped with its neighbour counts one each (optimal string alignment).
    """
    before: list[int] = []
    row: list[int] = [*range(len(word) + 1)]
    for number, letter in enumerate(typed, 1):
        before, last, row = row, before, [number]
        for at, other in enumerate(word, 1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != other))
            if number > 1 and at > 1 and letter == word[at - 2] and typed[number - 2] == other:
                cost = min(cost, last[at - 2] + 1)
            row.append(cost)
    return min(row)


def correction(typed: Sequence[Alternatives], texts: Iterable[Sequence[str]]) -> list[Alternatives] | None:
    """Returns what was probably meant, by the words of texts that match it roughly, the best texts first.

    Nearer words win, then those with the same first letter (the one seldom mistyped), then those of the same
    length, then those of better texts. None where no text has a word for each typed one.
    """
    ranked: dict[tuple[str, str], tuple[int, bool, int]] = {}
    best: tuple[list[tuple[int, bool, int]], list[Alternatives]] | None = None
    for words in texts:
        found = [_nearest(alternatives, words, ranked) for alternatives in typed]
        if None in found:
            continue
        chosen = [pair for pair in found if pair is not None]
        ranks = [rank for rank, _ in chosen]
        if best is None or _worth(ranks) < _worth(best[0]):
            best = ranks, [alternatives for _, alternatives in chosen]
    return None if best is None else best[1]


def _worth(ranks: Sequence[tuple[int, bool, int]]) -> tuple[int, ...]:
    return tuple(sum(part) for part in zip(*ranks, strict=True))


def _nearest(
    alternatives: Alternatives, words: Sequence[str], ranked: dict[tuple[str, str], tuple[int, bool, int]]
) -> tuple[tuple[int, bool, int], Alternatives] | None:
    """Returns the word that comes nearest to one typed; what was typed itself where words begin with it."""
    if any(word.startswith(alternatives) for word in words):
        return (0, False, 0), alternatives
    typed = alternatives[0]
    most = tolerance(typed)
    near: list[tuple[tuple[int, bool, int], str]] = []
    for word in words:
        if most and len(word) >= len(typed) - most and len({*typed} - {*word}) <= most:
            pair = typed, word
            if pair not in ranked:
                ranked[pair] = distance(typed, word), typed[0] != word[0], abs(len(typed) - len(word))
            near.append((ranked[pair], word))
    if not near:
        return None
    rank, word = min(near)
    return (rank, (word,)) if rank[0] <= most else None
