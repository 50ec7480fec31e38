"""The kinds of harm that a campaign does, one function each. When and how often is the campaign's matter.

Each takes the scene, picks a victim that is well, and returns what it did, or None where nobody is to be had.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pymongo.errors import PyMongoError

from b4mart_desktop.domain.errors import ErrorCode
from tests.faults import steps
from tests.faults.messages import DieAt, Order
from tests.faults.proxy import Proxy
from tests.faults.sellers import Seller
from tests.faults.shop import FaultyShop, fill_up
from tests.replica_set import Member

_REFUSAL_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Done:
    """Harm that was done.

    Attributes:
        what: In words, for the protocol.
        seconds: After which ``end`` is to be called.
        end: Makes it good; None where it is over at once.
        on: What is not to be harmed otherwise until then.
    """

    what: str
    seconds: float = 0.0
    end: Callable[[], None] | None = None
    on: object = None


@dataclass
class Scene:
    """What can be harmed.

    Attributes:
        proxies: Lines of those counters that have one of their own.
        disks: Small disks of those counters that have one.
        busy: What is being harmed.
        problems: What went wrong in a way that no harm excuses.
    """

    shop: FaultyShop
    chance: random.Random
    proxies: Mapping[str, Proxy]
    disks: Mapping[str, Path]
    busy: set[object] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    def seller(self) -> Seller | None:
        """Returns a counter that sells."""
        well = [seller for seller in self.shop.sellers if seller.alive and seller.opened]
        return self.chance.choice(well) if well else None

    def line(self) -> tuple[str, Proxy] | None:
        """Returns a line that is well, and whose it is."""
        well = [(name, proxy) for name, proxy in self.proxies.items() if name not in self.busy]
        return self.chance.choice(well) if well else None

    def server(self, *, primary: bool) -> Member | None:
        """Returns a server while all are well, so that there is always a majority."""
        found = self.shop.servers.find_primary()
        if found is None or self.busy & set(self.shop.servers.members):
            return None
        others = [member for member in self.shop.servers.members if member is not found]
        return found if primary or not others else self.chance.choice(others)


Harm = Callable[[Scene], Done | None]

# ------------------------------------------------------------ counters


def kill_program(scene: Scene) -> Done | None:
    """SIGKILL at any moment; the campaign starts it again."""
    if (seller := scene.seller()) is None:
        return None
    seller.kill()
    return Done(f"register {seller.plan.register}")


def kill_at_step(scene: Scene) -> Done | None:
    """SIGKILL at a named step of the ring, as soon as it comes there."""
    if (seller := scene.seller()) is None:
        return None
    step = scene.chance.choice(sorted(steps.STEPS.keys() - steps.OPENING.keys()))
    seller.tell(DieAt(step))
    seller.tell(Order.SELL)
    return Done(f"register {seller.plan.register} {step}")


def close_program(scene: Scene) -> Done | None:
    """It is closed as a person does, with whatever waits."""
    if (seller := scene.seller()) is None:
        return None
    seller.tell(Order.END)
    return Done(f"register {seller.plan.register}")


def set_clock_back(scene: Scene) -> Done | None:
    """The clock goes an hour back until the program starts again."""
    if (seller := scene.seller()) is None:
        return None
    seller.tell(Order.CLOCK_BACK)
    seller.tell(Order.SELL)
    return Done(f"register {seller.plan.register}")


def start_second_program(scene: Scene) -> Done | None:
    """Another program is started on a data folder in use: it must be refused."""
    if (seller := scene.seller()) is None:
        return None
    with Seller(seller.plan) as second:
        second.wait_until_dead(_REFUSAL_SECONDS)
    if not second.refusals[ErrorCode.DATA_FOLDER_IN_USE]:
        scene.problems.append(f"a second program opened the folder of {seller.plan.register}")
    return Done(f"register {seller.plan.register}")


def fill_disk(scene: Scene) -> Done | None:
    """Not a byte more fits on a counter's disk for a while."""
    free = [name for name in scene.disks if f"disk {name}" not in scene.busy]
    if not free:
        return None
    name = scene.chance.choice(free)
    ballast = fill_up(scene.disks[name])
    return Done(f"register {name}", scene.chance.uniform(1, 5), ballast.unlink, f"disk {name}")


# ------------------------------------------------------------ servers


def kill_primary(scene: Scene) -> Done | None:
    """SIGKILL of the primary, which comes back after a while."""
    return _kill(scene, scene.server(primary=True))


def kill_secondary(scene: Scene) -> Done | None:
    """SIGKILL of another server."""
    return _kill(scene, scene.server(primary=False))


def kill_all_servers(scene: Scene) -> Done | None:
    """The whole database is away for a while."""
    if scene.server(primary=True) is None:
        return None
    for member in scene.shop.servers.members:
        member.kill9()
    seconds = scene.chance.uniform(2, 10)
    return Done("all", seconds, lambda: _start_all(scene), scene.shop.servers.members[0])


def hang_primary(scene: Scene) -> Done | None:
    """SIGSTOP of the primary for 5 to 15 seconds."""
    if (member := scene.server(primary=True)) is None:
        return None
    member.pause()
    return Done(str(member.port), scene.chance.uniform(5, 15), member.resume, member)


def restart_server(scene: Scene) -> Done | None:
    """A server is ended as for maintenance, and started again."""
    if (member := scene.server(primary=scene.chance.random() < 0.5)) is None:
        return None
    member.restart()
    return Done(str(member.port))


def step_down(scene: Scene) -> Done | None:
    """The primary hands over."""
    if scene.server(primary=True) is None:
        return None
    try:
        return Done(f"{scene.shop.servers.step_down().port} takes over")
    except (PyMongoError, TimeoutError):  # the others have not caught up
        return None


def _kill(scene: Scene, member: Member | None) -> Done | None:
    if member is None:
        return None
    member.kill9()
    return Done(str(member.port), scene.chance.uniform(0, 5), member.start, member)


def _start_all(scene: Scene) -> None:
    for member in scene.shop.servers.members:
        member.start()


# ------------------------------------------------------------ lines


def cut_line(scene: Scene) -> Done | None:
    """All connections of a counter are reset."""
    if (line := scene.line()) is None:
        return None
    line[1].cut()
    return Done(f"register {line[0]}")


def cut_in_message(scene: Scene) -> Done | None:
    """A connection is reset in the middle of a message."""
    if (line := scene.line()) is None:
        return None
    number = scene.chance.randint(1, 30)
    line[1].cut_in_message(number)
    return Done(f"register {line[0]} message {number}")


def kill_line(scene: Scene) -> Done | None:
    """Nothing gets through and nobody says so."""
    return _spoil(scene, Proxy.go_dead, (3, 15))


def slow_line(scene: Scene) -> Done | None:
    """Everything takes two seconds, each way."""
    return _spoil(scene, lambda proxy: proxy.delay(2.0), (5, 12))


def narrow_line(scene: Scene) -> Done | None:
    """So many bytes a second get through, each way."""
    rate = scene.chance.choice((5_000, 20_000, 50_000))
    return _spoil(scene, lambda proxy: proxy.throttle(rate), (5, 12))


def refuse_line(scene: Scene) -> Done | None:
    """Connections are reset and no new one is taken."""
    return _spoil(scene, Proxy.refuse, (1, 8))


def _spoil(scene: Scene, spoil: Callable[[Proxy], None], seconds: tuple[float, float]) -> Done | None:
    if (line := scene.line()) is None:
        return None
    name, proxy = line
    spoil(proxy)
    return Done(f"register {name}", scene.chance.uniform(*seconds), proxy.heal, name)


# ------------------------------------------------------------ all of it

HARMS: Mapping[str, tuple[Harm, int]] = {
    "kill the program": (kill_program, 6),
    "kill the program at a step": (kill_at_step, 8),
    "close the program": (close_program, 2),
    "set the clock back": (set_clock_back, 2),
    "start a second program": (start_second_program, 1),
    "fill the disk": (fill_disk, 3),
    "kill the primary": (kill_primary, 2),
    "kill a secondary": (kill_secondary, 1),
    "kill all servers": (kill_all_servers, 1),
    "hang the primary": (hang_primary, 2),
    "restart a server": (restart_server, 1),
    "step down": (step_down, 2),
    "cut the line": (cut_line, 3),
    "cut the line in a message": (cut_in_message, 4),
    "let the line go dead": (kill_line, 3),
    "make the line slow": (slow_line, 3),
    "make the line narrow": (narrow_line, 2),
    "refuse connections": (refuse_line, 2),
}
"""Each kind of harm and how often it is done, compared to the others."""
