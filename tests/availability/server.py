"""A real HTTPS server on the loopback, with certificates of an authority made for the tests."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "calendar.example.org"
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"

Handler = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Authority:
    """A certificate authority whose word counts only where its file is named."""

    folder: Path
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def __post_init__(self) -> None:
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of the tests")])
        usage = x509.KeyUsage(
            digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
            key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
        )  # fmt: skip
        own = self._builder(self.name, self.key).add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        own = own.add_extension(usage, critical=True)
        self.ca_file = self.folder / "ca.pem"
        self.ca_file.write_bytes(own.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def vouch(self, host: str) -> Path:
        """A certificate with its key for a host, as one file."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        names = x509.SubjectAlternativeName([x509.DNSName(host)])
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        builder = self._builder(subject, key).add_extension(names, critical=False)
        certificate = builder.add_extension(authority, critical=False).sign(self.key, hashes.SHA256())
        path = self.folder / f"{host}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        return path

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        today = datetime.now(UTC)
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(self.name).public_key(key.public_key())
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        builder = builder.serial_number(x509.random_serial_number()).not_valid_before(today - timedelta(days=1))
        return builder.not_valid_after(today + timedelta(days=1))


@dataclass
class Server:
    """A running server: what it answers is set by a test, and what it was asked is kept."""

    port: int = 0
    answer: Handler = lambda request: reply(request, CALENDAR)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)  # path and headers

    def url(self, path: str = "/secret/basic.ics", host: str = HOST) -> str:
        """An address on this server."""
        return f"https://{host}:{self.port}{path}"


def reply(request: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    """Answer with a status, headers (underscores are dashes) and a body."""
    request.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(body)


class Drip:
    """A server that sends a byte now and then until it is cut off, and says when that happened."""

    def __init__(self, *, before_headers: bool) -> None:
        self.before_headers = before_headers
        self.is_over = threading.Event()

    def __call__(self, request: BaseHTTPRequestHandler) -> None:
        if not self.before_headers:
            request.send_response(200)
            request.end_headers()
        try:
            request.wfile.write(b"HTTP/1.1 200 OK\r\nX: " if self.before_headers else CALENDAR)
            while not self.is_over.wait(0.02):
                request.wfile.write(b"x")
        except OSError:
            self.is_over.set()


@contextmanager
def running(certificate: Path) -> Iterator[Server]:
    """A server with this certificate, until the block ends."""
    server = Server()

    class Handling(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.asked.append((self.path, dict(self.headers.items())))
            self.close_connection = True
            server.answer(self)

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    class Listening(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_arguments: Any) -> None:
            """A client that hangs up is no news."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listening = Listening(("127.0.0.1", 0), Handling)
    listening.socket = context.wrap_socket(listening.socket, server_side=True, do_handshake_on_connect=False)
    server.port = listening.server_address[1]
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
