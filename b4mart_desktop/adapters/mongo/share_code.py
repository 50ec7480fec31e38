"""The code that ``share`` prints and ``join`` reads: all that a second counter needs, in one piece of text.

Belongs here: its contents, writing and reading it. Does not belong here: where either counter keeps it.

    B4MART1.<contents, msgpack in base64url>.<first 8 digits of their SHA-256>

The checksum is against mistakes in copying, not against people: who has the code has the password in it.
"""

import base64
import binascii
import hashlib
import re
import ssl
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import msgspec

from b4mart_desktop.domain.errors import AdapterError, ErrorCode

VERSION = 1
_CHECKSUM_DIGITS = 8
_SHAPE = re.compile(r"B4MART(\d+)\.([\w-]*)(?:\.([0-9a-f]{0,8}))?", re.ASCII)

HOST_PATTERN = r"^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$"
Host = Annotated[str, msgspec.Meta(pattern=HOST_PATTERN)]


class ShareCode(msgspec.Struct, frozen=True, array_like=True):
    """Where the first counter's server is and how to sign in there.

    Attributes:
        hosts: Names and IPv4 addresses of the first counter, the computer's name first.
        port: The server's TCP port.
        user: The database user that counters share.
        password: Its password.
        database: The shop's database.
        ca: The certificate (DER) that the server's certificate is signed with.
    """

    hosts: Annotated[tuple[Host, ...], msgspec.Meta(min_length=1, max_length=64)]
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)]
    user: Annotated[str, msgspec.Meta(min_length=1)]
    password: Annotated[str, msgspec.Meta(min_length=1)]
    database: Annotated[str, msgspec.Meta(pattern=r"^[\w-]{1,60}$")]
    ca: bytes

    @property
    def fingerprint(self) -> str:
        """Tells this first counter from every other one, whatever its address is."""
        return hashlib.sha256(self.ca).hexdigest()[:32]

    def uri(self, host: str, ca_file: Path) -> str:
        """Return the URI that reaches the server at ``host``; ``ca_file`` holds ``ca`` as PEM.

        A direct connection, because the replica set's one member calls itself 127.0.0.1.
        """
        user, password = quote(self.user, safe=""), quote(self.password, safe="")
        options = f"authSource=admin&directConnection=true&tls=true&tlsCAFile={quote(str(ca_file), safe='')}"
        return f"mongodb://{user}:{password}@{host}:{self.port}/{self.database}?{options}"

    def ca_pem(self) -> str:
        """Return the certificate as the driver wants it in a file."""
        return ssl.DER_cert_to_PEM_cert(self.ca)

    def tls_context(self) -> ssl.SSLContext:
        """Return what trusts this server and no other."""
        context = ssl.create_default_context(cadata=self.ca)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context


def encode(code: ShareCode) -> str:
    """Return the code as text without spaces."""
    contents = base64.urlsafe_b64encode(msgspec.msgpack.encode(code)).decode().rstrip("=")
    return f"B4MART{VERSION}.{contents}.{_checksum(contents)}"


def decode(text: str) -> ShareCode:
    """Read a code back, wherever it stands in ``text`` and however its lines were broken.

    Raises:
        AdapterError: SHARE_CODE_UNKNOWN where there is none, SHARE_CODE_NEWER (``version``),
            SHARE_CODE_INCOMPLETE where its end is missing, SHARE_CODE_MISTYPED.
    """
    found = _SHAPE.search(re.sub(r"\s", "", text))
    if found is None:
        raise AdapterError(ErrorCode.SHARE_CODE_UNKNOWN)
    version, contents, checksum = found.groups()
    if int(version) != VERSION:
        raise AdapterError(ErrorCode.SHARE_CODE_NEWER, version=version)
    if len(checksum or "") < _CHECKSUM_DIGITS:
        raise AdapterError(ErrorCode.SHARE_CODE_INCOMPLETE)
    if checksum != _checksum(contents):
        raise AdapterError(ErrorCode.SHARE_CODE_MISTYPED)
    return _read(contents)


def _read(contents: str) -> ShareCode:
    try:
        packed = base64.urlsafe_b64decode(contents + "=" * (-len(contents) % 4))
        code = msgspec.msgpack.decode(packed, type=ShareCode)
        code.tls_context()
    except (binascii.Error, msgspec.DecodeError, ValueError, ssl.SSLError) as error:
        raise AdapterError(ErrorCode.SHARE_CODE_MISTYPED) from error
    return code


def _checksum(contents: str) -> str:
    return hashlib.sha256(contents.encode()).hexdigest()[:_CHECKSUM_DIGITS]
