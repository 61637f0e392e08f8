"""What a provider says of itself (OpenID Connect Discovery 1.0), asked at every trip: a change needs nothing."""

from dataclasses import dataclass
from typing import Any

from eboard.availability.fetching import parse_address
from eboard.core.errors import DomainError
from eboard.signon.calls import SignOnError, ask
from eboard.signon.enums import Problem

PATH = "/.well-known/openid-configuration"
CHALLENGE_METHOD = "S256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Where a provider does what."""

    authorization: str
    token: str
    keys: str
    posts_secret: bool  # takes the client's secret as a field alone, not as a header
    names_issuer: bool  # says in its answer who it is, RFC 9207


def discover(issuer: str) -> Metadata:
    """Ask a provider; raises SignOnError if it does not answer, is another one, or cannot do what is needed."""
    found = ask(f"{issuer.rstrip('/')}{PATH}")
    if found.get("issuer") != issuer:
        raise SignOnError(Problem.ISSUER)
    methods = found.get("code_challenge_methods_supported")
    if isinstance(methods, list) and CHALLENGE_METHOD not in methods:
        raise SignOnError(Problem.MISCONFIGURED)
    ways = found.get("token_endpoint_auth_methods_supported")
    return Metadata(
        authorization=_address(found, "authorization_endpoint"),
        token=_address(found, "token_endpoint"),
        keys=_address(found, "jwks_uri"),
        posts_secret=isinstance(ways, list) and "client_secret_basic" not in ways,
        names_issuer=found.get("authorization_response_iss_parameter_supported") is True,
    )


def _address(found: dict[str, Any], name: str) -> str:
    text = found.get(name)
    try:
        parse_address(text if isinstance(text, str) else "")
    except DomainError:
        raise SignOnError(Problem.MISCONFIGURED) from None
    return str(text)
