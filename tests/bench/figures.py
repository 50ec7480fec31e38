"""What a row measured, as lines to print. Times are taken in seconds and shown in milliseconds."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

MILLISECONDS = 1_000.0


class Figure(NamedTuple):
    """One line.

    Attributes:
        name: The row's, and after a dot what of it.
        value: How much.
        unit: Of the value; a word without spaces.
        ratio: Value divided by that of the bare operation; None where nothing is compared.
    """

    name: str
    value: float
    unit: str
    ratio: float | None = None

    def line(self) -> str:
        """Returns `name value unit ratio`, with `-` for no ratio."""
        ratio = "-" if self.ratio is None else f"{self.ratio:.2f}"
        return f"{self.name} {self.value:.2f} {self.unit} {ratio}"


def percentile(values: Sequence[float], percent: int) -> float:
    """Returns the smallest of ``values`` that at least ``percent`` of them do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def spread(
    name: str, seconds: Sequence[float], percents: Sequence[int], bare: Sequence[float] = ()
) -> Iterator[Figure]:
    """Yields percentiles of durations, each beside the same percentile of the bare operation's."""
    for percent in percents:
        value = percentile(seconds, percent)
        ratio = value / percentile(bare, percent) if bare else None
        yield Figure(f"{name}.p{percent}", value * MILLISECONDS, "ms", ratio)


def rate(name: str, unit: str, seconds: Sequence[float], bare: Sequence[float], each: int = 1) -> Figure:
    """Returns how many a second were done, beside the rate of the bare operation.

    Args:
        name: Of the row.
        unit: What is counted, such as `sales/s`.
        seconds: What each repetition took.
        bare: What each repetition of the bare operation took.
        each: How many a repetition does.
    """
    own, other = (each * len(times) / sum(times) for times in (seconds, bare))
    return Figure(name, own, unit, own / other)
