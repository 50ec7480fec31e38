"""What goes through the pipe between the tests and a selling counter. No behaviour."""

import enum
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from b4mart_desktop.domain.errors import ErrorCode


@dataclass(frozen=True, slots=True)
class Habits:
    """How often, of all customers, a clerk does something beside adding goods and taking cash (0 … 1)."""

    discount: float = 0.1
    split: float = 0.2
    hold: float = 0.08
    recall: float = 0.15
    shift: float = 0.02


BUSY = Habits(discount=0.3, split=0.5, hold=0.3, recall=0.5, shift=0.3)
"""Everything soon: for tests that wait for one particular thing to happen."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One life of a selling counter.

    Attributes:
        data_dir: The counter's files.
        uri: Of the database, its name included.
        register: The code that begins its receipt numbers.
        seed: Makes carts repeatable.
        pause: Most seconds between two customers.
        hot: How many products all registers sell; each of them is in every second cart.
        dies_at: Name of a step (see ``steps``) at which it kills itself in the course of opening.
    """

    data_dir: Path
    uri: str
    register: str
    seed: int
    habits: Habits = field(default_factory=Habits)
    pause: float = 0.0
    hot: int = 20
    dies_at: str | None = None


class Order(enum.Enum):
    """What a counter is told to do."""

    SELL = enum.auto()
    """Sell on and on, until the next order."""

    REST = enum.auto()
    """Stop selling; say so once everything is in the database."""

    FINISH = enum.auto()
    """Sell what is open and put aside, close the shift, then rest."""

    CLOCK_BACK = enum.auto()
    """Work on with a clock an hour behind."""

    END = enum.auto()
    """Close, as the program does when its window is closed."""


@dataclass(frozen=True, slots=True)
class DieAt:
    """Told to a counter: kill yourself when you next come to that step."""

    step: str


@dataclass(frozen=True, slots=True)
class Opened:
    """People can sign in.

    Attributes:
        left: How many facts were on disk and not in the database when it opened.
    """

    left: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A receipt is in the customer's hand.

    Attributes:
        number: The receipt's.
        total: What it says.
        seconds: How long ``pay`` took.
        again: How many transactions this life had to begin again until then.
    """

    number: str
    total: Decimal
    seconds: float
    again: int = 0


@dataclass(frozen=True, slots=True)
class TookCard:
    """A card was charged towards a sale that may not be paid yet; ``reference`` is the bank's."""

    reference: str


@dataclass(frozen=True, slots=True)
class PutAside:
    """A cart was put aside; ``mark`` is in the note of one of its lines."""

    mark: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Something was not done and the clerk was told why."""

    code: ErrorCode


@dataclass(frozen=True, slots=True)
class Rested:
    """Nothing waits any more.

    Attributes:
        set_aside: How many facts need somebody.
    """

    set_aside: int


@dataclass(frozen=True, slots=True)
class TaskDied:
    """A task in the background died of an error nobody expected, and was started again."""

    trace: str


@dataclass(frozen=True, slots=True)
class Broke:
    """An error that nobody expects came up; the process ends."""

    trace: str


Message = Opened | Printed | TookCard | PutAside | Refused | Rested | TaskDied | Broke
