"""A mail server that takes everything and counts it, as a process of its own: the fastest there can be in Python."""

import asyncio
import multiprocessing
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import NamedTuple

GREETING, OK, GO_ON, BYE = b"220 sink ESMTP\r\n", b"250 OK\r\n", b"354 Go on\r\n", b"221 Bye\r\n"


class Taken(NamedTuple):
    """How many messages came, and how many of them came more than once."""

    messages: int
    repeated: int


class Sink(asyncio.Protocol):
    """One conversation."""

    def __init__(self, taken: Counter[bytes]) -> None:
        self.taken = taken
        self.buffer = b""
        self.is_data = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(GREETING)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while True:
            end = b"\r\n.\r\n" if self.is_data else b"\r\n"
            taken, found, rest = self.buffer.partition(end)
            if not found:
                return
            self.buffer = rest
            self.transport.write(self.answer(taken))

    def answer(self, taken: bytes) -> bytes:
        if self.is_data:
            self.is_data = False
            self.taken[taken.partition(b"Message-ID: ")[2].partition(b"\r\n")[0]] += 1
            return OK
        verb = taken[:4].upper()
        if verb == b"QUIT":
            return BYE
        self.is_data = verb == b"DATA"
        return GO_ON if self.is_data else OK


async def _serve(pipe: Connection) -> None:
    taken: Counter[bytes] = Counter()
    server = await asyncio.get_running_loop().create_server(lambda: Sink(taken), "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])
    while await asyncio.to_thread(pipe.recv):
        pipe.send(Taken(taken.total(), sum(count > 1 for count in taken.values())))
        taken.clear()


def _run(pipe: Connection) -> None:
    asyncio.run(_serve(pipe))


class Server:
    """The way to the other process."""

    def __init__(self, pipe: Connection) -> None:
        self.pipe = pipe
        self.port: int = pipe.recv()

    def take(self) -> Taken:
        """What came since this was asked last."""
        self.pipe.send(True)
        taken: Taken = self.pipe.recv()
        return taken


@contextmanager
def running() -> Iterator[Server]:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(theirs,), daemon=True)
    process.start()
    try:
        yield Server(ours)
    finally:
        ours.send(False)
        process.join()
