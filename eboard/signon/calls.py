"""Asking a provider: to an address that was checked, with an end to everything, no redirect, one JSON object back.

It goes the way published calendars are fetched (decision 8). Nothing that is sent or received is logged.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode

from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from eboard.availability.fetching import Reach, parse_address
from eboard.availability.fetching.connecting import FetchError, PinnedConnection, ask_system, resolve
from eboard.core.deadlines import Deadline, DeadlineSocket
from eboard.core.errors import DomainError
from eboard.core.web.settings import settings
from eboard.signon.enums import Problem

SECONDS = 8.0
MOST_BYTES = 512 * 1024
CHUNK_BYTES = 64 * 1024
OK, SERVER_ERRORS = 200, 500


class SignOnError(Exception):
    """A trip led nowhere; it carries the kind of problem alone."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Sent:
    """What is posted: fields, and the header that says who asks."""

    form: Mapping[str, str]
    headers: Mapping[str, str]


def ask(url: str, sent: Sent | None = None) -> dict[str, Any]:
    """The JSON object at an address; raises SignOnError for anything else."""
    try:
        address = parse_address(url)
    except DomainError:
        raise SignOnError(Problem.MISCONFIGURED) from None
    reach = Reach(networks=settings().sign_on_networks, ca_file=settings().sign_on_ca_file)
    deadline = Deadline(SECONDS)
    trust = reach.trust()
    trust.sslsocket_class = DeadlineSocket
    try:
        numeric = [one for one in resolve(address, ask_system, deadline) if reach.admits(one, address.port)]
        if not numeric:
            raise SignOnError(Problem.DOWN)
        connection = PinnedConnection(address, numeric, trust=trust, deadline=deadline)
        try:
            connection.request(
                "GET" if sent is None else "POST",
                address.target,
                body=None if sent is None else urlencode(sent.form),
                headers=_headers(sent),
                preload_content=False,
            )
            return _read(connection.getresponse())
        finally:
            connection.close()
    except (FetchError, HTTPError, HTTPException, OSError, ValueError):
        raise SignOnError(Problem.DOWN) from None


def _headers(sent: Sent | None) -> dict[str, str]:
    fixed = {"Accept": "application/json", "User-Agent": "eBoard", "Connection": "close"}
    if sent is None:
        return fixed
    return {**fixed, "Content-Type": "application/x-www-form-urlencoded", **sent.headers}


def _read(response: BaseHTTPResponse) -> dict[str, Any]:
    body = bytearray()
    for chunk in response.stream(CHUNK_BYTES):
        body += chunk
        if len(body) > MOST_BYTES:
            raise SignOnError(Problem.DOWN)
    if response.status >= SERVER_ERRORS:
        raise SignOnError(Problem.DOWN)
    if response.status != OK:
        raise SignOnError(Problem.REFUSED)
    try:
        found = json.loads(bytes(body))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise SignOnError(Problem.MISCONFIGURED)
    return found
