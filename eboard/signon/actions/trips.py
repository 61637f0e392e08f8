"""The way to a provider and back."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, urlencode
from uuid import UUID

from eboard.core import throttle, time
from eboard.core.db import db, unit_of_work
from eboard.core.tokens import hash_token, new_token
from eboard.core.web.settings import settings
from eboard.signon.calls import Sent, SignOnError, ask
from eboard.signon.discovery import CHALLENGE_METHOD, Metadata, discover
from eboard.signon.enums import Problem, TripPurpose
from eboard.signon.models import IdentityProvider, Trip
from eboard.signon.queries import secret_of, trip_of
from eboard.signon.tokens import Identity, identity_in

LASTS = timedelta(minutes=10)
WINDOW = timedelta(minutes=15)
FROM_ONE_ADDRESS = 300  # a whole hospital may stand behind one
FRESH = frozenset({TripPurpose.CONFIRM, TripPurpose.LINK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Why somebody goes, and what the way back needs to know."""

    purpose: TripPurpose
    place: str
    session_id: UUID | None = None
    link_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back in the address."""

    state: str
    code: str
    issuer: str | None
    is_refusal: bool


def set_out(*, provider: IdentityProvider, wish: Wish, address: str) -> tuple[str, str]:
    """Begin a trip: the state for the cookie, and where to send the browser.

    It opens units of its own, for the provider is asked in between. Raises SignOnError, ThrottledError.
    """
    throttle.count_apart(throttle.Try("sign-on from", address, FROM_ONE_ADDRESS, WINDOW))
    metadata = discover(provider.issuer)
    state, nonce, verifier = new_token(), new_token(), new_token()
    moment = time.now()
    with unit_of_work():
        db.session.add(
            Trip(
                state_hash=hash_token(state),
                provider_id=provider.id,
                purpose=wish.purpose,
                nonce=nonce,
                verifier=verifier,
                session_id=wish.session_id,
                link_id=wish.link_id,
                place=wish.place,
                started_at=moment,
                expires_at=moment + LASTS,
            )
        )
    asked = {
        "response_type": "code",
        "scope": "openid",
        "client_id": provider.client_id,
        "redirect_uri": back_address(provider.id),
        "state": state,
        "nonce": nonce,
        "code_challenge": _challenge(verifier),
        "code_challenge_method": CHALLENGE_METHOD,
    }
    if wish.purpose in FRESH:
        asked |= {"prompt": "login", "max_age": "0"}
    joint = "&" if "?" in metadata.authorization else "?"
    return state, f"{metadata.authorization}{joint}{urlencode(asked)}"


def come_back(*, provider: IdentityProvider, cookie: str, answer: Answer) -> tuple[Trip, Identity]:
    """End a trip, which nobody can end again, and find out who came back; raises SignOnError."""
    with unit_of_work():
        trip = trip_of(answer.state, provider.id) if answer.state and answer.state == cookie else None
        if trip is not None:
            db.session.delete(trip)
    if trip is None:
        raise SignOnError(Problem.STATE)
    if answer.issuer is not None and answer.issuer != provider.issuer:
        raise SignOnError(Problem.ISSUER)
    if answer.is_refusal or not answer.code:
        raise SignOnError(Problem.REFUSED)
    metadata = discover(provider.issuer)
    if metadata.names_issuer and answer.issuer is None:
        raise SignOnError(Problem.ISSUER)
    token = ask(metadata.token, _request(provider, metadata, answer.code, trip.verifier)).get("id_token")
    keys = ask(metadata.keys)
    identity = identity_in(
        token if isinstance(token, str) else "",
        keys,
        issuer=provider.issuer,
        client_id=provider.client_id,
        nonce=trip.nonce,
    )
    return trip, identity


def back_address(provider_id: UUID) -> str:
    """Where a provider sends people back to; one for each, so that none can answer for another (RFC 9700 2.1)."""
    return f"{settings().base_url}/sign-on/{provider_id}/back"


def _request(provider: IdentityProvider, metadata: Metadata, code: str, verifier: str) -> Sent:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back_address(provider.id),
        "code_verifier": verifier,
    }
    secret = secret_of(provider)
    if metadata.posts_secret:
        return Sent({**form, "client_id": provider.client_id, "client_secret": secret}, {})
    pair = f"{quote(provider.client_id, safe='')}:{quote(secret, safe='')}"  # RFC 6749 section 2.3.1
    return Sent(form, {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"})


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
