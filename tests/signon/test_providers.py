"""The provider of an organization: described by its administrator, approved by the network, nobody else's business."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db
from eboard.people.enums import AffiliationRole
from eboard.people.models import Organization
from eboard.signon.models import IdentityProvider
from eboard.signon.queries import secret_of
from tests.client import Client
from tests.conftest import NOW
from tests.signon.conftest import Provider
from tests.signon.identity_provider import CLIENT, SECRET
from tests.world import World, make_person, save


def place(world: World, verb: str = "") -> str:
    return f"/organizations/{world.north.id}/sign-on{'/' if verb else ''}{verb}"


def facts(provider: Provider, **values: str) -> dict[str, str]:
    return {
        "issuer": provider.url,
        "client_id": CLIENT,
        "secret": SECRET,
        "version": "0",
        "allows_password": "y",
        **values,
    }


def stored() -> IdentityProvider:
    db.session.expire_all()
    return db.session.scalars(select(IdentityProvider)).one()


def test_it_is_described_tried_approved_and_stopped(world: World, client: Client, provider: Provider) -> None:
    client.sign_in(world.north_admin)
    assert client.get(place(world)).status_code == 200
    assert client.post(place(world, "try")).status_code == 404
    assert client.post(place(world), data=facts(provider)).location == place(world)
    row = stored()
    assert (secret_of(row), row.approved_at, SECRET.encode() in row.sealed_secret) == (SECRET, None, False)
    page = client.get(place(world)).text
    assert ["waits for approval" in page, SECRET in page, f"/sign-on/{row.id}/back" in page] == [True, False, True]
    assert client.post(place(world, "try")).location == place(world)
    assert "It answers" in client.get(place(world)).text
    provider.control(mischief="down")
    client.post(place(world, "try"))
    assert "does not answer" in client.get(place(world)).text
    assert client.get(f"/sign-on/{row.id}").status_code == 404
    assert "North Hospital" not in client.get("/sign-in").text
    assert client.post(place(world, "approve")).status_code == 403
    root = client.application.test_client().sign_in(world.network_admin)
    bare = root.post(place(world, "approve"), data={"enforces_second_factor": "y"})
    assert (bare.status_code, "Say where the agreement stands" in bare.text) == (422, True)
    sent = {"enforces_second_factor": "y", "agreement": "A-17"}
    assert root.post(place(world, "approve"), data=sent).location == place(world)
    assert (stored().approved_by_id, stored().enforces_second_factor) == (world.network_admin.id, True)
    assert "North Hospital" in client.application.test_client().get("/sign-in").text
    client.post(place(world), data=facts(provider, secret="", version=str(stored().row_version)))
    assert (stored().approved_at is None, secret_of(stored())) == (False, SECRET)
    assert client.post(place(world, "stop")).location == place(world)
    assert stored().approved_at is None


def test_another_client_needs_another_approval_and_its_secret(world: World, client: Client, provider: Provider) -> None:
    client.sign_in(world.north_admin).post(place(world), data=facts(provider))
    root = client.application.test_client().sign_in(world.network_admin)
    root.post(place(world, "approve"), data={})
    version = str(stored().row_version)
    refused = client.post(place(world), data=facts(provider, client_id="other", secret="", version=version))
    assert (refused.status_code, "Enter the secret" in refused.text) == (422, True)
    assert client.post(place(world), data=facts(provider, client_id="other", version=version)).status_code == 303
    assert stored().approved_at is None
    stale = client.post(place(world), data=facts(provider, client_id="third", version=version))
    assert stale.status_code == 409


@pytest.mark.parametrize(
    "values",
    [
        {"issuer": ""}, {"issuer": "http://sso.example.org"}, {"issuer": "https://u:p@sso.example.org"},
        {"issuer": "https://sso.example.org?x=1"}, {"issuer": "webcal://sso.example.org"}, {"client_id": ""},
        {"client_id": "a\x07b"}, {"secret": ""}, {"issuer": "https://" + "x" * 600}, {"client_id": "x" * 201},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(
    world: World, client: Client, provider: Provider, values: dict[str, str]
) -> None:
    refused = client.sign_in(world.north_admin).post(place(world), data=facts(provider, acr="gold", **values))
    assert (refused.status_code, 'value="gold"' in refused.text) == (422, True)
    assert db.session.scalars(select(IdentityProvider)).all() == []


def test_closing_the_password_is_the_organizations_setting_and_ends_with_the_provider(
    world: World, client: Client, provider: Provider
) -> None:
    sent = facts(provider)
    del sent["allows_password"]
    client.sign_in(world.north_admin)
    early = client.post(place(world), data=sent)
    assert (early.status_code, "once the network has approved" in early.text) == (422, True)
    client.post(place(world), data=facts(provider))
    client.application.test_client().sign_in(world.network_admin).post(place(world, "approve"), data={})
    assert client.post(place(world), data={**sent, "version": str(stored().row_version)}).status_code == 303
    assert db.session.get_one(Organization, world.north.id).allows_password is False
    client.post(place(world, "stop"))
    db.session.expire_all()
    assert db.session.get_one(Organization, world.north.id).allows_password is True


@pytest.mark.parametrize("verb", ["", "approve", "stop", "try"])
def test_nobody_of_another_organization_reaches_it(world: World, client: Client, provider: Provider, verb: str) -> None:
    client.sign_in(world.north_admin).post(place(world), data=facts(provider))
    south_admin = make_person("Samira South", world.south, AffiliationRole.ORGANIZATION_ADMIN)
    save(south_admin)
    for person in (south_admin, world.stranger, world.nurse, world.auditor):
        other = client.application.test_client().sign_in(person)
        assert other.post(place(world, verb), data=facts(provider, client_id="theirs")).status_code in {403, 404}
        assert other.get(place(world)).status_code in {403, 404}
    assert (stored().client_id, stored().approved_at) == (CLIENT, None)


def test_changes_need_a_fresh_proof(world: World, client: Client, provider: Provider) -> None:
    client.sign_in(world.network_admin).post(place(world), data=facts(provider))
    with time.at(NOW + timedelta(minutes=6)):
        assert client.get(place(world)).location.startswith("/confirm?next=/organizations/")
        for verb in ("", "approve", "stop"):
            answer = client.post(place(world, verb), data=facts(provider, version="1"))
            assert answer.location.startswith("/confirm?next=/account/kept/")
            assert SECRET not in client.get(answer.location.partition("next=")[2]).text
