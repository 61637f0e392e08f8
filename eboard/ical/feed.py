"""Subscribed calendars: many meetings, no METHOD, no people (RFC 5545 3.6, RFC 7986 5).

The bytes depend on the arguments alone. A whole feed is its frame around the bytes of its events, so a caller
may keep the bytes of each event and render again only the one that changed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from icalendar import Alarm, vDuration, vText

from eboard.ical.calendar import new_calendar
from eboard.ical.checks import check_zone
from eboard.ical.details import title
from eboard.ical.enums import Variant
from eboard.ical.event import add_details, add_status, bare_event
from eboard.ical.phrases import ENGLISH, Phrases
from eboard.ical.text import NAME_LENGTH, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Event

    from eboard.ical.values import MeetingEvent

PRODUCT = "Calendar"
REFRESH_INTERVAL = timedelta(hours=1)
LONGEST_ALARM_MINUTES = 7 * 24 * 60
_END = b"END:VCALENDAR\r\n"


def feed_calendar(
    name: str,
    zone: str,
    events: Iterable[MeetingEvent],
    *,
    variant: Variant = Variant.FULL,
    alarm_minutes: int | None = None,
    phrases: Phrases = ENGLISH,
) -> bytes:
    """The whole feed, its events by start and UID; no events make a valid empty calendar.

    `zone` is the IANA zone of the feed. `alarm_minutes` puts one reminder before each meeting.

    Raises:
        ValueError: An unknown zone, an impossible reminder, or two different events with one UID.
    """
    rendered = (
        feed_event(event, variant=variant, alarm_minutes=alarm_minutes, phrases=phrases) for event in feed_order(events)
    )
    return join_feed(name, zone, rendered)


def feed_order(events: Iterable[MeetingEvent]) -> list[MeetingEvent]:
    """Each event once, by start and UID: the order in which a feed must be joined.

    Raises:
        ValueError: Two different events have one UID, which readers would take for one.
    """
    unique = set(events)
    if len({event.uid for event in unique}) < len(unique):
        raise ValueError("Two different events of a feed have the same UID.")
    return sorted(unique, key=lambda event: (event.starts_at, event.uid))


def feed_event(
    meeting: MeetingEvent,
    *,
    variant: Variant = Variant.FULL,
    alarm_minutes: int | None = None,
    phrases: Phrases = ENGLISH,
) -> bytes:
    """One event of a feed, from BEGIN:VEVENT to END:VEVENT with its line end.

    Raises:
        ValueError: The reminder is not between 1 minute and 7 days.
    """
    full = variant is Variant.FULL
    summary = title(meeting, phrases) if full else phrases.busy
    shown = phrases.canceled.format(title=summary) if meeting.is_cancelled else summary
    # Without METHOD, DTSTAMP says when the stored meeting last changed (RFC 5545 3.8.7.2).
    event = bare_event(meeting, summary=shown, stamp=meeting.changed_at)
    add_status(event, meeting.status)
    if full:
        add_details(event, meeting, phrases, joinable=not meeting.is_cancelled)
    if alarm_minutes is not None and not meeting.is_cancelled:
        _add_alarm(event, alarm_minutes, summary)
    rendered: bytes = event.to_ical()
    return rendered


def join_feed(name: str, zone: str, events: Iterable[bytes]) -> bytes:
    """The feed made of its frame and the bytes of `feed_event`, which stand in the order given.

    Raises:
        ValueError: The zone is unknown.
    """
    check_zone(zone)
    calendar = new_calendar(PRODUCT)
    # As vText, because the library's own setters write both without escaping (RFC 7986 5.1).
    calendar["NAME"] = calendar["X-WR-CALNAME"] = vText(one_line(name, NAME_LENGTH))
    calendar["X-WR-TIMEZONE"] = vText(zone)
    # RFC 7986 5.7 requires VALUE, which the library leaves out by itself.
    calendar.add("REFRESH-INTERVAL", REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    calendar["X-PUBLISHED-TTL"] = vDuration(REFRESH_INTERVAL)
    return b"".join((calendar.to_ical().removesuffix(_END), *events, _END))


def _add_alarm(event: Event, minutes: int, text: str) -> None:
    if not 1 <= minutes <= LONGEST_ALARM_MINUTES:
        raise ValueError(f"alarm_minutes must lie between 1 and {LONGEST_ALARM_MINUTES}.")
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", text)
    alarm.add("TRIGGER", timedelta(minutes=-minutes))
    event.add_component(alarm)
