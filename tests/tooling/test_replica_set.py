"""The three-node set of the tests fails and heals as its users rely on."""

import sys

import pytest

from tests.replica_set import ReplicaSet

pytestmark = pytest.mark.slow


def test_another_member_takes_over_and_nothing_acknowledged_is_lost(
    three_nodes: ReplicaSet, three_node_database: str
) -> None:
    _write(three_nodes, three_node_database, "before")
    old = three_nodes.primary()
    new = three_nodes.step_down()
    assert new is not old
    assert old.running
    _write(three_nodes, three_node_database, "after the step-down")

    new.kill9()
    assert three_nodes.primary() is not new
    _write(three_nodes, three_node_database, "after the kill")

    new.start()
    three_nodes.wait_until_whole()
    assert _written(three_nodes, three_node_database) == {"before", "after the step-down", "after the kill"}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGSTOP")
def test_a_paused_primary_is_replaced_and_comes_back_as_a_secondary(three_nodes: ReplicaSet) -> None:
    old = three_nodes.primary()
    old.pause()
    assert three_nodes.primary() is not old
    three_nodes.wait_until_whole()
    assert old.hello()["secondary"]


def test_a_restarted_member_has_the_same_address_and_data(
    three_nodes: ReplicaSet, three_node_database: str
) -> None:
    _write(three_nodes, three_node_database, "kept")
    member, pid = three_nodes.primary(), three_nodes.primary().pid
    member.restart()
    three_nodes.wait_until_whole()
    assert member.pid != pid
    assert _written(three_nodes, three_node_database) == {"kept"}


def _write(replica_set: ReplicaSet, database: str, name: str) -> None:
    with replica_set.connect() as client:
        client[database].notes.insert_one({"_id": name})


def _written(replica_set: ReplicaSet, database: str) -> set[str]:
    with replica_set.connect() as client:
        return {note["_id"] for note in client[database].notes.find()}
