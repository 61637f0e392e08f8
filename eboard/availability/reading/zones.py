"""Time zones by the names that calendars use (RFC 5545 section 3.2.19, and what is met in its place)."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from eboard.availability.reading.filezone import file_zone
from eboard.availability.reading.lines import Component
from eboard.availability.reading.values import offset

NOT_A_PLACE = frozenset({"localtime", "Factory"})  # names that mean another zone on every host
LONGEST_TAIL = 3  # parts of the longest IANA name: America/Argentina/Salta

_OFFSET_NAME = re.compile(r"(?:UTC|GMT)?\s*([+-]\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)


class ZoneBook:
    """The zones of one file: what it defines decides, then IANA's names, then Windows'; else the one given."""

    def __init__(
        self, definitions: Sequence[Component], fallback: tzinfo, *, until: datetime, warn: Callable[[str], None]
    ) -> None:
        self.fallback = fallback
        self._until = until
        self._warn = warn
        self._definitions: dict[str, list[Component]] = {}
        self._found: dict[str, tzinfo] = {}
        for definition in definitions:
            for line in definition.every("TZID"):
                self._definitions.setdefault(_key(line.value), []).append(definition)

    def zone(self, name: str) -> tzinfo:
        """The zone of that name; one that nobody knows is the fallback, with one warning."""
        key = _key(name)
        if key not in self._found:
            self._found[key] = self._look_up(key) or named_zone(key) or self._by_location(key) or self._unknown(name)
        return self._found[key]

    def _look_up(self, key: str) -> tzinfo | None:
        beyond = named_zone(key)
        zones = (file_zone(definition, self._until, beyond) for definition in self._definitions.get(key, ()))
        return next((zone for zone in zones if zone is not None), None)

    def _by_location(self, key: str) -> tzinfo | None:
        """The place that a definition without usable offsets names beside."""
        lines = (definition.first("X-LIC-LOCATION") for definition in self._definitions.get(key, ()))
        zones = (named_zone(_key(line.value)) for line in lines if line)
        return next((zone for zone in zones if zone is not None), None)

    def _unknown(self, name: str) -> tzinfo:
        self._warn(f"The time zone “{name.strip()}” is not known; its times are read as {self.fallback}.")
        return self.fallback


def named_zone(name: str) -> tzinfo | None:
    """The zone of an IANA or Windows name, also behind a prefix such as /mozilla.org/20050126_1/, or of an offset."""
    for candidate in _candidates(_key(name)):
        found = _iana_names().get(candidate) or _windows_names().get(candidate)
        if found is not None:
            return ZoneInfo(found)
    match = _OFFSET_NAME.fullmatch(_key(name))
    try:
        return timezone(offset(f"{match[1]}:{match[2] or '00'}")) if match else None
    except ValueError:
        return None


def _key(name: str) -> str:
    return " ".join(name.replace("\\", "").strip().strip("\"'").split()).casefold()


def _candidates(key: str) -> Iterator[str]:
    parts = key.split("/")
    yield key
    for length in range(min(LONGEST_TAIL, len(parts) - 1), 0, -1):
        yield "/".join(parts[-length:])
    yield key.replace(" ", "_")


@cache
def _iana_names() -> dict[str, str]:
    # Asking zoneinfo for a name it does not know raises whatever the file system does; this list cannot.
    return {name.casefold(): name for name in available_timezones() - NOT_A_PLACE}


@cache
def _windows_names() -> dict[str, str]:
    return {name.casefold(): place for name, place in WINDOWS_TO_OLSON.items()}
