"""What repairing a product makes of its stock: what the ledger says, or a movement that somebody stands for.

The ledger tells what is on hand also while the document cannot: a repair never changes it by the way.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from b4mart_desktop.domain.errors import DomainError, ErrorCode
from b4mart_desktop.domain.ids import Id, new_id
from b4mart_desktop.domain.misfits import GONE, Change, Misfit, Path, Plain, value_at
from b4mart_desktop.domain.permissions import Action
from b4mart_desktop.domain.stock import MAX_ON_HAND, MovementReason, StockMovement
from b4mart_desktop.services.counter import Counter
from b4mart_desktop.services.ports.repairs import StockRepair

_QUANTITY: Path = ("inventory", "quantity")
_SHORTAGE: Path = ("inventory", "shortage")


def concerns_stock(paths: Iterable[Path]) -> bool:
    """Whether any of those places of a product tells what is on hand."""
    return any(path in (_QUANTITY, _SHORTAGE, _QUANTITY[:1]) for path in paths)


def as_on_hand(on_hand: Decimal) -> dict[Path, Decimal]:
    """Returns what a product's document holds with that on hand."""
    zero = Decimal(0)
    return {_QUANTITY: max(on_hand, zero), _SHORTAGE: max(-on_hand, zero)}


def stock_proposed(misfit: Misfit, document: Plain, ledger: Decimal) -> tuple[Change, ...] | None:
    """Returns what puts a wrong quantity or shortage right by the ledger; None for any other place.

    The other of the two goes with it unless it is wrong itself, and so has a proposal of its own.
    """
    values = as_on_hand(ledger)
    if misfit.path not in values:
        return None
    own = Change(path=misfit.path, value=values.pop(misfit.path))
    ((path, value),) = values.items()
    found = amount_at(document, path)
    return (own,) if found is None or found == value else (own, Change(path=path, value=value))


def short_by(misfit: Misfit, document: Plain, number: Decimal | None) -> tuple[Change, ...] | None:
    """Returns what a quantity below zero means; None where it is none, or the shortage is wrong, too.

    More was sold than was there: the seed knows no stock below zero, this program keeps what is short.
    """
    short = amount_at(document, _SHORTAGE)
    if misfit.path != _QUANTITY or number is None or short is None or not number < 0:
        return None
    return tuple(Change(path=path, value=value) for path, value in as_on_hand(number - short).items())


def amount_at(document: Plain, path: Path) -> Decimal | None:
    """Returns the amount at a place of the stock, 0 where there need be none; None where it is wrong."""
    found = value_at(document, path)
    if found in (GONE, None):
        return None if path == _QUANTITY else Decimal(0)
    if isinstance(found, bool) or not isinstance(found, int | float | Decimal):
        return None
    number = Decimal(str(found))
    return number if number.is_finite() and number >= 0 else None


def stock_repair(
    counter: Counter, mended: Plain, ledger: Decimal | None, changes: Sequence[Change]
) -> StockRepair | None:
    """Returns what a repair does to stock, None where it is not about stock.

    Args:
        counter: Where it is done.
        mended: The product's document with ``changes``.
        ledger: What the ledger says, None where it knows nothing of the product.
        changes: What is to be written.

    Raises:
        DomainError: NOT_ALLOWED where what is on hand would be another than the ledger says and who is
            signed in may not adjust stock; QUANTITY_OUT_OF_RANGE.
    """
    quantity, shortage = amount_at(mended, _QUANTITY), amount_at(mended, _SHORTAGE)
    if quantity is None or shortage is None or not concerns_stock(change.path for change in changes):
        return None
    before, after = ledger or Decimal(0), quantity - shortage
    if after == before:
        return StockRepair(ledger=ledger)
    permit = counter.permit(Action.ADJUST_STOCK)
    if abs(after) > MAX_ON_HAND:
        raise DomainError(
            ErrorCode.QUANTITY_OUT_OF_RANGE, quantity=after, least=-MAX_ON_HAND, most=MAX_ON_HAND
        )
    product = Id(str(mended["_id"]))
    movement = StockMovement(
        id=new_id(),
        product=product,
        delta=after - before,
        reason=MovementReason.ADJUSTMENT,
        register=counter.register().id,
        user=permit.user.id,
        at=counter.clock(),
    )
    details = {"product": mended.get("name"), "before": _said(before), "after": _said(after)}
    return StockRepair(
        ledger=ledger, movement=movement, audit=counter.audit(permit, product, repaired="products", **details)
    )


def _said(number: Decimal) -> str:
    return f"{number.normalize():f}"
