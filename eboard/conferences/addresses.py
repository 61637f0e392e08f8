"""Which addresses of video services may be stored, called and handed to people."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_allowed(url: str, *, in_production: bool) -> bool:
    """Whether an address may be used: HTTPS, without a user in it.

    Outside production plain HTTP to the loopback is allowed too. In production no address may name this machine or a
    link-local one, where clouds keep their secrets. A name that resolves to such an address does not get far either:
    the certificate is checked against the name, and redirects are not followed.
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
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_link_local or address.is_unspecified or address.is_multicast
