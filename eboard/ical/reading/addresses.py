"""Mail addresses: of headers, and of attendees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eboard.ical.reading.lines import Line, read_parameters

if TYPE_CHECKING:
    from eboard.ical.reading.lines import Component

_ADDRESS = re.compile(r"[^\s<>@,;:\"'()\[\]\\]+@[^\s<>@,;:\"'()\[\]\\]+")
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')
_REMARK = re.compile(r"\([^()]*\)")
_ANGLE = re.compile(r"<([^<>]*)>")
_LAST_ADDRESS = re.compile(r":\s*(?:mailto:)?\s*([^\s<>@,;:\"']+@[^\s<>@,;:\"']+)\s*\Z", re.IGNORECASE)
LONGEST = 254  # RFC 5321 section 4.5.3.1.3
LONGEST_HEADER = 10_000


def addresses(header: str) -> list[str]:
    """Every address of a header, lower case; what only looks like one inside a display name is none."""
    bare = _REMARK.sub(" ", _QUOTED.sub(" ", header[:LONGEST_HEADER]))
    return [one for part in bare.split(",") if (one := _in_mailbox(part))]


def _in_mailbox(text: str) -> str:
    """The address of one mailbox: what stands in angle brackets, else the only address; empty if that is not clear."""
    angled = _ANGLE.findall(text)
    found = _ADDRESS.findall(angled[-1] if angled else text)
    return found[0].lower() if len(found) == 1 and len(found[0]) <= LONGEST and found[0].isascii() else ""


def bare_address(value: str) -> str:
    """The address in a calendar user address, lower case and without mailto:; empty when it is no mail address."""
    text = re.sub(r"(?i)^\s*mailto:", "", value.strip().strip("'\"<>"))
    found = _ADDRESS.fullmatch(text.strip().strip("'\"<>"))
    return found[0].lower() if found and len(found[0]) <= LONGEST else ""


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
