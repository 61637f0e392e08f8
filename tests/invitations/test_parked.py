"""Mail that no rule could apply waits, sealed, for the coordinator of its board, and for nobody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.boards.enums import BoardRole
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.invitations.actions import dismiss_parked
from eboard.invitations.enums import Answer, Outcome
from eboard.invitations.models import IncomingMessage, Invitation
from eboard.invitations.queries import mine
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.retention.actions.terms import set_term
from eboard.retention.enums import RecordClass
from tests.client import Client
from tests.conftest import NOW
from tests.ical.mails import mail, text
from tests.invitations.incoming import LATER, address_of, answer, became, invitation_of, stored, told_meeting
from tests.invitations.reading import change
from tests.retention.running import ran
from tests.world import World, make_board, make_member

FRIEND = "fred@elsewhere.example"


@pytest.fixture
def meeting(world: World) -> Meeting:
    return told_meeting(world)


@pytest.fixture
def rita(world: World, meeting: Meeting) -> Invitation:
    return invitation_of(meeting, world.radiologist)


@pytest.fixture
def parked(rita: Invitation) -> IncomingMessage:
    """A forwarded invitation that somebody else accepted, with a word about a patient."""
    raw = answer(rita, "ACCEPTED", "COMMENT:<b>Mrs Doe</b> first", who=FRIEND, sender=FRIEND)
    assert became(raw) == ("parked", "not_invited")
    return stored()[0]


def address(row: IncomingMessage) -> str:
    return f"/mail/parked/{row.id}"


def test_the_coordinator_finds_it_reads_it_and_applies_it(
    world: World, meeting: Meeting, rita: Invitation, parked: IncomingMessage, client: Client
) -> None:
    client.sign_in(world.coordinator)
    assert "1 mail about this meeting could not be applied by itself." in client.get(f"/meetings/{meeting.id}").text
    with unit_of_work():
        set_term(actor=Actor(person_id=world.network_admin.id), kind=RecordClass.PARKED_MAIL, days=45)
    listed = client.get("/mail/parked").text
    assert "It is deleted after 45 days." in listed
    assert FRIEND in listed
    assert "Somebody answered who is not invited." in listed
    assert "Mrs Doe" not in listed
    page = client.get(address(parked)).text
    assert "&lt;b&gt;Mrs Doe&lt;/b&gt; first" in page
    assert f'<option selected value="{rita.id}">Rita Radiologist</option>' in page
    done = client.post(address(parked), data={"invitation": str(rita.id), "answer": "ACCEPTED"})
    assert (done.status_code, done.headers["Location"]) == (303, f"/meetings/{meeting.id}")
    db.session.expire_all()
    assert (rita.answer, rita.comment) == (Answer.ACCEPTED, "<b>Mrs Doe</b> first")
    assert (rita.answered_by_id, rita.answered_from) == (world.coordinator.id, FRIEND)
    assert (parked.outcome, parked.sealed, parked.settled_by_id) == (Outcome.SETTLED, None, world.coordinator.id)
    shown = client.get(f"/meetings/{meeting.id}").text
    assert f"answered as {FRIEND}" in shown
    assert "answered by Cora Coordinator" in shown
    assert "&lt;b&gt;Mrs Doe" in shown
    assert "could not be applied" not in shown


def test_looking_at_it_is_recorded_and_what_it_says_is_not(
    world: World, parked: IncomingMessage, client: Client
) -> None:
    client.sign_in(world.coordinator).get(address(parked))
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == parked.id)).all()
    assert sorted(one.event for one in entries) == ["access.read", "invitation.mail_parked"]
    assert {one.chain_id for one in entries} == {world.hub.id}
    assert all("Doe" not in str(one.details) and FRIEND not in str(one.details) for one in entries)


def test_it_is_dismissed_and_then_settled_for_good(
    world: World, rita: Invitation, parked: IncomingMessage, client: Client
) -> None:
    client.sign_in(world.coordinator)
    assert client.post(f"{address(parked)}/dismiss").status_code == 303
    db.session.expire_all()
    assert (parked.outcome, parked.sealed, rita.answer) == (Outcome.SETTLED, None, Answer.NEEDS_ACTION)
    assert "Every answer that came in was understood." in client.get("/mail/parked").text
    assert client.get(address(parked)).status_code == 404
    with pytest.raises(DomainError, match="settled"), unit_of_work():
        dismiss_parked(actor=Actor(person_id=world.coordinator.id), message=parked)


def test_what_cannot_be_applied_is_refused_with_a_sentence(
    world: World, meeting: Meeting, rita: Invitation, parked: IncomingMessage, client: Client
) -> None:
    client.sign_in(world.coordinator)
    other = invitation_of(told_meeting(world, day=meeting.day + timedelta(days=7)), world.radiologist)
    for data, sentence in (
        ({"invitation": "", "answer": "ACCEPTED"}, "Choose somebody who is asked to this meeting."),
        ({"invitation": str(rita.id), "answer": "DELEGATED"}, "Not a valid choice."),
        ({"invitation": str(rita.id), "answer": ""}, "Choose an answer."),
    ):
        refused = client.post(address(parked), data=data)
        assert (refused.status_code, sentence in refused.text) == (422, True)
    for chosen in (str(other.id), "x"):
        assert client.post(address(parked), data={"invitation": chosen, "answer": "ACCEPTED"}).status_code == 422
    change(meeting, state=MeetingState.CANCELLED)
    refused = client.post(address(parked), data={"invitation": str(rita.id), "answer": "ACCEPTED"})
    assert (refused.status_code, "no longer asks for an answer" in refused.text) == (422, True)
    db.session.expire_all()
    assert (rita.answer, other.answer, parked.outcome) == (Answer.NEEDS_ACTION, Answer.NEEDS_ACTION, Outcome.PARKED)


def test_nobody_but_that_boards_coordinator_reads_it(world: World, parked: IncomingMessage, client: Client) -> None:
    with unit_of_work():
        other = make_board(world.south, "BR")
        make_member(other, world.stranger, BoardRole.COORDINATOR)
    for person in (world.stranger, world.chair, world.radiologist, world.nurse, world.north_admin, world.network_admin):
        client.sign_in(person)
        assert FRIEND not in client.get("/mail/parked").text
        assert client.get(address(parked)).status_code == 404
        assert client.post(address(parked), data={"answer": "ACCEPTED"}).status_code == 404
        assert client.post(f"{address(parked)}/dismiss").status_code == 404
    db.session.expire_all()
    assert parked.outcome is Outcome.PARKED


def test_without_a_board_the_network_administrator_sees_that_it_is_there_and_no_more(
    world: World, meeting: Meeting, client: Client
) -> None:
    assert became(mail(text("About Mrs Doe"), sender=FRIEND)) == ("parked", "no_calendar")
    (row,) = stored()
    assert row.sealed is None
    for person in (world.coordinator, world.stranger):
        assert FRIEND not in client.sign_in(person).get("/mail/parked").text
    page = client.sign_in(world.network_admin).get("/mail/parked").text
    assert FRIEND in page
    assert "no board known; look into the mailbox" in page
    assert "Doe" not in page
    assert address(row) not in page
    assert client.get(address(row)).status_code == 403


def test_words_without_a_calendar_are_shown_and_answered_for(world: World, rita: Invitation, client: Client) -> None:
    raw = mail(text("I cannot come.\n\nRita"), to=address_of(rita), sender="rita@clinic.example")
    assert became(raw) == ("parked", "no_calendar")
    client.sign_in(world.coordinator)
    page = client.get(address(stored()[0])).text
    assert "<p>I cannot come.</p><p>Rita</p>" in page
    assert f'<option selected value="{rita.id}">' in page  # it came to her tag
    assert '<option selected value="">Choose an answer</option>' in page
    client.post(address(stored()[0]), data={"invitation": str(rita.id), "answer": "DECLINED"})
    db.session.expire_all()
    assert (rita.answer, rita.comment) == (Answer.DECLINED, "")


def test_the_persons_own_address_is_no_other_address(world: World, rita: Invitation, client: Client) -> None:
    raw = answer(rita, "DECLINED", "RECURRENCE-ID:20260309")
    assert became(raw) == ("parked", "single_date")
    client.sign_in(world.coordinator)
    page = client.get(address(stored()[0])).text
    assert '<option selected value="DECLINED">' in page
    client.post(address(stored()[0]), data={"invitation": str(rita.id), "answer": "DECLINED"})
    db.session.expire_all()
    assert (rita.answer, rita.answered_from) == (Answer.DECLINED, "")


def test_a_mail_that_was_too_large_lies_in_the_mailbox(world: World, rita: Invitation, client: Client) -> None:
    assert became(mail(text("x" * 1_100_000), to=address_of(rita), sender=rita.person.email)) == ("parked", "too_large")
    client.sign_in(world.coordinator)
    assert "It was too large to be kept." in client.get(address(stored()[0])).text
    client.post(address(stored()[0]), data={"invitation": str(rita.id), "answer": "ACCEPTED"})
    db.session.expire_all()
    assert (rita.answer, rita.comment) == (Answer.ACCEPTED, "")


def test_everything_is_forgotten_after_thirty_days(world: World, parked: IncomingMessage) -> None:
    with time.at(LATER + timedelta(days=30)):
        assert ran()["parked_mail"] == 0
    with time.at(LATER + timedelta(days=30, seconds=1)):
        assert ran()["parked_mail"] == 1
    assert stored() == []


def test_the_list_takes_no_more_queries_for_more_mails(
    world: World, rita: Invitation, parked: IncomingMessage, client: Client, count_queries: Callable[..., int]
) -> None:
    client.sign_in(world.coordinator)
    client.get("/mail/parked")
    one = count_queries(lambda: client.get("/mail/parked"))
    other = told_meeting(world, day=rita.meeting.day + timedelta(days=7))
    assert became(answer(rita, who="a@elsewhere.example", sender="a@elsewhere.example")) == ("parked", "not_invited")
    raw = answer(invitation_of(other, world.chair), who="b@elsewhere.example", sender="b@elsewhere.example")
    assert became(raw) == ("parked", "not_invited")
    assert count_queries(lambda: client.get("/mail/parked")) == one


def test_the_page_of_a_meeting_takes_no_more_queries_for_more_answers(
    world: World, rita: Invitation, meeting: Meeting, client: Client, count_queries: Callable[..., int]
) -> None:
    proposal = ("DTSTART:20260309T210000Z",)
    assert became(answer(rita, "TENTATIVE", *proposal, method="COUNTER")) == ("applied", None)
    change(rita, answered_by_id=world.coordinator.id)
    client.sign_in(world.coordinator)
    meeting_id, pathologist_id, others = meeting.id, world.pathologist.id, (world.chair.id, world.deputy.id)

    def look() -> int:
        client.get(f"/meetings/{meeting_id}")
        db.session.expunge_all()  # what a test holds in its hands is not there in another process
        return count_queries(lambda: client.get(f"/meetings/{meeting_id}"))

    one = look()
    for person_id in others:
        invitation = mine(person_id, meeting_id)
        assert invitation is not None
        assert became(answer(invitation, "TENTATIVE", *proposal, method="COUNTER")) == ("applied", None)
        change(invitation, answered_by_id=pathologist_id)
    assert look() == one


def test_the_page_of_a_meeting_says_what_must_be_known_beside_an_answer(
    world: World, rita: Invitation, meeting: Meeting, client: Client
) -> None:
    parameters = {"DELEGATED_TO": '"mailto:sub@elsewhere.example"'}
    assert became(answer(rita, "DELEGATED", parameters=parameters)) == ("applied", None)
    change(invitation_of(meeting, world.chair), earlier_answer=Answer.ACCEPTED, answered_at=NOW)
    page = client.sign_in(world.coordinator).get(f"/meetings/{meeting.id}").text
    assert "Rita Radiologist sends sub@elsewhere.example instead. Nobody was invited for that" in page
    assert "answered an earlier version: Accepted" in page
    assert "1 Delegated" in page
    assert "4 No answer yet" in page
    hidden = client.sign_in(world.pathologist).get(f"/meetings/{meeting.id}").text
    assert "sub@elsewhere.example" not in hidden
