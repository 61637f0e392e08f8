"""Whether an ID token says what it has to (OpenID Connect Core section 3.1.3.7), by our clock."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from eboard.core import time
from eboard.signon.calls import SignOnError
from eboard.signon.enums import Problem

# Signatures with a key pair alone: with HMAC or none, whoever knows the public key could sign.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
DRIFT = timedelta(seconds=60)
OLDEST = timedelta(minutes=10)  # since it was made; trips are not longer
LONGEST_SUBJECT = 255  # OpenID Connect Core section 2
SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "swk", "fpt", "face", "iris", "sc", "pop", "sms", "tel"})  # RFC 8176


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who somebody is to a provider."""

    issuer: str
    subject: str
    authenticated_at: datetime | None
    methods: frozenset[str] | None  # amr; None where the token is silent
    level: str | None  # acr


def identity_in(token: str, keys: dict[str, Any], *, issuer: str, client_id: str, nonce: str) -> Identity:
    """What a token proves; raises SignOnError unless everything about it is right."""
    try:
        claims = jwt.decode(
            token,
            _key_of(token, keys),
            algorithms=ALGORITHMS,
            audience=client_id,
            issuer=issuer,
            options={
                "require": ["exp", "iat", "iss", "aud", "sub"],
                "verify_exp": False,  # by our own clock, below
                "verify_iat": False,
                "verify_nbf": False,
                "enforce_minimum_key_length": True,
            },
        )
        return _checked(claims, issuer=issuer, client_id=client_id, nonce=nonce)
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, AttributeError):
        raise SignOnError(Problem.TOKEN) from None


def _key_of(token: str, keys: dict[str, Any]) -> jwt.PyJWK:
    """The key that a token names, else the only one there is."""
    named = jwt.get_unverified_header(token).get("kid")
    found = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use in {None, "sig"}]
    fitting = [key for key in found if key.key_id == named] if named is not None else found
    if len(fitting) != 1:
        raise SignOnError(Problem.TOKEN)
    return fitting[0]


def _checked(claims: dict[str, Any], *, issuer: str, client_id: str, nonce: str) -> Identity:
    now = time.now()
    made, ends = _instant(claims["iat"]), _instant(claims["exp"])
    subject, audience = claims["sub"], claims["aud"]
    is_for_several = isinstance(audience, list) and len(audience) > 1
    if not all(
        (
            now < ends + DRIFT,
            now - OLDEST - DRIFT <= made <= now + DRIFT,
            "nbf" not in claims or _instant(claims["nbf"]) <= now + DRIFT,
            isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT and subject.isprintable(),
            claims.get("azp", None if is_for_several else client_id) == client_id,
            hmac.compare_digest(str(claims.get("nonce")).encode(), nonce.encode()),
        )
    ):
        raise SignOnError(Problem.TOKEN)
    methods = claims.get("amr")
    level = claims.get("acr")
    return Identity(
        issuer=issuer,
        subject=subject,
        authenticated_at=_instant(claims["auth_time"]) if "auth_time" in claims else None,
        methods=frozenset(str(one) for one in methods) if isinstance(methods, list) else None,
        level=level if isinstance(level, str) else None,
    )


def _instant(seconds: Any) -> datetime:
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        raise TypeError
    return datetime.fromtimestamp(seconds, UTC)


def is_strong(identity: Identity, *, is_agreed: bool, level: str) -> bool:
    """Whether a sign-on counts as two factors: by agreement, and nothing in the token says otherwise."""
    if not is_agreed or (level and identity.level != level):
        return False
    return identity.methods is None or not identity.methods.isdisjoint(SECOND_FACTORS)
