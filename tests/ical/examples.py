"""A meeting, an invitation and an envelope that tests vary."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from eboard.ical import CalendarPart, Envelope, InvitationEvent, MeetingEvent, Method, Party, Role, Status
from eboard.ical import request_calendar as request

JOIN = "https://eboard.example/join/4fQ2"
PAGE = "https://eboard.example/meetings/7c1e"
START = datetime(2026, 3, 9, 12, tzinfo=UTC)
QUEUED = datetime(2026, 3, 3, 8, 30, tzinfo=UTC)


def meeting(**changes: Any) -> MeetingEvent:
    facts: dict[str, Any] = {
        "uid": "meeting-7c1e@eboard.example",
        "sequence": 2,
        "status": Status.CONFIRMED,
        "starts_at": START,
        "ends_at": START + timedelta(hours=1),
        "board_name": "GI eBoard",
        "case_count": 5,
        "page_url": PAGE,
        "created_at": datetime(2026, 3, 1, 9, tzinfo=UTC),
        "changed_at": datetime(2026, 3, 2, 10, tzinfo=UTC),
        "zone": "America/Chicago",
        "join_url": JOIN,
        "place": "",
    }
    return MeetingEvent(**facts | changes)


def invitation(about: MeetingEvent | None = None, **changes: Any) -> InvitationEvent:
    facts: dict[str, Any] = {
        "meeting": about or meeting(),
        "organizer": Party("rsvp+k3f9@eboard.example", "GI eBoard"),
        "attendee": Party("ines.duarte@hospital.example", "Dr. Inês Duarte"),
        "dtstamp": QUEUED,
        "role": Role.REQUIRED,
        "contact": "Ana Lima, +1 507 555 0100",
    }
    return InvitationEvent(**facts | changes)


def envelope(**changes: Any) -> Envelope:
    facts: dict[str, Any] = {
        "sender": Party("rsvp+k3f9@eboard.example", "GI eBoard"),
        "recipient": Party("ines.duarte@hospital.example", "Dr. Inês Duarte"),
        "subject": "Invitation: GI eBoard, 9 March 2026",
        "message_id": "<invitation-91.1@eboard.example>",
        "date": QUEUED,
    }
    return Envelope(**facts | changes)


def calendar_part(**changes: Any) -> CalendarPart:
    return CalendarPart(request(invitation(**changes)), Method.REQUEST)


def at(zone: str, *wall: int) -> datetime:
    """The UTC moment of a wall-clock time in a zone."""
    return datetime(*wall, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[misc,arg-type]
