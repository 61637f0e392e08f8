"""A calendar whose answer is at hand is given before the framework: programs ask every few minutes, for good.

Such a fetch needs no page, no sign-in and no transaction: finding the view and leaving it again took three times as
long as the one look-up that decides. Whatever has to be made, refused or compared more closely goes on to the view.
"""

import logging
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from flask import Flask

from eboard.core import time
from eboard.core.errors import BusyError
from eboard.core.logs import place_of
from eboard.core.web.headers import security_headers
from eboard.feeds.lookup import by_token
from eboard.feeds.rendering import Form
from eboard.feeds.views import fetching
from eboard.feeds.views.fetching import PRIVATE, Validators
from eboard.feeds.window import Window

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

logger = logging.getLogger(__name__)

NAME = re.compile(r"[^\0]+\.ics")
PARTS = len(("", "cal", "token", "name.ics"))


class Answer(NamedTuple):
    """What goes back to the program."""

    status: str
    headers: list[tuple[str, str]]
    content: bytes


class CalendarsAtHand:
    """The application, with this short way in front of it."""

    def __init__(self, app: Flask, *, is_https: bool) -> None:
        self.app = app
        self.whole_way = app.wsgi_app
        stricter = {name for name, _value in PRIVATE}
        self.security = [each for each in security_headers(is_https=is_https).items() if each[0] not in stricter]

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer what is at hand, or go the whole way."""
        answer = self._answer(environ) if environ["PATH_INFO"].startswith("/cal/") else None
        if answer is None:
            return self.whole_way(environ, start_response)
        start_response(answer.status, answer.headers)
        return [answer.content]

    def _answer(self, environ: "WSGIEnvironment") -> Answer | None:
        parts = environ["PATH_INFO"].split("/")
        if environ["REQUEST_METHOD"] != "GET" or len(parts) != PARTS or environ.get("QUERY_STRING"):
            return None
        if not NAME.fullmatch(parts[3]):
            return None
        with self.app.app_context():
            try:
                return self._at_hand(parts[2], environ)
            except BusyError:  # the view says so
                return None
            except Exception as error:  # noqa: BLE001 - the view may do without what failed here
                logger.error("A calendar went the whole way: %s", place_of(error.__traceback__))
                return None

    def _at_hand(self, token: str, environ: "WSGIEnvironment") -> Answer | None:
        moment = time.now()
        found = by_token(token)
        if found is None or not found.is_open:
            return None
        validators = Validators.of(found, Form.CALENDAR, Window.at(moment), fetching.surroundings())
        sent = environ.get("HTTP_IF_NONE_MATCH")
        if sent == validators.etag:  # RFC 9110 section 13.1.2, of a program that has one calendar and one tag
            fetching.count(found, moment)
            return Answer("304 NOT MODIFIED", validators.unchanged, b"")
        body = fetching.bodies.get(validators.tag)
        if body is None or sent or "HTTP_IF_MODIFIED_SINCE" in environ or fetching.seconds_to_wait(found, moment):
            return None
        fetching.count(found, moment)
        headers, content = fetching.content_of(body, environ.get("HTTP_ACCEPT_ENCODING"))
        length = ("Content-Length", str(len(content)))
        return Answer("200 OK", [*headers, length, *validators.whole, *self.security], content)
