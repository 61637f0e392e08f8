"""Addresses: what people paste, and where eBoard does not go."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.availability.fetching import Address, Reach, parse_address
from eboard.core.errors import DomainError
from eboard.core.reach import is_public

REACH = Reach((ip_network("10.20.0.0/16"), ip_network("fd00:20::/32")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://calendar.example.org/a/b.ics?k=1", ("calendar.example.org", 443, "/a/b.ics?k=1")),
        ("  WebCal://Calendar.Example.ORG/x ", ("calendar.example.org", 443, "/x")),
        ("webcals://calendar.example.org", ("calendar.example.org", 443, "/")),
        ("HTTPS://calendar.example.org:8443/x#part", ("calendar.example.org", 8443, "/x")),
        ("https://[2001:DB8::1]/x", ("2001:db8::1", 443, "/x")),
        ("https://calendar.example.org/é", ("calendar.example.org", 443, "/%C3%A9")),
    ],
)
def test_what_people_paste(text: str, expected: tuple[str, int, str]) -> None:
    address = parse_address(text)
    assert (address.host, address.port, address.target) == expected
    assert parse_address(address.text) == address


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("http://secret.example.org/x", "Give an address that begins with https:// or webcal://."),
        ("secret.example.org/x", "Give an address that begins with https:// or webcal://."),
        ("file:///etc/secret", "Give an address that begins with https:// or webcal://."),
        ("https://secret.example.org/a b", "Give an address that begins with https:// or webcal://."),
        ("https://secret.example.org/a\r\nHost: x", "Give an address that begins with https:// or webcal://."),
        ("https://secret.example.org/" + "x" * 2000, "Give an address that begins with https:// or webcal://."),
        ("https:///secret", "This is not an address. Copy it once more."),
        ("https://secret.example.org:0/", "This is not an address. Copy it once more."),
        ("https://secret.example.org:port/", "This is not an address. Copy it once more."),
        ("https://[::secret/", "This is not an address. Copy it once more."),
        ("https://[fe80::1%25eth0]/secret", "This is not an address. Copy it once more."),
        ("https://sécret.example.org/", "This is not an address. Copy it once more."),
        (
            "https://me:secret@calendar.example.org/x",
            "The address holds a user name or password. Publish the calendar under an address without.",
        ),
    ],
)
def test_what_is_refused_and_never_repeated(text: str, sentence: str) -> None:
    with pytest.raises(DomainError) as caught:
        parse_address(text)
    assert (caught.value.message, caught.value.field) == (sentence, "address")


@given(st.text(alphabet=st.sampled_from("abc.:/?#@[]%\\-_é18 "), max_size=30))
def test_what_is_accepted_is_sealed_as_an_address_that_is_accepted_again(rest: str) -> None:
    try:
        address = parse_address(f"webcal://{rest}")
    except DomainError:
        return
    assert parse_address(address.text) == address


def test_an_address_does_not_show_itself() -> None:
    assert repr(Address("calendar.example.org", 443, "/secret")) == "Address('calendar.example.org', …)"


NOT_PUBLIC = [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.0.0.1", "192.0.2.1",
    "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "233.252.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::8.8.8.8", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::ffff:0:8.8.8.8",
    "64:ff9b::808:808", "64:ff9b::7f00:1", "64:ff9b:1::1", "2001::1", "2001:db8::1", "2002:7f00:1::",
    "2002:808:808::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "ff0e::1",
    "2600::5efe:10.0.0.1", "2600::200:5efe:10.0.0.1", "100::1",
    "168.63.129.16", "192.0.0.192", "192.88.99.1", "3fff::1", "5f00::1",
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_PUBLIC)
def test_addresses_that_are_not_public(text: str) -> None:
    assert not is_public(ip_address(text))
    assert not Reach().admits(text, 443)


@pytest.mark.parametrize("text", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:80e::200e"])
def test_addresses_that_are_public_at_the_port_of_https_alone(text: str) -> None:
    assert [Reach().admits(text, port) for port in (443, 80, 8443, 22)] == [True, False, False, False]


def test_networks_of_ones_own_may_be_named_with_any_port() -> None:
    assert REACH.admits("10.20.3.4", 8443)
    assert REACH.admits("fd00:20::1", 443)
    assert not REACH.admits("10.21.0.1", 443)
    assert not REACH.admits("::ffff:10.20.3.4", 443)
    assert not REACH.admits("fe80::1%eth0", 443)
    assert not REACH.admits("calendar.example.org", 443)


@given(st.ip_addresses(v=4))
def test_only_global_unicast_addresses_of_version_4_are_public(number: IPv4Address) -> None:
    forbidden = number.is_private or number.is_loopback or number.is_link_local or number.is_multicast
    others = ("100.64.0.0/10", "168.63.129.16", "192.0.0.0/24", "192.88.99.0/24")
    is_other = any(number in ip_network(one) for one in others)
    assert is_public(number) == (not (forbidden or number.is_reserved or number.is_unspecified or is_other))


@given(st.ip_addresses(v=4), st.sampled_from(["::", "::ffff:0:0", "::ffff:0:0:0", "64:ff9b::"]))
def test_no_address_of_version_6_that_hides_one_of_version_4_is_public(inner: IPv4Address, prefix: str) -> None:
    assert not is_public(IPv6Address(int(IPv6Address(prefix)) | int(inner)))


@given(st.ip_addresses(v=4), st.integers(0, 2**80 - 1))
def test_nor_a_tunnel_of_6to4(inner: IPv4Address, rest: int) -> None:
    assert not is_public(IPv6Address(0x2002 << 112 | int(inner) << 80 | rest))


@given(st.ip_addresses(v=6))
def test_public_addresses_of_version_6_lie_in_the_global_unicast_range(number: IPv6Address) -> None:
    assert not is_public(number) or number in ip_network("2000::/3")
