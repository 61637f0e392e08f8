"""Passkeys (WebAuthn level 2): what the browser is asked, and what its answer proves.

User verification is required, so that a passkey is two factors: the device, and its PIN or finger. The library checks
challenge, origin, flags and signature; the counter is compared here.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.people.models import Credential, Person

VERIFIED = UserVerificationRequirement.REQUIRED
LONGEST_ANSWER = 20_000  # characters


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser is asked, and the challenge its answer has to sign."""

    options: Mapping[str, Any]
    challenge: str


def to_add(person: Person, held: Sequence[Credential]) -> Asked:
    """Ask for a new passkey, on a device that holds none of this person's yet."""
    user = PublicKeyCredentialUserEntity(id=person.id.bytes, name=person.email, display_name=person.name)
    options, state = _server().register_begin(
        user,
        _descriptors(held),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=VERIFIED,
    )
    return Asked(dict(options)["publicKey"], state["challenge"])


def to_prove(held: Sequence[Credential]) -> Asked:
    """Ask for a proof with one of these passkeys; with any that the device has, if there are none."""
    options, state = _server().authenticate_begin(_descriptors(held), user_verification=VERIFIED)
    return Asked(dict(options)["publicKey"], state["challenge"])


def added(challenge: str, answer: str) -> dict[str, Any]:
    """What is stored of a new passkey; raises DomainError if the answer does not fit."""
    try:
        made = _server().register_complete(_state(challenge), _parsed(answer))
    except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature, UnsupportedAlgorithm):
        raise _refusal() from None
    if made.credential_data is None:
        raise _refusal()
    return {
        "key_id": websafe_encode(made.credential_data.credential_id),
        "key": websafe_encode(made.credential_data),
        "count": made.counter,
    }


def key_id_in(answer: str) -> str:
    """Which passkey an answer claims to be of; raises DomainError if it says nothing."""
    found = _parsed(answer).get("rawId")
    if not isinstance(found, str) or not found.isascii() or not found.isprintable():
        raise _refusal()
    return found


def proven(challenge: str, answer: str, held: Credential) -> int:
    """The counter of a passkey after a good answer; raises DomainError for any other."""
    key = AttestedCredentialData(websafe_decode(held.data["key"]))
    try:
        parsed = AuthenticationResponse.from_dict(_parsed(answer))
        _server().authenticate_complete(_state(challenge), [key], parsed)
    except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature):
        raise _refusal() from None
    return parsed.response.authenticator_data.counter


def is_copy(stored: int, counted: int) -> bool:
    """Whether the counter says that there are two of a passkey (WebAuthn section 6.1.1); zero means it has none."""
    return (stored, counted) != (0, 0) and counted <= stored


def _server() -> Fido2Server:
    address = urlsplit(settings().base_url)
    ours = f"{address.scheme}://{address.netloc}"
    party = PublicKeyCredentialRpEntity(id=address.hostname or "", name="eBoard")
    return Fido2Server(party, verify_origin=lambda origin: origin == ours)


def _state(challenge: str) -> dict[str, Any]:
    return {"challenge": challenge, "user_verification": VERIFIED}


def _descriptors(held: Sequence[Credential]) -> list[PublicKeyCredentialDescriptor]:
    kind = PublicKeyCredentialType.PUBLIC_KEY
    return [PublicKeyCredentialDescriptor(type=kind, id=websafe_decode(one.data["key_id"])) for one in held]


def _parsed(answer: str) -> dict[str, Any]:
    try:
        found = json.loads(answer[:LONGEST_ANSWER])
    except (ValueError, RecursionError):
        raise _refusal() from None
    if not isinstance(found, dict):
        raise _refusal()
    return found


def _refusal() -> DomainError:
    return DomainError(_("This passkey was not accepted. Try again, or choose another way."))
