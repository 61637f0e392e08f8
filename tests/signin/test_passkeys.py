"""Passkeys without a browser: an authenticator in software signs, well or badly. A real browser does so elsewhere."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData
from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db
from eboard.people.enums import CredentialKind
from eboard.people.models import Credential, LoginSession, Person
from eboard.signin.actions import ceremonies
from eboard.signin.jobs import forget_sign_ins
from eboard.signin.models import Ceremony, KnownDevice
from eboard.signin.queries import factors_of, passkeys_of
from tests.client import Client
from tests.conftest import NOW
from tests.people.conftest import PASSWORD
from tests.retention.running import ran
from tests.signin.conftest import events, post
from tests.world import World

FIRST = {"email": "nora.nurse@example.org", "password": PASSWORD}
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
PAGE = "/account/second-factors/"


@dataclass
class Authenticator:
    """A device with one key."""

    origin: str = "http://localhost:8000"
    party: str = "localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = b"a key of the tests"

    def make(self, options: dict[str, Any]) -> str:
        held = AttestedCredentialData.create(bytes(16), self.id, ES256.from_cryptography_key(self.key.public_key()))
        data = AuthenticatorData.create(self._party(), self.flags | ATTESTED, self.count, bytes(held))
        said = self._said("webauthn.create", options)
        whole = AttestationObject.create("none", data, {})
        return self._answer({"clientDataJSON": said, "attestationObject": bytes(whole)})

    def prove(self, options: dict[str, Any], *, owner: bytes = b"") -> str:
        data = AuthenticatorData.create(self._party(), self.flags, self.count)
        said = self._said("webauthn.get", options)
        signature = self.key.sign(bytes(data) + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer({"clientDataJSON": said, "authenticatorData": bytes(data), "signature": signature})

    def _party(self) -> bytes:
        return hashlib.sha256(self.party.encode()).digest()

    def _said(self, kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _answer(self, response: dict[str, bytes]) -> str:
        name = websafe_encode(self.id)
        said = {part: websafe_encode(value) for part, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": said})


def options(client: Client, purpose: str) -> dict[str, Any]:
    answer = post(client, f"/passkey/{purpose}")
    assert answer.status_code == 200
    return dict(answer.json)


@pytest.fixture
def device(world: World, client: Client, with_factors: Callable[..., Person]) -> Authenticator:
    """The nurse's, added to the account."""
    with_factors(world.nurse)
    mine = client.application.test_client().sign_in(world.nurse)
    made = Authenticator()
    answer = mine.post(f"{PAGE}passkey", data={"answer": made.make(options(mine, "add")), "name": "laptop"})
    assert (answer.status_code, answer.text.count("<li><code>")) == (200, 10)
    again = mine.post(f"{PAGE}passkey", data={"answer": made.make(options(mine, "add"))})
    assert (again.status_code, "in use already" in again.text) == (422, True)
    return made


def test_it_signs_in_alone_and_is_the_second_step_and_a_fresh_proof(
    world: World, client: Client, device: Authenticator
) -> None:
    assert "laptop" in client.application.test_client().sign_in(world.nurse).get(PAGE).text
    assert post(client, "/sign-in/passkey", answer=device.prove(options(client, "sign_in"))).location == "/"
    with time.at(NOW + timedelta(minutes=6)):
        confirmed = client.post(
            "/confirm/passkey?next=/account/", data={"answer": device.prove(options(client, "confirm"))}
        )
        assert confirmed.location == "/account/"
    other = client.application.test_client()
    place = post(other, "/sign-in", **FIRST).location
    assert "data-passkey" in other.get(place).text
    asked = options(other, "second")
    assert [one["id"] for one in asked["allowCredentials"]] == [websafe_encode(device.id)]
    assert post(other, "/sign-in/second-step/passkey", answer=device.prove(asked)).location == "/"
    proofs = db.session.scalars(select(LoginSession.proofs)).all()
    assert sorted(proofs) == [[], [], ["passkey"], ["password", "passkey"]]


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": "https://evil.example"}, {"origin": "http://localhost:8001"}, {"party": "evil.example"},
        {"flags": PRESENT}, {"flags": VERIFIED}, {"key": ec.generate_private_key(ec.SECP256R1())}, {"id": b"another"},
    ],
)  # fmt: skip
def test_a_false_answer_proves_nothing_and_is_recorded(
    world: World, client: Client, device: Authenticator, changed: dict[str, Any]
) -> None:
    for name, value in changed.items():
        setattr(device, name, value)
    answer = post(client, "/sign-in/passkey", answer=device.prove(options(client, "sign_in")))
    assert (answer.status_code, client.get("/account/").status_code) == (422, 303)
    post(client, "/sign-in", **FIRST)
    second = post(client, "/sign-in/second-step/passkey", answer=device.prove(options(client, "second")))
    assert (second.status_code, client.get("/account/").status_code) == (422, 303)
    assert events().count("signin.step_failed") == 2


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "null",
        "[]",
        "{",
        "[" * 5000,
        '{"rawId": 5}',
        '{"rawId": "\\u0000"}',
        '{"rawId": "\\ud800"}',
        '{"rawId": "YQ"}',
        "x" * 30_000,
    ],
)
def test_rubbish_is_refused_in_a_sentence(world: World, client: Client, device: Authenticator, answer: str) -> None:
    options(client, "sign_in")
    assert post(client, "/sign-in/passkey", answer=answer).status_code == 422
    mine = client.application.test_client().sign_in(world.nurse)
    options(mine, "add")
    assert mine.post(f"{PAGE}passkey", data={"answer": answer}).status_code == 422
    options(mine, "confirm")
    assert mine.post("/confirm/passkey", data={"answer": answer}).status_code == 422
    assert len(passkeys_of(world.nurse.id)) == 1


def test_an_answer_with_a_known_key_and_nothing_else_is_refused(
    world: World, client: Client, device: Authenticator
) -> None:
    options(client, "sign_in")
    assert post(client, "/sign-in/passkey", answer=json.dumps({"rawId": websafe_encode(device.id)})).status_code == 422


def test_a_copy_that_does_not_count_up_is_refused_and_recorded(
    world: World, client: Client, device: Authenticator
) -> None:
    device.count = 5
    assert post(client, "/sign-in/passkey", answer=device.prove(options(client, "sign_in"))).location == "/"
    for counted, status in ((5, 422), (4, 422), (0, 422), (6, 303)):
        device.count = counted
        other = client.application.test_client()
        assert post(other, "/sign-in/passkey", answer=device.prove(options(other, "sign_in"))).status_code == status
    assert events().count("signin.copy_suspected") == 3


def test_a_challenge_is_good_once_for_its_purpose_and_for_five_minutes(
    world: World, client: Client, device: Authenticator
) -> None:
    asked = options(client, "sign_in")
    with client.session_transaction() as session:
        kept = session["ceremony"]
    assert post(client, "/sign-in/passkey", answer=device.prove(asked)).location == "/"
    thief = client.application.test_client()
    with thief.session_transaction() as session:
        session["ceremony"] = kept
    assert post(thief, "/sign-in/passkey", answer=device.prove(asked)).status_code == 422
    post(thief, "/sign-in", **FIRST)
    asked = options(thief, "sign_in")
    assert post(thief, "/sign-in/second-step/passkey", answer=device.prove(asked)).status_code == 422
    asked = options(thief, "sign_in")
    with time.at(NOW + timedelta(minutes=5)):
        assert post(thief, "/sign-in/passkey", answer=device.prove(asked)).status_code == 422
    assert post(thief, "/sign-in/passkey", answer=device.prove(asked)).status_code == 422


def test_a_first_sign_in_may_make_one(world: World, client: Client, with_password: Callable[..., Person]) -> None:
    with_password(world.nurse)
    post(client, "/sign-in", **FIRST)
    bad = Authenticator(flags=PRESENT)
    assert post(client, "/sign-in/set-up/passkey", answer=bad.make(options(client, "set_up"))).status_code == 422
    made = post(client, "/sign-in/set-up/passkey", answer=Authenticator().make(options(client, "set_up")))
    assert (made.status_code, made.text.count("<li><code>")) == (200, 10)
    assert [one.kind for one in factors_of(world.nurse.id)] == [CredentialKind.PASSKEY]


def test_nobody_asks_in_the_name_of_somebody(world: World, client: Client, device: Authenticator) -> None:
    asked = [post(client, f"/passkey/{purpose}").status_code for purpose in ("second", "set_up", "add", "confirm")]
    assert asked == [401, 401, 401, 401] or set(asked) == {303}
    assert post(client, "/passkey/nothing").status_code == 404


def test_too_many_challenges_from_one_address_wait(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ceremonies, "FROM_ONE_ADDRESS", 3)
    assert [post(client, "/passkey/sign_in").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_what_is_over_is_forgotten(world: World, client: Client, device: Authenticator) -> None:
    options(client, "sign_in")
    post(client, "/sign-in", **FIRST)
    post(client, "/sign-in/passkey", answer=device.prove(options(client, "sign_in")))
    with time.at(NOW + timedelta(minutes=10)):
        assert forget_sign_ins() == 2
    assert db.session.scalars(select(Ceremony)).all() == []
    with time.at(NOW + timedelta(days=366)):
        assert ran()["devices"] == 1
    assert db.session.scalars(select(KnownDevice)).all() == []
    assert db.session.scalars(select(Credential.id).where(Credential.kind == CredentialKind.PASSKEY)).one()
