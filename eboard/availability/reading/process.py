"""Reading a calendar in a process of its own, which is ended when it takes too long."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from eboard.availability.enums import BusyKind
from eboard.availability.periods import Period
from eboard.availability.reading.calendar import NoCalendarError, Reading, TooManyEventsError
from eboard.availability.reading.expansion import Window
from eboard.core.apart import ApartError, run_apart

SECONDS = 60.0
NO_CALENDAR, TOO_MANY = "no calendar", "too many events"


class UnreadableError(Exception):
    """The calendar took too long, too much memory, or broke its reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """How a calendar is to be read; see `calendar.read_calendar`."""

    zone: str
    window: Window
    own_domain: str

    def to_json(self) -> str:
        """As text, for the argument of a process."""
        span = (self.window.starts_at.isoformat(), self.window.ends_at.isoformat())
        return json.dumps({"zone": self.zone, "window": span, "own_domain": self.own_domain})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The request that `to_json` wrote."""
        values = json.loads(text)
        starts_at, ends_at = (datetime.fromisoformat(moment) for moment in values["window"])
        return cls(zone=values["zone"], window=Window(starts_at, ends_at), own_domain=values["own_domain"])


def read_apart(data: bytes, request: Request, *, seconds: float = SECONDS) -> Reading:
    """Read a calendar; raises NoCalendarError, TooManyEventsError and UnreadableError, none of which quote it."""
    try:
        answer = json.loads(run_apart("eboard.availability.reading", request.to_json(), data=data, seconds=seconds))
    except (ApartError, ValueError):
        raise UnreadableError from None
    if answer.get("problem") == NO_CALENDAR:
        raise NoCalendarError
    if answer.get("problem") == TOO_MANY:
        raise TooManyEventsError
    periods = [
        Period(datetime.fromisoformat(start), datetime.fromisoformat(end), BusyKind.of(kind))
        for start, end, kind in answer["periods"]
    ]
    return Reading(periods, answer["warnings"])
