"""The word index beside the replica: keeps up with it, survives crashes, and is made again when it is bad."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from b4mart_desktop.adapters.local.replica.words import folder_of, open_index
from b4mart_desktop.adapters.local.replica.words_write import WordIndexer
from b4mart_desktop.domain.catalog import ProductStatus
from tests.adapters.local.goods import Replica, identity, open_empty, product

NAMES = ["Milk", "Oat milk", "Rye bread"]


@pytest.fixture
def shop(replica: Replica) -> Replica:
    replica.load(products=[product(name, f"400{number}") for number, name in enumerate(NAMES)])
    return replica


def folder(shop: Replica) -> Path:
    found = folder_of(shop.file)
    assert found is not None
    return found


def documents(shop: Replica) -> int:
    return open_index(folder(shop)).searcher().num_docs


def files(shop: Replica, ending: str) -> list[Path]:
    return sorted(folder(shop).glob(f"*.{ending}"))


def test_changes_are_taken_in_once(shop: Replica) -> None:
    milk = product("Milk")
    shop.change("products", milk)
    shop.change("products", product("Skimmed milk", id=identity(milk)))
    assert (documents(shop), shop.indexer.pending()) == (4, 0)
    assert shop.found("skimmed") == ["Skimmed milk"]
    shop.change("products", product("Milk", id=identity(milk), status=ProductStatus.INACTIVE))
    assert (documents(shop), shop.found("skimmed")) == (3, [])
    shop.change("products", product("Milk", id=identity(milk)))
    shop.delete("products", identity(milk))
    assert documents(shop) == 3


def test_a_change_that_concerns_no_word_leaves_the_index_alone(shop: Replica) -> None:
    milk = product("Cream")
    shop.change("products", milk)
    before = (folder(shop) / "meta.json").stat().st_ino
    shop.change("products", product("Cream", id=identity(milk), quantity=1))
    assert (folder(shop) / "meta.json").stat().st_ino == before


def test_a_crash_before_the_marks_go_indexes_the_same_rows_again(shop: Replica) -> None:
    with shop.file.writing() as connection:
        connection.execute("INSERT INTO unindexed SELECT row FROM products")
    WordIndexer(shop.file).drain()
    assert documents(shop) == len(NAMES)


def test_many_rows_are_taken_in_bit_by_bit(shop: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("b4mart_desktop.adapters.local.replica.words_write.CHUNK", 2)
    with shop.file.writing() as connection:
        connection.execute("INSERT INTO unindexed SELECT row FROM products")
    assert [shop.indexer.drain(2), shop.indexer.drain(2)] == [1, 0]
    assert sorted(shop.found("m")) == ["Milk", "Oat milk"]


def lose_meta(shop: Replica) -> None:
    (folder(shop) / "meta.json").unlink()


def lose_folder(shop: Replica) -> None:
    shutil.rmtree(folder(shop))


def lose_home(shop: Replica) -> None:
    shutil.rmtree(folder(shop).parent)


def garble_meta(shop: Replica) -> None:
    (folder(shop) / "meta.json").write_text("{")


def lose_postings(shop: Replica) -> None:
    files(shop, "idx")[0].unlink()


def empty_terms(shop: Replica) -> None:
    os.truncate(files(shop, "term")[0], 0)


def flip_bits(shop: Replica) -> None:
    """Nothing but the checksum shows it."""
    with files(shop, "term")[0].open("r+b") as file:
        first = file.read(40)
        file.seek(0)
        file.write(bytes(byte ^ 255 for byte in first))


def forget(shop: Replica) -> None:
    with shop.file.writing() as connection:
        connection.execute("DELETE FROM meta WHERE key = 'words'")


DAMAGE = [lose_meta, lose_folder, lose_home, garble_meta, lose_postings, empty_terms, flip_bits, forget]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_bad_index_is_made_again_at_the_next_start(
    shop: Replica, damage: Callable[[Replica], None]
) -> None:
    damage(shop)
    started = Replica(shop.file)
    started.indexer.drain()
    assert sorted(started.found("milk")) == ["Milk", "Oat milk"]
    assert [entry.name for entry in folder(shop).parent.iterdir()] == [folder(shop).name]


@pytest.mark.parametrize("damage", [lose_meta, lose_folder, garble_meta, lose_postings, empty_terms])
def test_without_an_index_names_that_begin_so_and_codes_are_found(
    shop: Replica, damage: Callable[[Replica], None]
) -> None:
    damage(shop)
    started = Replica(shop.file)
    assert started.found("milk") == ["Milk"]
    assert started.found("mlik") == []
    assert started.found("4001") == ["Oat milk"]
    started.indexer.drain()
    assert sorted(started.found("milk")) == ["Milk", "Oat milk"]


def panic(shop: Replica) -> None:
    """Makes tantivy's own code fail where it reads, without an error that it knows."""
    path = files(shop, "idx")[0]
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(b"\xff" * 40 + content[40:])


def test_damage_that_shows_only_in_a_search_is_mended_while_the_program_runs(shop: Replica) -> None:
    assert sorted(shop.found("milk")) == ["Milk", "Oat milk"]
    panic(shop)
    opened = Replica(shop.file)
    assert opened.found("milk") == ["Milk"]
    shop.indexer.drain()  # has seen the index whole, and is told by the mark
    assert sorted(opened.found("milk")) == ["Milk", "Oat milk"]


def test_another_files_index_is_never_used(shop: Replica, tmp_path: Path) -> None:
    with open_empty(tmp_path / "other.sqlite") as other:
        other.load(products=[product("Milk of another shop")])
        shutil.rmtree(folder(other).parent)
        shutil.copytree(folder(shop).parent, folder(other).parent)
        assert other.found("oat") == []
        other.indexer.drain()
        assert other.found("milk") == ["Milk of another shop"]


def test_a_new_replica_in_the_same_place_does_not_take_the_old_index(tmp_path: Path) -> None:
    path = tmp_path / "replica.sqlite"
    with open_empty(path) as old:
        old.load(products=[product("Milk"), product("Bread")])
    path.unlink()
    with open_empty(path) as new:
        assert new.found("milk") == []
        new.load(products=[product("Milk powder")])
        assert new.found("milk") == ["Milk powder"]


def test_a_search_sees_what_another_process_indexed(shop: Replica) -> None:
    assert shop.found("quinoa") == []
    with shop.file.writing() as connection:
        connection.execute("UPDATE products SET words = 'quinoa q' || char(10) || 'quinoa q' WHERE row = 1")
        connection.execute("INSERT INTO unindexed VALUES (1)")
    child = (
        "import sys; from pathlib import Path\n"
        "from b4mart_desktop.adapters.local.replica.file import open_replica\n"
        "from b4mart_desktop.adapters.local.replica.words_write import WordIndexer\n"
        "file = open_replica(Path(sys.argv[1]), 'embedded'); left = WordIndexer(file).drain(); file.close()\n"
        "sys.exit(left)\n"
    )
    subprocess.run([sys.executable, "-c", child, str(shop.file.path)], check=True, timeout=60)
    assert shop.found("quinoa") == ["Milk"]


def test_while_another_process_indexes_nothing_is_done_and_nothing_lost(shop: Replica) -> None:
    writer = open_index(folder(shop)).writer(15_000_000, 1)
    shop.change("products", product("Quark"))
    assert shop.indexer.pending() == 1
    writer.wait_merging_threads()
    assert shop.indexer.drain() == 0
    assert shop.found("quark") == ["Quark"]
