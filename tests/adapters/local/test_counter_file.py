"""A data folder is one device's and one shop's, for good."""

import logging
from pathlib import Path

import pytest

from b4mart_desktop.adapters.local.counter_file import (
    FILE_NAME,
    belong_to,
    device_of,
    keep_register,
    register_of,
    store_of,
)
from b4mart_desktop.domain.errors import AdapterError, ErrorCode
from b4mart_desktop.domain.ids import new_id
from b4mart_desktop.domain.record import utc_now
from b4mart_desktop.domain.tills import Register


def test_a_folder_is_one_device_and_no_other_folder_is(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
    assert device_of(here) == device_of(here) != device_of(there)


def test_a_folder_belongs_to_the_first_shop_it_met(tmp_path: Path) -> None:
    store, device = new_id(), device_of(tmp_path)
    belong_to(tmp_path, store)
    belong_to(tmp_path, store)
    with pytest.raises(AdapterError) as caught:
        belong_to(tmp_path, new_id())
    assert (caught.value.code, caught.value.data) == (ErrorCode.OTHER_DATABASE, {"folder": str(tmp_path)})
    assert device_of(tmp_path) == device


def test_a_folder_remembers_its_register_beside_its_shop(tmp_path: Path) -> None:
    assert register_of(tmp_path) is None
    assert not (tmp_path / FILE_NAME).exists()
    device, store, now = device_of(tmp_path), new_id(), utc_now()
    register = Register(id=new_id(), code="7", name="Front", created_at=now, updated_at=now)
    belong_to(tmp_path, store)
    keep_register(tmp_path, register)
    assert (register_of(tmp_path), store_of(tmp_path), device_of(tmp_path)) == (register, store, device)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"device": 1}'])
def test_a_damaged_file_is_made_anew(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with caplog.at_level(logging.ERROR):
        device = device_of(tmp_path)
    assert "made anew" in caplog.text
    assert device_of(tmp_path) == device


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    with pytest.raises(AdapterError) as caught:
        device_of(tmp_path / "gone")
    assert caught.value.code is ErrorCode.DISK_WRITE_FAILED
