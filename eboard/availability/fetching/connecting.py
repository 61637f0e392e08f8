"""A TLS connection to an address that was checked, with an end to everything that happens on it."""

import socket
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from ssl import SSLContext
from typing import cast

from urllib3.connection import HTTPSConnection

from eboard.availability.enums import Problem
from eboard.availability.fetching.addresses import Address
from eboard.core.deadlines import Deadline, DeadlineSocket

ATTEMPT_SECONDS = 3.0  # for one of several addresses of a host

Resolver = Callable[[str, int], Sequence[str]]


class FetchError(Exception):
    """A calendar could not be fetched; it carries nothing but the kind of problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def ask_system(host: str, port: int) -> Sequence[str]:
    """The numeric addresses of a host, as the system's resolver knows them, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def resolve(address: Address, resolver: Resolver, deadline: Deadline) -> Sequence[str]:
    """The numeric addresses of a host; raises FetchError. The system may take longer than we wait."""
    answers: SimpleQueue[Sequence[str]] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolver(address.host, address.port))
        except (OSError, UnicodeError):  # there is no such name, or it cannot be one
            answers.put(())

    threading.Thread(target=ask, daemon=True).start()
    try:
        return answers.get(timeout=deadline.left())
    except (Empty, TimeoutError):
        raise FetchError(Problem.SLOW) from None


class PinnedConnection(HTTPSConnection):
    """Goes to one of the given numeric addresses, and to no other that the name may have by now."""

    def __init__(self, address: Address, numeric: Sequence[str], *, trust: SSLContext, deadline: Deadline) -> None:
        super().__init__(address.host, address.port, timeout=deadline.left(), ssl_context=trust)
        self._numeric = numeric
        self._deadline = deadline

    def connect(self) -> None:
        """Connect and shake hands, and read no longer than the deadline afterwards."""
        super().connect()
        cast("DeadlineSocket", self.sock).deadline = self._deadline

    def _new_conn(self) -> socket.socket:
        for numeric in self._numeric:
            try:
                connected = socket.create_connection((numeric, self.port), min(self._deadline.left(), ATTEMPT_SECONDS))
            except OSError:
                continue
            return self._deadline.hold(connected)  # the handshake as a whole keeps within it
        raise FetchError(Problem.SLOW if self._deadline.is_over else Problem.UNREACHABLE)
