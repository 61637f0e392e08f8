"""Connections to video services that go to an address which was checked, whatever their name leads to."""

import socket
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic
from typing import Any

from urllib3 import HTTPSConnectionPool, PoolManager, Timeout
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import NewConnectionError

from eboard.conferences.services.service import Account
from eboard.core.reach import Reach

ATTEMPT_SECONDS = 3.0  # for one of several addresses of a host

Resolver = Callable[[str, int], Sequence[str]]


def ask_system(host: str, port: int) -> Sequence[str]:
    """The numeric addresses of a host, in the order of the system."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


class PinnedConnection(HTTPSConnection):
    """Asks once where its host is and goes to an address that may be reached; the certificate is that of the name."""

    def __init__(self, *arguments: Any, reach: Reach, resolver: Resolver, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._reach, self._resolver = reach, resolver

    def _new_conn(self) -> socket.socket:
        port = self.port or HTTPSConnection.default_port
        ends = monotonic() + float(self.timeout or 0)  # of all addresses together
        for numeric in self._resolver(self.host, port):
            left = ends - monotonic()
            if left > 0 and self._reach.admits(numeric, port):
                try:
                    return socket.create_connection((numeric, port), min(left, ATTEMPT_SECONDS))
                except OSError:
                    continue
        raise NewConnectionError(self, "no address that may be reached answers")


class PinnedPool(HTTPSConnectionPool):
    """Makes such connections."""

    def __init__(self, *arguments: Any, reach: Reach, resolver: Resolver, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.ConnectionCls = partial(PinnedConnection, reach=reach, resolver=resolver)  # type: ignore[assignment]


def pool_of(account: Account, resolver: Resolver) -> PoolManager:
    """Where connections for one call come from; outside production they go to the loopback, too."""
    pool = PoolManager(retries=False, timeout=Timeout(total=account.timeout))
    if account.in_production:
        pinned = partial(PinnedPool, reach=Reach(account.networks), resolver=resolver)
        pool.pool_classes_by_scheme = {"https": pinned}  # type: ignore[dict-item]
    return pool
