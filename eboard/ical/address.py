"""A party as a calendar user address (RFC 5545 3.3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from icalendar import vCalAddress

from eboard.ical.text import display_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eboard.ical.values import Party


def cal_address(party: Party, parameters: Mapping[str, str] | None = None) -> vCalAddress:
    """The mailto: URI with the name as CN, if there is one, and further parameters."""
    name = display_name(party.name)
    named = {"CN": name} if name else {}
    # What an address may hold but a URI may not is percent-encoded (RFC 6068 2).
    return vCalAddress("mailto:" + quote(party.email, safe="@!$'*+/=~"), params=named | dict(parameters or {}))
