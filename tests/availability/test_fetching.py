"""Fetching from a real server that behaves in every way it should not."""

import contextlib
import gzip
import logging
import socket
import threading
import tracemalloc
import zlib
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler

import pytest

from eboard.availability.enums import Problem
from eboard.availability.fetching import Answer, FetchError, Reach, Validators, fetch, parse_address
from eboard.availability.fetching.client import MOST_BYTES
from eboard.availability.fetching.connecting import ask_system
from tests.availability.server import CALENDAR, HOST, Authority, Drip, Server, reply, running

BOMB_MEGABYTES = 256


class Resolver:
    """Answers in turn, and keeps what it was asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append((host, port))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def here() -> Resolver:
    return Resolver(["127.0.0.1"])


def get(
    server: Server,
    reach: Reach,
    *,
    url: str | None = None,
    resolver: Resolver | None = None,
    validators: Validators | None = None,
    seconds: float = 10.0,
) -> Answer:
    return fetch(
        parse_address(url or server.url()),
        validators or Validators(),
        reach=reach,
        resolver=resolver or here(),
        seconds=seconds,
    )


def problem(*arguments: object, **options: object) -> Problem:
    with pytest.raises(FetchError) as caught:
        get(*arguments, **options)  # type: ignore[arg-type]
    assert caught.value.__cause__ is None
    assert "secret" not in repr(caught.value)
    return caught.value.problem


def test_a_calendar_is_fetched_without_cookie_credential_or_referrer(server: Server, reach: Reach) -> None:
    server.answer = lambda request: reply(request, CALENDAR, ETag='"v1"', Last_Modified="Mon, 02 Mar 2026 08:00:00 GMT")
    assert get(server, reach) == Answer(CALENDAR, Validators('"v1"', "Mon, 02 Mar 2026 08:00:00 GMT"))
    [(path, headers)] = server.asked
    assert path == "/secret/basic.ics"
    assert headers == {
        "Host": f"{HOST}:{server.port}",
        "Accept": "text/calendar, */*;q=0.1",
        "Accept-Encoding": "gzip, deflate",
        "User-Agent": "eBoard",
        "Connection": "close",
    }


def test_a_proxy_named_in_the_environment_is_not_used(
    server: Server, reach: Reach, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert get(server, reach).body == CALENDAR


def test_a_version_that_is_known_is_not_sent_again(server: Server, reach: Reach) -> None:
    server.answer = lambda request: reply(request, b"", 304)
    known = Validators('"v1"', "Mon, 02 Mar 2026 08:00:00 GMT")
    assert get(server, reach, validators=known) == Answer(None, known)
    headers = server.asked[0][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == (known.etag, known.last_modified)


def test_a_304_that_nobody_asked_for_is_an_error(server: Server, reach: Reach) -> None:
    server.answer = lambda request: reply(request, b"", 304)
    assert problem(server, reach) is Problem.SERVER


@pytest.mark.parametrize("etag", ['"' + "x" * 600 + '"', '"a\0b"', '"a\n b"'], ids=["long", "null", "folded"])
def test_a_validator_that_cannot_be_kept_is_not(server: Server, reach: Reach, etag: str) -> None:
    server.answer = lambda request: reply(request, CALENDAR, ETag=etag)
    assert get(server, reach).validators == Validators()


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_compressed_calendar_is_read(server: Server, reach: Reach, encoding: str) -> None:
    body = gzip.compress(CALENDAR) if encoding == "gzip" else zlib.compress(CALENDAR)
    server.answer = lambda request: reply(request, body, Content_Encoding=encoding)
    assert get(server, reach).body == CALENDAR


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, Problem.DENIED),
        (403, Problem.DENIED),
        (404, Problem.GONE),
        (410, Problem.GONE),
        (429, Problem.SERVER),
        (500, Problem.SERVER),
        (204, Problem.SERVER),
    ],
)
def test_statuses(server: Server, reach: Reach, status: int, expected: Problem) -> None:
    server.answer = lambda request: reply(request, b"" if status == 204 else CALENDAR, status)
    assert problem(server, reach) is expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"<!DOCTYPE html><title>Sign in</title>", Problem.NO_CALENDAR),
        (b"", Problem.NO_CALENDAR),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", Problem.CUT_OFF),
    ],
)
def test_neither_a_sign_in_page_nor_a_broken_off_calendar_is_a_calendar(
    server: Server, reach: Reach, body: bytes, expected: Problem
) -> None:
    server.answer = lambda request: reply(request, body, Content_Type="text/calendar")
    assert problem(server, reach) is expected


@pytest.mark.parametrize("body", [b"\xef\xbb\xbf\r\n" + CALENDAR.lower(), CALENDAR.decode().encode("utf-16")])
def test_a_calendar_in_another_encoding_is_one(server: Server, reach: Reach, body: bytes) -> None:
    server.answer = lambda request: reply(request, body)
    assert get(server, reach).body == body


def test_a_body_shorter_than_announced_is_not_taken(server: Server, reach: Reach) -> None:
    server.answer = lambda request: reply(request, CALENDAR, Content_Length="500")
    assert problem(server, reach) is Problem.UNREACHABLE


def test_a_calendar_that_is_too_large_is_given_up(server: Server, reach: Reach) -> None:
    server.answer = lambda request: reply(request, CALENDAR + b"x" * MOST_BYTES)
    assert problem(server, reach) is Problem.TOO_LARGE


def test_a_bomb_is_stopped_before_it_unfolds(server: Server, reach: Reach) -> None:
    packer = zlib.compressobj(9, wbits=31)
    megabyte = b"\0" * 2**20
    bomb = b"".join(packer.compress(megabyte) for _ in range(BOMB_MEGABYTES)) + packer.flush()
    server.answer = lambda request: reply(request, bomb, Content_Encoding="gzip")
    tracemalloc.start()
    try:
        assert problem(server, reach) is Problem.TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 8 * MOST_BYTES
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("before_headers", [True, False])
def test_a_server_that_drips_is_cut_off_in_time(server: Server, reach: Reach, before_headers: bool) -> None:  # noqa: FBT001
    drip = Drip(before_headers=before_headers)
    server.answer = drip
    assert problem(server, reach, seconds=0.5) is Problem.SLOW
    assert drip.is_over.wait(10)


def test_a_server_that_says_nothing_is_left_in_time(server: Server, reach: Reach) -> None:
    done = threading.Event()
    server.answer = lambda _request: done.wait(10)
    assert problem(server, reach, seconds=0.3) is Problem.SLOW
    done.set()


def test_a_handshake_that_drips_is_left_in_time(server: Server, reach: Reach) -> None:
    done = threading.Event()

    def drip(listening: socket.socket) -> None:
        connected, _ = listening.accept()
        with connected, contextlib.suppress(OSError):
            connected.sendall(b"\x16\x03\x03\x40\x00")  # a TLS record of 16 kB follows, a byte at a time
            while not done.wait(0.02):
                connected.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=drip, args=[listening])
        thread.start()
        url = f"https://{HOST}:{listening.getsockname()[1]}/secret"
        assert problem(server, reach, url=url, seconds=0.4) is Problem.SLOW
        done.set()
        thread.join()


def test_a_resolver_that_does_not_answer_is_left_in_time(server: Server, reach: Reach) -> None:
    done = threading.Event()

    def never(_host: str, _port: int) -> Sequence[str]:
        done.wait(10)
        return []

    with pytest.raises(FetchError) as caught:
        fetch(parse_address(server.url()), Validators(), reach=reach, resolver=never, seconds=0.2)
    done.set()
    assert caught.value.problem is Problem.SLOW


def test_time_that_is_up_before_anything_began(server: Server, reach: Reach) -> None:
    assert problem(server, reach, seconds=0) is Problem.SLOW
    assert server.asked == []


def test_the_certificate_must_be_good_for_the_name(server: Server, reach: Reach) -> None:
    assert problem(server, reach, url=server.url(host="other.example.org")) is Problem.CERTIFICATE
    assert problem(server, reach, url=server.url(host="127.0.0.1")) is Problem.CERTIFICATE
    assert problem(server, Reach(reach.networks)) is Problem.CERTIFICATE  # an authority nobody named
    assert server.asked == []


def test_a_host_that_does_not_exist_or_does_not_listen(server: Server, reach: Reach) -> None:
    assert problem(server, reach, resolver=Resolver([])) is Problem.UNREACHABLE
    assert problem(server, reach, url=f"https://{HOST}:1/secret") is Problem.UNREACHABLE
    with pytest.raises(FetchError) as caught:
        fetch(parse_address("https://no-such-host.invalid/"), Validators(), reach=reach)
    assert caught.value.problem is Problem.UNREACHABLE


def test_the_system_knows_the_loopback() -> None:
    assert set(ask_system("localhost", 443)) <= {"127.0.0.1", "::1"}


@pytest.mark.parametrize("answers", [["10.0.0.1"], ["169.254.169.254"], ["::1", "192.168.0.1"], ["::ffff:127.0.0.1"]])
def test_a_name_that_leads_inside_is_refused(server: Server, reach: Reach, answers: list[str]) -> None:
    assert problem(server, reach, resolver=Resolver(answers)) is Problem.REFUSED_ADDRESS
    assert server.asked == []


def test_among_several_addresses_only_an_admitted_one_is_reached(server: Server, reach: Reach) -> None:
    assert get(server, reach, resolver=Resolver(["10.0.0.1", "127.0.0.1"])).body == CALENDAR


def test_the_next_address_of_a_host_is_tried_when_one_does_not_listen(server: Server, reach: Reach) -> None:
    wide = Reach((*reach.networks, *Reach((reach.networks[0].supernet(8),)).networks), reach.ca_file)
    assert get(server, wide, resolver=Resolver(["127.0.0.2", "127.0.0.1"])).body == CALENDAR


def test_a_name_is_resolved_once_so_that_a_second_answer_leads_nowhere(server: Server, reach: Reach) -> None:
    resolver = Resolver(["127.0.0.1"], ["10.0.0.1"])
    assert get(server, reach, resolver=resolver).body == CALENDAR
    assert resolver.asked == [(HOST, server.port)]


def redirecting(server: Server, location: str, *, times: int = 1, status: int = 302) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        if len(server.asked) > times:
            reply(request, CALENDAR)
        else:
            reply(request, b"", status, Location=location)

    server.answer = answer


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(server: Server, reach: Reach, status: int) -> None:
    redirecting(server, "../next.ics", times=5, status=status)
    assert get(server, reach).body == CALENDAR
    assert [path for path, _ in server.asked] == ["/secret/basic.ics", *["/next.ics"] * 5]


def test_but_not_a_sixth_one(server: Server, reach: Reach) -> None:
    redirecting(server, "/next.ics", times=6)
    assert problem(server, reach) is Problem.REDIRECTED
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("http://calendar.example.org/secret", Problem.REDIRECTED),
        ("file:///etc/passwd", Problem.REDIRECTED),
        ("https://me:secret@calendar.example.org/", Problem.REDIRECTED),
        ("https://[::1", Problem.REDIRECTED),
        ("https://10.0.0.1/", Problem.REFUSED_ADDRESS),
        ("https://169.254.169.254/latest/meta-data/", Problem.REFUSED_ADDRESS),
        ("https://8.8.8.8:22/", Problem.REFUSED_ADDRESS),
    ],
)
def test_each_redirect_is_checked_afresh(server: Server, reach: Reach, location: str, expected: Problem) -> None:
    redirecting(server, location)

    class Literal(Resolver):
        def __call__(self, host: str, port: int) -> Sequence[str]:
            super().__call__(host, port)
            return ["127.0.0.1"] if host == HOST else [host]

    assert problem(server, reach, resolver=Literal([])) is expected
    assert len(server.asked) == 1


def test_a_redirect_without_a_target_comes_back_and_is_given_up(server: Server, reach: Reach) -> None:
    server.answer = lambda request: reply(request, b"", 302)
    assert problem(server, reach) is Problem.REDIRECTED


def test_a_second_host_has_to_prove_its_own_name(server: Server, reach: Reach, authority: Authority) -> None:
    with running(authority.vouch("second.example.org")) as second:
        redirecting(server, second.url("/moved.ics", host="second.example.org"))
        assert get(server, reach).body == CALENDAR
        assert [path for path, _ in second.asked] == ["/moved.ics"]
        redirecting(server, second.url("/moved.ics"), times=2)
        assert problem(server, reach) is Problem.CERTIFICATE


def test_malformed_headers_do_not_carry_the_address_into_a_log(
    server: Server, reach: Reach, caplog: pytest.LogCaptureFixture
) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nno header at all\r\nX: 1\r\n\r\n" + CALENDAR)

    server.answer = answer
    with caplog.at_level(logging.DEBUG):
        get(server, reach)
        server.answer = lambda request: request.wfile.write(b"not HTTP at all\r\n")
        assert problem(server, reach) is Problem.UNREACHABLE
    assert "secret" not in caplog.text
