"""Addresses for load balancers, monitors, and whoever found a weakness."""

import hmac
from datetime import timedelta
from ipaddress import ip_address

from flask import Blueprint, Response, abort, make_response, request

from config import ROOT
from eboard.core import time
from eboard.core.keys import read_keyring
from eboard.core.web import cookieless, public, settings
from eboard.health.metrics import MEDIA_TYPE, exposition
from eboard.health.queries import reach_database, schema_fits

blueprint = Blueprint("health", __name__)
CONTACT_HOLDS = timedelta(days=180)  # RFC 9116 section 2.5.5: less than a year


@blueprint.get("/health/live")
@public
def live() -> Response:
    """The process answers."""
    return _plain("alive")


@blueprint.get("/health/ready")
@public
def ready() -> Response:
    """The database answers too, its tables are those of this version, and the keys can be read; a 503 otherwise."""
    reach_database()
    if not schema_fits():
        return _plain("the tables of the database are not those of this version", 503)
    return _plain("ready") if _has_keys() else _plain("the keys cannot be read", 503)


@blueprint.get("/metrics")
@public
def metrics() -> Response:
    """Numbers for a monitor on this machine, or one that has the token."""
    if not (_is_here() or _has_token()):
        abort(404)
    response = make_response(exposition())
    response.headers["Content-Type"] = MEDIA_TYPE
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/.well-known/security.txt")
@cookieless
def security_txt() -> Response:
    """Where weaknesses are reported (RFC 9116)."""
    config = settings()
    if not config.security_contact:
        abort(404)
    lines = (
        f"Contact: {config.security_contact}",
        f"Expires: {time.now() + CONTACT_HOLDS:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: en",
        f"Canonical: {config.base_url}/.well-known/security.txt",
    )
    return _plain("\n".join(lines))


def _has_keys() -> bool:
    if settings().keys_command:  # this process would not have begun without; a monitor does not run programs
        return True
    try:
        read_keyring(ROOT / settings().keys_file)
    except (OSError, ValueError):
        return False
    return True


def _is_here() -> bool:
    """Whether a program on this machine asks, and no proxy in front of us for somebody else."""
    address = request.remote_addr
    return "X-Forwarded-For" not in request.headers and address is not None and ip_address(address).is_loopback


def _has_token() -> bool:
    token = settings().metrics_token
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and hmac.compare_digest(sent.encode(), token.encode())


def _plain(words: str, status: int = 200) -> Response:
    response = make_response(f"{words}\n", status)
    response.mimetype = "text/plain"
    return response
