"""Records as JSON, the form in which this counter's files hold them."""

from typing import TypeVar

import msgspec

T = TypeVar("T")

_encoder = msgspec.json.Encoder(enc_hook=str)  # the hook sees identities only: Id is a kind of str


def encode(record: msgspec.Struct) -> bytes:
    """Returns ``record`` as JSON; the same record gives the same bytes."""
    return _encoder.encode(record)


def decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    """Returns what reads JSON of ``encode`` back; make it once, it is what costs."""
    return msgspec.json.Decoder(kind, dec_hook=_read_id)


def _read_id(kind: type, value: object) -> object:
    return kind(value)
