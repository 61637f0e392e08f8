"""An end to everything that happens on a connection, also with a server that sends a byte now and then."""

import socket
from ssl import SSLSocket
from time import monotonic
from typing import Any


class Deadline:
    """A moment at which all is over."""

    def __init__(self, seconds: float) -> None:
        self._ends = monotonic() + seconds

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return monotonic() >= self._ends

    def left(self) -> float:
        """Seconds until then; raises TimeoutError when it is over."""
        seconds = self._ends - monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds

    def hold(self, connected: socket.socket) -> socket.socket:
        """Let a connection do nothing for longer; raises TimeoutError, and closes it, when it is over."""
        try:
            connected.settimeout(self.left())
        except TimeoutError:
            connected.close()
            raise
        return connected


class DeadlineSocket(SSLSocket):
    """A TLS socket whose every read may last only until its deadline, however many there are."""

    deadline: Deadline | None = None

    def recv_into(self, *arguments: Any, **options: Any) -> int:
        """Read, for as long as there is time."""
        if self.deadline is not None:
            self.settimeout(self.deadline.left())
        return super().recv_into(*arguments, **options)
