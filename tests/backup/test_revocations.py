"""The log of revocations: written once what it says is saved, and made complete by a job."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from eboard.audit import SYSTEM
from eboard.backup import log
from eboard.backup.enums import Kind
from eboard.backup.jobs import note_revocations
from eboard.backup.log import Revocation
from eboard.core import time
from eboard.core.db import attempt, db, unit_of_work
from eboard.core.tokens import hash_token
from eboard.feeds import actions as feeds
from eboard.feeds.enums import FeedKind
from eboard.feeds.models import Subscription
from eboard.people.actions.affiliations import end_role
from tests.conftest import NOW
from tests.world import World


@pytest.fixture
def path(ctx: Flask, tmp_path: Path) -> Iterator[Path]:
    kept = ctx.config["EBOARD"]
    ctx.config["EBOARD"] = replace(kept, revocation_file=tmp_path / "folder" / "revocations")
    yield tmp_path / "folder" / "revocations"
    ctx.config["EBOARD"] = kept


def subscribe(world: World) -> tuple[Subscription, str]:
    wish = feeds.NewFeed(kind=FeedKind.PERSON, target_id=world.chair.id, name="Mine")
    with unit_of_work():
        return feeds.create(actor=SYSTEM, person=world.chair, wish=wish)


def address(token: str) -> Revocation:
    return Revocation(Kind.ADDRESS, hash_token(token).hex())


def test_a_rotated_and_a_revoked_address_are_noted_at_once(world: World, path: Path) -> None:
    row, first = subscribe(world)
    assert log.read(path) == frozenset()
    with unit_of_work():
        second = feeds.rotate(actor=SYSTEM, subscription=row)
    assert log.read(path) == {address(first)}
    with unit_of_work():
        feeds.revoke(actor=SYSTEM, subscription=row)
    assert log.read(path) == {address(first), address(second)}


def test_what_was_not_saved_is_not_noted(world: World, path: Path) -> None:
    row, _token = subscribe(world)
    with pytest.raises(RuntimeError), unit_of_work():
        feeds.revoke(actor=SYSTEM, subscription=row)
        db.session.flush()
        raise RuntimeError
    with unit_of_work():
        with pytest.raises(RuntimeError), attempt():
            feeds.revoke(actor=SYSTEM, subscription=row)
            db.session.flush()
            raise RuntimeError
        world.chair.title = "Prof"
    assert log.read(path) == frozenset()
    assert row.revoked_at is None


def test_a_role_counts_once_its_last_day_has_passed(world: World, path: Path) -> None:
    role = world.physician.affiliations[0]
    with unit_of_work():
        role.ends_on = NOW.date() + timedelta(days=1)
    assert (log.read(path), note_revocations()) == (frozenset(), 0)
    with time.at(NOW + timedelta(days=2)):
        assert (note_revocations(), note_revocations()) == (1, 0)
    assert log.read(path) == {Revocation(Kind.ROLE, str(role.id))}


def test_a_log_that_cannot_be_written_undoes_nothing_and_is_caught_up_with(
    world: World, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.parent.touch()  # a file where the folder should be
    with caplog.at_level(logging.ERROR), unit_of_work():
        end_role(actor=SYSTEM, affiliation=world.physician.affiliations[0])
    assert "revocations were not noted: " in caplog.text
    path.parent.unlink()
    assert note_revocations() == 1
    assert log.read(path) == {Revocation(Kind.ROLE, str(world.physician.affiliations[0].id))}


@pytest.mark.parametrize("cut", ["2026-03-02T15:00:00+00:00 seat", "2026-03-02T15:00:00+00:00 seat 019caf10-3180"])
def test_a_line_that_was_cut_off_is_passed_over_and_spoils_none_after_it(tmp_path: Path, cut: str) -> None:
    path = tmp_path / "revocations"
    first, second = (Revocation(Kind.PERSON, f"019caf10-3180-70f4-89eb-394b916c31a{n}") for n in range(2))
    log.append(path, [first])
    with path.open("a") as file:
        file.write(cut)
    assert log.read(path) == {first}
    log.append(path, [second])
    assert log.read(path) == {first, second}
