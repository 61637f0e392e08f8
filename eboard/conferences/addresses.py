"""Which addresses of video services may be stored, called and handed to people."""

from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from socket import inet_aton
from urllib.parse import urlsplit


def is_allowed(url: str, *, in_production: bool) -> bool:
    """Whether an address may be used: HTTPS, without a user in it.

    Outside production plain HTTP to the loopback is allowed too. In production no address may name this machine or a
    link-local one, where clouds keep their secrets. Where a name leads to is checked at each call (`services.pinning`).
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc or any(character.isspace() for character in url):
        return False
    if parts.scheme == "https":
        return not (in_production and _is_near(host))
    return parts.scheme == "http" and not in_production and _is_near(host)


def _is_near(host: str) -> bool:
    """Whether a host is this machine or its link, by its name alone."""
    name = host.rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    address = _address(name)
    return address is not None and _is_near_address(address)


def _address(name: str) -> IPv4Address | IPv6Address | None:
    """The address that a connection to ``name`` goes to, if it is one in any of the ways to write it."""
    with suppress(ValueError):
        address = ip_address(name)
        return (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address
    with suppress(ValueError, OSError):
        return IPv4Address(inet_aton(name))  # as one number, in hexadecimal, or with parts left out
    return None


def _is_near_address(address: IPv4Address | IPv6Address) -> bool:
    return address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast
