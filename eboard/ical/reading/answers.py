"""One calendar: the answer in it, or why there is none."""

from __future__ import annotations

import html
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from eboard.ical.checks import HIGHEST_SEQUENCE
from eboard.ical.enums import Partstat
from eboard.ical.reading.addresses import attendees, bare_address, organizer
from eboard.ical.reading.enums import ANSWERING_METHODS, NoAnswer
from eboard.ical.reading.lines import unescape, unescape_parameter
from eboard.ical.reading.moments import end_of, moment_of, proposal_in
from eboard.ical.reading.values import COMMENT_LENGTH, IncomingAnswer
from eboard.ical.text import UNSAFE

if TYPE_CHECKING:
    from datetime import datetime

    from eboard.ical.reading.lines import Component, Line

_COMMENTS = ("X-RESPONSE-COMMENT", "X-COMMENT", "COMMENT", "X-CALENDARSERVER-ATTENDEE-COMMENT")
_PARTSTATS = {one.value: one for one in Partstat}
_LONGEST_PARAMETER = 500
_LONGEST_NAME = 255
_DIGITS = 12  # of a SEQUENCE; no int of any length is made


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one calendar says: an answer or a reason, and its method in any case."""

    method: str = ""
    uid: str = ""
    answer: IncomingAnswer | None = None
    reason: NoAnswer | None = None


def answer_in(calendars: list[Component], *, announced: str, sender: str) -> Found:
    """The first answer of a part, which may hold several calendars; else why the first of them is none.

    ``announced`` is the method that the part's header names; it counts only where the calendar itself names none.
    """
    found = [_read(calendar, announced, sender) for calendar in calendars]
    return next((one for one in found if one.answer), found[0] if found else Found(reason=NoAnswer.NO_EVENT))


def _read(calendar: Component, announced: str, sender: str) -> Found:
    method = (calendar.value("METHOD") or announced).upper()[:_LONGEST_NAME]
    events = calendar.of("VEVENT")
    if not events:
        return Found(method=method, reason=NoAnswer.NO_EVENT)
    # The whole series before single dates of it, of which our meetings have none.
    event = next((one for one in events if one.first("RECURRENCE-ID") is None), events[0])
    uid = event.value("UID")
    if method not in ANSWERING_METHODS:
        return Found(method=method, uid=uid, reason=NoAnswer.FOREIGN_METHOD)
    if not uid or len(uid) > _LONGEST_NAME:
        return Found(method=method, reason=NoAnswer.NO_UID)
    people = attendees(event)
    if not people:
        return Found(method=method, uid=uid, reason=NoAnswer.NO_ATTENDEE)
    # Only one belongs to an answer; of several, the one that sent it.
    who = next((one for one in people if one.value == sender), people[0])
    answer = _answer(calendar, event, method, who)
    return Found(method=method, uid=uid, answer=replace(answer, attendee_count=len(people)))


def _answer(calendar: Component, event: Component, method: str, who: Line) -> IncomingAnswer:
    start = moment_of(event.first("DTSTART"), calendar)
    end = end_of(event, start, calendar)
    proposed = (start, end) if method == "COUNTER" else _proposal(who, calendar)
    sequence = event.value("SEQUENCE").lstrip("+")
    is_number = sequence.isascii() and sequence.isdigit()
    return IncomingAnswer(
        method=method,
        uid=event.value("UID"),
        recurrence_id=event.value("RECURRENCE-ID")[:_LONGEST_NAME] if event.first("RECURRENCE-ID") else None,
        sequence=min(int(sequence[:_DIGITS]), HIGHEST_SEQUENCE) if is_number else 0,
        has_sequence=is_number,
        attendee=who.value,
        attendee_count=1,
        partstat=_PARTSTATS.get(who.parameters.get("PARTSTAT", "").upper(), Partstat.NEEDS_ACTION),
        delegated_to=bare_address(who.parameters.get("DELEGATED-TO", "").split(",")[0]),
        comment=_comment(event, who),
        dtstamp=moment_of(event.first("DTSTAMP"), calendar),
        starts_at=None if method == "COUNTER" else start,
        ends_at=None if method == "COUNTER" else end,
        proposed_start=proposed[0],
        proposed_end=proposed[1] if _is_after(proposed) else None,
        organizer=organizer(event),
    )


def _is_after(span: tuple[datetime | None, datetime | None]) -> bool:
    start, end = span
    return start is not None and end is not None and end > start


def _proposal(who: Line, calendar: Component) -> tuple[datetime | None, datetime | None]:
    """The time that a telephone proposes in a parameter of its REPLY."""
    for name, value in who.parameters.items():
        text = unescape_parameter(value[:_LONGEST_PARAMETER])
        if "PROPOS" in name or "DTSTART" in text.upper():
            start, end = proposal_in(text, calendar)
            if start is not None:
                return start, end
    return None, None


def _comment(event: Component, who: Line) -> str:
    """What the attendee wrote: the property, else a parameter."""
    written = [clean_comment(unescape(line.value)) for line in event.all("COMMENT")]
    found = "\n".join(filter(None, written))
    if found:
        return clean_comment(found)
    parameters = (who.parameters.get(name, "") for name in _COMMENTS)
    return next((one for text in parameters if (one := _from_parameter(text))), "")


def _from_parameter(text: str) -> str:
    return clean_comment(html.unescape(unescape(unescape_parameter(text))))


def clean_comment(text: str) -> str:
    """Plain text without controls, trimmed and at most 500 characters long."""
    return UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()[:COMMENT_LENGTH].rstrip()
