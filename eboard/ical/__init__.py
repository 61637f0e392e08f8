"""Calendar objects and mail messages as bytes (RFC 5545, 5546, 6047, 7986); no database, no web.

A **meeting event** holds the only facts that may enter a calendar: board, case count, time, place, links.
An **invitation** is a meeting event for one person; its request or cancellation goes out as one message.
What comes back to it is read in `ical.reading`, where nothing that arrives can raise.
A **feed** is many meeting events in a subscribed calendar, in full or only as busy time; it names no person.
A **free/busy** calendar is merged busy time alone. A **message** is an envelope with text, HTML and calendar.

Rules: times stand in UTC, without zone definitions. A UID never changes; SEQUENCE comes from the meeting.
Nothing here reads a clock or draws a random number: the same values give the same bytes in every process.
People's texts are cleaned of what clients stumble over. A wrong value raises ValueError before any byte.
The caller translates: the few words of an entry come in as `Phrases`.
"""

from eboard.ical.calendar import GENERATOR_VERSION
from eboard.ical.enums import Method, Partstat, Role, Status, Variant
from eboard.ical.feed import feed_calendar, feed_event, feed_order, join_feed
from eboard.ical.freebusy import freebusy_calendar
from eboard.ical.invitation import cancel_calendar, decline_counter_calendar, request_calendar
from eboard.ical.mime import CalendarPart, Envelope, compose
from eboard.ical.phrases import Phrases
from eboard.ical.values import InvitationEvent, MeetingEvent, Party, Span

__all__ = [
    "GENERATOR_VERSION",
    "CalendarPart",
    "Envelope",
    "InvitationEvent",
    "MeetingEvent",
    "Method",
    "Partstat",
    "Party",
    "Phrases",
    "Role",
    "Span",
    "Status",
    "Variant",
    "cancel_calendar",
    "compose",
    "decline_counter_calendar",
    "feed_calendar",
    "feed_event",
    "feed_order",
    "freebusy_calendar",
    "join_feed",
    "request_calendar",
]
