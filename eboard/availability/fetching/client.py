"""One conditional GET, through at most five redirects."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from ssl import SSLCertVerificationError, SSLContext

from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from eboard.availability.enums import Problem
from eboard.availability.fetching.addresses import Address
from eboard.availability.fetching.connecting import FetchError, PinnedConnection, Resolver, ask_system, resolve
from eboard.core.deadlines import Deadline, DeadlineSocket
from eboard.core.errors import DomainError
from eboard.core.reach import Reach

SECONDS = 10.0
MOST_BYTES = 5 * 1024 * 1024  # after decompression
CHUNK_BYTES = 64 * 1024
MOST_REDIRECTS = 5
LONGEST_VALIDATOR = 500
BEGINNING, ENDING = b"BEGIN:VCALENDAR", b"END:VCALENDAR"
END_BYTES = 1024
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")

OK, NOT_MODIFIED = 200, 304
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PROBLEMS = {401: Problem.DENIED, 403: Problem.DENIED, 404: Problem.GONE, 407: Problem.DENIED, 410: Problem.GONE}

# It warns of malformed headers with the whole address, which is a secret.
logging.getLogger("urllib3.connection").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the version it sent last (RFC 9110 section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """Ask for the calendar only if it has changed."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if value}


@dataclass(frozen=True, slots=True)
class Answer:
    """The calendar, or None if it is still the version of the validators that were sent."""

    body: bytes | None
    validators: Validators


def fetch(
    address: Address,
    validators: Validators,
    *,
    reach: Reach,
    resolver: Resolver = ask_system,
    seconds: float = SECONDS,
) -> Answer:
    """Fetch a calendar; raises FetchError. It is over after ``seconds``, whatever the server does."""
    deadline = Deadline(seconds)
    trust = reach.trust()
    trust.sslsocket_class = DeadlineSocket
    for _hop in range(MOST_REDIRECTS + 1):
        found = _once(address, validators, reach, resolver, trust, deadline)
        if isinstance(found, Answer):
            return found
        address = found
    raise FetchError(Problem.REDIRECTED)


def _once(  # noqa: PLR0917 - what stays the same from hop to hop
    address: Address, validators: Validators, reach: Reach, resolver: Resolver, trust: SSLContext, deadline: Deadline
) -> Answer | Address:
    numeric = resolve(address, resolver, deadline)
    if not numeric:
        raise FetchError(Problem.UNREACHABLE)
    admitted = [one for one in numeric if reach.admits(one, address.port)]
    if not admitted:
        raise FetchError(Problem.REFUSED_ADDRESS)
    with _problems(deadline), _connected(address, admitted, trust, deadline) as connection:
        connection.request("GET", address.target, headers=_headers(validators), preload_content=False)
        response = connection.getresponse()
        if response.status in REDIRECTS:
            return _next(address, response)
        return _answer(response, validators)


def _headers(validators: Validators) -> dict[str, str]:
    return {
        "Accept": "text/calendar, */*;q=0.1",
        "Accept-Encoding": "gzip, deflate",
        "User-Agent": "eBoard",
        "Connection": "close",
        **validators.headers,
    }


@contextmanager
def _connected(
    address: Address, numeric: list[str], trust: SSLContext, deadline: Deadline
) -> Iterator[PinnedConnection]:
    connection = PinnedConnection(address, numeric, trust=trust, deadline=deadline)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def _problems(deadline: Deadline) -> Iterator[None]:
    """Say what went wrong without what the libraries say, which quotes the address."""
    try:
        yield
    except SSLCertVerificationError:
        raise FetchError(Problem.CERTIFICATE) from None
    except (HTTPError, HTTPException, OSError, ValueError):
        raise FetchError(Problem.SLOW if deadline.is_over else Problem.UNREACHABLE) from None


def _next(address: Address, response: BaseHTTPResponse) -> Address:
    try:
        return address.leads_to(response.headers.get("Location", ""))
    except (DomainError, ValueError):
        raise FetchError(Problem.REDIRECTED) from None


def _answer(response: BaseHTTPResponse, validators: Validators) -> Answer:
    if response.status == NOT_MODIFIED and validators.headers:
        return Answer(None, validators)
    if response.status != OK:
        raise FetchError(PROBLEMS.get(response.status, Problem.SERVER))
    body = bytearray()
    for chunk in response.stream(CHUNK_BYTES):
        body += chunk
        if len(body) > MOST_BYTES:
            raise FetchError(Problem.TOO_LARGE)
    _check_ends(bytes(body))
    return Answer(bytes(body), Validators(_validator(response, "ETag"), _validator(response, "Last-Modified")))


def _validator(response: BaseHTTPResponse, name: str) -> str | None:
    """What can be kept and sent again: of some length, and without what no header or database takes."""
    value = response.headers.get(name, "")
    return value if 0 < len(value) <= LONGEST_VALIDATOR and value.isprintable() else None


def _check_ends(body: bytes) -> None:
    """Raise FetchError unless it begins and ends as a calendar, in any of the encodings met.

    Neither a sign-in page nor a calendar that broke off may count as free time.
    """
    for mark in MARKS:
        body = body.removeprefix(mark)
    head, tail = (part.replace(b"\0", b"").strip().upper() for part in (body[:END_BYTES], body[-END_BYTES:]))
    if not head.startswith(BEGINNING):
        raise FetchError(Problem.NO_CALENDAR)
    if ENDING not in tail:
        raise FetchError(Problem.CUT_OFF)
