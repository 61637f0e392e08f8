"""Mail addresses: of headers, and of attendees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from eboard.ical.reading.lines import Line, read_parameters

if TYPE_CHECKING:
    from eboard.ical.reading.lines import Component

_PLAIN = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+"  # as `ical.checks` allows; no control, no quote
_ADDRESS = re.compile(_PLAIN)
_CANDIDATE = re.compile(r"[^\s<>@,;:\"()\[\]\\]+@[^\s<>@,;:\"()\[\]\\]+")
_SCHEME = re.compile(r"(?i)mailto:\s*")
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')
_REMARK = re.compile(r"\([^()]*\)")
_ANGLE = re.compile(r"<([^<>]*)>")
_LAST_ADDRESS = re.compile(rf":\s*(?:mailto:)?\s*({_PLAIN})\s*\Z", re.IGNORECASE)
LONGEST = 254  # RFC 5321 section 4.5.3.1.3
LONGEST_HEADER = 10_000


def addresses(header: str) -> list[str]:
    """Every address of a header, lower case; what only looks like one inside a display name is none."""
    bare = _REMARK.sub(" ", _QUOTED.sub(" ", header[:LONGEST_HEADER]))
    return [one for part in bare.split(",") if (one := _in_mailbox(part))]


def _in_mailbox(text: str) -> str:
    """The address of one mailbox: what stands in angle brackets, else the only address; empty if that is not clear."""
    angled = _ANGLE.findall(text)
    found = _CANDIDATE.findall(angled[-1] if angled else text)
    return _plain(found[0]) if len(found) == 1 else ""


def _plain(text: str) -> str:
    """The text if it is an address as a whole, never an address that is a part of it."""
    found = _ADDRESS.fullmatch(text.strip("'\"<> \t"))
    return found[0].lower() if found and len(found[0]) <= LONGEST else ""


def bare_address(value: str) -> str:
    """The address in a calendar user address, lower case and without mailto:; empty when it is no mail address.

    In a mailto: URI what is no URI character is percent-encoded (RFC 6068 section 2).
    """
    text = value.strip("'\"<> \t")
    scheme = _SCHEME.match(text)
    return _plain(unquote(text[scheme.end() :]) if scheme else text)


def attendee_of(line: Line) -> Line:
    """An ATTENDEE with its address as value, mended where parameters stand behind it or a colon splits it wrongly.

    An address of another kind (urn:uuid:…) is replaced by the EMAIL parameter (RFC 7986 section 6.2).
    """
    value, _, behind = line.value.partition(";")
    address = bare_address(value)
    if address:
        return Line(line.name, read_parameters(f";{behind}") | line.parameters, address)
    found = _LAST_ADDRESS.search(f":{line.value}"[-1000:])
    if found is not None:
        before = line.value[: -len(found[0])]
        return Line(line.name, read_parameters(f";{before}") | line.parameters, found[1].lower())
    return Line(line.name, line.parameters, bare_address(line.parameters.get("EMAIL", "")))


def attendees(event: Component) -> list[Line]:
    """The attendees of an event, each once, without what has no address."""
    found = {one.value: one for one in map(attendee_of, event.all("ATTENDEE")) if one.value}
    return list(found.values())


def organizer(event: Component) -> str:
    """The address of the organizer, empty without one."""
    line = event.first("ORGANIZER")
    return attendee_of(line).value if line is not None else ""
