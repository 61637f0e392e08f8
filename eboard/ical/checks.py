"""What a value must satisfy before it may stand in a calendar object.

Every function raises ValueError with a sentence that names the field.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import datetime

UID = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")
UID_OCTETS = 255  # RFC 7986 5.3
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"  # RFC 5322 3.2.3
ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
ADDRESS_OCTETS = 254  # RFC 5321 4.5.3.1.3, without the angle brackets
LINK = re.compile(r"https?://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
LINK_OCTETS = 2000
HIGHEST_SEQUENCE = 2**31 - 1  # Exchange keeps SEQUENCE in 32 bits


def check_utc(name: str, moment: datetime) -> None:
    """The moment is aware and in UTC; a naive one would float with each viewer (RFC 5545 3.3.5)."""
    if moment.utcoffset() != timedelta(0):
        raise ValueError(f"{name} must be an aware time in UTC, not {moment.isoformat()}.")


def check_span(starts_at: datetime, ends_at: datetime) -> None:
    """Both are whole seconds in UTC and the end is after the start (RFC 5545 3.8.2.2)."""
    for name, moment in (("starts_at", starts_at), ("ends_at", ends_at)):
        check_utc(name, moment)
        if moment.microsecond:
            raise ValueError(f"{name} must be a whole second, not {moment.isoformat()}.")
    if ends_at <= starts_at:
        raise ValueError("ends_at must be after starts_at.")


def check_uid(uid: str) -> None:
    """The UID has the form id@domain and at most 255 octets (RFC 7986 5.3)."""
    if not UID.fullmatch(uid) or len(uid) > UID_OCTETS:
        raise ValueError("uid must have the form id@domain, without blanks, in at most 255 octets.")


def check_sequence(sequence: int) -> None:
    """SEQUENCE counts from 0 and is no timestamp (RFC 5545 3.8.7.4)."""
    if not 0 <= sequence <= HIGHEST_SEQUENCE:
        raise ValueError(f"sequence must lie between 0 and {HIGHEST_SEQUENCE}.")


def check_address(email: str) -> None:
    """The mail address is plain ASCII, so that it can stand in a mailto: URI (RFC 6068 2)."""
    if not ADDRESS.fullmatch(email) or len(email) > ADDRESS_OCTETS:
        raise ValueError("email must be one plain ASCII address such as name@example.org.")


def check_link(name: str, link: str) -> None:
    """The link is a full web address in URI characters, without a user name or password.

    Plain http passes because a development server has nothing else; the configuration insists on https in
    production.
    """
    if not LINK.fullmatch(link) or len(link) > LINK_OCTETS or "@" in urlsplit(link).netloc:
        raise ValueError(f"{name} must be a full https address without a user name.")


def check_page(name: str, link: str) -> None:
    """The link is the plain address of a page, with no query that could carry a token."""
    check_link(name, link)
    if "?" in link or "#" in link:
        raise ValueError(f"{name} must not have a query or a fragment.")


def check_zone(zone: str) -> None:
    """The zone is an IANA name that this machine's zone data know."""
    try:
        ZoneInfo(zone)
    # A directory of the zone data raises OSError, an odd name ValueError, an unknown one KeyError.
    except (KeyError, OSError, ValueError):
        raise ValueError(f"zone must be an IANA name such as Europe/Madrid, not {zone!r}.") from None
