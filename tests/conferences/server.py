"""A real HTTP server on the loopback that answers as a video service would, and as it should not."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit


@dataclass(frozen=True)
class Call:
    """A request that came in."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), strict_parsing=True))

    @property
    def asked(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.query, strict_parsing=True).items()}


@dataclass(frozen=True)
class Reply:
    """What is answered; ``meanwhile`` runs before it is, ``hangs`` waits until the server stops, and
    ``drips`` sends byte by byte until then."""

    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False
    drips: bool = False
    meanwhile: Callable[[], object] | None = None


def as_json(values: Any, status: int = 200) -> Reply:
    return Reply(status, json.dumps(values), {"Content-Type": "application/json"})


class VideoServer:
    """Answers by method and path; of several replies each is given once and the last one for ever."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.replies: dict[tuple[str, str], list[Reply]] = {}
        self.stopping = Event()
        self.url = ""

    def answer(self, method: str, path: str, *replies: Reply) -> None:
        self.replies[method, path] = list(replies)

    def take(self) -> list[Call]:
        """The calls so far, which are forgotten."""
        calls, self.calls = self.calls, []
        return calls

    def seen(self) -> list[tuple[str, str]]:
        """Method and path of the calls so far, which are forgotten."""
        return [(call.method, call.path) for call in self.take()]

    def reply_to(self, call: Call) -> Reply:
        self.calls.append(call)
        waiting = self.replies.get((call.method, call.path), [Reply(404)])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


@contextmanager
def video_server() -> Iterator[VideoServer]:
    server = VideoServer()

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            reply = server.reply_to(Call(self.command, parts.path, parts.query, dict(self.headers), body))
            if reply.meanwhile is not None:
                reply.meanwhile()
            if reply.hangs:
                server.stopping.wait(30)
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body.encode())))
            self.end_headers()
            if reply.drips:
                self.drip(reply.body.encode())
                return
            self.wfile.write(reply.body.encode())

        def drip(self, body: bytes) -> None:
            with suppress(OSError):  # the caller left
                for byte in body:
                    self.wfile.write(bytes([byte]))
                    if server.stopping.wait(0.02):
                        return

        do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

        def log_message(self, *args: object) -> None:
            """Stay quiet."""

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{listener.server_port}"
    thread = Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        listener.shutdown()
        thread.join()
        listener.server_close()
