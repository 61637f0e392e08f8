"""Destroying the data key of an organization: only once it has left, and then nothing of it is readable anywhere."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import select, update

from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.backup import log
from eboard.backup.actions import resume
from eboard.backup.enums import Kind
from eboard.backup.log import Revocation
from eboard.cases.actions.attachments import attach_file
from eboard.cases.actions.identity import seal_identity
from eboard.cases.identity import Identity
from eboard.cases.models import Attachment, Case, PatientIdentity
from eboard.cases.queries.attachments import content_of, names_of_files
from eboard.cases.queries.identities import opened
from eboard.core.crypto import SealError
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.people.actions.data_keys import sealer_for
from eboard.people.data_keys import DestroyedError, Opener, key_of, place_of
from eboard.people.models import Affiliation
from eboard.sealing.actions import destroy_key, destroy_key_of
from eboard.sealing.commands import ACTOR
from eboard.signon.models import IdentityProvider
from tests.cases.nominating import actor_of
from tests.client import Client
from tests.conftest import NOW
from tests.sealing.sealed import FILE, fill, put_back, run
from tests.world import World, make_case

GONE = "The key of this organization was destroyed. What was sealed with it can never be read again."


def leave(world: World) -> None:
    """End what keeps an organization in the network."""
    with unit_of_work():
        world.north.left_on = NOW.date() - timedelta(days=1)
        for provider in db.session.scalars(select(IdentityProvider)):
            provider.approved_at = None
        db.session.execute(
            update(Affiliation)
            .where(Affiliation.organization_id == world.north.id)
            .values(ends_on=NOW.date() - timedelta(days=1))
        )


def destroy(world: World) -> None:
    with unit_of_work():
        destroy_key_of(actor=ACTOR, organization=world.north)


def test_the_command_asks_for_the_code_and_shreds(ctx: Flask, world: World) -> None:
    fill(world)
    leave(world)
    refused = run(ctx, "destroy", "NORTH", typed="SOUTH\n")
    assert (isinstance(refused.exception, DomainError), str(refused.exception)) == (
        True,
        "That is another code. Nothing was destroyed.",
    )
    done = run(ctx, "destroy", "north", typed="NORTH\n")
    assert done.output.splitlines()[-1] == (
        "The key of North Hospital is destroyed. Backups of before still hold it: delete them, too."
    )
    with pytest.raises(DestroyedError):
        opened(db.session.scalars(select(PatientIdentity)).one())
    noted = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "keys.destroyed")).one()
    assert (noted.chain_id, noted.via) == (world.north.id, "command")


def test_there_is_no_such_organization(ctx: Flask, world: World) -> None:
    assert str(run(ctx, "destroy", "NOWHERE").exception) == "There is no organization with the code NOWHERE."


def stays(world: World) -> None:
    world.north.left_on = None


def leaves_today(world: World) -> None:
    world.north.left_on = NOW.date()


def works(world: World) -> None:
    db.session.scalars(select(Affiliation).where(Affiliation.person_id == world.nurse.id)).one().ends_on = None


def signs_on(world: World) -> None:
    db.session.scalars(select(IdentityProvider)).one().approved_at = NOW


def nothing(_world: World) -> None: ...


@pytest.mark.parametrize(
    ("change", "before", "sentence"),
    [
        (stays, nothing, "North Hospital is part of the network. Its key stays."),
        (leaves_today, nothing, "North Hospital is part of the network. Its key stays."),
        (works, nothing, "Somebody still has a role at North Hospital. End the roles first."),
        (signs_on, nothing, "An agreement with North Hospital is in force. End it first."),
        (
            nothing,
            lambda _world: put_back(),
            "Older values of North Hospital are not under its own key. Run first: eboard keys rotate",
        ),
        (nothing, lambda world: (leave(world), destroy(world)), "The key of North Hospital is destroyed already."),
    ],
)
def test_it_is_refused_in_a_sentence(
    ctx: Flask, world: World, change: Callable[[World], None], before: Callable[[World], object], sentence: str
) -> None:
    fill(world)
    before(world)
    leave(world)
    with unit_of_work():
        change(world)
    with pytest.raises(DomainError) as raised:
        destroy(world)
    assert raised.value.message == sentence


def test_an_organization_nothing_was_sealed_for_has_no_key(ctx: Flask, world: World) -> None:
    leave(world)
    with pytest.raises(DomainError, match="Nothing is sealed for North Hospital"):
        destroy(world)


def test_every_page_says_it_in_a_sentence_and_other_organizations_read_on(client: Client, world: World) -> None:
    case = fill(world)
    with unit_of_work():
        other = make_case(world.south)
        seal_identity(actor=actor_of(world.stranger), case=other, identity=Identity(name="Sara South"))
    leave(world)
    destroy(world)
    with unit_of_work():
        for role in db.session.scalars(select(Affiliation).where(Affiliation.person_id == world.nurse.id)):
            role.ends_on = None  # the page must hold even for somebody who may still come in
    file = db.session.scalars(select(Attachment)).one()
    client.sign_in(world.nurse)
    answers = [
        client.post(f"/cases/{case.id}/identity/show"),
        client.get(f"/attachments/{file.id}"),
        client.post(f"/cases/{case.id}/identity", data={"name": "New Name"}),
    ]
    assert [(answer.status_code, GONE in answer.text) for answer in answers] == [(410, True)] * 3
    page = client.get(f"/cases/{case.id}")
    assert (page.status_code, "Marker scan" in page.text) == (200, False)
    client.sign_in(world.stranger)
    assert "Sara South" in client.post(f"/cases/{other.id}/identity/show").text


def test_nothing_is_sealed_for_it_any_more_and_no_number_can_be_tried(ctx: Flask, world: World) -> None:
    case = fill(world)
    with unit_of_work():
        case.import_key = "mark"
    leave(world)
    destroy(world)
    db.session.expire_all()
    assert db.session.scalars(select(PatientIdentity.record_number_index)).all() == [None]
    assert db.session.scalars(select(Case.import_key)).all() == [None]
    with pytest.raises(DestroyedError), unit_of_work():
        attach_file(actor=actor_of(world.nurse), case=case, content=FILE, name="x")


def test_one_key_for_each_organization_which_is_made_once(ctx: Flask, world: World) -> None:
    with unit_of_work():
        rows = [
            sealer_for(actor=Actor(), organization_id=one.id).row for one in (world.north, world.north, world.south)
        ]
    assert [row.organization_id for row in rows] == [world.north.id, world.north.id, world.south.id]
    assert rows[0] is rows[1]
    made = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "organization.key_made")).all()
    assert {entry.chain_id for entry in made} == {world.north.id, world.south.id}


def test_a_restored_backup_destroys_it_again(ctx: Flask, world: World, tmp_path: Path) -> None:
    kept = ctx.config["EBOARD"]
    ctx.config["EBOARD"] = replace(kept, revocation_file=tmp_path / "revocations")
    try:
        fill(world)
        key = key_of(world.north.id)
        assert key is not None
        leave(world)
        sealed = key.sealed_key
        destroy(world)
        assert Revocation(Kind.KEY, str(key.id)) in log.read(tmp_path / "revocations")
        with unit_of_work():  # what a backup of the day before brings back
            key.sealed_key, key.destroyed_at = sealed, None
        with unit_of_work():
            resume(actor=ACTOR, revocations=[Revocation(Kind.KEY, str(key.id))])
        assert (key.sealed_key, key.destroyed_at) == (None, NOW)
    finally:
        ctx.config["EBOARD"] = kept


def test_what_a_backup_brought_back_in_the_old_form_is_shredded_too(ctx: Flask, world: World) -> None:
    case = fill(world)
    put_back()
    key = key_of(world.north.id)
    assert key is not None
    with unit_of_work():
        destroy_key(actor=ACTOR, key=key)
    db.session.expire_all()
    who = db.session.scalars(select(PatientIdentity).where(PatientIdentity.case_id == case.id)).one()
    [attachment] = db.session.scalars(select(Attachment).where(Attachment.case_id == case.id))
    for look in (lambda: opened(who), lambda: content_of(attachment)):
        with pytest.raises(DestroyedError):
            look()
    assert names_of_files([attachment]) == {}
    assert run(current_app, "rotate").exit_code == 0  # type: ignore[arg-type]


@pytest.mark.parametrize("key_id", [f"@{'0' * 32}", "@", "@rubbish"])
def test_a_value_of_a_data_key_that_does_not_exist_is_an_error_of_ours(ctx: Flask, world: World, key_id: str) -> None:
    with pytest.raises(SealError, match="does not exist"):
        Opener().reveal(f"{key_id}:".encode() + bytes(40), place_of(world.north.id))
