"""An answer that comes in by mail is that person's answer, or nobody's."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eboard.audit import Via
from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.invitations.enums import Answer, Outcome
from eboard.invitations.models import Invitation
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.people.models import Delegation, Person
from tests.conftest import NOW
from tests.ical.mails import attendee, calendar, event, mail, multipart, part, text
from tests.ical.products import EXCHANGE_ZONE
from tests.invitations.incoming import (
    LATER,
    PROVEN,
    SERVER,
    address_of,
    answer,
    became,
    configured,
    invitation_of,
    stamp,
    stored,
    told_meeting,
)
from tests.invitations.reading import change
from tests.world import World, add, make_person

APPLIED = ("applied", None)
ALIAS = "rita@clinic.example"
PROVEN_ALIAS = f"Authentication-Results: {SERVER}; dkim=pass header.d=clinic.example\r\n"


def setting(world: World, person: Person | None = None) -> tuple[Meeting, Invitation]:
    meeting = told_meeting(world)
    return meeting, invitation_of(meeting, person or world.radiologist)


def answers_of(meeting: Meeting) -> dict[str, Answer]:
    rows = db.session.scalars(select(Invitation).where(Invitation.meeting_id == meeting.id))
    return {row.person.given_name: row.answer for row in rows if row.answer is not Answer.NEEDS_ACTION}


def test_an_answer_is_applied_and_recorded_as_the_persons_own(world: World) -> None:
    meeting, invitation = setting(world)
    assert became(answer(invitation, "ACCEPTED", "COMMENT:Ten minutes late\\, sorry")) == APPLIED
    assert answers_of(meeting) == {"Rita": Answer.ACCEPTED}
    assert (invitation.comment, invitation.answered_by_id) == ("Ten minutes late, sorry", world.radiologist.id)
    assert (invitation.answered_at, invitation.answered_from, invitation.answer_sequence) == (LATER, "", 0)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "invitation.answered")).one()
    assert (entry.via, entry.actor_id, entry.on_behalf_of_id) == (Via.MAIL, world.radiologist.id, None)
    assert [(row.outcome, row.sealed) for row in stored()] == [(Outcome.APPLIED, None)]


def test_the_same_mail_twice_changes_nothing(world: World) -> None:
    meeting, invitation = setting(world)
    accepted, declined = answer(invitation), answer(invitation, "DECLINED")
    assert [became(accepted), became(declined), became(accepted)] == [APPLIED, APPLIED, ("known", None)]
    assert became(b"Received: from elsewhere\r\n" + accepted) == ("known", None)
    assert answers_of(meeting) == {"Rita": Answer.DECLINED}
    assert len(stored()) == 2


def test_exchange_answers_without_an_organizer_in_capitals(world: World) -> None:
    meeting, invitation = setting(world)
    lines = (f"ATTENDEE;PARTSTAT=TENTATIVE;CN=Rita:MAILTO:{world.radiologist.email.upper()}", "COMMENT:\\n")
    content = calendar(*EXCHANGE_ZONE, *event(*lines, uid=meeting.uid, dtstamp="19700101T000000Z"))
    raw = mail(
        multipart(text(""), part(content, "text/calendar; method=REPLY", "base64")),
        sender=world.radiologist.email.title(),
        to=address_of(invitation),
    )
    assert became(raw) == APPLIED
    assert answers_of(meeting) == {"Rita": Answer.TENTATIVE}


def test_copies_that_differ_are_one_answer_and_it_is_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    meeting, invitation = setting(world)
    address = world.radiologist.email
    one, other = (
        calendar(*event(attendee(said, address), "COMMENT:Mrs Doe", uid=meeting.uid))
        for said in ("DECLINED", "ACCEPTED")
    )
    content = multipart(part(one, "application/ics", "base64"), part(other), kind="mixed")
    assert became(mail(content, sender=address, to=address_of(invitation))) == APPLIED
    assert answers_of(meeting) == {"Rita": Answer.ACCEPTED}
    assert "holds its answer twice, and not the same" in caplog.text
    assert "Doe" not in caplog.text


def test_the_tag_may_stand_in_any_header_of_delivery_or_nowhere(world: World) -> None:
    meeting, invitation = setting(world)
    for header in ("Delivered-To", "X-Original-To"):
        raw = answer(invitation, to="undisclosed:;", headers=f"{header}: {address_of(invitation).upper()}\r\n")
        assert became(raw) == APPLIED
    assert became(answer(invitation, to="invitation@eboard.example.org")) == APPLIED
    organizer = f"ORGANIZER:mailto:{address_of(invitation)}"
    with configured(authserv_id=SERVER):
        assert became(answer(invitation, "DECLINED", organizer, to="x@example.org")) == APPLIED
    assert answers_of(meeting) == {"Rita": Answer.DECLINED}


def test_where_a_server_vouches_an_answer_needs_its_word_or_the_tag(world: World) -> None:
    meeting, invitation = setting(world)
    plain = "invitation@eboard.example.org"
    with configured(authserv_id=SERVER):
        assert became(answer(invitation, to=plain)) == ("parked", "unproven")
        foreign = PROVEN.replace(SERVER, "mx.elsewhere.example")
        assert became(answer(invitation, to=plain, headers=foreign)) == ("parked", "unproven")
        forged = f"Authentication-Results: {SERVER}; dmarc=fail header.from=example.org\r\n"
        assert became(answer(invitation, headers=forged)) == ("parked", "unproven")
        assert answers_of(meeting) == {}
        assert became(answer(invitation, to=plain, headers=PROVEN)) == APPLIED
        assert became(answer(invitation, "TENTATIVE")) == APPLIED
    assert answers_of(meeting) == {"Rita": Answer.TENTATIVE}


def test_another_address_of_the_person_answers_through_the_tag_if_it_is_proven(world: World) -> None:
    meeting, invitation = setting(world)
    with configured(authserv_id=SERVER):
        for raw in (
            answer(invitation, sender=ALIAS),
            answer(invitation, sender=ALIAS, headers=PROVEN_ALIAS.replace(SERVER, "mx.clinic.example")),
            answer(invitation, sender=ALIAS, headers=PROVEN_ALIAS, to="invitation@eboard.example.org"),
        ):
            assert became(raw) == ("parked", "other_sender")
        assert answers_of(meeting) == {}
        assert became(answer(invitation, sender=ALIAS, headers=PROVEN_ALIAS)) == APPLIED
    assert (invitation.answer, invitation.answered_from) == (Answer.ACCEPTED, ALIAS)
    assert invitation.answered_by_id == world.radiologist.id


def test_the_person_answers_in_the_name_of_an_alias_if_the_sender_is_proven(world: World) -> None:
    _meeting, invitation = setting(world)
    with configured(authserv_id=SERVER):
        assert became(answer(invitation, who=ALIAS)) == ("parked", "unproven")
        assert became(answer(invitation, who=ALIAS, headers=PROVEN)) == APPLIED
    assert (invitation.answer, invitation.answered_from) == (Answer.ACCEPTED, ALIAS)


def test_whoever_an_invitation_was_forwarded_to_answers_for_nobody(world: World) -> None:
    meeting, invitation = setting(world)
    crasher = "carl@elsewhere.example"
    headers = f"Authentication-Results: {SERVER}; dmarc=pass header.from=elsewhere.example\r\n"
    with configured(authserv_id=SERVER):
        assert became(answer(invitation, who=crasher, sender=crasher, headers=headers)) == ("parked", "not_invited")
        chair = world.chair.email
        assert became(answer(invitation, who=chair, sender=crasher, headers=headers)) == ("parked", "other_sender")
    assert answers_of(meeting) == {}
    assert {row.board_id for row in stored()} == {world.board.id}
    assert all(row.sealed for row in stored())


def test_a_colleague_answers_for_himself_and_for_nobody_else(world: World) -> None:
    meeting, invitation = setting(world)
    chair = world.chair.email
    with configured(authserv_id=SERVER):
        raw = answer(invitation, "DECLINED", sender=chair, headers=PROVEN)
        assert became(raw) == ("parked", "other_sender")
        stranger = answer(invitation, who=world.stranger.email, sender=world.stranger.email, headers=PROVEN)
        assert became(stranger) == ("parked", "not_invited")
        assert became(answer(invitation, who=chair, sender=chair, headers=PROVEN)) == APPLIED
    assert answers_of(meeting) == {"Charles": Answer.ACCEPTED}


def test_a_delegate_answers_and_is_recorded_as_such(world: World) -> None:
    _meeting, invitation = setting(world)
    with unit_of_work():
        delegation = add(
            Delegation(principal_id=world.radiologist.id, delegate_id=world.pathologist.id, starts_on=time.now().date())
        )
    helper = world.pathologist.email
    with configured(authserv_id=SERVER):
        assert became(answer(invitation, sender=helper, to="x@example.org")) == ("parked", "unproven")
        assert became(answer(invitation, sender=helper)) == APPLIED
    assert (invitation.answer, invitation.answered_by_id) == (Answer.ACCEPTED, world.pathologist.id)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "invitation.answered")).one()
    assert (entry.actor_id, entry.on_behalf_of_id) == (world.pathologist.id, world.radiologist.id)
    change(delegation, revoked_at=NOW)
    assert became(answer(invitation, "DECLINED", sender=helper)) == ("parked", "other_sender")
    assert invitation.answer is Answer.ACCEPTED


def test_a_delegate_who_is_not_invited_answers_through_the_tag(world: World) -> None:
    meeting, invitation = setting(world)
    with unit_of_work():
        world.coordinator.email = "cora@clinic.example"
        add(
            Delegation(principal_id=world.radiologist.id, delegate_id=world.coordinator.id, starts_on=time.now().date())
        )
    helper = "cora@clinic.example"
    assert became(answer(invitation, who=helper, sender=helper)) == APPLIED
    assert (answers_of(meeting), invitation.answered_by_id) == ({"Rita": Answer.ACCEPTED}, world.coordinator.id)


def test_without_one_clear_sender_or_attendee_an_answer_is_parked(world: World) -> None:
    meeting, invitation = setting(world)
    assert became(answer(invitation, sender="nobody")) == ("parked", "no_sender")
    two = answer(invitation, "ACCEPTED", attendee("DECLINED", world.chair.email), sender="a@elsewhere.example")
    assert became(two) == ("parked", "several_attendees")
    assert answers_of(meeting) == {}
    three = answer(invitation, "ACCEPTED", attendee("DECLINED", world.chair.email))
    assert became(three) == APPLIED
    assert answers_of(meeting) == {"Rita": Answer.ACCEPTED}


def test_an_event_that_is_not_ours_is_parked_only_if_it_came_to_a_tag(world: World) -> None:
    meeting, invitation = setting(world)
    for uid in ("null", meeting.uid.upper(), meeting.uid + "x", "040000008200E00074C5B7101A82E008" + "0" * 40):
        assert became(answer(invitation, uid=uid)) == ("parked", "foreign_uid")
        assert became(answer(invitation, uid=uid, to="x@example.org")) == ("noted", "foreign_uid")
    assert answers_of(meeting) == {}


def test_the_tag_of_another_meeting_locates_nothing(world: World) -> None:
    meeting, invitation = setting(world)
    other = invitation_of(told_meeting(world, day=meeting.day + timedelta(days=7)), world.radiologist)
    with configured(authserv_id=SERVER):
        assert became(answer(invitation, to=address_of(other))) == ("parked", "unproven")
        both = f"{address_of(other)}, {address_of(invitation)}"
        assert became(answer(invitation, to=both)) == ("parked", "unproven")
    assert became(answer(invitation, who=ALIAS, to=address_of(other))) == ("parked", "not_invited")
    assert (invitation.answer, other.answer) == (Answer.NEEDS_ACTION, Answer.NEEDS_ACTION)


def test_one_date_of_a_series_is_parked_on_purpose(world: World) -> None:
    meeting, invitation = setting(world)
    assert became(answer(invitation, "DECLINED", "RECURRENCE-ID:20260309")) == ("parked", "single_date")
    assert answers_of(meeting) == {}


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH", "ADD", "DECLINECOUNTER"])
def test_no_other_method_changes_an_answer(world: World, method: str) -> None:
    meeting, invitation = setting(world)
    assert became(answer(invitation, method=method)) == ("noted", "foreign_method")
    assert (answers_of(meeting), meeting.state) == ({}, MeetingState.PUBLISHED)


def test_what_somebody_wrote_to_a_tag_is_parked_and_what_a_machine_wrote_is_not(world: World) -> None:
    _meeting, invitation = setting(world)
    to = address_of(invitation)
    assert became(mail(text("I cannot come."), to=to)) == ("parked", "no_calendar")
    assert became(mail(text("Away."), to=to, headers="Auto-Submitted: auto-replied\r\n")) == ("noted", "automatic")
    assert became(mail(text("x" * 1_100_000), to=to)) == ("parked", "too_large")
    assert became(mail(text("Buy now"))) == ("parked", "no_calendar")
    kept = [(row.outcome.value, row.board_id is not None, row.sealed is not None) for row in stored()]
    assert kept == [
        ("parked", True, True),
        ("noted", True, False),
        ("parked", True, False),
        ("parked", False, False),
    ]
    assert b"I cannot come" not in (stored()[0].sealed or b"")


def test_after_the_end_and_after_the_cancellation_answers_are_noted_and_change_nothing(world: World) -> None:
    meeting, invitation = setting(world)
    assert became(answer(invitation), at=meeting.ends_at) == ("noted", "meeting_over")
    change(meeting, state=MeetingState.CONCLUDED)
    assert became(answer(invitation)) == ("noted", "meeting_over")
    change(meeting, state=MeetingState.CANCELLED)
    assert became(answer(invitation)) == ("noted", "meeting_cancelled")
    change(meeting, state=MeetingState.PUBLISHED)
    change(invitation, is_wanted=False)
    assert became(answer(invitation)) == ("noted", "not_asked")
    assert invitation.answer is Answer.NEEDS_ACTION


def test_whom_somebody_sends_instead_is_recorded_and_not_invited(world: World) -> None:
    meeting, invitation = setting(world)
    before = len(answers_of(meeting)), db.session.query(Invitation).count()
    raw = answer(invitation, "DELEGATED", parameters={"DELEGATED_TO": '"mailto:Sub@Elsewhere.example"'})
    assert became(raw) == APPLIED
    assert (invitation.answer, invitation.delegated_to) == (Answer.DELEGATED, "sub@elsewhere.example")
    assert (before, db.session.query(Invitation).count()) == ((0, before[1]), before[1])
    substitute = answer(invitation, who="sub@elsewhere.example", sender="sub@elsewhere.example")
    assert became(substitute) == ("parked", "not_invited")
    assert became(answer(invitation, dtstamp=stamp(9))) == APPLIED
    assert (invitation.answer, invitation.delegated_to) == (Answer.ACCEPTED, "")


def test_an_answer_shows_that_the_person_is_reached(world: World) -> None:
    _meeting, invitation = setting(world)
    change(world.radiologist, not_reached_since=NOW)
    assert became(answer(invitation)) == APPLIED
    assert world.radiologist.not_reached_since is None


def test_somebody_with_an_account_elsewhere_and_no_part_in_it_gets_nowhere(world: World) -> None:
    meeting, invitation = setting(world)
    with unit_of_work():
        make_person("Otto Other", world.south)
    assert became(answer(invitation, sender="otto.other@example.org")) == ("parked", "other_sender")
    assert answers_of(meeting) == {}
