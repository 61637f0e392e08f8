"""Triage: every result, its trace, who is told, and the way back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.cases.actions.bulk import take_back_cases, triage_cases
from eboard.cases.actions.moves import move
from eboard.cases.actions.proposals import decide_proposal
from eboard.cases.actions.triage import take_back, triage_case
from eboard.cases.enums import CaseState, TriageResult
from eboard.cases.models import Case, CaseTransition, TriageProposal
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.mail.enums import MailState
from eboard.mail.models import OutboxMessage
from tests.conftest import NOW
from tests.world import World, make_board, make_case

R, S = TriageResult, CaseState


def submitted(world: World, **values: object) -> Case:
    with unit_of_work():
        return make_case(world.north, world.board, **{"nominated_by_id": world.nurse.id, **values})


def triage(world: World, case: Case, result: TriageResult, reason: str = "", board: object = None) -> None:
    with unit_of_work():
        triage_case(actor=Actor(person_id=world.coordinator.id), case=case, result=result, reason=reason, board=board)


def mails(case: Case) -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def steps(case: Case) -> list[tuple[str | None, str, str]]:
    found = db.session.scalars(
        select(CaseTransition).where(CaseTransition.case_id == case.id).order_by(CaseTransition.id)
    )
    return [(step.from_state, step.to_state, step.reason) for step in found]


def test_an_accepted_case_waits_for_a_meeting_and_its_nominator_is_told_after_the_hold(world: World) -> None:
    case = submitted(world)
    triage(world, case, R.DISCUSS)
    assert (case.state, case.accepted_at, steps(case)) == (S.ACCEPTED, NOW, [(S.SUBMITTED, S.ACCEPTED, "")])
    [mail] = mails(case)
    assert (mail.recipient, mail.due_at) == (world.nurse.email, NOW + timedelta(seconds=120))
    assert mail.subject == f"Case {case.number} is accepted"


def test_a_returned_case_says_how_much_is_missing_and_nothing_clinical_leaves(world: World) -> None:
    case = submitted(world, missing=["ecog", "consent"], diagnosis="Sarcoma botryoides")
    triage(world, case, R.NOT_READY, "Slides of the sarcoma, please")
    assert (case.state, case.accepted_at) == (S.RETURNED, None)
    assert steps(case) == [(S.SUBMITTED, S.RETURNED, "Slides of the sarcoma, please")]
    [mail] = mails(case)
    body = (mail.body or b"").decode()
    assert "2 things are missing." in body
    assert case.number in body
    assert "arcoma" not in body


def test_a_case_that_lacks_nothing_is_returned_only_with_a_reason(world: World) -> None:
    case = submitted(world)
    with pytest.raises(DomainError) as caught:
        triage(world, case, R.NOT_READY)
    assert (caught.value.field, case.state, mails(case)) == ("reason", S.SUBMITTED, [])


@pytest.mark.parametrize("result", [R.CONVERT, R.REDIRECT, R.NOTE_ONLY, R.DECLINE])
def test_what_the_care_team_must_understand_needs_a_reason(world: World, result: TriageResult) -> None:
    case = submitted(world)
    with pytest.raises(DomainError) as caught:
        triage(world, case, result, board=None)
    assert caught.value.field == "reason"
    assert steps(case) == []


def test_a_converted_case_keeps_its_reason(world: World) -> None:
    case = submitted(world)
    triage(world, case, R.CONVERT, "One question to one expert is enough.")
    assert steps(case) == [(S.SUBMITTED, S.CONVERTED, "One question to one expert is enough.")]
    assert [mail.subject for mail in mails(case)] == [f"Case {case.number} gets a written answer"]


@pytest.mark.parametrize(("result", "state"), [(R.NOTE_ONLY, S.NOTED), (R.DECLINE, S.DECLINED)])
def test_a_coordinator_proposes_and_a_physician_confirms(world: World, result: TriageResult, state: CaseState) -> None:
    case = submitted(world)
    triage(world, case, result, "Standard of care.")
    assert (case.state, mails(case)) == (S.SUBMITTED, [])
    with unit_of_work():
        proposal = decide_proposal(actor=Actor(person_id=world.radiologist.id), case=case, is_confirmed=True)
    assert (proposal.is_confirmed, proposal.decided_by_id, proposal.decided_at) == (True, world.radiologist.id, NOW)
    assert (case.state, steps(case)) == (state, [(S.SUBMITTED, state, "Standard of care.")])
    assert len(mails(case)) == 1
    events = db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.seq)).all()
    assert events == ["case.proposed", "case.proposal_confirmed", "case.moved"]


def test_a_proposal_that_is_turned_down_leaves_the_case_where_it_was(world: World) -> None:
    case = submitted(world)
    triage(world, case, R.DECLINE, "Not for us.")
    with unit_of_work():
        proposal = decide_proposal(actor=Actor(person_id=world.chair.id), case=case, is_confirmed=False)
    assert (proposal.is_confirmed, case.state, mails(case)) == (False, S.SUBMITTED, [])
    with pytest.raises(DomainError):
        decide_proposal(actor=Actor(person_id=world.chair.id), case=case, is_confirmed=True)


def test_a_second_proposal_waits_for_the_first_and_another_result_closes_it(world: World) -> None:
    case = submitted(world)
    triage(world, case, R.DECLINE, "Not for us.")
    with pytest.raises(DomainError):
        triage(world, case, R.NOTE_ONLY, "Standard of care.")
    triage(world, case, R.DISCUSS)
    [proposal] = db.session.scalars(select(TriageProposal))
    assert (proposal.is_confirmed, case.state) == (False, S.ACCEPTED)


def test_only_a_case_up_for_triage_can_be_proposed_or_redirected(world: World) -> None:
    case = submitted(world, state=S.SCHEDULED)
    with unit_of_work():
        other = make_board(world.hub, "LUNG")
    for result in (R.DECLINE, R.REDIRECT):
        with pytest.raises(DomainError):
            triage(world, case, result, "Reason.", other)
    assert case.state is S.SCHEDULED


@pytest.mark.parametrize("state", [S.SUBMITTED, S.ACCEPTED])
def test_a_redirected_case_is_triaged_afresh_and_remembers_the_board_it_left(world: World, state: CaseState) -> None:
    case = submitted(world, state=state)
    with unit_of_work():
        other = make_board(world.hub, "LUNG")
    triage(world, case, R.REDIRECT, "It is a lung primary.", other)
    assert (case.state, case.board_id, case.accepted_at) == (S.SUBMITTED, other.id, None)
    step = db.session.scalars(select(CaseTransition)).one()
    assert (step.from_state, step.to_state, step.left_board_id) == (state, S.SUBMITTED, world.board.id)
    assert [mail.subject for mail in mails(case)] == [f"Case {case.number} goes to another board"]


def test_a_case_is_redirected_only_to_another_open_board(world: World) -> None:
    case = submitted(world)
    with unit_of_work():
        closed = make_board(world.hub, "OLD", has_closed=True)
    for board in (None, world.board, closed):
        with pytest.raises(DomainError) as caught:
            triage(world, case, R.REDIRECT, "Reason.", board)
        assert caught.value.field == "board"


@pytest.mark.parametrize("result", [R.DISCUSS, R.NOT_READY, R.CONVERT])
def test_a_step_is_taken_back_before_anybody_was_told(world: World, result: TriageResult) -> None:
    case = submitted(world)
    triage(world, case, result, "Reason.")
    with unit_of_work():
        take_back(actor=Actor(person_id=world.coordinator.id), case=case)
    assert (case.state, case.accepted_at) == (S.SUBMITTED, None)
    assert [mail.state for mail in mails(case)] == [MailState.SUPERSEDED]
    # Doing it again tells after all: the mail of the new step is another one.
    triage(world, case, result, "Reason.")
    assert sorted(mail.state for mail in mails(case)) == [MailState.QUEUED, MailState.SUPERSEDED]


def test_a_proposal_is_taken_back_by_its_proposer_only(world: World) -> None:
    case = submitted(world)
    triage(world, case, R.DECLINE, "Not for us.")
    with pytest.raises(DomainError):
        take_back(actor=Actor(person_id=world.chair.id), case=case)
    with unit_of_work():
        take_back(actor=Actor(person_id=world.coordinator.id), case=case)
    [proposal] = db.session.scalars(select(TriageProposal))
    assert proposal.is_confirmed is False


def test_after_the_hold_a_step_stays(world: World) -> None:
    case = submitted(world)
    triage(world, case, R.DISCUSS)
    with time.at(NOW + timedelta(seconds=120)), pytest.raises(DomainError):
        take_back(actor=Actor(person_id=world.coordinator.id), case=case)
    assert case.state is S.ACCEPTED


def test_nobody_takes_back_the_step_of_another_or_one_without_a_way_back(world: World) -> None:
    untouched, accepted, deferred = (submitted(world, state=s) for s in (S.SUBMITTED, S.SUBMITTED, S.DEFERRED))
    triage(world, accepted, R.DISCUSS)
    triage(world, deferred, R.DISCUSS)
    for actor, case in ((world.coordinator, untouched), (world.chair, accepted), (world.coordinator, deferred)):
        with pytest.raises(DomainError):
            take_back(actor=Actor(person_id=actor.id), case=case)
    assert [c.state for c in (untouched, accepted, deferred)] == [S.SUBMITTED, S.ACCEPTED, S.ACCEPTED]


def test_a_step_that_was_followed_by_another_is_not_taken_back(world: World) -> None:
    case = submitted(world)
    triage(world, case, R.DISCUSS)
    with unit_of_work():
        move(actor=Actor(person_id=world.nurse.id), case=case, to=S.WITHDRAWN)
    with pytest.raises(DomainError):
        take_back(actor=Actor(person_id=world.coordinator.id), case=case)


def test_each_of_many_succeeds_or_is_refused_on_its_own(world: World) -> None:
    good, refused, deferred = (submitted(world, state=s) for s in (S.SUBMITTED, S.CLOSED, S.DEFERRED))
    actor = Actor(person_id=world.coordinator.id)
    with unit_of_work():
        outcomes = triage_cases(actor=actor, cases=[good, refused, deferred], result=R.DISCUSS)
    assert [(o.case.state, bool(o.refusal), o.is_reversible) for o in outcomes] == [
        (S.ACCEPTED, False, True),
        (S.CLOSED, True, False),
        (S.ACCEPTED, False, False),
    ]
    with unit_of_work():
        outcomes = take_back_cases(actor=actor, cases=[good, refused])
    assert [(o.case.state, bool(o.refusal)) for o in outcomes] == [(S.SUBMITTED, False), (S.CLOSED, True)]


def test_an_imported_case_has_no_nominator_so_its_whole_care_team_is_told(world: World) -> None:
    case = submitted(world, nominated_by_id=None)
    triage(world, case, R.DISCUSS)
    assert [mail.recipient for mail in mails(case)] == [world.nurse.email]


def test_who_no_longer_works_there_is_not_told(world: World) -> None:
    case = submitted(world, nominated_by_id=world.stranger.id, referrer_id=world.physician.id)
    triage(world, case, R.DISCUSS)
    assert [mail.recipient for mail in mails(case)] == [world.physician.email]
