"""The operating system's keyring: secrets that a copy of the disk's files does not give away.

Which secrets there are belongs to who keeps them. Nothing here is for the GUI thread: a keyring may ask a
person to unlock it.
"""

import logging
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from b4mart_desktop.domain.errors import AdapterError, ErrorCode

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "b4mart-desktop"
WAIT_SECONDS = 15.0
"""How long a keyring may take, which may mean a person who types its password."""

_SECRET_SERVICE = "keyring.backends.SecretService.Keyring"
_SYSTEMS = {"win32": "keyring.backends.Windows.WinVaultKeyring", "darwin": "keyring.backends.macOS.Keyring"}
_ALLOWED = {_SECRET_SERVICE, *_SYSTEMS.values()}

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


def load_backend() -> "KeyringBackend":
    """Returns the keyring of this system, or the one ``PYTHON_KEYRING_BACKEND`` or ``keyringrc.cfg`` names.

    Only Windows' Credential Manager, macOS' Keychain and the Secret Service (GNOME, KDE) are taken: others
    keep secrets in a plain file, or nowhere.

    Raises:
        RuntimeError: There is none that could be used.
    """
    from keyring import core

    own = _SYSTEMS.get(sys.platform, _SECRET_SERVICE)
    backend = core.load_env() or core.load_config() or core.load_keyring(own)
    name = f"{type(backend).__module__}.{type(backend).__qualname__}"
    if name not in _ALLOWED:
        raise RuntimeError(f"{name} is no keyring of an operating system")
    return backend


class SystemKeyring:
    """Secrets by name. Both methods raise ``AdapterError`` KEYRING_UNREACHABLE with ``reason``."""

    def __init__(
        self, load: Callable[[], "KeyringBackend"] = load_backend, seconds: float = WAIT_SECONDS
    ) -> None:
        self._load = load
        self._seconds = seconds

    def get(self, name: str) -> str | None:
        """Returns the secret; None where the keyring answers that it has none of that name."""
        return self._ask(lambda: self._load().get_password(SERVICE, name))

    def set(self, name: str, secret: str) -> None:
        """Keeps a secret, and reads it back: a keyring that forgets at once is none."""

        def keep() -> str | None:
            backend = self._load()
            backend.set_password(SERVICE, name, secret)
            return backend.get_password(SERVICE, name)

        if self._ask(keep) != secret:
            raise _unreachable("it does not keep what it is given")

    def _ask(self, question: Callable[[], _Result]) -> _Result:
        answer: Future[_Result] = Future()
        # A thread that nobody waits for: a keyring that hangs must not keep the program from ending.
        threading.Thread(target=_answer, args=(question, answer), name="keyring", daemon=True).start()
        try:
            return answer.result(self._seconds)
        except TimeoutError as error:
            raise _unreachable(f"no answer within {self._seconds:.0f} s; it may be locked") from error
        except Exception as error:  # whatever the system's own library has to say
            raise _unreachable(str(error) or type(error).__name__) from error


def _answer(question: Callable[[], _Result], answer: Future[_Result]) -> None:
    try:
        answer.set_result(question())
    except Exception as error:
        answer.set_exception(error)


def _unreachable(reason: str) -> AdapterError:
    return AdapterError(ErrorCode.KEYRING_UNREACHABLE, reason=reason)
