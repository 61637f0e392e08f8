"""Which addresses eBoard goes to when people name them: of calendars, identity providers and video services."""

import ssl
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path

Network = IPv4Network | IPv6Network

HTTPS_PORT = 443

# IPv6 addresses that hold an IPv4 address, which a gateway would lead on to; and site-local ones (RFC 3879).
DISGUISES = tuple(
    ip_network(network)
    for network in (
        "::/96",  # IPv4-compatible, RFC 4291 section 2.5.5.1
        "::ffff:0:0/96",  # IPv4-mapped, section 2.5.5.2
        "::ffff:0:0:0/96",  # IPv4-translated, RFC 7915
        "64:ff9b::/96",  # NAT64, RFC 6052
        "64:ff9b:1::/48",  # NAT64 for local use, RFC 8215
        "2001::/32",  # Teredo, RFC 4380
        "2002::/16",  # 6to4, RFC 3056
        "fec0::/10",
    )
)
# What Python's own list, which differs between its versions, counts as public although no such server can be there.
SPECIAL = tuple(
    ip_network(network)
    for network in (
        "168.63.129.16/32",  # the metadata and name service of Azure
        "192.0.0.0/24",  # IETF protocol assignments, RFC 6890; the metadata service of Oracle lies in it
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "3fff::/20",  # documentation, RFC 9637
        "5f00::/16",  # segment routing, RFC 9602
    )
)
ISATAP_MARKS = frozenset({0x00005EFE, 0x02005EFE})  # RFC 5214 section 6.1: the last 32 bits are an IPv4 address


@dataclass(frozen=True, slots=True)
class Reach:
    """Networks beyond the public internet that may be reached, at any port, and who vouches for the servers there."""

    networks: tuple[Network, ...] = ()
    ca_file: Path | None = None

    def admits(self, address: str, port: int) -> bool:
        """Whether a connection to this numeric address may be made."""
        try:
            number = ip_address(address)
        except ValueError:  # such as one with a scope: fe80::1%eth0
            return False
        return (port == HTTPS_PORT and is_public(number)) or any(number in network for network in self.networks)

    def trust(self) -> ssl.SSLContext:
        """What a server has to prove: its name, by a certificate of a known authority."""
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.ca_file is not None:
            context.load_verify_locations(self.ca_file)
        return context


def is_public(number: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to a host on the public internet, and is not one of another kind in disguise.

    Private, loopback, link-local, carrier-grade NAT, metadata, multicast, reserved and documentation addresses do not.
    """
    if isinstance(number, IPv6Address) and (_is_isatap(number) or any(number in network for network in DISGUISES)):
        return False
    if any(number in network for network in SPECIAL):
        return False
    return number.is_global and not (
        number.is_multicast or number.is_reserved or number.is_private or number.is_unspecified
    )


def _is_isatap(number: IPv6Address) -> bool:
    return int(number) >> 32 & 0xFFFFFFFF in ISATAP_MARKS
