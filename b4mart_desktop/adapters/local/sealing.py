"""Sealing: what this counter's files hold of people, unreadable and unchangeable without the key.

Where the key comes from belongs to ``adapters.security.local_key``, what is sealed to each file's module.
"""

import os
import zlib
from collections.abc import Sequence

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

KEY_BYTES = 32

_NONCE_BYTES = 12
_FASTEST = 1


class BrokenSealError(Exception):
    """What was read is not what was sealed, or it was sealed with a key that is not here."""


class Seal:
    """Seals and opens bytes with ChaCha20-Poly1305 (RFC 8439), a fresh random nonce for each.

    The tag covers the bytes and their context, such as the plain columns beside them: it is the checksum,
    too. Bytes are compressed first, to a quarter for a sale. A nonce drawn twice would be a hole; at a
    hundred thousand seals a day for ten years the odds of that are 1 in 10¹².
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        """Takes keys of ``KEY_BYTES``: the first one seals, all of them open."""
        self._ciphers = [ChaCha20Poly1305(key) for key in keys]

    def close(self, plain: bytes, *context: object) -> bytes:
        """Returns ``plain`` sealed together with ``context``, which is needed again to open it."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._ciphers[0].encrypt(nonce, zlib.compress(plain, _FASTEST), _bound(context))

    def open(self, sealed: object, *context: object) -> bytes:
        """Returns what was sealed together with ``context``; damage may have made anything of either.

        Raises:
            BrokenSealError: It, or its context, is not what it was, or its key is not here.
        """
        if not isinstance(sealed, bytes):
            raise BrokenSealError("not sealed at all")
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        for cipher in self._ciphers:
            try:
                return zlib.decompress(cipher.decrypt(nonce, rest, _bound(context)))
            except (InvalidTag, ValueError):  # ValueError: too short to hold a nonce
                continue
        raise BrokenSealError("the seal is broken, or its key is gone")


def _bound(context: tuple[object, ...]) -> bytes:
    """The context as bytes; two different ones are never the same."""
    return msgspec.json.encode(context, enc_hook=str)
