"""What calendar programs fetch: no cookie, no sign-in, no redirect; the secret is in the path (RFC 9110 section 13).

Limits are counted twice: in the memory of the process, where a flood ends, and in the database, over all processes.
"""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, request
from werkzeug.datastructures import Headers
from werkzeug.http import http_date, parse_accept_header

from eboard.core import throttle, time
from eboard.core.db import unit_of_work
from eboard.core.errors import BusyError, StaleError, ThrottledError
from eboard.core.web import cookieless, settings
from eboard.feeds import actions
from eboard.feeds.caching import BoundedCache
from eboard.feeds.limits import HOUR, HourlyLimit, Uses
from eboard.feeds.lookup import Found, by_token
from eboard.feeds.queries import said_to, subscription
from eboard.feeds.rendering import (
    BODY_BYTES,
    Body,
    Form,
    Surroundings,
    entity_tag,
    last_modified,
    render,
    render_free_busy,
)
from eboard.feeds.window import Window

blueprint = Blueprint("feeds", __name__)

STRANGERS_PER_HOUR = 60
SECONDS_FRESH = 300
fetches = HourlyLimit()
strangers = HourlyLimit()
uses = Uses()
PRIVATE = (
    ("Vary", "Accept-Encoding"),
    ("Cache-Control", f"private, max-age={SECONDS_FRESH}"),
    ("X-Robots-Tag", "noindex"),
    ("Referrer-Policy", "no-referrer"),
)
bodies: BoundedCache[str, Body] = BoundedCache(BODY_BYTES)


@blueprint.get("/cal/<token>/<name>.ics", provide_automatic_options=False)
@cookieless
def calendar(token: str, name: str) -> Response:  # noqa: ARG001 - the name is for the eyes of people
    """One subscribed calendar."""
    return _answer(token, Form.CALENDAR)


@blueprint.get("/fb/<token>.ifb", provide_automatic_options=False)
@cookieless
def free_busy(token: str) -> Response:
    """The free/busy times of one subscribed calendar, whatever else it says."""
    return _answer(token, Form.FREEBUSY)


@blueprint.get("/robots.txt")
@cookieless
def robots() -> Response:
    """Search engines stay out; programs that ask here before they fetch a calendar are let in."""
    return Response("User-agent: *\nAllow: /cal/\nAllow: /fb/\nDisallow: /\n", mimetype="text/plain")


@dataclass(frozen=True, slots=True)
class Validators:
    """What a program sends back to ask whether anything is new, known before any content."""

    tag: str
    modified: datetime

    @classmethod
    def of(cls, found: Found, form: Form, window: Window, around: Surroundings) -> "Validators":
        """Those of what an address shows now."""
        return cls(entity_tag(found, form, window, around), last_modified(found, window))

    @property
    def etag(self) -> str:
        """The tag as it is sent: weak, for the content may be compressed (RFC 9110 section 8.8.3)."""
        return f'W/"{self.tag}"'

    @property
    def unchanged(self) -> list[tuple[str, str]]:
        """The headers of an answer without content; the tag makes the date superfluous (RFC 9110 section 15.4.5)."""
        return [*PRIVATE, ("ETag", self.etag)]

    @property
    def whole(self) -> list[tuple[str, str]]:
        """The headers of an answer with content."""
        return [*self.unchanged, ("Last-Modified", http_date(self.modified))]


def surroundings() -> Surroundings:
    """What every calendar of this network says beside its meetings."""
    config = settings()
    return Surroundings(config.base_url, config.calendar_domain, config.mail_from)


def _answer(token: str, form: Form) -> Response:
    moment = time.now()
    found = by_token(token)
    if found is None:
        wait = _seconds_to_wait(strangers, "calendar guess", request.remote_addr or "", STRANGERS_PER_HOUR, moment)
        return _refusal(429, wait) if wait else _refusal(404)
    if not found.is_open:
        return _refusal(410)
    around, window = surroundings(), Window.at(moment)
    validators = Validators.of(found, form, window, around)
    if _is_known(validators):
        response = Response(status=304)
        response.headers = Headers(validators.unchanged)
    else:
        wait = seconds_to_wait(found, moment)
        if wait:
            return _refusal(429, wait)
        body = bodies.get(validators.tag) or _make(found, form, window, around, validators.tag)
        if body is None:
            return _refusal(410)
        headers, content = content_of(body, request.headers.get("Accept-Encoding"))
        response = Response(content, headers=[*headers, *validators.whole])
    count(found, moment)
    return response


def seconds_to_wait(found: Found, moment: datetime) -> int:
    """Count a fetch of the whole; 0 if it is within the limit of its address."""
    return _seconds_to_wait(fetches, "calendar", str(found.id), settings().feed_fetches_per_hour, moment)


def _seconds_to_wait(here: HourlyLimit, what: str, key: str, limit: int, moment: datetime) -> int:
    """Count one more; 0 within the limit of an hour, and while the database cannot count."""
    wait = here.seconds_to_wait(key, limit, moment)
    if wait or not limit:
        return wait
    try:
        throttle.count_apart(throttle.Try(what, key, limit, HOUR))
    except ThrottledError as error:
        return error.retry_after
    except (BusyError, StaleError):  # a calendar matters more than its count
        return 0
    return 0


def _is_known(validators: Validators) -> bool:
    """Whether the program has this very content; its tags count more than its date (RFC 9110 section 13.2.2)."""
    if request.if_none_match:
        return request.if_none_match.contains_weak(validators.tag)
    since = request.if_modified_since
    return since is not None and validators.modified <= since


def _make(found: Found, form: Form, window: Window, around: Surroundings, tag: str) -> Body | None:
    """The body, or None once its person may no longer see what it shows or have it in a calendar.

    Both can change with a version or at midnight alone, and then the tag is another one.
    """
    row = subscription(found.id)
    variant = said_to(row)
    if variant is None:
        return None
    if form is Form.CALENDAR:
        body = render(row, window, variant, around)
    else:
        body = render_free_busy(row, window, around, stamp=last_modified(found, window))
    bodies.put(tag, body, body.size)
    return body


def content_of(body: Body, accepted: str | None) -> tuple[list[tuple[str, str]], bytes]:
    """A body as a program accepts it, after the headers that say how it is written."""
    headers = [("Content-Type", "text/calendar; charset=utf-8")]
    if accepted and parse_accept_header(accepted)["gzip"] > 0:
        return [*headers, ("Content-Encoding", "gzip")], body.zipped
    return headers, body.plain


def count(found: Found, moment: datetime) -> None:
    """Count a fetch that was answered."""
    due = uses.count(found.id, moment)
    if due:
        try:
            with unit_of_work():
                actions.note_uses(due)
        except (BusyError, StaleError):  # a calendar matters more than its statistics
            return


REFUSALS = {
    404: "There is no calendar at this address.\n",
    410: "This calendar address was revoked. Remove the subscription.\n",
    429: "This calendar was fetched too often. Try again later.\n",
}


def _refusal(status: int, wait: int = 0) -> Response:
    response = Response(REFUSALS[status], status, mimetype="text/plain", headers=PRIVATE)
    response.headers["Cache-Control"] = "no-store"
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
