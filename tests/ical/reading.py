"""An own reading of calendar bytes at line level, so that the library does not vouch for itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

FOLD = b"\r\n "
PARAMETER = re.compile(r';([A-Z0-9-]+)=("[^"]*"|[^";:,]*)')
ESCAPE = re.compile(r"\\(.)")
EXPECTED_ESCAPES = {"n": "\n", "\\": "\\", ";": ";", ",": ","}


@dataclass
class Property:
    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value read as TEXT (RFC 5545 3.3.11); any other escape raises KeyError."""
        return ESCAPE.sub(lambda found: EXPECTED_ESCAPES[found[1]], self.value)


@dataclass
class Component:
    name: str
    properties: list[Property] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)

    def names(self) -> list[str]:
        return [item.name for item in self.properties]

    def all(self, name: str) -> list[Property]:
        return [item for item in self.properties if item.name == name]

    def one(self, name: str) -> Property:
        (found,) = self.all(name)
        return found

    def value(self, name: str) -> str:
        return self.one(name).value

    def text(self, name: str) -> str:
        return self.one(name).text


def physical_lines(content: bytes) -> list[bytes]:
    """The lines as they stand in the file; each must end in CRLF and hold no other line end."""
    assert content.endswith(b"\r\n")
    lines = content.removesuffix(b"\r\n").split(b"\r\n")
    assert [line for line in lines if not line or b"\r" in line or b"\n" in line] == []
    return lines


def read_line(line: str) -> Property:
    name = re.match(r"[A-Z0-9-]+", line)
    assert name, line
    position, parameters = name.end(), {}
    while found := PARAMETER.match(line, position):
        assert found[1] not in parameters, line
        parameters[found[1]] = found[2].strip('"')
        position = found.end()
    assert line[position] == ":", line
    return Property(name[0], parameters, line[position + 1 :])


def read(content: bytes) -> Component:
    """The one component of the file with everything inside it."""
    physical_lines(content)
    root = Component("")
    stack = [root]
    for line in content.replace(FOLD, b"").decode().removesuffix("\r\n").split("\r\n"):
        item = read_line(line)
        if item.name == "BEGIN":
            stack[-1].components.append(Component(item.value))
            stack.append(stack[-1].components[-1])
        elif item.name == "END":
            assert stack.pop().name == item.value
        else:
            stack[-1].properties.append(item)
    assert stack == [root]
    (only,) = root.components
    return only


def event_of(content: bytes) -> Component:
    """The one VEVENT of a calendar."""
    (event,) = read(content).components
    assert event.name == "VEVENT"
    return event
