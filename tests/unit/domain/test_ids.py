"""Identities: unique, in order of time, and like those of MongoDB."""

import os
import time

import pytest
from bson import ObjectId

from b4mart_desktop.domain.ids import Id, IdFactory, new_id, parse_id


def test_identities_differ_and_are_object_ids() -> None:
    ids = [new_id() for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert all(str(ObjectId(identity)) == identity for identity in ids)


def test_identities_tell_when_they_were_made() -> None:
    before = int(time.time())
    assert before <= ObjectId(new_id()).generation_time.timestamp() <= time.time()


def test_factories_do_not_repeat_each_other() -> None:
    first, second = IdFactory(), IdFactory()
    assert {first() for _ in range(100)}.isdisjoint({second() for _ in range(100)})


def test_a_forked_child_does_not_repeat_its_parents(monkeypatch: pytest.MonkeyPatch) -> None:
    factory = IdFactory()
    parent = factory()
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert factory()[8:18] != parent[8:18]


def test_an_identity_is_read_in_any_case() -> None:
    assert parse_id("6561F0C2A1B2C3D4E5F60718") == Id("6561f0c2a1b2c3d4e5f60718")


@pytest.mark.parametrize("text", ["", "6561f0c2", "6561f0c2a1b2c3d4e5f6071z", "6561f0c2a1b2c3d4e5f607180"])
def test_what_is_no_identity(text: str) -> None:
    with pytest.raises(ValueError, match=r"hex digits|invalid literal"):
        parse_id(text)
