"""Whether our own server is open to other counters: the wish on disk, and what it means for the server.

The wish is written by ``share`` (see ``b4mart_desktop.app.sharing``), also while the server runs; the program
that runs the server reads it. Before the first wish the server speaks plain MongoDB on this computer only.
From then on it always speaks TLS, so that the program's own connections outlast every later wish.
"""

import secrets
from pathlib import Path

import msgspec

from b4mart_desktop.adapters.mongo.connect import DATABASE_NAME
from b4mart_desktop.adapters.mongo.embedded.addresses import addresses_of_this_computer
from b4mart_desktop.adapters.mongo.embedded.certificates import Certificates
from b4mart_desktop.adapters.mongo.embedded.folder import HOST
from b4mart_desktop.adapters.mongo.share_code import Host, ShareCode
from b4mart_desktop.adapters.secret_file import write_secret

ANY_HOST = "0.0.0.0"
COUNTER_USER = "b4mart-counter"
_PASSWORD_BYTES = 24


class Sharing(msgspec.Struct, frozen=True):
    """The wish.

    Attributes:
        on: Whether other counters may connect.
        password: Of the database user that they share.
        hosts: Further names and addresses of this computer, beside those it knows itself.
    """

    on: bool
    password: str
    hosts: tuple[Host, ...] = ()

    @property
    def listens_on(self) -> str:
        """The address for the server to listen on."""
        return ANY_HOST if self.on else HOST


class SharingFolder:
    """The files about sharing inside the server's folder.

    Attributes:
        path: The server's folder.
        certificates: The server's certificates.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path / "sharing.json"
        self.certificates = Certificates(path / "tls")

    def read(self) -> Sharing | None:
        """Return the wish, None before the first one; one that cannot be read is taken as "off"."""
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Sharing)
        except FileNotFoundError:
            return None
        except (msgspec.DecodeError, UnicodeDecodeError):
            return Sharing(on=False, password="")

    def share(self, hosts: tuple[str, ...] = (), *, new_password: bool = False) -> Sharing:
        """Wish the server to be open; the password stays unless a new one is asked for.

        Raises:
            OSError: the files cannot be written.
        """
        before = self.read()
        keep = before is not None and before.on and not new_password
        password = before.password if before is not None and keep else _new_password()
        known = before.hosts if before is not None else ()
        wish = Sharing(on=True, password=password, hosts=tuple(dict.fromkeys((*known, *hosts))))
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.certificates.renew(self.names(wish))
        self._write(wish)
        return wish

    def unshare(self) -> bool:
        """Wish the server to be closed; False if it was not open. The code given out is void for ever.

        Raises:
            OSError: the files cannot be written.
        """
        before = self.read()
        if before is None or not before.on:
            return False
        self._write(Sharing(on=False, password=_new_password(), hosts=before.hosts))
        return True

    def options(self, sharing: Sharing) -> dict[str, str]:
        """Return the server's options for what is wished; its certificates must be there."""
        return {
            "--bind_ip": sharing.listens_on,
            "--tlsMode": "requireTLS",
            "--tlsCertificateKeyFile": str(self.certificates.server_file),
            "--tlsCAFile": str(self.certificates.ca_file),
            "--tlsAllowConnectionsWithoutCertificates": "",  # counters have a password instead
            "--tlsDisabledProtocols": "TLS1_0,TLS1_1",
        }

    def names(self, sharing: Sharing) -> list[str]:
        """Return every name and address that the server's certificate must have."""
        return [*self._reachable(sharing), "localhost", HOST]

    def code(self, sharing: Sharing, port: int) -> ShareCode:
        """Return what a second counter needs.

        Raises:
            OSError: there are no certificates.
        """
        return ShareCode(
            hosts=tuple(self._reachable(sharing)),
            port=port,
            user=COUNTER_USER,
            password=sharing.password,
            database=DATABASE_NAME,
            ca=self.certificates.ca(),
        )

    @staticmethod
    def _reachable(sharing: Sharing) -> list[str]:
        return list(dict.fromkeys((*sharing.hosts, *addresses_of_this_computer())))

    def _write(self, sharing: Sharing) -> None:
        write_secret(self._file, msgspec.json.encode(sharing))


def _new_password() -> str:
    return secrets.token_urlsafe(_PASSWORD_BYTES)
