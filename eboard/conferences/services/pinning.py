"""Connections to video services that go to an address which was checked, whatever their name leads to."""

import socket
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

from urllib3 import HTTPSConnectionPool, PoolManager, Timeout
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import NewConnectionError

from eboard.conferences.services.service import Account
from eboard.core.deadlines import Deadline, DeadlineSocket
from eboard.core.reach import Reach

ATTEMPT_SECONDS = 3.0  # for one of several addresses of a host

Resolver = Callable[[str, int], Sequence[str]]


def ask_system(host: str, port: int) -> Sequence[str]:
    """The numeric addresses of a host, in the order of the system."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


class PinnedConnection(HTTPSConnection):
    """Asks once where its host is and goes to an address that may be reached; the certificate is that of the name."""

    def __init__(self, *arguments: Any, reach: Reach, resolver: Resolver, deadline: Deadline, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._reach, self._resolver, self._deadline = reach, resolver, deadline

    def connect(self) -> None:
        """Connect and shake hands, and read no longer than the deadline afterwards."""
        super().connect()
        cast("DeadlineSocket", self.sock).deadline = self._deadline

    def _new_conn(self) -> socket.socket:
        port = self.port or HTTPSConnection.default_port
        for numeric in self._resolver(self.host, port):
            if self._reach.admits(numeric, port):
                try:
                    connected = socket.create_connection((numeric, port), min(self._deadline.left(), ATTEMPT_SECONDS))
                    return self._deadline.hold(connected)  # the handshake as a whole keeps within it
                except OSError:
                    continue
        raise NewConnectionError(self, "no address that may be reached answers")


class PinnedPool(HTTPSConnectionPool):
    """Makes such connections."""

    def __init__(self, *arguments: Any, reach: Reach, resolver: Resolver, deadline: Deadline, **options: Any) -> None:
        super().__init__(*arguments, **options)
        pinned = partial(PinnedConnection, reach=reach, resolver=resolver, deadline=deadline)
        self.ConnectionCls = pinned  # type: ignore[assignment]


def pool_of(account: Account, resolver: Resolver, deadline: Deadline) -> PoolManager:
    """Where connections for one call come from; outside production they go to the loopback, too."""
    timeout = Timeout(total=account.timeout)
    if not account.in_production:
        return PoolManager(retries=False, timeout=timeout)
    reach = Reach(account.networks)
    trust = reach.trust()
    trust.sslsocket_class = DeadlineSocket
    pool = PoolManager(retries=False, timeout=timeout, ssl_context=trust)
    pinned = partial(PinnedPool, reach=reach, resolver=resolver, deadline=deadline)
    pool.pool_classes_by_scheme = {"https": pinned}  # type: ignore[dict-item]
    return pool
