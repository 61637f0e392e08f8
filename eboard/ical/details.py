"""The sentences of a calendar entry: title, place and description."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from eboard.ical.text import NAME_LENGTH, PLACE_LENGTH, one_line

if TYPE_CHECKING:
    from eboard.ical.phrases import Phrases
    from eboard.ical.values import MeetingEvent


def title(meeting: MeetingEvent, phrases: Phrases) -> str:
    """The board's name and how many cases it has: `GI eBoard, 5 cases`, or when it needs the reader."""
    if meeting.needed_zone:
        board, time = one_line(meeting.board_name, NAME_LENGTH), clock(meeting, meeting.needed_zone)
        return phrases.needed.format(board=board, time=time)
    return headline(meeting, phrases)


def headline(meeting: MeetingEvent, phrases: Phrases) -> str:
    """The board's name and how many cases there are."""
    board = one_line(meeting.board_name, NAME_LENGTH)
    return f"{board}, {phrases.cases(meeting.case_count)}" if meeting.case_count else board


def location(meeting: MeetingEvent, *, joinable: bool) -> str:
    """Room, link or both: clients that show only this field must still lead into the call."""
    link = meeting.join_url if joinable else ""
    return " / ".join(filter(None, (one_line(meeting.place, PLACE_LENGTH), link)))


def description(meeting: MeetingEvent, phrases: Phrases, *, joinable: bool, contact: str = "") -> str:
    """What the meeting is, when and where, with each link alone on its line."""
    lines = [
        headline(meeting, phrases),
        board_time(meeting),
        one_line(meeting.place, PLACE_LENGTH),
        phrases.join.format(link=meeting.join_url) if joinable and meeting.join_url else "",
        phrases.details.format(link=meeting.page_url),
        phrases.contact.format(contact=one_line(contact, PLACE_LENGTH)) if contact else "",
    ]
    return "\n".join(filter(None, lines))


def board_time(meeting: MeetingEvent) -> str:
    """The time where the board meets, for clients that show an entry in UTC only.

    Figures and the zone's name read the same in every language: `2026-03-09 07:00–08:00 (America/Chicago)`.
    """
    day = meeting.starts_at.astimezone(ZoneInfo(meeting.zone)).date()
    return f"{day} {clock(meeting, meeting.zone)} ({meeting.zone})"


def clock(meeting: MeetingEvent, zone: str) -> str:
    """Start and end on the clocks of a zone; the day stands beside an end on another day."""
    start, end = (moment.astimezone(ZoneInfo(zone)) for moment in (meeting.starts_at, meeting.ends_at))
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{start:%H:%M}–{until}"
