"""Which pieces go into which sets (buy and get, mix and match, bundles): the search, in whole numbers.

Pieces are laid out by falling price and given one after the other to a set, or left. What matters of the
past is only how far the open sets are, so equal states are merged and the better one kept (dynamic
programming). Where there are more states than a ``Budget`` allows the best ones are kept; below that the
result is exact. It is never worse than ``_sweep``, which fills one promotion's sets after the other's.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

MOST_STEPS = 3_000
"""Bound on the work for one cart, in pieces given to a set or left: about 1 ms."""

_LEAST_WIDTH = 6


class Lot(NamedTuple):
    """Pieces that are alike.

    Attributes:
        price: Worth of one piece.
        base: What one piece takes off without any set.
        pieces: How many there are.
    """

    price: int
    base: int
    pieces: int


class Pool(NamedTuple):
    """How a promotion makes sets.

    Attributes:
        sizes: Pieces of each part of a set.
        lots: Which lots each part may be of.
        price: What a whole set costs; None where ``got`` pieces of it are cheaper.
        got: The cheapest pieces of the set, which are off by ``share`` percent.
        share: In hundredths of a percent.
        within: Whether all pieces of a set are of one lot.
    """

    sizes: tuple[int, ...]
    lots: tuple[frozenset[int], ...]
    price: int | None = None
    got: int = 0
    share: int = 0
    within: bool = False

    @property
    def size(self) -> int:
        """Pieces of a whole set."""
        return sum(self.sizes)

    def off(self, price: int) -> int:
        """Returns what a got piece of that price is off."""
        return price * self.share // 10_000


class Budget:
    """The steps that all searches for one cart may take together."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self._left = steps

    def share(self, searches: int) -> int:
        """Returns how many steps the next of so many searches may take; what it leaves is for the others."""
        return self._left // searches

    def spend(self, steps: int) -> None:
        """Takes off what a search took."""
        self._left -= steps


class InSet(NamedTuple):
    """So many pieces of a lot are in a pool's sets, ``got`` of them the cheaper ones."""

    pool: int
    lot: int
    pieces: int
    got: int


class Found(NamedTuple):
    """Sets, and what they take off more than the same pieces would without them."""

    gain: int
    taken: tuple[InSet, ...]


def best_sets(
    lots: Sequence[Lot], pools: Sequence[Pool], budget: Budget, searches: int = 1
) -> tuple[InSet, ...]:
    """Returns the sets that take most off; none where they take nothing more.

    Args:
        lots: What there is.
        pools: Promotions that make sets of it.
        budget: Of the whole cart.
        searches: How many have to share it, this one included.
    """
    order = sorted({lot for pool in pools for part in pool.lots for lot in part})
    order.sort(key=lambda lot: -lots[lot].price)  # stable: equal prices stay in the caller's order
    swept = _sweep(lots, pools, order)
    if len(pools) == 1 and (pools[0].within or (pools[0].price is not None and len(pools[0].sizes) == 1)):
        return swept.taken  # the best there is: nothing else wants the pieces
    pieces = sum(lots[lot].pieces for lot in order)
    ways = 1 + sum(len(pool.sizes) for pool in pools)
    width = budget.share(searches) // (pieces * ways) if pieces else 0
    if width < _LEAST_WIDTH:
        return swept.taken
    search = _Search(lots, pools, width)
    searched = search.run(order)
    budget.spend(search.steps)
    return searched.taken if searched.gain > swept.gain else swept.taken


# ------------------------------------------------------------ one promotion after the other


def _sweep(lots: Sequence[Lot], pools: Sequence[Pool], order: Sequence[int]) -> Found:
    """Fills the pools' sets, those of the pool first that gains most alone."""
    left, gained = [lot.pieces for lot in lots], 0
    alone = [_fill(lots, pool, order, left) for pool in pools]
    taken: list[InSet] = []
    for number in sorted(range(len(pools)), key=lambda number: -alone[number][0]):  # stable
        gain, counts = _fill(lots, pools[number], order, left) if taken else alone[number]
        gained += gain
        taken += [InSet(number, lot, pieces, got) for lot, (pieces, got) in counts.items()]
        for lot, (pieces, _) in counts.items():
            left[lot] -= pieces
    return Found(gained, tuple(sorted(taken)))


_Filled = tuple[int, dict[int, tuple[int, int]]]
"""What sets gain, and of each lot how many pieces are in them, and how many of those are got."""


def _fill(lots: Sequence[Lot], pool: Pool, order: Sequence[int], left: Sequence[int]) -> _Filled:
    """Returns the sets one pool makes of what is left as long as they gain."""
    if len(pool.sizes) > 1:
        return _fill_parts(lots, pool, order, left)
    fitting = [lot for lot in order if lot in pool.lots[0]]
    return (_fill_lots if pool.within else _fill_row)(lots, pool, fitting, left)


def _fill_lots(lots: Sequence[Lot], pool: Pool, fitting: Sequence[int], left: Sequence[int]) -> _Filled:
    """Makes each set of one lot."""
    gained, counts = 0, {}
    for lot in fitting:
        price, base, _ = lots[lot]
        off = pool.off(price) * pool.got if pool.price is None else price * pool.size - pool.price
        gain, sets = off - base * pool.size, left[lot] // pool.size
        if gain > 0 and sets:
            gained += gain * sets
            counts[lot] = pool.size * sets, pool.got * sets
    return gained, counts


def _fill_row(lots: Sequence[Lot], pool: Pool, fitting: Sequence[int], left: Sequence[int]) -> _Filled:
    """Lays all pieces in a row and makes a set of the first ones, of the next ones, and so on."""
    has_price, cost = pool.price is not None, pool.price or 0
    worth = [lots[lot].price * has_price - lots[lot].base for lot in fitting]
    places = list(range(len(fitting)))
    if has_price:
        places.sort(key=lambda place: -worth[place])
    row = [place for place in places for _ in range(left[fitting[place]])]
    gains = [worth[place] for place in row]
    offs = [pool.off(lots[fitting[place]].price) for place in row] if pool.got else []
    gained, end, size = 0, 0, pool.size
    got_row: list[int] = []
    for stop in range(size, len(row) + 1, size):
        gain = sum(gains[end:stop]) + sum(offs[stop - pool.got : stop]) - cost
        if gain <= 0:
            break
        if offs:
            got_row += row[stop - pool.got : stop]
        gained, end = gained + gain, stop
    got = Counter(got_row)
    return gained, {fitting[place]: (count, got[place]) for place, count in Counter(row[:end]).items()}


def _fill_parts(lots: Sequence[Lot], pool: Pool, order: Sequence[int], left: Sequence[int]) -> _Filled:
    """Makes each set of the best piece left for every part, alike sets at once."""
    cost, still, gained = pool.price or 0, list(left), 0
    worth = [lot.price - lot.base for lot in lots]
    dearest_last = list(reversed(order))
    dearest_last.sort(key=worth.__getitem__)
    fitting = [[lot for lot in dearest_last if lot in part and left[lot]] for part in pool.lots]
    counts: Counter[int] = Counter()
    while composed := _compose(pool, fitting, still):
        gain = sum(worth[lot] * count for lot, count in composed.items()) - cost
        if gain <= 0:
            break
        times = min(still[lot] // count for lot, count in composed.items())
        gained += gain * times
        for lot, count in composed.items():
            still[lot] -= count * times
            counts[lot] += count * times
    return gained, {lot: (count, 0) for lot, count in counts.items()}


def _compose(pool: Pool, fitting: Sequence[list[int]], left: Sequence[int]) -> dict[int, int] | None:
    """Returns one set out of what is left, the last of ``fitting`` first; None where it cannot be filled.

    Forgets lots that are used up.
    """
    used: dict[int, int] = {}
    for missing, part in zip(pool.sizes, fitting, strict=True):
        while part and not left[part[-1]]:
            part.pop()
        for lot in reversed(part):
            count = min(missing, left[lot] - used.get(lot, 0))
            if count:
                used[lot] = used.get(lot, 0) + count
                missing -= count
            if not missing:
                break
        if missing:
            return None
    return used


# ------------------------------------------------------------ all together


_Path = tuple["_Path | None", int, int, bool]
"""How a state was reached: what came before, and of the last piece its set's pool, lot and whether it is got.

Plain tuples, like moves: the search makes thousands of them while somebody waits for a total.
"""

_State = tuple[int, ...]
_States = dict[_State, tuple[int, _Path | None]]

_Move = tuple[_State, bool, bool]
"""What a piece does to the open sets, and whether it is a got one or completes a set."""


class _Choice(NamedTuple):
    """A part of a set that a piece may go to, and what that gains.

    Attributes:
        gain: Of any piece.
        got: More for a got piece.
        completing: Less for one that completes a set.
        moves: Those that are known already, by the state before.
    """

    pool: int
    part: int
    gain: int
    got: int
    completing: int
    moves: dict[_State, _Move | None]


class _Search:
    """One search.

    Attributes:
        steps: How many it took.
    """

    def __init__(self, lots: Sequence[Lot], pools: Sequence[Pool], width: int) -> None:
        self._lots = lots
        self._pools = pools
        self._width = width
        self._starts = [sum(len(pool.sizes) for pool in pools[:number]) for number in range(len(pools))]
        self._nothing: _State = (0,) * sum(len(pool.sizes) for pool in pools)
        self._most = [_most_sets(lots, pool) for pool in pools]
        self._moves: dict[tuple[int, int], dict[_State, _Move | None]] = {}
        self.steps = 0

    def run(self, order: Sequence[int]) -> Found:
        """Returns the best sets of those pieces."""
        states: _States = {self._nothing: (0, None)}
        for lot in order:
            choices, promises = self._choices(lot), self._promises(lot)
            for _ in range(self._lots[lot].pieces):
                self.steps += len(states) * (len(choices) + 1)
                states = self._narrowed(self._with_piece(states, lot, choices), promises)
            states = self._end_of_lot(states)
        gain, path = states[self._nothing]
        return Found(gain, _counted(path))

    def _choices(self, lot: int) -> list[_Choice]:
        """Returns where a piece of the lot may go.

        A set with a price is paid for piece by piece, lest open ones look better than they are.
        """
        price, base, _ = self._lots[lot]
        choices = []
        for number, pool in enumerate(self._pools):
            worth, rest = (
                (0, 0) if pool.price is None else (price - pool.price // pool.size, pool.price % pool.size)
            )
            choices += [
                _Choice(
                    number,
                    part,
                    worth - base,
                    pool.off(price),
                    rest,
                    self._moves.setdefault((number, part), {}),
                )
                for part, fitting in enumerate(pool.lots)
                if lot in fitting and self._most[number]
            ]
        return choices

    def _with_piece(self, states: _States, lot: int, choices: Sequence[_Choice]) -> _States:
        """Gives one piece to each set it may go to, or to none."""
        after = dict(states)
        for number, part, gain, got, completing, moves in choices:
            for state, (before, path) in states.items():
                if state not in moves:
                    moves[state] = self._move(number, part, state)
                move = moves[state]
                if move is None:
                    continue
                reached, is_got, completes = move
                total = before + gain + (got if is_got else 0) - (completing if completes else 0)
                known = after.get(reached)
                if known is None or total > known[0]:
                    after[reached] = total, (path, number, lot, is_got)
        return after

    def _move(self, number: int, part: int, state: _State) -> _Move | None:
        pool, start = self._pools[number], self._starts[number]
        counts = list(state[start : start + len(pool.sizes)])
        counts[part] += 1
        if counts[part] > pool.sizes[part] * self._most[number]:
            return None
        got = pool.price is None and counts[part] > pool.size - pool.got
        completes = all(count >= size for count, size in zip(counts, pool.sizes, strict=True))
        if completes:
            counts = [count - size for count, size in zip(counts, pool.sizes, strict=True)]
        return (*state[:start], *counts, *state[start + len(counts) :]), got, completes

    def _end_of_lot(self, states: _States) -> _States:
        """Gives up the open sets that take pieces of one lot only."""
        closed = [self._starts[number] for number, pool in enumerate(self._pools) if pool.within]
        if not closed:
            return states
        return {state: value for state, value in states.items() if not any(state[at] for at in closed)}

    def _promises(self, lot: int) -> list[tuple[int, int]]:
        """What a piece of an open set of buy and get may still gain: it comes with the last ones only."""
        price = self._lots[lot].price
        return [
            (at, pool.off(price) * pool.got // pool.size)
            for at, pool in zip(self._starts, self._pools, strict=True)
            if pool.price is None
        ]

    def _narrowed(self, states: _States, promises: Sequence[tuple[int, int]]) -> _States:
        if len(states) <= self._width:
            return states
        hopes = []
        for state, (gain, _) in states.items():
            for at, each in promises:
                if state[at]:
                    gain += state[at] * each
            hopes.append((-gain, state))
        hopes.sort()
        kept = {state: states[state] for _, state in hopes[: self._width]}
        return kept | {self._nothing: states[self._nothing]}


def _most_sets(lots: Sequence[Lot], pool: Pool) -> int:
    return min(
        sum(lots[lot].pieces for lot in part) // size
        for size, part in zip(pool.sizes, pool.lots, strict=True)
    )


def _counted(path: _Path | None) -> tuple[InSet, ...]:
    counts: dict[tuple[int, int], tuple[int, int]] = {}
    while path is not None:
        path, pool, lot, is_got = path
        pieces, got = counts.get((pool, lot), (0, 0))
        counts[pool, lot] = pieces + 1, got + is_got
    return tuple(InSet(pool, lot, pieces, got) for (pool, lot), (pieces, got) in sorted(counts.items()))
