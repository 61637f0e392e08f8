"""Calling a video service over HTTP: one try, a time-out, verified TLS, no redirects, and plain words for failures.

In production a call goes to the public internet, and to private networks that the settings name.

Nothing that is sent or received is logged or put into an error: addresses, headers and bodies carry secrets.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import urllib3

from eboard.conferences.addresses import is_allowed
from eboard.conferences.enums import Problem
from eboard.conferences.services.pinning import Resolver, ask_system, pool_of
from eboard.conferences.services.service import Account
from eboard.core import time
from eboard.core.deadlines import Deadline

LARGEST_ANSWER = 1024 * 1024  # bytes
CHUNK = 64 * 1024
LONGEST_WAIT = 24 * 3600  # seconds; what a service may make us wait at most


class ServiceError(Exception):
    """A service did not do what was asked; ``retry_after`` in seconds, if it said when to come again."""

    def __init__(self, problem: Problem, status: int = 0, retry_after: int = 0) -> None:
        super().__init__(f"{problem.value} {status}" if status else problem.value)
        self.problem = problem
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from a call that worked."""

    status: int
    body: bytes

    @property
    def values(self) -> dict[str, Any]:
        """The JSON object in it; raises ServiceError for anything else."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise ServiceError(Problem.GARBLED, self.status)
        return found

    def text(self, name: str) -> str:
        """A value that must be there: a text or a number; raises ServiceError."""
        found = self.values.get(name)
        if isinstance(found, bool) or not isinstance(found, (str, int)) or not str(found):
            raise ServiceError(Problem.GARBLED, self.status)
        return str(found)

    def address(self, name: str) -> str:
        """An address people can be led to; raises ServiceError for anything but HTTPS."""
        found = self.text(name)
        if not is_allowed(found, in_production=True):
            raise ServiceError(Problem.GARBLED, self.status)
        return found


def call(
    account: Account,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: Mapping[str, Any] | None = None,
    form: Mapping[str, str] | None = None,
    resolver: Resolver = ask_system,
) -> Answer:
    """Call a service once, with ``body`` as JSON or ``form`` as fields; raises ServiceError unless it worked."""
    if not is_allowed(url, in_production=account.in_production):
        raise ServiceError(Problem.REJECTED)
    sent = dict(headers or {})
    data = None
    if body is not None:
        sent["Content-Type"], data = "application/json", json.dumps(body)
    elif form is not None:
        sent["Content-Type"], data = "application/x-www-form-urlencoded", urlencode(form)
    deadline = Deadline(account.timeout)
    try:
        with pool_of(account, resolver, deadline) as pool:
            response = pool.request(
                method, url, headers=sent, body=data, redirect=False, retries=False, preload_content=False
            )
            found = _read(response, deadline)
    except (urllib3.exceptions.HTTPError, OSError):
        raise ServiceError(Problem.DOWN) from None
    except ValueError:  # a token it gave fits into no header
        raise ServiceError(Problem.GARBLED) from None
    return _judged(response.status, found, response.headers.get("Retry-After", ""))


def _read(response: urllib3.BaseHTTPResponse, deadline: Deadline) -> bytes:
    """The body, unless it is too long or comes too slowly; raises ServiceError."""
    found = bytearray()
    try:
        while chunk := response.read1(CHUNK):
            found += chunk
            if len(found) > LARGEST_ANSWER:
                raise ServiceError(Problem.GARBLED, response.status)
            if deadline.is_over:
                raise ServiceError(Problem.DOWN)
    finally:
        response.close()
    return bytes(found)


def bearing(fetch: Callable[[], str], send: Callable[[Mapping[str, str]], Answer]) -> Answer:
    """Send with a bearer token; when it is not accepted, once more with a new one (RFC 6750 section 3.1)."""
    token = fetch()
    try:
        return send({"Authorization": f"Bearer {token}"})
    except ServiceError as error:
        if error.status != HTTPStatus.UNAUTHORIZED:
            raise
    return send({"Authorization": f"Bearer {fetch()}"})


def gone_is_fine(end: Callable[[], object]) -> None:
    """End something that may be gone already."""
    try:
        end()
    except ServiceError as error:
        if error.status not in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
            raise


def _judged(status: int, body: bytes, retry_after: str) -> Answer:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Answer(status, body)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise ServiceError(Problem.LIMITED, status, _seconds(retry_after))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        raise ServiceError(Problem.DOWN, status, _seconds(retry_after))
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise ServiceError(Problem.REFUSED, status)
    raise ServiceError(Problem.REJECTED, status)


def _seconds(retry_after: str) -> int:
    """Retry-After as seconds from now: a number or a date (RFC 9110 section 10.2.3); 0 for what is neither."""
    try:
        if retry_after.isdecimal():
            return min(int(retry_after), LONGEST_WAIT)
        moment = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return 0
    if moment.tzinfo is None:
        return 0
    return min(max(0, int((moment - time.now()).total_seconds())), LONGEST_WAIT)
