"""A TLS connection to an address that was checked, with an end to everything that happens on it."""

import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from ssl import SSLContext
from time import monotonic

from urllib3.connection import HTTPSConnection

from eboard.availability.enums import Problem
from eboard.availability.fetching.addresses import Address

ATTEMPT_SECONDS = 3.0  # for one of several addresses of a host

Resolver = Callable[[str, int], Sequence[str]]


class FetchError(Exception):
    """A calendar could not be fetched; it carries nothing but the kind of problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class Deadline:
    """A moment at which all is over, also for a server that sends a byte now and then."""

    def __init__(self, seconds: float) -> None:
        self._ends = monotonic() + seconds

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return monotonic() >= self._ends

    def left(self) -> float:
        """Seconds until then; raises FetchError when it is over."""
        seconds = self._ends - monotonic()
        if seconds <= 0:
            raise FetchError(Problem.SLOW)
        return seconds

    def guard(self, connected: socket.socket) -> Callable[[], None]:
        """Cut a connection when the time is up; returns what calls that off.

        Time limits of sockets hold for one read each, and TLS takes the socket away, so a twin of it is shut down.
        """
        twin = connected.dup()
        timer = threading.Timer(self.left(), _cut, [twin])
        timer.daemon = True
        timer.start()

        def release() -> None:
            timer.cancel()
            twin.close()

        return release


def _cut(connected: socket.socket) -> None:
    with suppress(OSError):  # the other side was quicker
        connected.shutdown(socket.SHUT_RDWR)


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
    except Empty:
        raise FetchError(Problem.SLOW) from None


class PinnedConnection(HTTPSConnection):
    """Goes to one of the given numeric addresses, and to no other that the name may have by now."""

    def __init__(self, address: Address, numeric: Sequence[str], *, trust: SSLContext, deadline: Deadline) -> None:
        super().__init__(address.host, address.port, timeout=deadline.left(), ssl_context=trust)
        self._numeric = numeric
        self._deadline = deadline
        self.release: Callable[[], None] = lambda: None

    def _new_conn(self) -> socket.socket:
        for numeric in self._numeric:
            try:
                connected = socket.create_connection((numeric, self.port), min(self._deadline.left(), ATTEMPT_SECONDS))
            except OSError:
                continue
            connected.settimeout(self._deadline.left())
            self.release = self._deadline.guard(connected)
            return connected
        raise FetchError(Problem.UNREACHABLE)
