"""HTTP: error pages, headers, forms' tokens, the health addresses."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from config import Config, ConfigurationError, Environment
from eboard.app import create_app
from eboard.core.errors import BusyError, DomainError, GoneError, ThrottledError
from eboard.core.web import public
from tests.client import Client
from tests.world import World


@pytest.fixture
def own_app(empty_url: str, config_for: Callable[..., Config]) -> Flask:
    """An application whose routes a test may add to."""
    app = create_app(config_for(empty_url))
    app.test_client_class = Client
    return app


@pytest.fixture
def empty_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/web.sqlite"


def raising(app: Flask, error: Exception) -> Flask:
    @app.get("/raise")
    @public
    def fail() -> str:
        raise error

    return app


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (DomainError("The end lies before the start."), 422, "The end lies before the start."),
        (GoneError("This address was revoked."), 410, "This address was revoked."),
        (BusyError("The system is busy."), 503, "The system is busy."),
        (ThrottledError("Too many tries.", retry_after=9), 429, "Too many tries."),
    ],
)
def test_our_errors_are_pages_with_one_sentence(own_app: Flask, error: Exception, status: int, sentence: str) -> None:
    response = raising(own_app, error).test_client().get("/raise")
    assert response.status_code == status
    assert response.text.count(sentence) == 1


@pytest.mark.parametrize("path", ["/people/search?q=%00", "/join/%00", "/cases/?q=%00"])
def test_a_character_that_cannot_be_stored_is_a_400(world: World, client: Client, path: str) -> None:
    client.sign_in(world.nurse)
    assert client.get(path).status_code == 400
    answer = client.post("/account/", data={"given_name": "No\0ra"})
    assert (answer.status_code, "The request could not be understood." in answer.text) == (400, True)


def test_throttled_and_busy_answers_say_when_to_come_back(own_app: Flask) -> None:
    response = raising(own_app, ThrottledError("Too many tries.", retry_after=9)).test_client().get("/raise")
    assert response.headers["Retry-After"] == "9"


def test_a_database_that_cannot_answer_is_a_503(own_app: Flask) -> None:
    error = OperationalError("SELECT", {}, Exception("locked"))
    response = raising(own_app, error).test_client().get("/raise")
    assert response.status_code == 503


def test_an_unforeseen_error_shows_and_logs_nothing_of_its_text(
    own_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    response = raising(own_app, RuntimeError("Maria Marker")).test_client().get("/raise")
    assert response.status_code == 500
    assert "Maria" not in response.text
    assert "Maria" not in caplog.text
    assert "RuntimeError" in caplog.text


def test_an_unknown_address_is_a_404_and_a_wrong_method_names_the_right_one(own_app: Flask) -> None:
    client = own_app.test_client()
    assert client.get("/nowhere").status_code == 404
    response = client.post("/health/live")
    assert (response.status_code, "GET" in response.headers["Allow"]) == (405, True)


def test_every_answer_carries_the_security_headers(own_app: Flask) -> None:
    headers = own_app.test_client().get("/health/live").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_over_tls_the_cookie_is_locked_to_the_host(config_for: Callable[..., Config], empty_url: str) -> None:
    app = create_app(config_for(empty_url, base_url="https://eboard.example.org", trusted_proxies=1))
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-eboard"
    assert app.config["SESSION_COOKIE_SECURE"] is True
    assert app.test_client().get("/health/live").headers["Strict-Transport-Security"].startswith("max-age=")


def test_a_production_without_its_keys_does_not_start(tmp_path: Path, empty_url: str) -> None:
    config = Config(environment=Environment.PRODUCTION, database_url=empty_url, keys_file=tmp_path / "absent")
    with pytest.raises(ConfigurationError, match="key file"):
        create_app(config)


def test_health(client: Client) -> None:
    assert client.get("/health/live").text == "alive\n"
    assert client.get("/health/ready").text == "ready\n"
