"""One meeting as a VEVENT (RFC 5545 3.6.1), the parts that invitations and feeds share."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from icalendar import Event, vUri

from eboard.ical.details import description, location
from eboard.ical.enums import Status

if TYPE_CHECKING:
    from datetime import datetime

    from eboard.ical.phrases import Phrases
    from eboard.ical.values import MeetingEvent

# What the makers of these clients read beside CONFERENCE, each only for links of its own service.
VENDOR_LINKS = {
    "meet.google.com": "X-GOOGLE-CONFERENCE",
    "teams.microsoft.com": "X-MICROSOFT-SKYPETEAMSMEETINGURL",
}


def bare_event(meeting: MeetingEvent, *, summary: str, stamp: datetime) -> Event:
    """An event with identity, version, title and time in UTC, and nothing else yet.

    Single meetings stand in UTC without a VTIMEZONE: every reader agrees on them, and zone rules of a client
    that is out of date cannot move them.
    """
    event = Event()
    event.add("UID", meeting.uid)
    event.add("DTSTAMP", stamp)
    event.add("CREATED", meeting.created_at)
    event.add("LAST-MODIFIED", meeting.changed_at)
    event.add("SEQUENCE", meeting.sequence)
    event.add("SUMMARY", summary)
    event.add("DTSTART", meeting.starts_at.astimezone(UTC))
    event.add("DTEND", meeting.ends_at.astimezone(UTC))
    return event


def add_status(event: Event, status: Status) -> None:
    """STATUS, and whether the entry blocks the time in free/busy searches (RFC 5545 3.8.2.7)."""
    event.add("STATUS", status.value)
    event.add("TRANSP", "TRANSPARENT" if status is Status.CANCELLED else "OPAQUE")


def add_details(event: Event, meeting: MeetingEvent, phrases: Phrases, *, joinable: bool, contact: str = "") -> None:
    """Place, description, page and, where the reader may join, the link in every form clients show."""
    place = location(meeting, joinable=joinable)
    if place:
        event.add("LOCATION", place)
    event.add("DESCRIPTION", description(meeting, phrases, joinable=joinable, contact=contact))
    event.add("URL", vUri(meeting.page_url))
    if joinable and meeting.join_url:
        _add_conference(event, meeting.join_url, phrases.join_label)


def _add_conference(event: Event, link: str, label: str) -> None:
    # RFC 7986 5.11. A single FEATURE: the library would quote a list into one unknown value.
    event["CONFERENCE"] = vUri(link, params={"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": label})
    vendor = VENDOR_LINKS.get(urlsplit(link).hostname or "")
    if vendor:
        event[vendor] = vUri(link)
