"""Whatever happens to the journal's bytes: what can be read is kept, the rest is told, nothing is made up."""

import asyncio
import contextlib
import random
import secrets
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from b4mart_desktop.adapters.local.journal.journal import SqliteJournal
from b4mart_desktop.adapters.local.sealing import KEY_BYTES, Seal
from b4mart_desktop.domain.errors import AdapterError
from b4mart_desktop.domain.sale import Sale
from tests.adapters.local.facts import paid_sale
from tests.adapters.local.journals import overwrite
from tests.seals import SEAL

SALES, POSTED = 40, 15
SIDES = ("", "-wal", "-mark")
SEEDS = 15


@pytest.fixture(scope="module")
def crashed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Sale]]:
    """The files of a counter that lost its power: some sales in the file, the rest in its log."""
    live = tmp_path_factory.mktemp("live") / "journal.db"
    left = tmp_path_factory.mktemp("left") / "journal.db"
    sales = sell(live, SALES // 2)
    with closing(SqliteJournal(live, SEAL)) as journal:
        sales += asyncio.run(_sell(journal, SALES // 2))
        journal.mark_posted(range(1, POSTED + 1))
        for side in SIDES:
            shutil.copyfile(f"{live}{side}", f"{left}{side}")
    return left, sales


async def _sell(journal: SqliteJournal, count: int) -> list[Sale]:
    return [await journal.append_sale(paid_sale(), "A") for _ in range(count)]


def sell(path: Path, count: int) -> list[Sale]:
    with closing(SqliteJournal(path, SEAL)) as journal:
        return asyncio.run(_sell(journal, count))


@pytest.fixture
def path(crashed: tuple[Path, list[Sale]], tmp_path: Path) -> Path:
    """A copy of those files."""
    for side in SIDES:
        shutil.copyfile(f"{crashed[0]}{side}", tmp_path / f"journal.db{side}")
    return tmp_path / "journal.db"


def check(path: Path, sales: list[Sale]) -> tuple[int, int | None]:
    """Opens the file and sees that nothing is made up, gone without a word or used twice.

    Returns how many sales can be read, and how many are said to be lost.
    """
    with closing(SqliteJournal(path, SEAL)) as journal:
        readable = journal.recent_sales(10 * SALES)
        queued, damaged = journal.queue(), journal.damaged()
        lost = 0 if journal.salvage is None else journal.salvage.lost
        after = asyncio.run(journal.append_sale(paid_sale(), "A"))
        again = asyncio.run(_sell(journal, 1))[0]
    known = {sale.order.id: sale for sale in sales}
    assert all(known[sale.order.id] == sale for sale in readable)
    waiting = {entry.number for entry in queued} | {entry.number for entry in damaged}
    missing = set(range(POSTED + 1, SALES + 1)) - waiting
    assert lost is None or len(missing) <= lost
    used = {str(sale.order.receipt_number) for sale in sales}
    assert not {str(after.order.receipt_number), str(again.order.receipt_number)} & used
    assert after.order.receipt_number != again.order.receipt_number
    return len(readable), lost


def flip_bits(file: Path, chance: random.Random) -> None:
    """Flips one to four bits anywhere in ``file``."""
    content = file.read_bytes()
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(content))
        overwrite(file, place, bytes([content[place] ^ 1 << chance.randrange(8)]))


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("seed", range(SEEDS))
def test_flipped_bits_cost_what_they_hit_and_no_more(
    path: Path, crashed: tuple[Path, list[Sale]], side: str, seed: int
) -> None:
    flip_bits(Path(f"{path}{side}"), random.Random(seed))
    readable, _ = check(path, crashed[1])
    assert readable >= SALES - 8  # two pages a flip at the most, each with two rows


def tear(path: Path) -> None:
    """Cuts the log off in the middle of its last transaction."""
    log = Path(f"{path}-wal")
    log.write_bytes(log.read_bytes()[:-1000])


def test_a_torn_log_costs_no_more_than_what_was_being_written(
    path: Path, crashed: tuple[Path, list[Sale]]
) -> None:
    tear(path)  # the last transaction marked entries as posted
    with closing(SqliteJournal(path, SEAL)) as journal:
        assert journal.salvage is None
        assert journal.state().waiting == SALES


def remove_log(path: Path) -> None:
    Path(f"{path}-wal").unlink()


def put_a_strangers_log_there(path: Path) -> None:
    """The log of another journal, whole and sound."""
    other = path.with_name("other.db")
    with closing(SqliteJournal(other, Seal([secrets.token_bytes(KEY_BYTES)]))) as journal:
        asyncio.run(_sell(journal, 3))
        shutil.copyfile(f"{other}-wal", f"{path}-wal")


@pytest.mark.parametrize("harm", [remove_log, put_a_strangers_log_there])
def test_a_log_that_is_gone_or_foreign_is_noticed_and_no_number_comes_twice(
    path: Path, crashed: tuple[Path, list[Sale]], harm: Callable[[Path], None]
) -> None:
    harm(path)
    assert check(path, crashed[1]) == (SALES // 2, SALES // 2)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_read_as_far_as_it_goes(
    path: Path, crashed: tuple[Path, list[Sale]], share: float
) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    readable, _ = check(path, crashed[1])
    assert readable >= SALES // 2 - 2  # what is in the log is whole


@pytest.mark.parametrize("place", [0, 16, 24, 60, 68])
def test_a_damaged_header_costs_nothing(path: Path, crashed: tuple[Path, list[Sale]], place: int) -> None:
    SqliteJournal(path, SEAL).close()  # so that all is in the file
    overwrite(path, place, b"\xa5\x5a\xa5\x5a")
    assert check(path, crashed[1]) == (SALES, 0)


def test_a_salvage_that_is_cut_short_goes_on_at_the_next_start(
    path: Path, crashed: tuple[Path, list[Sale]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever step of it is the last."""
    remove_log(path)
    replace, left, opened = Path.replace, 0, list[SqliteJournal]()

    def replace_or_stop(self: Path, target: Path) -> Path:
        nonlocal left
        if not left:
            raise InterruptedError
        left -= 1
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", replace_or_stop)
    steps = 0
    while not opened:
        steps += 1
        left = steps - 1
        with contextlib.suppress(AdapterError):
            opened.append(SqliteJournal(path, SEAL))
    with closing(opened[0]) as journal:
        assert steps > 2
        assert journal.salvage is not None
        assert journal.recent_sales(SALES) == crashed[1][SALES // 2 - 1 :: -1]
        after = asyncio.run(journal.append_sale(paid_sale(), "A"))
    assert after.order.receipt_number == f"A-{SALES + 1:06d}"
