"""The answer to a fetch: its validators, which are known before its body, and the body, made once per version."""

import gzip
import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from eboard.core import i18n
from eboard.feeds.caching import BoundedCache
from eboard.feeds.entries import Entry, entries
from eboard.feeds.enums import Variant
from eboard.feeds.lookup import Found
from eboard.feeds.models import Subscription
from eboard.feeds.window import Window
from eboard.ical import GENERATOR_VERSION, Party, Phrases, Span, feed_event, freebusy_calendar, join_feed
from eboard.ical import Variant as IcalVariant
from eboard.invitations.content import event_of, phrases
from eboard.meetings.enums import MeetingState

BODY_BYTES = 64 * 1024 * 1024
EVENT_BYTES = 32 * 1024 * 1024
KEY_BYTES = 1_500  # about what the key of an event takes
ZIP_LEVEL = 3  # a quarter of the time of 6, for a fifth more bytes


class Form(StrEnum):
    """What an address is fetched as."""

    CALENDAR = "calendar"
    FREEBUSY = "freebusy"


@dataclass(frozen=True, slots=True)
class Body:
    """A calendar as it goes out, plain and compressed."""

    plain: bytes
    zipped: bytes

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return len(self.plain) + len(self.zipped)


@dataclass(slots=True)
class Surroundings:
    """What a calendar says beside its meetings."""

    base_url: str
    domain: str  # of identities
    organizer: str  # the address that stands for free/busy times


# An event is kept under everything that its bytes depend on, so it is the same event to everybody who sees it.
EventKey = tuple[Entry, Variant, int | None, str, str]
Events = BoundedCache[EventKey, bytes]
events: Events = BoundedCache(EVENT_BYTES)


def entity_tag(found: Found, form: Form, window: Window, around: Surroundings) -> str:
    """The opaque part of the ETag: all that decides about the bytes, so that it is known before them."""
    parts = (
        found.id.hex, form, found.subscribed_at.isoformat(), found.shown_version, window.day.isoformat(),
        GENERATOR_VERSION, around.base_url,
    )  # fmt: skip
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def last_modified(found: Found, window: Window) -> datetime:
    """When the content changed last: by an event, by the person, or by the window moving on at midnight."""
    return max(found.shown_since, window.opens).replace(microsecond=0)


def render(row: Subscription, window: Window, variant: Variant, around: Surroundings) -> Body:
    """Make the calendar of a subscription, saying no more than ``variant`` allows."""
    locale = row.person.locale
    with i18n.speaking(locale):
        words = phrases()
        rendered = [
            _event((one, variant, row.alarm_minutes, locale, around.base_url), words) for one in entries(row, window)
        ]
    return _body(join_feed(row.name, row.person.zone, rendered))


def render_free_busy(row: Subscription, window: Window, around: Surroundings, *, stamp: datetime) -> Body:
    """Make the free/busy times of the same meetings."""
    shown = (one.shown for one in entries(row, window))
    plain = freebusy_calendar(
        f"{row.id}-busy@{around.domain}",
        Party(email=around.organizer, name="eBoard"),
        Span(window.starts_at, window.ends_at),
        (Span(one.starts_at, one.ends_at) for one in shown if one.state is not MeetingState.CANCELLED),
        stamp=stamp,
    )
    return _body(plain)


def _body(plain: bytes) -> Body:
    return Body(plain, gzip.compress(plain, ZIP_LEVEL, mtime=0))


def _event(key: EventKey, words: Phrases) -> bytes:
    known = events.get(key)
    if known is not None:
        return known
    (shown, needed_zone), variant, alarm_minutes, _locale, base_url = key
    made = feed_event(
        event_of(shown, base_url, needed_zone),
        variant=IcalVariant(variant.value),
        alarm_minutes=alarm_minutes,
        phrases=words,
    )
    events.put(key, made, len(made) + KEY_BYTES)
    return made
