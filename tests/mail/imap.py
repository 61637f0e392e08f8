"""A real IMAP server on the loopback, and a wire to it that can be cut."""

import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Self

from imap_tools import BaseMailBox, MailBoxUnencrypted

from tests.mail.server import free_port

USER, PASSWORD = "demouser", "demopass"
FOLDERS = ("INBOX", "Handled", "Parked")


@contextmanager
def imap_server(*options: str) -> Iterator[int]:
    """Run the server with empty mailboxes in memory; gives its port."""
    port = free_port()
    program = Path(sys.executable).parent / "pymap"
    command = [str(program), "--host", "127.0.0.1", "--port", str(port), *(options or ("--no-tls",)), "dict"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        assert server.poll() is None, "the IMAP server ended"
        Event().wait(0.05)  # there is nothing to be told by before it listens
    raise TimeoutError


class Mailbox:
    """What a mail server does with the mailbox: deliver, and show what is in which folder."""

    def __init__(self, port: int) -> None:
        self.port = port

    @contextmanager
    def opened(self) -> Iterator[BaseMailBox]:
        box = MailBoxUnencrypted("127.0.0.1", self.port, timeout=10)
        try:
            yield box.login(USER, PASSWORD, initial_folder=None)
        finally:
            box.logout()

    def deliver(self, *mails: bytes) -> None:
        with self.opened() as box:
            for raw in mails:
                box.append(raw, "INBOX")

    def empty(self) -> None:
        with self.opened() as box:
            for folder in FOLDERS:
                if box.folder.exists(folder):
                    box.folder.set(folder)
                    box.delete(box.uids())

    def counts(self) -> tuple[int, ...]:
        """How many mails are in each folder; 0 for one that is not there."""
        with self.opened() as box:
            known = {one.name for one in box.folder.list()}
            return tuple(box.folder.status(one)["MESSAGES"] if one in known else 0 for one in FOLDERS)


class Wire:
    """A wire to a server, which is cut when the client says ``mark``, the first time or after so many times.

    With ``tls`` the client's end of it is encrypted.
    """

    def __init__(
        self, target: int, *, mark: bytes | None = None, after: int = 0, tls: ssl.SSLContext | None = None
    ) -> None:
        self.target, self.mark, self.left, self.tls = target, mark, after, tls
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        self.sockets: list[socket.socket] = []
        self.threads = [Thread(target=self._serve)]

    def __enter__(self) -> Self:
        self.threads[0].start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        for one in self.sockets:
            _hang_up(one)
        for thread in self.threads:
            thread.join(10)
        for one in (self.listener, *self.sockets):
            one.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self.listener.accept()
                self.sockets.append(client)
                with suppress(OSError):  # of a client that does not trust the certificate
                    self._connect(client)

    def _connect(self, client: socket.socket) -> None:
        if self.tls is not None:
            client = self.tls.wrap_socket(client, server_side=True)
            self.sockets.append(client)
        server = socket.create_connection(("127.0.0.1", self.target))
        self.sockets.append(server)
        for source, sink in ((client, server), (server, client)):
            self.threads.append(Thread(target=self._pump, args=(source, sink, source is client)))
            self.threads[-1].start()

    def _pump(self, source: socket.socket, sink: socket.socket, is_watched: bool) -> None:  # noqa: FBT001 - of a thread
        with suppress(OSError):
            while data := source.recv(65536):
                if is_watched and self._is_cut_at(data):
                    break
                sink.sendall(data)
        _hang_up(source)
        _hang_up(sink)

    def _is_cut_at(self, data: bytes) -> bool:
        if self.mark is None or self.mark not in data:
            return False
        self.left -= 1
        return self.left < 0


def _hang_up(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
