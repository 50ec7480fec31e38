"""Money arithmetic: minor units, rounding, splitting, cash rounding. The only place that quantises.

Amounts are ``Decimal`` in the currency's major unit ("12.34" dollars). Formatting for people does not
belong here (``gui.shared.formats``), nor do prices (``pricing``).
"""

import functools
from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
HUNDRED = Decimal(100)

MAX_TOTAL = Decimal(10) ** 12
"""The most one cart may come to in any currency: with three decimals a float still holds it exactly."""

# ISO 4217 minor units that differ from two digits.
_DIGITS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"), 0),
    **dict.fromkeys(("UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


def minor_digits(currency: str) -> int:
    """Returns the number of digits after the decimal point (ISO 4217)."""
    return _DIGITS.get(currency, 2)


@functools.cache
def minor_unit(currency: str) -> Decimal:
    """Returns the smallest amount of ``currency``: 0.01 for USD, 1 for JPY, 0.001 for KWD."""
    return Decimal(1).scaleb(-minor_digits(currency))


def quantise(amount: Decimal, currency: str) -> Decimal:
    """Returns ``amount`` rounded half up (away from zero) to the currency's minor unit."""
    return amount.quantize(minor_unit(currency), ROUND_HALF_UP)


def split(amount: Decimal, weights: Sequence[Decimal], currency: str) -> tuple[Decimal, ...]:
    """Splits ``amount`` in proportion to ``weights`` so that the parts add up to it exactly.

    Largest remainder method: each part is rounded towards zero, the minor units left over go to the
    parts that lost most, the first of equals first. Weights must not be negative; where all are zero,
    everything goes to the first part.

    Args:
        amount: What to split; a multiple of the minor unit.
        weights: One per part, not negative.
        currency: ISO 4217 code.
    """
    if not weights:
        return ()
    unit = minor_unit(currency)
    total = sum(weights, ZERO)
    if total == ZERO:
        return (amount, *(ZERO for _ in weights[1:]))
    if amount == ZERO:
        return (ZERO,) * len(weights)
    exact = [amount * weight / total for weight in weights]
    parts = [share.quantize(unit, ROUND_DOWN) for share in exact]
    left = int((amount - sum(parts, ZERO)) / unit)
    losses = [abs(share - part) for share, part in zip(exact, parts, strict=True)]
    by_loss = sorted(range(len(parts)), key=losses.__getitem__, reverse=True)  # stable: first of equals
    step = unit if left > 0 else -unit
    for index in by_loss[: abs(left)]:
        parts[index] += step
    return tuple(parts)


def round_to_cash(amount: Decimal, step: Decimal) -> Decimal:
    """Returns ``amount`` rounded half up to what coins can pay, or unchanged where ``step`` is zero.

    1.02 → 1.00, 1.03 → 1.05, 1.025 → 1.05 and −1.03 → −1.05 for a step of 0.05.
    """
    if step == ZERO:
        return amount
    return (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def quick_cash(due: Decimal, notes: Sequence[Decimal], limit: int = 4) -> tuple[Decimal, ...]:
    """Returns the amounts a customer most likely hands over for ``due``, ascending, exact first.

    For each note or coin, the smallest multiple of it that covers ``due``; of those the ``limit`` smallest.
    What is no amount of cash, such as a note of 0, is passed over.
    """
    amounts = {due}
    for note in (note for note in notes if note.is_finite() and note > ZERO):
        amounts.add((due / note).to_integral_value("ROUND_CEILING") * note)
    return tuple(sorted(amount for amount in amounts if amount >= due)[:limit])
