"""Naming preparers: who can be one, who stays one, and what becomes of it when a case or a person leaves."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.availability.models import Absence
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.invitations.enums import Answer
from eboard.meetings.actions.agenda import put_back, transfer
from eboard.meetings.actions.removals import take_off
from eboard.meetings.agenda import shown
from eboard.meetings.enums import MeetingState
from eboard.preparation.actions.notes import save_note
from eboard.preparation.actions.preparers import choose_preparer, share_cases
from eboard.preparation.models import MeetingNote, Preparer
from eboard.preparation.queries import naming
from tests.preparation.scenes import (
    PATHOLOGY,
    RADIOLOGY,
    answer,
    by,
    cap,
    make_scene,
    named,
    restrict,
    seat,
)
from tests.world import World, make_meeting, save


def share(world: World, meeting: object) -> int:
    with unit_of_work():
        return share_cases(actor=by(world.coordinator), meeting=meeting)  # type: ignore[arg-type]


def test_each_case_gets_one_person_of_each_specialty(world: World) -> None:
    second = seat(world, "Remo Second", RADIOLOGY)
    meeting = make_scene(world, 4)
    assert share(world, meeting) == 8
    given = list(named(meeting, RADIOLOGY).values())
    assert (given.count(world.radiologist), given.count(second)) == (2, 2)
    assert set(named(meeting, PATHOLOGY).values()) == {world.pathologist}
    assert share(world, meeting) == 0
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "preparation.named")).all()
    assert (len(entries), {entry.chain_id for entry in entries}) == (8, {world.north.id})


def test_a_cap_is_kept_and_leaves_cases_without_a_preparer(world: World) -> None:
    cap(world.radiologist, 2)
    meeting = make_scene(world, 3)
    assert share(world, meeting) == 5
    assert list(named(meeting, RADIOLOGY)) == [1, 2]


def test_whom_a_coordinator_chose_stays_and_nobody_else_can_be_chosen(world: World) -> None:
    second = seat(world, "Remo Second", RADIOLOGY)
    meeting = make_scene(world, 2)
    first = shown(meeting)[0]
    with unit_of_work():
        choose_preparer(actor=by(world.coordinator), item=first, specialty=RADIOLOGY, person_id=second.id)
    share(world, meeting)
    assert named(meeting, RADIOLOGY) == {1: second, 2: world.radiologist}
    with pytest.raises(DomainError), unit_of_work():
        choose_preparer(actor=by(world.coordinator), item=first, specialty=RADIOLOGY, person_id=world.pathologist.id)


def test_who_declines_or_is_away_prepares_nothing_and_the_case_is_given_to_another(world: World) -> None:
    meeting = make_scene(world, 1)
    share(world, meeting)
    (item,) = shown(meeting)
    answer(meeting, world.radiologist, Answer.DECLINED)
    assert naming(meeting).of(item, RADIOLOGY) is None
    assert share(world, meeting) == 0
    second = seat(world, "Remo Second", RADIOLOGY)
    with unit_of_work():
        db.session.add(
            Absence(
                person_id=second.id,
                starts_on=meeting.day,
                ends_on=meeting.day,
                zone="America/Chicago",
                starts_at=meeting.starts_at - timedelta(hours=1),
                ends_at=meeting.ends_at,
                entered_by_id=second.id,
            )
        )
    assert share(world, meeting) == 0
    answer(meeting, second, Answer.ACCEPTED)
    assert share(world, meeting) == 1
    assert named(meeting, RADIOLOGY) == {1: second}


def test_observers_and_people_whom_a_restricted_case_does_not_name_prepare_nothing(world: World) -> None:
    second = seat(world, "Remo Second", RADIOLOGY)
    meeting = make_scene(world, 3)
    restrict(shown(meeting)[1].case, second)
    share(world, meeting)
    assert named(meeting, RADIOLOGY)[2] == second
    assert list(named(meeting, PATHOLOGY)) == [1, 3]
    assert world.observer.id not in {one.id for group in naming(meeting).able.values() for one in group}


def test_a_case_that_moves_loses_its_preparers_and_keeps_what_was_noted(world: World) -> None:
    meeting = make_scene(world, 2)
    share(world, meeting)
    with unit_of_work():
        later = make_meeting(world.board, date(2026, 3, 16))
    first, second = shown(meeting)
    for item in (first, second):
        with unit_of_work():
            save_note(actor=by(world.radiologist), item=item, specialty=RADIOLOGY, version=0, text="Segment V")
    with unit_of_work():
        moved = transfer(actor=by(world.coordinator), item=first, meeting=later)
    assert db.session.scalars(select(Preparer).where(Preparer.item_id.in_([first.id, moved.id]))).all() == []
    assert db.session.scalars(select(MeetingNote.text).where(MeetingNote.item_id == moved.id)).all() == ["Segment V"]
    with unit_of_work():
        take_off(actor=by(world.coordinator), item=second)
    assert named(meeting, RADIOLOGY) == {}
    with unit_of_work():
        put_back(actor=by(world.coordinator), item=second)
    db.session.expire_all()
    assert named(meeting, RADIOLOGY) == {}
    assert db.session.scalars(select(MeetingNote.item_id).order_by(MeetingNote.id)).all() == [moved.id, second.id]


def test_a_meeting_that_has_begun_is_not_shared_out(world: World) -> None:
    meeting = make_scene(world, 1, state=MeetingState.LIVE)
    with pytest.raises(DomainError):
        share(world, meeting)


def test_nobody_is_named_once_a_meeting_is_over(world: World) -> None:
    meeting = make_scene(world)
    [item] = shown(meeting)
    meeting.state = MeetingState.CONCLUDED
    save(meeting)
    with pytest.raises(DomainError, match="not to be prepared any more"), unit_of_work():
        choose_preparer(actor=by(world.coordinator), item=item, specialty=RADIOLOGY, person_id=world.radiologist.id)
    assert named(meeting, RADIOLOGY) == {}
