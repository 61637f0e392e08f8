"""Servers on the loopback, and a client that keeps them busy."""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import ROOT
from eboard.core.commands import web_server

CONNECTIONS = 4
THREADS = 8  # as `eboard serve` has them


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


@dataclass(frozen=True)
class Server:
    """A server process with its workers."""

    port: int
    pid: int

    def seconds_of_processor(self) -> float:
        """What its processes have used so far; other work on the machine does not count."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if self.pid in {int(stat.parent.name), int(fields[1])}:
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(command: list[str], port: int, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A server process that answers on a port, until the end of the block."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def gunicorn(app: str, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """An application under gunicorn, with the flags that `eboard serve` gives it."""
    port = free_port()
    with running(web_server(app, bind=f"127.0.0.1:{port}", workers=1, threads=THREADS), port, environment) as at:
        yield at


@contextmanager
def nginx(folder: Path, content: bytes) -> Iterator[Server]:
    """A static file served by nginx, at ``/calendar.ics``."""
    port = free_port()
    (folder / "calendar.ics").write_bytes(content)
    (folder / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; sendfile on; keepalive_requests 1000000;\n"
        f"  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};\n"
        f"  uwsgi_temp_path {folder}; scgi_temp_path {folder};\n"
        f"  server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n"
    )
    folder.chmod(0o755)
    with running(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")], port) as at:
        yield at


class Client:
    """Some connections that send the same request over and over."""

    def __init__(self, server: Server, path: str, headers: Mapping[str, str] | None = None) -> None:
        lines = [f"GET {path} HTTP/1.1", "Host: localhost", *(f"{k}: {v}" for k, v in (headers or {}).items())]
        self.request = "\r\n".join([*lines, "", ""]).encode()
        self.server = server
        self.answers = 0
        self.processor = 0.0  # seconds the server's processes spent on an answer, of the last run
        self.statuses: set[bytes] = set()

    def rate(self, seconds: float) -> float:
        """Answers a second."""
        self.answers = 0
        until = time.perf_counter() + seconds
        threads = [threading.Thread(target=self._send, args=(until,)) for _ in range(CONNECTIONS)]
        begin, used = time.perf_counter(), self.server.seconds_of_processor()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.processor = (self.server.seconds_of_processor() - used) / max(1, self.answers)
        return self.answers / (time.perf_counter() - begin)

    def _send(self, until: float) -> None:
        answers = 0
        buffer = bytearray(1 << 16)
        while time.perf_counter() < until:
            with socket.create_connection(("127.0.0.1", self.server.port)) as connection:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                while time.perf_counter() < until and self._once(connection, buffer):
                    answers += 1
        self.answers += answers

    def _once(self, connection: socket.socket, buffer: bytearray) -> bool:
        """Send one request and read its whole answer; False when the server closed the connection."""
        connection.sendall(self.request)
        size = 0
        head = b""
        while b"\r\n\r\n" not in head:
            size = connection.recv_into(buffer)
            if not size:
                return False
            head += bytes(buffer[:size])
        top, _blank, rest = head.partition(b"\r\n\r\n")
        self.statuses.add(top[9:12])
        left = length_of(top) - len(rest)
        while left > 0:
            size = connection.recv_into(buffer)
            if not size:
                return False
            left -= size
        return b"connection: close" not in top.lower()


def length_of(head: bytes) -> int:
    """The length of the body that a head announces; an answer without one has none."""
    _before, found, after = head.lower().partition(b"\r\ncontent-length:")
    return int(after.split(b"\r\n", 1)[0]) if found else 0


def get(server: Server, path: str) -> tuple[dict[str, str], bytes]:
    """One answer: its headers by lower-case name, and its body."""
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    head, _blank, body = answer.partition(b"\r\n\r\n")
    pairs = (line.partition(": ") for line in head.decode().split("\r\n")[1:])
    return {name.lower(): value for name, _colon, value in pairs}, body
