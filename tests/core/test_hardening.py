"""What is true of every request and answer: headers, other sites, hosts, methods, numbers, and what is logged."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from config import Config
from eboard.app import create_app
from tests.client import CSRF, Client
from tests.world import World

NAMES = {
    "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy", "Permissions-Policy", "Strict-Transport-Security",
}  # fmt: skip
LINK = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
PICTURE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
FRAME = {**LINK, "Sec-Fetch-Dest": "iframe"}
SIBLING = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
OWN = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}


@pytest.fixture
def encrypted(tmp_path: Path, config_for: Callable[..., Config]) -> Flask:
    """An application that people reach over TLS, whose routes a test may add to."""
    app = create_app(config_for(f"sqlite:///{tmp_path}/web.sqlite", base_url="https://eboard.example.org"))
    app.test_client_class = Client
    return app


@pytest.mark.parametrize(
    ("method", "path", "status", "is_kept"),
    [
        ("GET", "/health/live", 200, False),
        ("GET", "/robots.txt", 200, False),
        ("GET", "/nowhere", 404, False),
        ("POST", "/health/live", 405, False),
        ("GET", "/", 303, False),
        ("GET", "/metrics", 404, False),
        ("GET", "/static/js/page.js", 200, True),
        ("GET", "/static/nothing.js", 404, False),
    ],
)
def test_every_kind_of_answer_carries_the_headers(
    encrypted: Flask, method: str, path: str, status: int, *, is_kept: bool
) -> None:
    answer = encrypted.test_client().open(path, method=method, headers={"X-Forwarded-For": "203.0.113.9"})
    assert answer.status_code == status
    answer.close()
    assert NAMES - set(answer.headers.keys()) == set()
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert (answer.headers["Cache-Control"] == "no-store") is not is_kept
    assert answer.headers["Content-Type"].split("; ")[1:] == ["charset=utf-8"]


def test_the_policy_lets_in_our_own_files_alone(encrypted: Flask) -> None:
    said = encrypted.test_client().get("/sign-in").headers["Content-Security-Policy"]
    policy = dict(one.split(" ", 1) for one in said.split("; "))
    for name in ("default-src", "object-src", "base-uri", "frame-ancestors"):
        assert policy.pop(name) == "'none'"
    assert policy.pop("img-src") == "'self' data:"
    assert set(policy.values()) == {"'self'"}
    assert policy.keys() == {"script-src", "style-src", "font-src", "connect-src", "form-action"}


@pytest.mark.parametrize(
    ("method", "headers", "is_answered"),
    [
        ("GET", LINK, True),
        ("GET", OWN, True),
        ("GET", {}, True),
        ("GET", PICTURE, False),
        ("GET", FRAME, False),
        ("GET", SIBLING, False),
        ("POST", LINK, False),
        ("POST", OWN, True),
        ("POST", {}, True),
    ],
)
def test_what_another_site_began_is_refused(
    world: World, client: Client, method: str, headers: dict[str, str], *, is_answered: bool
) -> None:
    client.sign_in(world.nurse)
    answer = client.open("/account/", method=method, headers=headers, data={"zone": "Nowhere"})
    assert answer.status_code == ((200 if method == "GET" else 422) if is_answered else 400)


def test_calendars_and_files_of_pages_may_be_fetched_by_anybody(app: Flask, client: Client) -> None:
    assert client.get("/robots.txt", headers=SIBLING).status_code == 200
    with client.get("/static/js/page.js", headers=SIBLING) as answer:
        assert answer.status_code == 200


def test_a_forged_host_leads_nowhere(world: World, client: Client) -> None:
    for headers in ({"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"Forwarded": "host=evil.example"}):
        for path in ("/", "/sign-in", "/account/"):
            answer = client.get(path, headers=headers)
            assert "evil" not in answer.text + str(answer.headers)


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_the_method_is_the_one_that_was_sent(world: World, client: Client, name: str) -> None:
    assert client.sign_in(world.nurse).get("/sign-out?_method=POST", headers={name: "POST"}).status_code == 405
    assert client.get("/account/").status_code == 200
    assert client.open("/account/", method="TRACE").status_code == 405


def test_a_form_is_read_from_its_body_alone(world: World, client: Client) -> None:
    client.sign_in(world.nurse)
    with client.session_transaction() as session:
        session["csrf_token"] = CSRF
    answer = client.post("/account/?given_name=Eve&family_name=Evil&zone=UTC", data={"zone": "Nowhere"})
    assert (answer.status_code, "Evil" in answer.text) == (422, False)


@pytest.mark.parametrize(
    "path", ["/static/", "/static/js/", "/static/../config.py", "/static/%2e%2e/app.py", "/.git/config"]
)
def test_a_folder_is_not_listed(app: Flask, client: Client, path: str) -> None:
    assert client.get(path).status_code in {303, 404}


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "-1", "x", "1e3"])
def test_a_page_of_any_number_is_answered(world: World, client: Client, number: str) -> None:
    client.sign_in(world.network_admin)
    assert client.get(f"/people/?page={number}").status_code == 200


def test_floods_and_forgeries_are_logged_without_what_was_typed(
    world: World, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with client.session_transaction() as session:
        session["csrf_token"] = CSRF
    for _time in range(11):
        client.post("/sign-in", data={"email": "maria.marker@example.org", "password": "maria marker"})
    client.sign_in(world.nurse).post("/account/", data={"given_name": "Marker"}, headers=LINK)
    said = [record.getMessage() for record in caplog.records]
    assert said == ["Too many tries at signin.sign_in", "Refused a forged or outdated request to account.profile"]
