"""Importing people: documented columns, bad rows reported, a repeat changes nothing."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import select

from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.mail.models import OutboxMessage
from eboard.people.enums import AffiliationRole, PersonState, Specialty
from eboard.people.models import Person
from eboard.people.roster import read
from tests.client import Client
from tests.world import World, save

GOOD = """email,given_name,family_name,title,role,specialties,zone
Ada@example.org,Ada,Ames,Dr,physician,surgery; hematology,Asia/Dubai
bob@example.org, Bob ,Bell,,,,
nora.nurse@example.org,Nora,Nurse,,physician,,
"""
BAD = """email,given_name,family_name,role,specialties,zone
,Ada,Ames,,,
no address,Ada,Ames,,,
ada@example.org,Ada,Ames,network_admin,,
ada@example.org,Ada,Ames,,juggling,
ada@example.org,Ada,Ames,,,Mars/Olympus
closed@example.org,Sami,Stranger,,,
bob@example.org,Bob,Bell,,,
"""


def people() -> list[str]:
    return sorted(db.session.scalars(select(Person.email)))


def upload(client: Client, world: World, text: str) -> str:
    data = {"organization": str(world.north.id), "file": (BytesIO(text.encode("utf-8-sig")), "people.csv")}
    answer = client.post("/people/import", data=data, content_type="multipart/form-data")
    return f"{answer.status_code} {answer.text}"


def test_a_list_is_taken_in_and_a_repeat_changes_nothing(world: World, client: Client) -> None:
    client.sign_in(world.north_admin)
    assert "2 people are invited." in upload(client, world, GOOD)
    ada = db.session.scalars(select(Person).where(Person.email == "ada@example.org")).one()
    assert (ada.name, ada.zone, ada.state) == ("Dr Ada Ames", "Asia/Dubai", PersonState.INVITED)
    assert {row.specialty for row in ada.specialties} == {Specialty.SURGERY, Specialty.HEMATOLOGY}
    assert [held.role for held in ada.affiliations] == [AffiliationRole.PHYSICIAN]
    assert [held.role for held in world.nurse.affiliations] == [AffiliationRole.CARE_TEAM]
    before = (people(), len(db.session.scalars(select(OutboxMessage)).all()))
    page = upload(client, world, GOOD)
    assert "0 people are invited." in page
    assert "3 were here already." in page
    assert (people(), len(db.session.scalars(select(OutboxMessage)).all())) == before


def test_bad_lines_are_reported_and_stop_no_other(world: World, client: Client) -> None:
    world.stranger.email, world.stranger.state = "closed@example.org", PersonState.DEACTIVATED
    save(world.stranger)
    page = upload(client.sign_in(world.north_admin), world, BAD)
    for sentence in (
        "The column email is empty.",
        "Give one e-mail address such as name@example.org, without accents, commas or blanks.",
        "The column role knows no such word.",
        "The column specialties knows no such word.",
        "is not a time zone.",
        "This address belongs to a closed account.",
        "1 person is invited.",
    ):
        assert sentence in page
    assert "bob@example.org" in people()
    assert "ada@example.org" not in people()


@pytest.mark.parametrize("text", ["", "name,email\n", "email,given_name,family_name,shoe_size\n"])
def test_a_heading_that_is_not_the_documented_one_is_refused(world: World, client: Client, text: str) -> None:
    with pytest.raises(DomainError, match="The first line must name the columns"):
        list(read(text.splitlines()))
    assert upload(client.sign_in(world.north_admin), world, text).startswith("422 ")


def test_one_imports_into_the_own_organization_only(world: World, client: Client) -> None:
    client.sign_in(world.north_admin)
    world.north = world.south
    assert upload(client, world, GOOD).startswith("422 ")
    assert "ada@example.org" not in people()


def test_the_command_does_the_same_and_can_be_tried_first(
    world: World, tmp_path: Path, run: Callable[..., Result]
) -> None:
    path = tmp_path / "people.csv"
    path.write_text(GOOD + ",,,,,,\n")
    tried = run("import-people", str(path), "--organization", "north", "--dry-run")
    assert (tried.exit_code, tried.stdout) == (0, "2 invited, 1 unchanged, 1 left out.\n")
    assert tried.stderr == "line 5: The column email is empty.\n"
    assert "ada@example.org" not in people()
    done = run("import-people", str(path), "--organization", "north")
    assert done.stdout == "2 invited, 1 unchanged, 1 left out.\n"
    assert run("import-people", str(path), "--organization", "north").stdout.startswith("0 invited, 3 unchanged")
    assert isinstance(run("import-people", str(path), "--organization", "x").exception, DomainError)
