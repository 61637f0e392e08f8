"""Where a call to a video service goes in production: to an address that was checked, whatever its name leads to."""

import socket
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import pytest

from eboard.conferences.enums import Problem
from eboard.conferences.services import Account
from eboard.conferences.services.calls import ServiceError, call
from eboard.conferences.services.pinning import ask_system
from tests.availability.server import HOST, Authority, Drip, running

LOOPBACK = ip_network("127.0.0.0/8")


@pytest.fixture
def listener() -> Iterator[tuple[int, list[Any]]]:
    """A port of the loopback, and who came to it."""
    came: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            try:
                connection, _address = server.accept()
            except OSError:
                return
            came.append(connection.recv(1))
            connection.close()

        thread = Thread(target=answer, daemon=True)
        thread.start()
        yield server.getsockname()[1], came
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def problem_at(port: int, *numeric: str, networks: Any = ()) -> Problem:
    account = Account(timeout=2, in_production=True, networks=networks)
    with pytest.raises(ServiceError) as caught:
        call(account, "GET", f"https://video.hospital.org:{port}/api", resolver=lambda _host, _port: numeric)
    return caught.value.problem


@pytest.mark.parametrize(
    "numeric", ["10.0.0.5", "192.168.1.1", "169.254.169.254", "127.0.0.1", "::1", "fd00::1", "::ffff:10.0.0.5"]
)
def test_a_name_that_leads_inside_is_not_called(numeric: str) -> None:
    assert problem_at(443, numeric) is Problem.DOWN  # a connection to any of them would fail the test


def test_a_port_that_is_not_that_of_https_is_not_called(listener: tuple[int, list[Any]]) -> None:
    port, came = listener
    assert problem_at(port, "127.0.0.1") is Problem.DOWN
    assert came == []


def test_a_network_that_the_settings_name_is_called(listener: tuple[int, list[Any]]) -> None:
    port, came = listener
    assert problem_at(port, "10.0.0.5", "127.0.0.1", networks=(LOOPBACK,)) is Problem.DOWN  # it does not speak TLS
    assert came == [b"\x16"]  # and heard the beginning of a handshake


def test_the_next_address_is_tried(listener: tuple[int, list[Any]]) -> None:
    port, came = listener
    problem_at(port, "127.0.0.2", "127.0.0.1", networks=(LOOPBACK,))
    assert came == [b"\x16"]


def test_silent_addresses_share_the_time_of_one_call() -> None:
    """A port whose queue is full answers nobody: each of five such addresses would take the time-out by itself."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        account = Account(timeout=0.5, in_production=True, networks=(LOOPBACK,))
        begin = monotonic()
        with pytest.raises(ServiceError):
            call(account, "GET", f"https://video.hospital.org:{port}/", resolver=lambda _h, _p: ["127.0.0.1"] * 8)
        assert monotonic() - begin < 8 * 0.5
        for one in waiting:
            one.close()


def test_the_system_knows_the_loopback() -> None:
    assert "127.0.0.1" in ask_system("127.0.0.1", 443)


@pytest.mark.parametrize("before_headers", [True, False])
def test_a_service_that_drips_is_left_in_time(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    before_headers: bool,  # noqa: FBT001
) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    account = Account(timeout=0.5, in_production=True, networks=(LOOPBACK,))
    with running(authority.vouch(HOST)) as server:
        server.answer = drip = Drip(before_headers=before_headers)
        port = urlsplit(server.url()).port
        with pytest.raises(ServiceError) as caught:
            call(account, "GET", f"https://{HOST}:{port}/", resolver=lambda _host, _port: ["127.0.0.1"])
        assert drip.is_over.wait(10)
    assert caught.value.problem is Problem.DOWN
