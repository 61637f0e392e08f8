"""What calendar programs fetch: no cookie, no sign-in, no redirect; the secret is in the path (RFC 9110 section 13).

Limits are counted twice: in the memory of the process, where a flood ends, and in the database, over all processes.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from werkzeug.datastructures import Headers
from werkzeug.http import http_date

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

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

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


def _answer(token: str, form: Form) -> Response:
    moment = time.now()
    found = by_token(token)
    if found is None:
        wait = _seconds_to_wait(strangers, "calendar guess", request.remote_addr or "", STRANGERS_PER_HOUR, moment)
        return _refusal(429, wait) if wait else _refusal(404)
    if not found.is_open:
        return _refusal(410)
    config = settings()
    around = Surroundings(config.base_url, config.calendar_domain, config.mail_from)
    window = Window.at(moment)
    tag = entity_tag(found, form, window, around)
    modified = last_modified(found, window)
    if _is_known(tag, modified):
        response: Response = Unchanged(status=304)
    else:
        wait = _seconds_to_wait(fetches, "calendar", str(found.id), config.feed_fetches_per_hour, moment)
        if wait:
            return _refusal(429, wait)
        body = bodies.get(tag) or _make(found, form, window, around, tag)
        if body is None:
            return _refusal(410)
        response = _full(body)
    response.headers.extend((*PRIVATE, ("ETag", f'W/"{tag}"'), ("Last-Modified", http_date(modified))))
    _count(found, moment)
    return response


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


class Unchanged(Response):
    """An answer without a body, whose headers are complete as they stand."""

    default_mimetype = None

    def get_wsgi_headers(self, environ: "WSGIEnvironment") -> Headers:  # noqa: ARG002 - Werkzeug's signature
        """The headers as they are."""
        return self.headers


def _is_known(tag: str, modified: datetime) -> bool:
    """Whether the program has this very content; its tags count more than its date (RFC 9110 section 13.2.2)."""
    sent = request.environ.get("HTTP_IF_NONE_MATCH")
    if sent is not None:
        return sent == f'W/"{tag}"' or request.if_none_match.contains_weak(tag)
    since = request.if_modified_since
    return since is not None and modified <= since


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


def _full(body: Body) -> Response:
    if request.accept_encodings["gzip"] > 0:
        response = Response(body.zipped, content_type="text/calendar; charset=utf-8")
        response.content_encoding = "gzip"
        return response
    return Response(body.plain, content_type="text/calendar; charset=utf-8")


def _count(found: Found, moment: datetime) -> None:
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
