"""A recorded result moves the case and its agenda item, and can be corrected until it is signed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.cases.enums import CaseState
from eboard.cases.models import CaseTransition
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError, StaleError
from eboard.mail.enums import MailState
from eboard.mail.models import OutboxMessage
from eboard.meetings.enums import ItemState, MeetingState
from eboard.recommendations.actions import record_outcome, save_draft
from eboard.recommendations.draft import Advice, Disagreement, Draft, read
from eboard.recommendations.enums import RecommendationKind, Result
from tests.conftest import NOW
from tests.recommendations.outcomes import COMPLETE, by, make_letter, make_scene, record
from tests.world import World, make_item, make_meeting, save

REASON = "The MRI has not arrived."


@pytest.mark.parametrize(
    ("result", "case_state", "item_state"),
    [
        (Result.RECOMMENDATION, CaseState.DISCUSSED, ItemState.DISCUSSED),
        (Result.NO_RECOMMENDATION, CaseState.DISCUSSED, ItemState.DISCUSSED),
        (Result.DEFERRED, CaseState.DEFERRED, ItemState.DEFERRED),
        (Result.NOT_DISCUSSED, CaseState.NOT_DISCUSSED, ItemState.NOT_DISCUSSED),
        (Result.NOTED, CaseState.SCHEDULED, ItemState.NOTED),
        (Result.WITHDRAWN, CaseState.WITHDRAWN, ItemState.REMOVED),
    ],
)
def test_a_result_moves_case_and_item(
    world: World, result: Result, case_state: CaseState, item_state: ItemState
) -> None:
    scene = make_scene(world)
    discussion = record(scene, result=result, result_reason=REASON)
    assert (scene.case.state, scene.item.state) == (case_state, item_state)
    assert discussion.recorded_at == NOW
    assert scene.item.meeting.announced_at == (NOW if item_state is ItemState.REMOVED else None)


def test_a_case_noted_by_triage_stays_noted(world: World) -> None:
    scene = make_scene(world, state=CaseState.NOTED)
    record(scene, Draft(result=Result.NOTED))
    assert (scene.case.state, scene.item.state) == (CaseState.NOTED, ItemState.NOTED)


def test_the_reason_of_a_deferral_stands_in_the_trace_of_the_case(world: World) -> None:
    scene = make_scene(world)
    record(scene, result=Result.DEFERRED, result_reason=REASON)
    step = db.session.scalars(select(CaseTransition).where(CaseTransition.case_id == scene.case.id)).one()
    assert (step.to_state, step.reason, step.by_id) == (CaseState.DEFERRED, REASON, world.coordinator.id)


def test_drafting_and_recording_are_audited_in_the_chain_of_the_owner(world: World) -> None:
    scene = make_scene(world)
    discussion = record(scene)
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_id == discussion.id).order_by(AuditEntry.seq)
    ).all()
    assert [(entry.event, entry.chain_id, entry.actor_id, entry.details) for entry in entries] == [
        ("outcome.drafted", world.north.id, world.coordinator.id, {}),
        ("outcome.recorded", world.north.id, world.coordinator.id, {"result": "recommendation"}),
    ]


@pytest.mark.parametrize("wrong", [Result.DEFERRED, Result.NOT_DISCUSSED])
@pytest.mark.parametrize("right", [Result.RECOMMENDATION, Result.NOTED])
def test_a_wrong_result_can_be_corrected(world: World, wrong: Result, right: Result) -> None:
    scene = make_scene(world)
    record(scene, result=wrong, result_reason=REASON)
    record(scene, result=right)
    assert scene.case.state is CaseState.DISCUSSED
    assert scene.case.rollovers == 0


def test_deferred_may_become_not_discussed(world: World) -> None:
    scene = make_scene(world)
    record(scene, result=Result.DEFERRED, result_reason=REASON)
    record(scene, result=Result.NOT_DISCUSSED, result_reason="The presenter was absent.")
    assert (scene.case.state, scene.case.rollovers) == (CaseState.NOT_DISCUSSED, 1)


def test_the_care_team_hears_of_a_deferral_after_the_hold_and_a_correction_takes_it_back(world: World) -> None:
    scene = make_scene(world)
    record(scene, result=Result.DEFERRED, result_reason=REASON)
    mails = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.recipient)).all()
    assert [(mail.recipient, mail.due_at, mail.state) for mail in mails] == [
        ("nora.nurse@example.org", NOW + timedelta(minutes=2), MailState.QUEUED),
        ("pablo.physician@example.org", NOW + timedelta(minutes=2), MailState.QUEUED),
    ]
    assert mails[0].subject == f"Case {scene.case.number}: the board needs more information"
    record(scene)
    db.session.expire_all()
    assert {mail.state for mail in mails} == {MailState.SUPERSEDED}


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (Draft(), "Say what came of the case."),
        (Draft(result=Result.DEFERRED), "Say what is missing, or why it was not discussed."),
    ],
)
def test_a_result_that_cannot_stand_is_refused(world: World, draft: Draft, sentence: str) -> None:
    scene = make_scene(world)
    with pytest.raises(DomainError, match=sentence):
        record(scene, draft)
    assert scene.case.state is CaseState.SCHEDULED


def test_nothing_is_recorded_before_the_meeting_starts_but_a_draft_is_kept(world: World) -> None:
    scene = make_scene(world)
    scene.meeting.state = MeetingState.PUBLISHED
    save(scene.meeting)
    with pytest.raises(DomainError, match="The meeting has not started"):
        record(scene)
    with unit_of_work():
        save_draft(actor=by(world.chair), item=scene.item, version=0, draft=COMPLETE)
    assert (read(scene.discussion), scene.discussion.recorded_at) == (COMPLETE, None)


def test_nothing_is_written_for_a_cancelled_meeting(world: World) -> None:
    scene = make_scene(world)
    scene.meeting.state = MeetingState.CANCELLED
    save(scene.meeting)
    with pytest.raises(DomainError, match="not cancelled"):
        record(scene)


def test_a_case_that_waits_elsewhere_is_not_recorded_here(world: World) -> None:
    scene = make_scene(world)
    with unit_of_work():
        make_item(make_meeting(world.board), scene.case)
    with pytest.raises(DomainError, match="agenda of another meeting"):
        record(scene)


def test_a_signed_outcome_is_closed_to_writing(world: World) -> None:
    scene, _version = make_letter(world)
    with pytest.raises(DomainError, match="is signed"):
        record(scene, summary="Something else")


def test_the_second_of_two_savers_is_stopped(world: World) -> None:
    scene = make_scene(world)
    record(scene)
    for version in (0, scene.discussion.row_version + 1):
        with pytest.raises(StaleError), unit_of_work():
            record_outcome(actor=by(world.chair), item=scene.item, version=version, draft=COMPLETE)


def test_two_who_begin_at_the_same_moment_do_not_both_win(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene(world)
    record(scene)
    monkeypatch.setattr("eboard.recommendations.actions.drafts.discussion_of", lambda _item_id: None)
    with pytest.raises(StaleError), unit_of_work():
        save_draft(actor=by(world.chair), item=scene.item, version=0, draft=COMPLETE)


def test_saving_the_same_again_changes_nothing(world: World) -> None:
    scene = make_scene(world)
    before = record(scene).row_version
    with unit_of_work():
        saved = save_draft(actor=by(world.chair), item=scene.item, version=before, draft=COMPLETE)
    assert saved.row_version == before


def test_rows_are_added_changed_and_removed_and_each_raises_the_version(world: World) -> None:
    scene = make_scene(world)
    version = record(scene).row_version
    rows = (
        Advice(kind=RecommendationKind.TRIAL, text="Ask for the trial."),
        Advice(text="Half a sentence"),
        Advice(kind=RecommendationKind.SURGERY, text="Resect."),
    )
    dissents = (Disagreement(person_id=world.radiologist.id, opinion="Wait"), Disagreement(opinion="Who?"))
    for draft in (
        replace(COMPLETE, recommendations=rows, dissents=dissents),
        replace(COMPLETE, recommendations=rows[1:], dissents=dissents[1:]),
        replace(COMPLETE, recommendations=()),
    ):
        with unit_of_work():
            saved = save_draft(actor=by(world.chair), item=scene.item, version=version, draft=draft)
        db.session.expire_all()
        assert read(scene.discussion) == draft
        assert saved.row_version > version
        version = saved.row_version
    assert [row.position for row in scene.discussion.recommendations] == []


def test_a_changed_result_has_to_be_recorded_again(world: World) -> None:
    scene = make_scene(world)
    version = record(scene).row_version
    with unit_of_work():
        draft = replace(COMPLETE, result=Result.NOTED)
        save_draft(actor=by(world.chair), item=scene.item, version=version, draft=draft)
    assert scene.discussion.recorded_at is None
