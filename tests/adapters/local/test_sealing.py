"""What this counter's files hold of people cannot be read without the key, nor what lay open before."""

import asyncio
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from b4mart_desktop.adapters.local.desk import SqliteDesk
from b4mart_desktop.adapters.local.journal.journal import SqliteJournal
from b4mart_desktop.adapters.local.sealing import KEY_BYTES, BrokenSealError, Seal
from b4mart_desktop.domain.entries import CustomerAdded
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.sale import with_receipt_number
from b4mart_desktop.domain.tills import Register
from tests.adapters.local.facts import NOON, filled_cart, held_cart, paid_sale
from tests.adapters.local.goods import user
from tests.adapters.local.journals import execute
from tests.adapters.local.version_1 import write_desk, write_journal
from tests.seals import SEAL

REPOSITORY = Path(__file__).parents[3]
SECRET = "Wilhelmina Featherstonehaugh"
REGISTER = Register(id=new_id(), code="7", name="Front", created_at=NOON, updated_at=NOON)
OTHER = Seal([bytes(KEY_BYTES)])


@given(st.binary(max_size=300), st.lists(st.one_of(st.text(), st.integers(0, 2**40), st.none()), max_size=4))
def test_what_is_sealed_comes_back_with_its_context(plain: bytes, context: list[object]) -> None:
    sealed = SEAL.close(plain, *context)
    assert SEAL.open(sealed, *context) == plain
    assert SEAL.close(plain, *context) != sealed
    for wrong in ([*context, None], [*context, ""]):
        with pytest.raises(BrokenSealError):
            SEAL.open(sealed, *wrong)


@given(st.binary(min_size=1, max_size=100), st.data())
def test_any_change_breaks_the_seal(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(SEAL.close(plain, "here"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(BrokenSealError):
        SEAL.open(bytes(sealed), "here")


@pytest.mark.parametrize("damaged", [b"", b"short", "text", None, 7])
def test_what_damage_made_of_it_is_no_seal(damaged: object) -> None:
    with pytest.raises(BrokenSealError):
        SEAL.open(damaged)


def test_older_keys_open_and_the_newest_seals() -> None:
    new = bytes(range(1, KEY_BYTES + 1))
    both = Seal([new, bytes(KEY_BYTES)])
    assert both.open(OTHER.close(b"old")) == b"old"
    assert Seal([new]).open(both.close(b"new")) == b"new"


def readable(folder: Path) -> Iterator[str]:
    """The files in which the customer's name can be read."""
    for file in folder.iterdir():
        if SECRET.split(maxsplit=1)[0].encode() in file.read_bytes():
            yield file.name


def test_no_customer_can_be_read_in_journal_or_desk(tmp_path: Path) -> None:
    with (
        closing(SqliteJournal(tmp_path / "journal.db", SEAL)) as journal,
        closing(SqliteDesk(tmp_path / "desk.db", SEAL)) as desk,
    ):
        asyncio.run(journal.append(CustomerAdded(customer=user(*SECRET.split()))))
        asyncio.run(journal.append_sale(paid_sale(name=SECRET), "A"))
        desk.set_register(REGISTER)
        desk.set_cart(filled_cart(2, SECRET))
        desk.hold(msgspec.structs.replace(held_cart(SECRET), held_by=SECRET))
        assert list(readable(tmp_path)) == []


# ---------------------------------------------------------------- files of version 1


def test_what_lay_open_in_the_journal_is_sealed(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    sales = [with_receipt_number(paid_sale(name=SECRET), "A", number) for number in range(1, 31)]
    write_journal(path, sales)
    execute(path, "DELETE FROM entries WHERE number = 10")  # leaves its page behind
    execute(path, "UPDATE entries SET checksum = x'00' WHERE number = 20")
    assert list(readable(tmp_path)) != []
    with closing(SqliteJournal(path, SEAL)) as journal:
        assert journal.salvage is None
        assert [entry.number for entry in journal.queue()] == [*range(1, 10), *range(11, 20), *range(21, 31)]
        assert [entry.number for entry in journal.damaged()] == [20]
        assert list(readable(tmp_path)) == []
        after = asyncio.run(journal.append_sale(paid_sale(), "A"))
    assert after.order.receipt_number == "A-000031"
    with closing(SqliteJournal(path, SEAL)) as journal:
        assert journal.recent_sales(100) == [after, *sales[:19:-1], *sales[18:9:-1], *sales[8::-1]]


def test_a_damaged_journal_of_version_1_is_salvaged(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    sales = [with_receipt_number(paid_sale(), "A", number) for number in range(1, 31)]
    write_journal(path, sales)
    content = path.read_bytes()
    path.write_bytes(b"not a database" + content[14:])
    with closing(SqliteJournal(path, SEAL)) as journal:
        assert journal.salvage is not None
        assert journal.recent_sales(100) == sales[::-1]


def test_what_lay_open_on_the_desk_is_sealed(tmp_path: Path) -> None:
    cart, held = filled_cart(3, SECRET), held_cart(SECRET)
    write_desk(tmp_path / "desk.db", REGISTER, cart, held)
    assert list(readable(tmp_path)) != []
    with closing(SqliteDesk(tmp_path / "desk.db", SEAL)) as desk:
        assert list(readable(tmp_path)) == []
        assert (desk.register(), desk.cart()) == (REGISTER, cart)
        assert [each.cart for each in desk.held()] == [held.cart]


OPEN = """
import sys
from pathlib import Path
from b4mart_desktop.adapters.local.journal.journal import SqliteJournal
from tests.seals import SEAL
print("begun", flush=True)
SqliteJournal(Path(sys.argv[1]), SEAL)
print("done", flush=True)
"""


@pytest.mark.slow
def test_kill_9_while_rows_are_sealed_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    sales = [with_receipt_number(paid_sale(name=SECRET), "A", number) for number in range(1, 1001)]
    write_journal(path, sales)
    for _ in range(6):
        command = [sys.executable, "-c", OPEN, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=REPOSITORY) as child:
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(random.uniform(0.005, 0.12))
            child.kill()
    with closing(SqliteJournal(path, SEAL)) as journal:
        assert journal.salvage is None
        assert journal.recent_sales(2000) == sales[::-1]
        assert list(readable(tmp_path)) == []


# ---------------------------------------------------------------- a key that is gone


def test_without_its_key_selling_goes_on_and_nothing_is_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"

    def sell(seal: Seal) -> str | None:
        with closing(SqliteJournal(path, seal)) as journal:
            return asyncio.run(journal.append_sale(paid_sale(), "A")).order.receipt_number

    assert [sell(SEAL), sell(SEAL), sell(OTHER)] == ["A-000001", "A-000002", "A-000003"]
    with closing(SqliteJournal(path, OTHER)) as journal:
        assert journal.salvage is None
        assert [entry.number for entry in journal.queue()] == [3]
        assert [entry.number for entry in journal.damaged()] == [1, 2]
    back = Seal([bytes(KEY_BYTES), bytes(range(KEY_BYTES))])
    with closing(SqliteJournal(path, back)) as journal:
        assert [entry.number for entry in journal.next_entries(9)] == [1, 2, 3]
        assert journal.damaged() == []


def test_without_its_key_the_desk_still_says_which_register_it_is(tmp_path: Path) -> None:
    with closing(SqliteDesk(tmp_path / "desk.db", SEAL)) as desk:
        desk.set_register(REGISTER)
        desk.set_cart(filled_cart(1))
        desk.hold(held_cart("by the door"))
    with closing(SqliteDesk(tmp_path / "desk.db", OTHER)) as desk:
        assert (desk.register(), desk.cart(), desk.held()) == (REGISTER, None, [])
