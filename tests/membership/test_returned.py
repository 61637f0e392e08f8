"""The page and the command of an organization that leaves say whether its data were returned to it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.cli import ScriptInfo

from eboard.access import returning
from eboard.access.ending import leave_network
from eboard.cases.actions.attachments import attach_file
from eboard.cases.actions.identity import seal_identity
from eboard.cases.enums import AttachmentKind
from eboard.cases.files import storage
from eboard.cases.identity import Identity
from eboard.cases.models import Case
from eboard.cases.queries.attachments import folder
from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.people.commands import organization_left
from eboard.retention.returns import last_return, told
from tests.cases.test_file_contents import FILES
from tests.client import Client
from tests.conftest import NOW
from tests.membership.test_leaving import FAREWELL, YESTERDAY, by, hold
from tests.recommendations.outcomes import Scene, make_scene, record, sign
from tests.retention.returned import PUBLIC, returned
from tests.sealing.sealed import fill
from tests.world import World, make_case

NEVER = "Its data were never returned to it. What is destroyed can be returned to nobody"
BEHIND = "came after its data were last returned"
SOON, LATER = NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)


def page(client: Client, world: World, *, at: Any = NOW) -> str:
    client.sign_in(world.network_admin)
    with time.at(at):
        answer = client.get(f"/organizations/{world.north.id}/leave")
    assert answer.status_code == 200
    return answer.text


def test_that_nothing_was_returned_is_a_caution_and_no_hindrance(world: World, client: Client) -> None:
    fill(world)
    shown = page(client, world)
    assert (NEVER in shown, BEHIND in shown, 'name="destroys"' in shown) == (True, False, True)
    assert "eboard people return-data NORTH --recipient age1… --out north.age" in shown
    with unit_of_work():
        leave_network(actor=by(world.network_admin), organization=world.north, farewell=FAREWELL, destroys=True)
    after = page(client, world)
    assert ("nothing can be returned any more" in after, NEVER in after, "return-data" in after) == (True, False, False)


def test_the_page_says_when_what_and_for_whom_but_nothing_of_a_patient(
    ctx: Flask, world: World, client: Client, tmp_path: Path
) -> None:
    fill(world)
    with time.at(NOW - timedelta(days=3)):
        returned(ctx, tmp_path / "first.age")
    with time.at(LATER):
        returned(ctx, tmp_path / "second.age")
    found = last_return(world.north.id)
    assert found is not None
    assert (found.at, found.contents, found.recipients, found.is_behind) == (LATER, (1, 6, 0), [PUBLIC], False)
    shown = page(client, world, at=LATER)
    assert ("Mon 2 Mar 2026, 09:02" in shown, PUBLIC in shown, found.sha256 in shown) == (True, True, True)
    assert [one for one in (NEVER, BEHIND, "Ada Marker", "4711") if one in shown] == []
    assert last_return(world.south.id) is None


def add_case(world: World, _scene: Scene, _case: Case) -> None:
    with unit_of_work():
        make_case(world.north, world.board)


def add_file(world: World, _scene: Scene, case: Case) -> None:
    with unit_of_work():
        attach_file(actor=by(world.nurse), case=case, content=FILES[AttachmentKind.PDF], name="Later.pdf")


def sign_letter(_world: World, scene: Scene, _case: Case) -> None:
    sign(scene)


def correct_identity(world: World, scene: Scene, _case: Case) -> None:
    with unit_of_work():
        seal_identity(actor=by(world.nurse), case=scene.case, identity=Identity(name="Ada Other"))


def add_elsewhere(world: World, _scene: Scene, _case: Case) -> None:
    with unit_of_work():
        make_case(world.south, world.board)


@pytest.mark.parametrize(
    ("comes", "is_behind"),
    [(add_case, True), (add_file, True), (sign_letter, True), (correct_identity, True), (add_elsewhere, False)],
)
def test_what_came_after_a_return_is_said(
    ctx: Flask, world: World, client: Client, tmp_path: Path, comes: Any, *, is_behind: bool
) -> None:
    scene = make_scene(world)
    with unit_of_work():
        case = make_case(world.north, world.board)
        seal_identity(actor=by(world.nurse), case=scene.case, identity=Identity(name="Ada Marker"))
    record(scene)
    with time.at(SOON):
        returned(ctx, tmp_path / "north.age")
    with time.at(LATER):
        comes(world, scene, case)
    shown = page(client, world, at=LATER)
    assert (BEHIND in shown, "came after that and may not be in it" in shown) == (is_behind, is_behind)


def test_where_a_hold_forbids_destruction_there_is_no_caution(world: World, client: Client) -> None:
    fill(world)
    hold(world)
    assert NEVER not in page(client, world)


def test_an_organization_without_anything_sealed_is_told_how_to_get_its_tables(world: World, client: Client) -> None:
    shown = page(client, world)
    assert ("Its data were never returned to it." in shown, "return-data NORTH" in shown) == (True, True)


def test_the_command_that_destroys_says_the_same(ctx: Flask, world: World, tmp_path: Path) -> None:
    fill(world)

    def said(*more: str) -> list[str]:
        arguments = ["north", "--last-day", str(YESTERDAY), "--reason", "merged", *more]
        obj = ScriptInfo(create_app=lambda: ctx)
        done = ctx.test_cli_runner().invoke(organization_left, arguments, obj=obj, input="another\n")
        assert str(done.exception) == "That is another code. Nothing has happened."
        return [line for line in done.output.splitlines() if "returned" in line]

    assert said() == []
    assert said("--destroy") == ["Its data were never returned to it (eboard people return-data)."]
    with time.at(SOON):
        returned(ctx, tmp_path / "north.age")
    assert said("--destroy") == ["Its data were returned on 2026-03-02 (UTC), cases: 1."]
    with unit_of_work(), time.at(LATER):
        make_case(world.north, world.board)
    behind = "Cases, identities, files or letters came after that: return them again first."
    assert said("--destroy") == [f"Its data were returned on 2026-03-02 (UTC), cases: 1. {behind}"]


def test_what_comes_while_it_is_made_came_after_it(
    ctx: Flask, world: World, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = fill(world)
    files_of = returning.files_of

    def slowly(held: Any) -> Any:
        yield from files_of(held)
        with time.at(SOON + timedelta(seconds=20)), unit_of_work():
            attach_file(actor=by(world.nurse), case=case, content=FILES[AttachmentKind.PDF], name="Later.pdf")

    monkeypatch.setattr(returning, "files_of", slowly)
    with time.at(SOON):
        returned(ctx, tmp_path / "north.age")
    monkeypatch.undo()
    assert BEHIND in page(client, world, at=LATER)


def test_a_return_in_which_something_could_not_be_opened_is_a_caution(
    ctx: Flask, world: World, client: Client, tmp_path: Path
) -> None:
    case = fill(world)
    storage.path_of(folder(), case.attachments[0].id).unlink()
    with time.at(SOON):
        returned(ctx, tmp_path / "north.age")
    assert "Some of its data could not be opened when they were last returned" in page(client, world, at=SOON)
    assert told(last_return(world.north.id)) == (
        "Its data were returned on 2026-03-02 (UTC), cases: 1. Not opened, so not in it: 1."
    )
