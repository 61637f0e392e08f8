"""The answer to a fetch: its validators, which are known before its body, and the body, made once per version."""

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from eboard.core import i18n
from eboard.feeds.queries import Found, events
from eboard.feeds.window import Window
from eboard.ical import GENERATOR_VERSION, Variant, feed_calendar
from eboard.invitations.content import phrases

CACHE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Body:
    """A calendar as it goes out, plain and compressed."""

    plain: bytes
    zipped: bytes

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return len(self.plain) + len(self.zipped)


class BodyCache:
    """The bodies used last, by entity tag, within a limit of bytes; shared by the threads of a process."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self.limit = limit
        self.size = 0
        self.bodies: OrderedDict[str, Body] = OrderedDict()
        self.lock = Lock()

    def get(self, tag: str) -> Body | None:
        """The body of a tag, if it is here."""
        with self.lock:
            if tag in self.bodies:
                self.bodies.move_to_end(tag)
            return self.bodies.get(tag)

    def put(self, tag: str, body: Body) -> None:
        """Keep a body; the ones unused for longest make room."""
        with self.lock:
            if tag not in self.bodies:
                self.bodies[tag] = body
                self.size += body.size
            while self.size > self.limit:
                self.size -= self.bodies.popitem(last=False)[1].size


def entity_tag(found: Found, window: Window, base_url: str) -> str:
    """The opaque part of the ETag: all that decides about the bytes, so that it is known before them."""
    row, person = found.subscription, found.person
    parts = (
        row.id, row.variant, row.name, row.shows_declined, row.alarm_minutes, person.zone, person.locale,
        found.version, window.day, GENERATOR_VERSION, base_url,
    )  # fmt: skip
    return hashlib.sha256(repr([str(part) for part in parts]).encode()).hexdigest()[:32]


def last_modified(found: Found, window: Window) -> datetime:
    """When the content changed last: by an event, by the person, or by the window moving on at midnight."""
    return max(found.changed_at, found.subscription.changed_at, window.opens).replace(microsecond=0)


def render(found: Found, window: Window, base_url: str) -> Body:
    """Make the calendar of a subscription."""
    row, person = found.subscription, found.person
    with i18n.speaking(person.locale):
        plain = feed_calendar(
            row.name,
            person.zone,
            events(row, window, base_url=base_url),
            variant=Variant(row.variant.value),
            alarm_minutes=row.alarm_minutes,
            phrases=phrases(),
        )
    return Body(plain, gzip.compress(plain, mtime=0))
