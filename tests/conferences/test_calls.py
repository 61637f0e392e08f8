"""A service that refuses, stalls, sends elsewhere or talks nonsense: one plain problem each, nothing secret in it."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.conferences.addresses import is_allowed
from eboard.conferences.enums import Problem
from eboard.conferences.services import Account
from eboard.conferences.services.calls import LARGEST_ANSWER, LONGEST_WAIT, Answer, ServiceError, call
from eboard.conferences.services.service import Made, Wish
from eboard.conferences.services.zoom import Zoom
from eboard.core import time
from tests.conferences.server import Reply, VideoServer, as_json, video_server

NOW = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)
WISH = Wish(name="4f2a8c", title="GI eBoard", starts_at=NOW, minutes=60)
MEETINGS = "/v2/users/me/meetings"
SECRET, TOKEN = "the-secret-of-the-app", "the-token-of-today"
MADE = as_json({"id": 1, "join_url": "https://example.com/j/1"}, 201)


def service(server: VideoServer, **values: Any) -> Zoom:
    given = {"timeout": 2, "in_production": False, "url": server.url, "app_id": "an-app", "host": "me"}
    return Zoom(Account(**{**given, "secret": SECRET, **values}))


def problem_of(server: VideoServer, *replies: Reply, **values: Any) -> ServiceError:
    server.answer("POST", "/oauth/token", as_json({"access_token": TOKEN}))
    server.answer("POST", MEETINGS, *replies)
    with pytest.raises(ServiceError) as caught, time.at(NOW):
        service(server, **values).make(WISH)
    return caught.value


def test_a_token_that_is_not_accepted_is_fetched_anew_once(server: VideoServer) -> None:
    server.answer("POST", "/oauth/token", as_json({"access_token": "old"}), as_json({"access_token": "new"}))
    server.answer("POST", MEETINGS, Reply(401), MADE)
    assert service(server).make(WISH) == Made("1", "https://example.com/j/1")
    calls = server.take()
    assert [call.path for call in calls] == ["/oauth/token", MEETINGS, "/oauth/token", MEETINGS]
    assert [call.headers["Authorization"] for call in calls if call.path == MEETINGS] == ["Bearer old", "Bearer new"]


def test_a_second_refusal_is_one(server: VideoServer) -> None:
    error = problem_of(server, Reply(401))
    assert (error.problem, error.status, len(server.take())) == (Problem.REFUSED, 401, 4)


def test_credentials_that_are_refused_are_not_tried_twice(server: VideoServer) -> None:
    server.answer("POST", "/oauth/token", as_json({"reason": "Invalid client_id or client_secret"}, 401))
    with pytest.raises(ServiceError) as caught:
        service(server).make(WISH)
    assert (caught.value.problem, server.seen()) == (Problem.REFUSED, [("POST", "/oauth/token")])


@pytest.mark.parametrize(
    ("reply", "problem", "seconds"),
    [
        (Reply(403), Problem.REFUSED, 0),
        (Reply(429, headers={"Retry-After": "120"}), Problem.LIMITED, 120),
        (Reply(429, headers={"Retry-After": "Mon, 09 Mar 2026 19:05:00 GMT"}), Problem.LIMITED, 300),
        (Reply(429, headers={"Retry-After": "Mon, 09 Mar 2026 18:55:00 GMT"}), Problem.LIMITED, 0),
        (Reply(429, headers={"Retry-After": "Mon, 09 Mar 2026 19:05:00 -0000"}), Problem.LIMITED, 0),
        (Reply(429, headers={"Retry-After": "99999999"}), Problem.LIMITED, LONGEST_WAIT),
        (Reply(429, headers={"Retry-After": "soon"}), Problem.LIMITED, 0),
        (Reply(429, headers={"Retry-After": "9" * 5000}), Problem.LIMITED, 0),
        (Reply(429, headers={"Retry-After": "Mon, 09 Mar 2026 19:05:00 +99999999999999"}), Problem.LIMITED, 0),
        (Reply(429), Problem.LIMITED, 0),
        (Reply(500), Problem.DOWN, 0),
        (Reply(503, headers={"Retry-After": "60"}), Problem.DOWN, 60),
        (Reply(408), Problem.DOWN, 0),
        (Reply(404), Problem.REJECTED, 0),
        (Reply(302, headers={"Location": "/elsewhere"}), Problem.REJECTED, 0),
        (Reply(307, headers={"Location": "/elsewhere"}), Problem.REJECTED, 0),
        (Reply(201, "<html>"), Problem.GARBLED, 0),
        (Reply(201, "[]"), Problem.GARBLED, 0),
        (Reply(201, "[" * 100_000), Problem.GARBLED, 0),
        (as_json({"id": 1}, 201), Problem.GARBLED, 0),
        (as_json({"id": True, "join_url": "https://example.com"}, 201), Problem.GARBLED, 0),
        (as_json({"id": "", "join_url": "https://example.com"}, 201), Problem.GARBLED, 0),
        (as_json({"id": 1, "join_url": "javascript:alert(1)"}, 201), Problem.GARBLED, 0),
        (as_json({"id": 1, "join_url": "http://example.com/j/1"}, 201), Problem.GARBLED, 0),
        (as_json({"id": 1, "join_url": {"a": 1}}, 201), Problem.GARBLED, 0),
    ],
)
def test_what_goes_wrong_is_one_plain_problem(
    server: VideoServer, reply: Reply, problem: Problem, seconds: int
) -> None:
    error = problem_of(server, reply)
    assert (error.problem, error.status, error.retry_after) == (problem, reply.status, seconds)
    assert str(error) == f"{problem.value} {reply.status}"
    assert server.seen() == [("POST", "/oauth/token"), ("POST", MEETINGS)]  # one try, and no redirect was followed


@pytest.mark.parametrize("token", ["two\r\nlines: x", "Żółć"])
def test_a_token_that_fits_into_no_header_is_nonsense(server: VideoServer, token: str) -> None:
    server.answer("POST", "/oauth/token", as_json({"access_token": token}))
    with pytest.raises(ServiceError) as caught:
        service(server).make(WISH)
    assert (caught.value.problem, server.seen()) == (Problem.GARBLED, [("POST", "/oauth/token")])


def test_a_service_that_stalls_is_left_after_the_time_out(server: VideoServer) -> None:
    error = problem_of(server, Reply(hangs=True), timeout=0.2)
    assert (error.problem, error.status, str(error)) == (Problem.DOWN, 0, "down")


def test_a_service_that_sends_byte_by_byte_is_left_too(server: VideoServer) -> None:
    error = problem_of(server, Reply(201, " " * 1000, drips=True), timeout=0.2)
    assert (error.problem, error.status) == (Problem.DOWN, 0)


def test_nobody_there_is_a_service_that_is_down() -> None:
    with video_server() as gone:
        url = gone.url
    with pytest.raises(ServiceError) as caught:
        call(Account(timeout=1, in_production=False), "GET", url)
    assert caught.value.problem is Problem.DOWN


def test_an_endless_answer_is_cut_off(server: VideoServer) -> None:
    error = problem_of(server, Reply(201, json.dumps({"id": "x" * LARGEST_ANSWER})))
    assert error.problem is Problem.GARBLED


def test_no_secret_and_no_token_is_logged_or_in_an_error(server: VideoServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    error = problem_of(server, Reply(500, f"{SECRET} {TOKEN}"))
    said = f"{error} {error!r} {error.args} {error.__cause__} {error.__context__} {caplog.text}"
    assert [word for word in (SECRET, TOKEN, server.url) if word in said] == []


@pytest.mark.parametrize(
    ("url", "in_production", "outside"),
    [
        ("https://zoom.us/oauth/token", True, True),
        ("https://10.1.2.3/bigbluebutton/api", True, True),
        ("http://zoom.us", False, False),
        ("http://127.0.0.1:8080", False, True),
        ("http://localhost", False, True),
        ("http://[::1]:80/x", False, True),
        ("https://127.0.0.1", False, True),
        ("https://localhost", False, True),
        ("https://a.localhost", False, True),
        ("https://169.254.169.254/latest/meta-data", False, True),
        ("https://0.0.0.0", False, True),
        ("https://[::ffff:169.254.169.254]", False, True),
        ("https://2852039166", False, True),  # 169.254.169.254 as one number
        ("https://0x7f.1", False, True),
        ("https://localhost.", False, True),
        ("https://user@zoom.us", False, False),
        ("https://user:pass@zoom.us", False, False),
        ("https:///x", False, False),
        ("https://zoom.us:port", False, False),
        ("https://[::1", False, False),
        ("https://zoom.us/a b", False, False),
        ("javascript:alert(1)", False, False),
        ("file:///etc/passwd", False, False),
        ("", False, False),
    ],
)
def test_which_addresses_may_be_used(url: str, *, in_production: bool, outside: bool) -> None:
    assert (is_allowed(url, in_production=True), is_allowed(url, in_production=False)) == (in_production, outside)


@given(st.text())
def test_no_text_makes_the_check_fail(text: str) -> None:
    assert is_allowed(text, in_production=True) <= text.lower().lstrip().startswith("https:")


def test_an_address_that_may_not_be_used_is_not_called(server: VideoServer) -> None:
    error = problem_of(server, MADE, in_production=True)
    assert (error.problem, server.seen()) == (Problem.REJECTED, [])


def test_an_answer_holds_what_it_holds() -> None:
    answer = Answer(200, b'{"a": "b", "n": 5}')
    assert (answer.text("a"), answer.text("n"), answer.values) == ("b", "5", {"a": "b", "n": 5})
