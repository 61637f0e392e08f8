"""Content lines and the components they form (RFC 5545 section 3.1, 3.6), read with patience."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eboard.ical.reading.text import decode, unfold
from eboard.ical.text import UNSAFE

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r'\s*([A-Za-z0-9-]+)\s*((?:;(?:"[^"]*"|[^":;])*)*):(.*)')
_PARAMETER = re.compile(r';\s*([^=;:"]+?)\s*=((?:"[^"]*"|[^";])*)')
_BARE = re.compile(r"\s*([A-Za-z0-9-]+)([;:].*)")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CARET = {"^n": "\n", "^'": '"', "^^": "^"}  # RFC 6868
_TOP_LEVEL = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"})


@dataclass(frozen=True, slots=True)
class Line:
    """One content line; the name and the names of parameters are upper case."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def opaque(self) -> str:
        """The value as an identity: what no database takes is replaced, nothing is left out."""
        return UNSAFE.sub("\ufffd", self.value.strip())


@dataclass(slots=True)
class Component:
    """A component with its own lines and the components inside it."""

    name: str
    lines: list[Line] = field(default_factory=list)
    inner: list[Component] = field(default_factory=list)

    def all(self, name: str) -> Iterator[Line]:
        """Its own lines of one name, not those of an alarm inside it."""
        return (line for line in self.lines if line.name == name)

    def first(self, name: str) -> Line | None:
        """The first line of one name."""
        return next(self.all(name), None)

    def value(self, name: str) -> str:
        """The value of the first line of one name, empty without one."""
        line = self.first(name)
        return line.opaque if line is not None else ""

    def of(self, name: str) -> list[Component]:
        """The components of one kind directly inside."""
        return [one for one in self.inner if one.name == name]


def read_calendars(data: bytes, charset: str) -> list[Component]:
    """Every VCALENDAR in the bytes; BEGIN and END need not be balanced, and the end may be missing."""
    text = decode(unfold(data), charset)
    raw = text.split("\n")
    if raw[-1].strip() and not raw[-1].strip().upper().startswith("END:"):
        raw.pop()  # cut off in the middle of a line, whose value is then not to be trusted
    root = Component("")
    stack = [root]
    for line in filter(None, map(read_line, raw)):
        if line.name == "BEGIN":
            _begin(stack, line.value.strip().upper())
        elif line.name == "END":
            _end(stack, line.value.strip().upper())
        else:
            stack[-1].lines.append(line)
    return root.of("VCALENDAR")


def _begin(stack: list[Component], name: str) -> None:
    if name == "VCALENDAR":
        del stack[1:]
    elif name in _TOP_LEVEL:
        del stack[2:]
    component = Component(name)
    stack[-1].inner.append(component)
    stack.append(component)


def _end(stack: list[Component], name: str) -> None:
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            del stack[depth:]
            return


def read_line(text: str) -> Line | None:
    """One unfolded line; None for what is none. Quoted parameters may hold colons, semicolons and commas."""
    found = _LINE.fullmatch(text.rstrip("\n"))
    if found is None:
        return _loose(text)
    name, parameters, value = found.groups()
    return Line(name.upper(), read_parameters(parameters), value)


def _loose(text: str) -> Line | None:
    """A line whose quotes do not match: all that follows its name is the value."""
    found = _BARE.fullmatch(text)
    return Line(found[1].upper(), {}, found[2][1:]) if found else None


def read_parameters(text: str) -> dict[str, str]:
    """The parameters in ``;NAME=value;NAME="value"``, without quotes."""
    return {name.upper(): value.strip().strip('"') for name, value in _PARAMETER.findall(text)}


def unescape(text: str) -> str:
    """A TEXT value as it was typed (RFC 5545 section 3.3.11)."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def unescape_parameter(text: str) -> str:
    """A parameter as it was typed (RFC 6868)."""
    return re.sub(r"\^[n'^]", lambda found: _CARET[found[0]], text)
