"""What a link with the organization's sign-in changes: no mailbox goes round it, and nobody is left outside."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.people.actions.links import make_address
from eboard.people.enums import CredentialKind, LinkPurpose
from eboard.people.models import Credential, LoginSession, Organization, Person
from eboard.signin.queries import factors_of, has_closed_password, in_force
from eboard.signon.jobs import forget_sign_ons
from eboard.signon.models import IdentityProvider, Trip
from eboard.signon.queries import links_of
from tests.client import Client
from tests.conftest import NOW
from tests.people.conftest import PASSWORD
from tests.retention.running import ran
from tests.signin.conftest import news, post
from tests.signon.conftest import Provider, register, travel
from tests.signon.identity_provider import CLIENT, SECRET
from tests.signon.test_signing_on import link
from tests.world import World, save


def reset(client: Client, person: Person) -> str:
    """What whoever reads somebody's mail can do: choose a new password and sign in with it."""
    with unit_of_work():
        place = make_address(person, LinkPurpose.RESET_PASSWORD).removeprefix("http://localhost:8000")
    assert post(client, place, password=PASSWORD, again=PASSWORD).location == "/sign-in"
    return str(post(client, "/sign-in", email=person.email, password=PASSWORD).location)


def test_a_mailbox_sets_up_no_factor_beside_a_linked_sign_in(
    world: World, client: Client, provider: Provider, north: IdentityProvider
) -> None:
    link(world.nurse, north)
    assert reset(client, world.nurse) == "/sign-in/second-step?next=/"
    assert client.get("/sign-in/set-up").location.startswith("/sign-in?next=")
    page = client.get("/sign-in/second-step").text
    assert f'href="/sign-on/{north.id}' in page
    assert (factors_of(world.nurse.id), client.get("/account/").status_code) == ([], 303)
    assert news(world.nurse) == ["account-news"]
    provider.control(amr=["mfa"])
    assert travel(client, provider, f"/sign-on/{north.id}").location == "/"


def test_it_stays_so_while_the_provider_lets_nobody_in(
    world: World, client: Client, provider: Provider, north: IdentityProvider
) -> None:
    link(world.nurse, north)
    client.application.test_client().sign_in(world.north_admin).post(f"/organizations/{world.north.id}/sign-on/stop")
    assert reset(client, world.nurse) == "/sign-in/second-step?next=/"
    assert "/sign-on/" not in client.get("/sign-in/second-step").text
    mine = client.application.test_client().sign_in(world.nurse)
    page = mine.get("/confirm").text
    assert ("/sign-on/" in page, 'name="password"' in page) == (False, True)


def test_whoever_runs_the_server_may_open_it_again(
    world: World, client: Client, provider: Provider, north: IdentityProvider, run: Callable[..., object]
) -> None:
    link(world.nurse, north)
    run("people", "forget-factors", world.nurse.email)
    assert links_of(world.nurse.id) == []
    assert reset(client, world.nurse) == "/sign-in/set-up?next=/"


def test_another_issuer_ends_the_links_and_never_closes_the_password(
    world: World, client: Client, provider: Provider, with_factors: Callable[..., Person]
) -> None:
    row = register(world, provider, allows_password=False)
    link(with_factors(world.nurse), row)
    assert has_closed_password(world.nurse)
    sent = {
        "issuer": "https://other.example.org",
        "client_id": CLIENT,
        "secret": SECRET,
        "version": str(row.row_version),
    }
    admin = client.sign_in(world.north_admin)
    refused = admin.post(f"/organizations/{world.north.id}/sign-on", data=sent)
    assert (refused.status_code, "once the network has approved" in refused.text) == (422, True)
    assert len(links_of(world.nurse.id)) == 1
    moved = admin.post(f"/organizations/{world.north.id}/sign-on", data={**sent, "allows_password": "y"})
    assert moved.status_code == 303
    db.session.expire_all()
    assert (links_of(world.nurse.id), has_closed_password(world.nurse)) == ([], False)
    assert db.session.get_one(Organization, world.north.id).allows_password is True
    assert news(world.nurse) == ["account-news"]
    first = {"email": world.nurse.email, "password": PASSWORD}
    fresh = client.application.test_client()
    assert post(fresh, "/sign-in", **first).location == "/sign-in/second-step?next=/"


def test_only_the_organization_whose_sign_in_is_linked_closes_the_password(
    world: World, client: Client, provider: Provider, north: IdentityProvider, with_factors: Callable[..., Person]
) -> None:
    link(with_factors(world.nurse), north)
    world.south.allows_password = False
    save(world.south)
    assert not has_closed_password(world.nurse)


def test_trips_nobody_came_back_from_are_forgotten_before_the_sign_ins_they_point_to(
    world: World, client: Client, provider: Provider, north: IdentityProvider
) -> None:
    link(world.nurse, north)
    client.sign_in(world.nurse).get(f"/sign-on/{north.id}/confirm")
    assert forget_sign_ons() == 0
    with time.at(NOW + timedelta(days=40)):
        assert ran()["sign_ins"] == 0
        assert (forget_sign_ons(), db.session.scalars(select(Trip)).all()) == (1, [])
        assert ran()["sign_ins"] == 1
    assert db.session.scalars(select(LoginSession)).all() == []


def test_a_first_password_by_mail_is_told_too(world: World, client: Client) -> None:
    reset(client, world.nurse)
    assert news(world.nurse) == ["account-news"]
    assert len(db.session.scalars(in_force(world.nurse.id, CredentialKind.PASSWORD)).all()) == 1
    assert db.session.scalars(select(Credential.kind)).all() == [CredentialKind.PASSWORD]
