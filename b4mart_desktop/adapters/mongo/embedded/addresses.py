"""Under which names and addresses other computers reach this one. Nothing is asked of the network."""

import ipaddress
import re
import socket

import ifaddr

from b4mart_desktop.adapters.mongo.share_code import HOST_PATTERN


def addresses_of_this_computer() -> list[str]:
    """Return its name, its name in the local network (mDNS), and its IPv4 addresses."""
    return [*_names(socket.gethostname()), *_addresses()]


def _names(name: str) -> list[str]:
    short = name.partition(".")[0]
    if not re.match(HOST_PATTERN, name) or short.lower() == "localhost":
        return []
    return list(dict.fromkeys((name, f"{short}.local")))


def _addresses() -> list[str]:
    found = (ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4)
    addresses = (ipaddress.IPv4Address(str(ip)) for ip in found)
    return sorted({str(ip) for ip in addresses if not (ip.is_loopback or ip.is_link_local)})
