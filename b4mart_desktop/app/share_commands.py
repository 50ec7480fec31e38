"""`share` and `join` on the command line: what they print and return. The work is in ``second_counter``."""

from __future__ import annotations

import asyncio
import platform
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from b4mart_desktop.app import second_counter
from b4mart_desktop.app.commands import in_words
from b4mart_desktop.app.second_counter import FirstCounter, Shared
from b4mart_desktop.domain.errors import B4MartError
from b4mart_desktop.settings import Settings

_Result = TypeVar("_Result")

_SHARED = """\
{state}

1. Leave B4Mart open on this computer ({name}): other counters reach the shop through it. While it is
   closed, or the network is down, they sell on and send their sales later.
2. Both computers must be in the same network, and this one's firewall must let TCP port {port} in:
{firewall}
3. On the other counter, install B4Mart, run

       b4mart-desktop join

   and paste this code, all of it:

{code}

Whoever has the code gets at everything in the shop's database: give it away like a password.
`b4mart-desktop share` shows it again, `share --new` makes another one, `share --off` ends it.
This computer is looked for as {hosts}.
"""
_OPEN_NOW = "Other counters can join."
_WHILE_OPEN = "Other counters can join while B4Mart is open on this computer; it is closed at the moment."
_AFTER_RESTART = (
    "Other counters can join once B4Mart was closed and opened again on this computer: the database must"
    " be started anew for it, this first time."
)
_FIREWALLS = {
    "win32": '       netsh advfirewall firewall add rule name="B4Mart" dir=in action=allow protocol=TCP '
    "localport={port}\n   (in a command prompt that was opened as administrator)",
    "darwin": "       where macOS asks whether “mongod” may accept connections, choose Allow\n"
    "   (System Settings > Network > Firewall > Options)",
}
_FIREWALL_LINUX = (
    "       sudo ufw allow {port}/tcp      or      sudo firewall-cmd --permanent --add-port={port}/tcp"
)


def share(settings: Settings, data_dir: Path, hosts: tuple[str, ...], *, new_password: bool) -> int:
    """Opens this counter's database to others and prints what to do there; 2 where that cannot be."""
    return _run(second_counter.share(settings, data_dir, hosts, new_password=new_password), _say_shared)


def unshare(settings: Settings, data_dir: Path) -> int:
    """Closes this counter's database to others; 2 where that cannot be."""
    return _run(second_counter.unshare(settings, data_dir), _say_unshared)


def join(settings: Settings, data_dir: Path, code: str) -> int:
    """Works with the database of the counter that made the code, from the next start on; 2 where it cannot.

    Without a code it is asked for.
    """
    text = code or _ask_for_code()
    joined = _run(second_counter.join(settings, data_dir, text), _say_joined)
    if joined == 0 and settings.mongodb_uri:
        print("But MONGODB_URI is set, and what it names is used instead: remove it from the settings.")
    return joined


def leave(data_dir: Path) -> int:
    """Works with this counter's own database again, from the next start on; 2 where that cannot be."""
    return _run(second_counter.leave(data_dir), _say_left)


def _run(work: Coroutine[Any, Any, _Result], say: Callable[[_Result], None]) -> int:
    try:
        result = asyncio.run(work)
    except B4MartError as error:
        print(in_words(error), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\ncancelled", file=sys.stderr)
        return 130
    say(result)
    return 0


def _say_shared(shared: Shared) -> None:
    opened = _OPEN_NOW if shared.now else _AFTER_RESTART
    firewall = _FIREWALLS.get(sys.platform, _FIREWALL_LINUX).format(port=shared.port)
    print(
        _SHARED.format(
            state=opened if shared.open else _WHILE_OPEN,
            name=platform.node(),
            port=shared.port,
            firewall=firewall,
            code=shared.code,
            hosts=", ".join(shared.hosts),
        ),
        end="",
    )


def _say_unshared(closed: bool | None) -> None:
    if closed is None:
        print("This counter's database was not open to others.")
    elif closed:
        print("No other counter gets in any more. The code that was given out is void.")
    else:
        print("Close B4Mart on this computer and open it again: other counters get in until then.")


def _say_joined(first: FirstCounter) -> None:
    store = f"the store “{first.store}”" if first.store else "no store yet"
    print(f"Found {store} at {first.host}:{first.port} (MongoDB {first.version}, with TLS).")
    if first.open:
        print("Close B4Mart on this computer and open it again: from then on it works with that store.")
    else:
        print("Open B4Mart on this computer: it works with that store, as a register of its own.")
    print("While the first counter is switched off this one sells on and sends its sales later.")


def _say_left(was_joined: bool) -> None:
    if was_joined:
        print("From its next start on this counter works with its own database again.")
    else:
        print("This counter has joined no other one.")


def _ask_for_code() -> str:
    if sys.stdin.isatty():
        return input("Paste the code that “b4mart-desktop share” printed at the first counter: ")
    return sys.stdin.read()
