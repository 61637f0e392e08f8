"""Content lines and components, read so that nothing broken hides what is whole (RFC 5545 section 3.1)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
CALENDAR = "VCALENDAR"
TOP_LEVEL = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY"})
TEMPORAL = frozenset({"DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "EXDATE", "RDATE", "FREEBUSY"})
# Nothing else of a calendar is ever looked at: no title, place, text or person.
WANTED = TEMPORAL | {
    "UID", "STATUS", "TRANSP", "SEQUENCE", "RRULE", "METHOD", "X-MICROSOFT-CDO-BUSYSTATUS", "X-WR-TIMEZONE",
    "TZID", "TZOFFSETFROM", "TZOFFSETTO", "X-LIC-LOCATION",
}  # fmt: skip

_NAME = re.compile(r"\s*([A-Za-z0-9-]+)\s*(?=[;:])")
_PARAMETER = re.compile(r';\s*([A-Za-z0-9-]+)\s*=\s*("[^"]*"|[^";:]*)')
_TEMPORAL_VALUE = re.compile(r"\s*(\d{4}-?\d{2}-?\d{2}|[+-]?P)", re.IGNORECASE)
_ZONE_WITH_COLON = re.compile(r';\s*TZID\s*=\s*"?(.+?)"?(?:;[A-Za-z0-9-]+=[^;]*)?$', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A property; its name and those of its parameters are in upper case, and quotes are gone."""

    name: str
    parameters: Mapping[str, str]
    value: str


@dataclass(slots=True)
class Component:
    """What stands between a BEGIN and its END, of which only the wanted lines are kept."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)
    is_closed: bool = False

    def first(self, name: str) -> Line | None:
        """The first property of that name; a second one of those that may stand once is ignored."""
        return next((line for line in self.lines if line.name == name), None)

    def every(self, name: str) -> list[Line]:
        """All properties of that name."""
        return [line for line in self.lines if line.name == name]

    def word(self, name: str) -> str:
        """The value of a property that is a keyword, in upper case; empty without one."""
        line = self.first(name)
        return line.value.strip().upper() if line else ""

    def named(self, name: str) -> list["Component"]:
        """The parts of that name."""
        return [part for part in self.parts if part.name == name]


def components(data: bytes) -> Component:
    """The whole file as one nameless component, whose parts are its calendars."""
    root = Component("", is_closed=True)
    path = [root]
    for text in unfolded(data).split("\n"):
        name = _NAME.match(text)
        if name is None:
            continue
        word = name[1].upper()
        if word == "BEGIN":
            _open(path, _after_colon(text))
        elif word == "END":
            _close(path, _after_colon(text))
        elif word in WANTED:
            path[-1].lines.append(_line(word, text[name.end() :]))
    return root


def unfolded(data: bytes) -> str:
    """The text with one property a line: any line end, empty lines dropped, folds undone before decoding.

    A fold may part the bytes of one character. Text that is not UTF-8 is read as Windows-1252, the usual other one.
    """
    if data.startswith(UTF16_MARKS):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(UTF8_MARK).replace(b"\0", b"")
    data = re.sub(rb"\n[ \t]", b"", re.sub(rb"[\r\n]+", b"\n", data))
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _open(path: list[Component], name: str) -> None:
    """Begin a component; what can only stand beside it, not around it, was never closed."""
    if name == CALENDAR:
        del path[1:]
    elif name in TOP_LEVEL:
        del path[2 if len(path) > 1 and path[1].name == CALENDAR else 1 :]
    opened = Component(name)
    path[-1].parts.append(opened)
    path.append(opened)


def _close(path: list[Component], name: str) -> None:
    """End the innermost component of that name, and with it those inside; an END too many means nothing."""
    for depth in range(len(path) - 1, 0, -1):
        if path[depth].name == name:
            path[depth].is_closed = True
            del path[depth:]
            return


def _after_colon(text: str) -> str:
    return text.partition(":")[2].strip().upper()


def _line(name: str, rest: str) -> Line:
    """A property from what follows its name."""
    end = 0
    parameters: dict[str, str] = {}
    for match in _parameters(rest):
        parameters.setdefault(match[1].upper(), match[2].strip('"'))
        end = match.end()
    value = rest[end + 1 :] if rest[end : end + 1] == ":" else rest.rpartition(":")[2]
    if name not in TEMPORAL:
        return Line(name, parameters, value)
    if not _TEMPORAL_VALUE.match(value):  # an unquoted zone such as (UTC+01:00) Amsterdam holds a colon
        head, _, value = rest.rpartition(":")
        zone = _ZONE_WITH_COLON.search(head)
        parameters |= {"TZID": zone[1]} if zone else {}
    value, _, behind = value.partition(";")  # some write parameters behind the value
    parameters |= {match[1].upper(): match[2].strip('"') for match in _parameters(f";{behind}")}
    return Line(name, parameters, value)


def _parameters(text: str) -> Iterator[re.Match[str]]:
    position = 0
    while match := _PARAMETER.match(text, position):
        yield match
        position = match.end()
