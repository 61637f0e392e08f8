"""What is signed is followed: once, line by line, through amendments and errors."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.cases.enums import CaseState
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError, StaleError
from eboard.followup.actions.following import follow
from eboard.followup.enums import DeviationReason, Followed
from eboard.followup.jobs import follow_signed
from eboard.followup.models import FollowUp
from eboard.followup.queries import due, of_case, overdue
from eboard.recommendations.enums import Result, VersionState
from tests.conftest import NOW
from tests.followup.followed import DAY, DUE, OVERDUE, advice, days_until, make_followed, rows, say
from tests.recommendations.outcomes import COMPLETE, make_scene, record, sign
from tests.recommendations.test_amendments import amend, begin, mark
from tests.world import World, save


def due_texts() -> list[str]:
    return [row.text for row in db.session.scalars(due(select(FollowUp), time.now()))]


def test_each_recommendation_of_a_letter_is_followed_once(world: World) -> None:
    make_followed(world, "Resect.", "Test for mismatch repair.")
    assert follow_signed() == 0
    assert [(row.text, row.position, row.due_at) for row in rows()] == [
        ("Resect.", 1, DUE),
        ("Test for mismatch repair.", 2, DUE),
    ]
    assert due_texts() == []
    with time.at(DUE):
        assert sorted(due_texts()) == ["Resect.", "Test for mismatch repair."]
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "follow_up.begun")).all()
    assert len(entries) == 1


def test_an_outcome_without_recommendations_is_followed_as_a_whole(world: World) -> None:
    scene = make_scene(world)
    record(scene, result=Result.NO_RECOMMENDATION, recommendations=(), summary="Treatment goes on.")
    sign(scene)
    follow_signed()
    assert [(row.text, row.position) for row in rows()] == [("Treatment goes on.", 0)]


def test_a_case_that_was_only_noted_is_not_followed(world: World) -> None:
    scene = make_scene(world)
    record(scene, result=Result.NOTED, recommendations=())
    sign(scene)
    assert (follow_signed(), rows()) == (0, [])


def test_two_equal_lines_are_two(world: World) -> None:
    make_followed(world, "Scan again.", "Scan again.")
    assert len({row.line for row in rows()}) == 2


def test_it_is_overdue_a_fortnight_later(world: World) -> None:
    make_followed(world)
    late = select(FollowUp)
    with time.at(OVERDUE - 2 * DAY):
        assert db.session.scalars(overdue(late, time.now())).all() == []
    with time.at(OVERDUE):
        assert db.session.scalars(overdue(late, time.now())).all() == rows()
        assert rows()[0].is_overdue(time.now())


def test_an_amendment_keeps_what_did_not_change_and_its_answer(world: World) -> None:
    scene = make_followed(world, "Resect.", "Radiate.")
    with time.at(DUE):
        say(rows()[0], world.nurse, Followed.DONE)
    with time.at(DUE + DAY):
        kept = advice("Resect.", owner="Dr. Else")
        amend(scene, recommendations=(advice("Watch."), kept))
        assert due_texts() == []
        follow_signed()
        found = of_case(select(FollowUp), scene.case.id)
        assert [(row.text, row.followed, days_until(row)) for row in found] == [
            ("Watch.", None, 30),
            ("Resect.", Followed.DONE, None),
        ]
        assert due_texts() == []  # the radiation is not recommended any more
    with time.at(DUE + 40 * DAY):
        assert due_texts() == ["Watch."]


def test_what_was_amended_or_signed_in_error_cannot_be_answered(world: World) -> None:
    scene = make_followed(world)
    row = rows()[0]
    begin(scene)
    record(scene, recommendations=(advice("Watch."),))
    sign(scene)
    with pytest.raises(DomainError, match="was amended"):
        say(row, world.nurse, Followed.DONE)
    follow_signed()
    mark(scene.discussion.versions[-1], scene)
    with time.at(OVERDUE):
        assert due_texts() == []
    record(scene, draft=replace(COMPLETE, recommendations=(advice("Watch."),)))
    sign(scene)
    follow_signed()
    with time.at(OVERDUE):
        assert due_texts() == ["Watch."]


def test_a_closed_case_is_not_followed(world: World) -> None:
    scene = make_followed(world)
    scene.case.state = CaseState.CLOSED
    save(scene.case)
    with time.at(DUE):
        assert due_texts() == []
    with pytest.raises(DomainError, match="“Closed” is not followed"):
        say(rows()[0], world.nurse, Followed.DONE)


def test_the_last_answer_makes_the_case_followed_up(world: World) -> None:
    scene = make_followed(world, "Resect.", "Radiate.")
    first, second = rows()
    with time.at(DUE):
        say(first, world.nurse, Followed.DONE)
        assert scene.case.state is CaseState.RECOMMENDED
        say(second, world.nurse, Followed.NOT_DONE, reason=DeviationReason.DECLINED)
        assert (scene.case.state, days_until(second)) == (CaseState.RECOMMENDED, 60)
    with time.at(NOW + 90 * DAY):
        say(second, world.physician, Followed.NOT_DONE, reason=DeviationReason.DECLINED)
    assert (scene.case.state, second.due_at) == (CaseState.FOLLOWED_UP, None)


def test_pending_asks_again_and_a_correction_keeps_the_answer_before(world: World) -> None:
    make_followed(world)
    [row] = rows()
    with time.at(DUE):
        say(row, world.nurse, Followed.PENDING)
        assert (due_texts(), days_until(row)) == ([], 30)
    with time.at(DUE + 30 * DAY):
        assert due_texts() == ["Resect the sigmoid colon."]
        say(row, world.nurse, Followed.DONE, reason=DeviationReason.DIED)
    with time.at(DUE + 31 * DAY):
        say(row, world.physician, Followed.PARTLY, reason=DeviationReason.TOXICITY)
    db.session.refresh(row)
    assert [(one.followed, one.reason, one.by) for one in row.answers] == [
        (Followed.PARTLY, DeviationReason.TOXICITY, world.physician),
        (Followed.DONE, None, world.nurse),
        (Followed.PENDING, None, world.nurse),
    ]
    answered = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "follow_up.answered")).all()
    assert [entry.actor_id for entry in answered] == [world.nurse.id, world.nurse.id, world.physician.id]


def test_the_second_of_two_answers_is_told_of_the_first(world: World) -> None:
    make_followed(world)
    [row] = rows()
    say(row, world.nurse, Followed.DONE, version=1)
    with pytest.raises(StaleError):
        say(row, world.physician, Followed.LOST, version=1)
    with unit_of_work() as session:
        assert session.get_one(FollowUp, row.id).followed is Followed.DONE


def test_a_deviation_without_its_reason_is_refused_whoever_asks(world: World) -> None:
    make_followed(world)
    with pytest.raises(DomainError) as caught:
        say(rows()[0], world.nurse, Followed.NOT_DONE)
    assert caught.value.field == "reason"
    assert rows()[0].followed is None


def test_a_version_that_no_longer_stands_begins_nothing(world: World) -> None:
    scene = make_scene(world)
    record(scene)
    letter = sign(scene)
    letter.state = VersionState.AMENDED
    save(letter)
    with unit_of_work():
        follow(letter.id)
    assert rows() == []
