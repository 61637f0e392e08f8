"""The commands about people."""

from collections.abc import Callable

import pytest
from click.testing import Result
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.boards.enums import BoardRole
from eboard.boards.models import BoardMembership
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.people.enums import AffiliationRole, OrganizationKind, PersonState
from eboard.people.models import Organization, Person
from tests.client import CSRF, Client
from tests.people.conftest import set_up
from tests.people.test_links import NEW
from tests.world import World, save


def somebody(email: str) -> Person:
    return db.session.scalars(select(Person).where(Person.email == email)).one()


def test_the_first_administrator_comes_in_by_a_link(app: object, client: Client, run: Callable[..., Result]) -> None:
    made = run("create-admin", "Root@example.org", "--name", "Ruth Van Root", "--zone", "Europe/Berlin")
    assert made.exit_code == 0
    place = made.output.strip().rpartition("http://localhost:8000")[2]
    with client.application.app_context():
        hub = db.session.scalars(select(Organization)).one()
        assert (hub.code, hub.kind, hub.zone) == ("HUB", OrganizationKind.HUB, "Europe/Berlin")
    with client.session_transaction() as session:
        session["csrf_token"] = CSRF
    client.post(place, data={**NEW, "zone": "Europe/Berlin"})
    half = client.post("/sign-in", data={"email": "root@example.org", "password": NEW["password"]})
    assert client.get("/organizations/new").status_code == 303
    assert set_up(client, half.location).status_code == 200
    assert client.get("/organizations/new").status_code == 200


def test_somebody_known_becomes_administrator_and_gets_a_link_again(world: World, run: Callable[..., Result]) -> None:
    first = run("create-admin", world.chair.email, "--name", "Charles Chair")
    again = run("create-admin", world.chair.email, "--name", "Charles Chair")
    assert ["/new-password/" in made.output for made in (first, again)] == [True, True]
    roles = {held.role for held in world.chair.affiliations}
    assert roles == {AffiliationRole.PHYSICIAN, AffiliationRole.NETWORK_ADMIN}
    entries = db.session.scalars(select(AuditEntry.via).where(AuditEntry.subject_id == world.chair.id)).all()
    assert set(entries) == {"command"}


@pytest.mark.parametrize("name", ["Cher", ""])
def test_an_administrator_needs_both_names(world: World, run: Callable[..., Result], name: str) -> None:
    assert isinstance(run("create-admin", "x@example.org", "--name", name).exception, DomainError)


def test_a_closed_account_becomes_no_administrator(world: World, run: Callable[..., Result]) -> None:
    world.nurse.state = PersonState.DEACTIVATED
    save(world.nurse)
    assert isinstance(run("create-admin", world.nurse.email, "--name", "N N").exception, DomainError)


@pytest.mark.usefixtures("world")
def test_an_address_that_takes_no_mail_is_refused(run: Callable[..., Result]) -> None:
    invited = run("people", "invite", "jane", "--name", "Jane Doe", "--organization", "NORTH", "--role", "physician")
    assert isinstance(invited.exception, DomainError)
    assert isinstance(run("create-admin", "jane", "--name", "Jane Doe").exception, DomainError)


def test_people_are_invited_approved_moved_and_closed(world: World, run: Callable[..., Result]) -> None:
    address = "ida.ivy@example.org"
    invited = run("people", "invite", address, "--name", "Ida Ivy", "--organization", "NORTH", "--role", "physician")
    assert invited.output == "Ida Ivy is invited.\n"
    somebody(address).state = PersonState.VERIFIED
    save(somebody(address))
    assert run("people", "approve", address, "--organization", "north").output == "Ida Ivy is active.\n"
    assert run("people", "move", address, "--from", "NORTH", "--to", "SOUTH").output == "Ida Ivy is at SOUTH.\n"
    held = somebody(address).current_affiliations
    assert [(one.organization_id, one.role) for one in held] == [(world.south.id, AffiliationRole.PHYSICIAN)]
    closed = run("people", "deactivate", address, "--successor", world.stranger.email)
    assert closed.output == "The account of Ida Ivy is closed.\n"
    assert somebody(address).state is PersonState.DEACTIVATED
    assert run("people", "deactivate", world.nurse.email).exit_code == 0


def test_a_role_on_a_board_is_given(world: World, run: Callable[..., Result]) -> None:
    given = run("people", "board-role", world.nurse.email, "--board", "GI", "--role", "coordinator")
    assert given.output == "Nora Nurse is coordinator on GI eBoard.\n"
    seats = select(BoardMembership.role).where(BoardMembership.person_id == world.nurse.id)
    assert db.session.scalars(seats).all() == [BoardRole.COORDINATOR]


@pytest.mark.parametrize(
    "arguments",
    [
        ("people", "approve", "nobody@example.org", "--organization", "NORTH"),
        ("people", "approve", "nora.nurse@example.org", "--organization", "NOWHERE"),
        ("people", "approve", "nora.nurse@example.org", "--organization", "SOUTH"),
        ("people", "board-role", "nora.nurse@example.org", "--board", "NO", "--role", "chair"),
        ("people", "board-role", "nora.nurse@example.org", "--board", "GI", "--role", "chair"),
    ],
)
def test_what_does_not_exist_is_said_in_a_sentence(
    world: World, run: Callable[..., Result], arguments: tuple[str, ...]
) -> None:
    assert isinstance(run(*arguments).exception, DomainError)
