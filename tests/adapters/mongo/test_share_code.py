"""The code for a second counter: it comes back as it was, and nothing but the whole of it is taken."""

import base64
import hashlib
import textwrap
from pathlib import Path

import msgspec
import pytest

from b4mart_desktop.adapters.mongo.embedded.certificates import Certificates
from b4mart_desktop.adapters.mongo.share_code import ShareCode, decode, encode
from b4mart_desktop.domain.errors import AdapterError, ErrorCode

REFUSALS = {
    ErrorCode.SHARE_CODE_UNKNOWN,
    ErrorCode.SHARE_CODE_NEWER,
    ErrorCode.SHARE_CODE_INCOMPLETE,
    ErrorCode.SHARE_CODE_MISTYPED,
}


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> ShareCode:
    certificates = Certificates(tmp_path_factory.mktemp("tls"))
    certificates.renew(["till-1"])
    return ShareCode(("till-1", "192.0.2.7"), 21_034, "counter", "p/s:s@w?rd%", "b4mart", certificates.ca())


def refused(text: str) -> ErrorCode:
    with pytest.raises(AdapterError) as caught:
        decode(text)
    return caught.value.code


def test_it_comes_back_also_out_of_a_letter_with_broken_lines(code: ShareCode) -> None:
    text = encode(code)
    letter = f"Hello,\nhere it is:\n{textwrap.fill(text, 40)}\nB4Mart will be glad"
    assert decode(text) == decode(letter) == code


def test_a_truncated_code_is_incomplete_wherever_it_was_cut(code: ShareCode) -> None:
    text = encode(code)
    start = len("B4MART1.")
    assert {refused(text[:end]) for end in range(start, len(text))} == {ErrorCode.SHARE_CODE_INCOMPLETE}
    assert {refused(text[:end]) for end in range(start - 1)} == {ErrorCode.SHARE_CODE_UNKNOWN}


def test_no_single_wrong_or_missing_character_passes(code: ShareCode) -> None:
    text = encode(code)
    for place, right in enumerate(text):
        wrong = "b" if right == "a" else "a"
        for changed in (text[:place] + wrong + text[place + 1 :], text[:place] + text[place + 1 :]):
            assert refused(changed) in REFUSALS
    assert refused(text.replace(".l", ".k", 1)) is ErrorCode.SHARE_CODE_MISTYPED


def test_a_code_of_a_later_version_is_told_as_such(code: ShareCode) -> None:
    with pytest.raises(AdapterError) as caught:
        decode(encode(code).replace("B4MART1", "B4MART12"))
    assert (caught.value.code, caught.value.data) == (ErrorCode.SHARE_CODE_NEWER, {"version": "12"})


@pytest.mark.parametrize(
    "change",
    [
        {"hosts": ()},
        {"hosts": ("till-1/?x=",)},
        {"hosts": ("a@b",)},
        {"port": 0},
        {"port": 65_536},
        {"database": "../admin"},
        {"ca": b"no certificate"},
        {"password": ""},
    ],
)
def test_contents_that_no_first_counter_writes_are_refused(
    code: ShareCode, change: dict[str, object]
) -> None:
    assert refused(encode(msgspec.structs.replace(code, **change))) is ErrorCode.SHARE_CODE_MISTYPED


@pytest.mark.parametrize("contents", [b"", b"\xc1", msgspec.msgpack.encode([1]), b"\x00" * 300])
def test_nonsense_with_a_right_checksum_is_refused(contents: bytes) -> None:
    text = base64.urlsafe_b64encode(contents).decode().rstrip("=")
    checksum = hashlib.sha256(text.encode()).hexdigest()[:8]
    assert refused(f"B4MART1.{text}.{checksum}") is ErrorCode.SHARE_CODE_MISTYPED


def test_the_uri_keeps_what_is_special_in_it_apart(code: ShareCode, tmp_path: Path) -> None:
    uri = code.uri("till-1", tmp_path / "ca & key.pem")
    assert uri.startswith("mongodb://counter:p%2Fs%3As%40w%3Frd%25@till-1:21034/b4mart?authSource=admin&")
    assert "directConnection=true&tls=true" in uri
    assert uri.endswith("ca%20%26%20key.pem")
