"""Rotation: everything moves to the newest key, once, and what does not open is named."""

from pathlib import Path

from flask import Flask
from sqlalchemy import delete, func, select

from eboard.audit.models import AuditEntry
from eboard.cases.actions.attachments import purge_file, remove_attachment
from eboard.cases.files import storage
from eboard.cases.models import Attachment, PatientIdentity
from eboard.cases.queries.attachments import folder
from eboard.core import time
from eboard.core.crypto import Keyring
from eboard.core.db import db, unit_of_work
from eboard.core.keys import add_key
from eboard.people.data_keys import is_owned, key_of
from eboard.people.models import HeldForm, OrganizationKey
from eboard.retention.holds import is_free
from eboard.sealing import queries
from eboard.sealing.actions import reseal_file, reseal_rows
from eboard.sealing.commands import ACTOR
from eboard.sealing.places import COLUMNS
from eboard.sealing.queries import beginning_of
from tests.cases.nominating import actor_of
from tests.conftest import NOW
from tests.sealing.sealed import PLAIN, fill, put_back, readable, run
from tests.world import World


def held_by_key() -> set[str]:
    return {key_id for _name, held in queries.counts() for key_id in held}


def test_all_that_is_sealed_moves_to_the_newest_key_and_opens_as_before(
    ctx: Flask, ring: Keyring, world: World, key_file: Path
) -> None:
    fill(world)
    put_back()
    assert (readable(), held_by_key()) == (PLAIN, {"k0001"})
    add_key(key_file)
    result = run(ctx, "rotate")
    assert (result.exit_code, result.output.splitlines()) == (
        0,
        [
            *(f"{place.name}: 1 sealed again." for place in COLUMNS),
            "files of attachments: 1 sealed again.",
            "All that is sealed is sealed under k0002.",
        ],
    )
    assert (readable(), held_by_key()) == (PLAIN, {"k0002", "data keys"})
    noted = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "keys.rotated")).all()
    assert [(entry.details["values"], entry.details["key"], entry.via) for entry in noted] == [
        (1, "k0002", "command")
    ] * 11


def test_a_file_waits_until_the_key_of_its_organization_is_there(ctx: Flask, world: World) -> None:
    fill(world)
    put_back()
    with unit_of_work():
        db.session.execute(delete(OrganizationKey))
    [attachment_id] = db.session.scalars(select(Attachment.id))
    counts = []
    for _turn in range(2):
        with unit_of_work():
            counts.append(reseal_file(actor=ACTOR, attachment_id=attachment_id).count)
    assert (counts, key_of(world.north.id) is not None) == ([0, 1], True)


def test_a_second_run_changes_nothing(ctx: Flask, ring: Keyring, world: World, key_file: Path) -> None:
    fill(world)
    add_key(key_file)
    run(ctx, "rotate")
    before = [db.session.execute(place.values).all() for place in COLUMNS]
    entries = db.session.scalar(select(func.count()).select_from(AuditEntry))
    assert run(ctx, "rotate").output == "All that is sealed is sealed under k0002.\n"
    assert [db.session.execute(place.values).all() for place in COLUMNS] == before
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == entries


def test_a_rotation_ended_after_any_place_is_finished_by_the_next(
    ctx: Flask, ring: Keyring, world: World, key_file: Path
) -> None:
    fill(world)
    put_back()
    for place in COLUMNS:
        add_key(key_file)
        ring.refresh()
        for ids in queries.stale_rows(place):
            with unit_of_work():
                reseal_rows(actor=ACTOR, place=place, ids=ids)
        assert readable() == PLAIN
    assert run(ctx, "rotate").exit_code == 0
    assert (readable(), held_by_key()) == (PLAIN, {f"k{len(COLUMNS) + 1:04d}", "data keys"})


def test_rows_keep_the_time_and_the_version_they_had(ctx: Flask, ring: Keyring, world: World, key_file: Path) -> None:
    fill(world)
    add_key(key_file)
    with time.at(NOW.replace(year=2027)):
        run(ctx, "rotate")
    db.session.expire_all()
    assert [row.changed_at for row in db.session.scalars(select(PatientIdentity))] == [NOW]


def test_what_does_not_open_is_named_and_the_rest_moves(
    ctx: Flask, ring: Keyring, world: World, key_file: Path
) -> None:
    fill(world)
    put_back()
    row = db.session.scalars(select(HeldForm)).one()
    file = db.session.scalars(select(Attachment)).one()
    with unit_of_work():
        row.sealed = b"k0001:" + b"damaged" * 9
    path = storage.path_of(folder(), file.id)
    path.write_bytes(b"k0001:" + b"damaged" * 9)
    add_key(key_file)
    result = run(ctx, "rotate")
    assert (result.exit_code, [line for line in result.output.splitlines() if "cannot" in line]) == (
        1,
        [
            f"held_form.sealed, row {row.id}: cannot be opened.",
            f"files of attachments, row {file.id}: cannot be opened.",
        ],
    )
    assert path.read_bytes() == b"k0001:" + b"damaged" * 9
    assert sum((held for _name, held in queries.counts()), start=type(next(queries.counts())[1])()) == {
        "data keys": 2,
        "k0001": 2,
        "k0002": 7,
    }


def test_a_removed_file_is_not_brought_back(ctx: Flask, ring: Keyring, world: World, key_file: Path) -> None:
    fill(world)
    file = db.session.scalars(select(Attachment)).one()
    with unit_of_work():
        remove_attachment(actor=actor_of(world.nurse), attachment=file)
    add_key(key_file)
    ring.refresh()
    with unit_of_work():
        purge_file(file.id, is_free=is_free)
    with unit_of_work():
        assert reseal_file(actor=ACTOR, attachment_id=file.id).count == 0
    assert run(ctx, "rotate").exit_code == 0
    assert storage.path_of(folder(), file.id).exists() is False


def test_a_removed_file_whose_bytes_are_there_is_moved_too(
    ctx: Flask, ring: Keyring, world: World, key_file: Path
) -> None:
    fill(world)
    put_back()
    file = db.session.scalars(select(Attachment)).one()
    with unit_of_work():
        remove_attachment(actor=actor_of(world.nurse), attachment=file)
    assert beginning_of(file.id).startswith(b"k0001:")
    add_key(key_file)
    assert run(ctx, "rotate").exit_code == 0
    assert is_owned(beginning_of(file.id))


def test_what_was_moved_by_somebody_else_meanwhile_is_left_alone(
    ctx: Flask, ring: Keyring, world: World, key_file: Path
) -> None:
    fill(world)
    put_back()
    add_key(key_file)
    ring.refresh()
    ids = next(queries.stale_rows(COLUMNS[0]))
    with unit_of_work():
        assert reseal_rows(actor=ACTOR, place=COLUMNS[0], ids=ids).count == 1
    with unit_of_work():
        assert reseal_rows(actor=ACTOR, place=COLUMNS[0], ids=ids).count == 0


def test_status_counts_and_a_missing_key_is_an_error(ctx: Flask, ring: Keyring, world: World, key_file: Path) -> None:
    fill(world)
    add_key(key_file)
    result = run(ctx, "status")
    assert (result.exit_code, result.output.splitlines()[-1]) == (
        0,
        "In all: 3 under data keys, 8 under k0001. The newest key is k0002.",
    )
    lines = key_file.read_text().splitlines()
    ring.keys, ring.source = {"k0002": ring.keys["k0001"]}, None
    ring.current = "k0002"
    result = run(ctx, "status")
    assert (result.exit_code, result.output.splitlines()[-1], len(lines)) == (1, "Cannot be opened: k0001.", 2)
