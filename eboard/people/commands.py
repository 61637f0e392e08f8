"""Commands about people."""

import sys
from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from eboard.access.ending import Farewell, leave_network
from eboard.access.leaving import deactivate_person
from eboard.access.parting import parting_of
from eboard.access.returning import return_data
from eboard.audit import Actor, Via
from eboard.boards.actions.members import add_member
from eboard.boards.enums import BoardRole
from eboard.boards.queries import board_by_code
from eboard.core import time
from eboard.core.age import recipient_of
from eboard.core.db import db, read_only, unit_of_work
from eboard.core.errors import DomainError
from eboard.people import sessions
from eboard.people.actions import affiliations
from eboard.people.actions.importing import Report, import_people
from eboard.people.actions.persons import invite_person
from eboard.people.actions.setup import create_admin
from eboard.people.enums import AffiliationRole, LeavingReason, Specialty
from eboard.people.models import Affiliation, Organization, Person
from eboard.people.newcomers import Newcomer
from eboard.people.queries.credentials import person_by_email
from eboard.people.queries.organizations import organization_by_code
from eboard.people.roster import read
from eboard.retention.returns import last_return, told
from eboard.signin.actions.factors import remove_all_factors

ACTOR = Actor(via=Via.COMMAND)
ROLES = click.Choice([role.value for role in AffiliationRole])
organization_option = click.option("--organization", "code", required=True, help="Code of the organization.")
role_option = click.option("--role", type=ROLES, default=AffiliationRole.CARE_TEAM.value, show_default=True)


@click.command("create-admin")
@click.argument("email")
@click.option("--name", required=True, help="Given and family name.")
@click.option("--organization", "code", default="HUB", show_default=True, help="Code; the hub is made if it is new.")
@click.option("--zone", default="America/Chicago", show_default=True, help="Zone of a hub that is made.")
@with_appcontext
def create_administrator(email: str, name: str, code: str, zone: str) -> None:
    """Make an administrator of the network, and print the one-time link that lets him or her in."""
    with unit_of_work():
        address = create_admin(actor=ACTOR, email=email, name=name, code=code, zone=zone)
    click.echo(f"Hand this link over; it works once, for seven days:\n{address}")


@click.group()
def people() -> None:
    """Invite, approve, move and deactivate people, and give roles on boards."""


@people.command("invite")
@click.argument("email")
@click.option("--name", required=True, help="Given and family name.")
@organization_option
@role_option
@with_appcontext
def invite(email: str, name: str, code: str, role: str) -> None:
    """Invite somebody into an organization; a link goes out by mail."""
    given, _blank, family = name.rpartition(" ")
    with unit_of_work():
        newcomer = Newcomer(email=email, given_name=given, family_name=family, role=_role(role))
        person = invite_person(actor=ACTOR, organization=_organization(code), newcomer=newcomer)
        click.echo(f"{person.name} is {person.state.value}.")


@people.command("approve")
@click.argument("email")
@organization_option
@with_appcontext
def approve(email: str, code: str) -> None:
    """Approve the roles somebody waits for in an organization."""
    with unit_of_work():
        person = _person(email)
        for affiliation in _roles_at(person, code):
            affiliations.approve(actor=ACTOR, affiliation=affiliation)
        click.echo(f"{person.name} is {person.state.value}.")


@people.command("move")
@click.argument("email")
@click.option("--from", "former", required=True, help="Code of the organization to leave.")
@click.option("--to", "code", required=True, help="Code of the organization to join.")
@with_appcontext
def move(email: str, former: str, code: str) -> None:
    """Move somebody to another organization in the same roles."""
    with unit_of_work():
        person = _person(email)
        for affiliation in _roles_at(person, former):
            affiliations.move(
                actor=ACTOR,
                affiliation=affiliation,
                organization=_organization(code),
                role=affiliation.role,
                is_approved=True,
            )
        click.echo(f"{person.name} is at {code}.")


@people.command("deactivate")
@click.argument("email")
@click.option("--successor", help="Address of the person who takes over.")
@with_appcontext
def deactivate(email: str, successor: str | None) -> None:
    """Close an account; sign-ins, feeds, roles and coming invitations end."""
    with unit_of_work():
        person = _person(email)
        deactivate_person(actor=ACTOR, person=person, successor=_person(successor) if successor else None)
        click.echo(f"The account of {person.name} is closed.")


@people.command("forget-factors")
@click.argument("email")
@with_appcontext
def forget_factors(email: str) -> None:
    """Take somebody's second factors away, when no administrator is left to recover the account.

    The next sign-in with the password sets up a new one. Sign-ins end; the person is told by mail.
    """
    with unit_of_work():
        person = _person(email)
        remove_all_factors(actor=ACTOR, person=person)
        sessions.end_all(person.id)
        click.echo(f"{person.name} sets up a second factor at the next sign-in.")


@people.command("board-role")
@click.argument("email")
@click.option("--board", "code", required=True, help="Code of the board.")
@click.option("--role", type=click.Choice([role.value for role in BoardRole]), required=True)
@click.option("--specialty", type=click.Choice([one.value for one in Specialty]), help="A physician's seat needs one.")
@with_appcontext
def board_role(email: str, code: str, role: str, specialty: str | None) -> None:
    """Give somebody a role on a board from today on."""
    with unit_of_work():
        person, board = _person(email), board_by_code(code)
        if board is None:
            raise DomainError(f"There is no board with the code {code}.")
        add_member(
            actor=ACTOR,
            board=board,
            person=person,
            role=next(one for one in BoardRole if one.value == role),
            specialty=next((one for one in Specialty if one.value == specialty), None),
            starts_on=time.now().date(),
        )
        click.echo(f"{person.name} is {role} on {board.name}.")


@people.command("organization-left")
@click.argument("code")
@click.option("--last-day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The last day, before today.")
@click.option("--reason", type=click.Choice([one.value for one in LeavingReason]), required=True)
@click.option("--destroy", is_flag=True, help="Destroy the key of its patients' data, too, for ever.")
@with_appcontext
def organization_left(code: str, last_day: datetime, reason: str, *, destroy: bool) -> None:
    """Let an organization leave the network: its people, agreements and open cases end. May be run again."""
    with read_only():  # nobody waits while somebody types
        row = _organization(code)
        key, code, name, numbers, returned = row.id, row.code, row.name, parting_of(row), last_return(row.id)
    click.echo(
        f"{name}: {numbers.people} people lose their access, {numbers.cases} cases are withdrawn, "
        f"{numbers.signed} signed outcomes stay."
    )
    if destroy:
        click.echo(f"{numbers.identities} identities and {numbers.files} files become unreadable, for ever.")
        click.echo(told(returned))
    if click.prompt("Type its code again") != code:
        raise DomainError("That is another code. Nothing has happened.")
    farewell = Farewell(last_day=last_day.date(), reason=LeavingReason.of(reason))
    with unit_of_work():
        row = db.session.get_one(Organization, key)
        leave_network(actor=ACTOR, organization=row, farewell=farewell, destroys=destroy)
        click.echo(f"{name} left the network after {row.left_on}.")


@people.command("return-data")
@click.argument("code")
@click.option("--recipient", "keys", multiple=True, required=True, help="Its public key: age1… or one of OpenSSH.")
@click.option(
    "--out", "path", type=click.Path(path_type=Path), required=True, help="The file to make; none is replaced."
)
@with_appcontext
def return_to(code: str, keys: tuple[str, ...], path: Path) -> None:
    """Return the data of an organization: one file that its own keys alone open, while its data key is there.

    Exits with 1 if something could not be opened; the file holds everything else.
    """
    recipients = [recipient_of(key) for key in keys]
    contents, sha256 = return_data(actor=ACTOR, organization=_organization(code), recipients=recipients, path=path)
    click.echo(
        f"{contents.cases} cases, {contents.files} files, sealed for {', '.join(one.name for one in recipients)}."
    )
    click.echo(f"SHA-256 {sha256}\nLet the organization open it before anything is destroyed.")
    if contents.not_opened:
        click.echo(f"{contents.not_opened} could not be opened: manifest.json in the file names them.", err=True)
        sys.exit(1)


@click.command("import-people")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@organization_option
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@with_appcontext
def import_file(file: Path, code: str, *, dry_run: bool) -> None:
    """Invite everybody on a CSV list who is not in the organization yet."""
    work = read_only() if dry_run else unit_of_work()
    with work, file.open(encoding="utf-8-sig", newline="") as text:
        report = import_people(actor=ACTOR, organization=_organization(code), lines=read(text))
    _print(report)


def _print(report: Report) -> None:
    for line in report.problems:
        click.echo(f"line {line.number}: {line.problem}", err=True)
    click.echo(f"{report.invited} invited, {report.unchanged} unchanged, {len(report.problems)} left out.")


def _role(value: str) -> AffiliationRole:
    return next(role for role in AffiliationRole if role.value == value)


def _person(email: str) -> Person:
    person = person_by_email(email)
    if person is None:
        raise DomainError(f"Nobody has the address {email}.")
    return person


def _organization(code: str) -> Organization:
    organization = organization_by_code(code)
    if organization is None:
        raise DomainError(f"There is no organization with the code {code}.")
    return organization


def _roles_at(person: Person, code: str) -> list[Affiliation]:
    organization = _organization(code)
    held = [role for role in person.current_affiliations if role.organization_id == organization.id]
    if not held:
        raise DomainError(f"{person.name} has no role at {organization.name}.")
    return held
