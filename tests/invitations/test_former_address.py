"""Invitations stay answerable when the mail address of an invited person changes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.ical.reading import read_mail
from eboard.invitations.actions import apply_parked
from eboard.invitations.enums import Answer, ProposalState
from eboard.invitations.jobs import tell_due
from eboard.invitations.models import Invitation, Proposal
from eboard.invitations.suggestion import suggestion
from eboard.mail.enums import MailState
from eboard.mail.models import OutboxMessage
from eboard.meetings.enums import MeetingState
from eboard.people.actions.addresses import change_address
from eboard.people.enums import LinkPurpose
from eboard.people.models import Delegation, OneTimeLink, Person
from tests.conftest import NOW
from tests.ical.mails import delivery_report
from tests.invitations.incoming import (
    LATER,
    PROVEN,
    SERVER,
    TOLD_AT,
    address_of,
    answer,
    became,
    configured,
    invitation_of,
    stored,
    told_meeting,
)
from tests.invitations.reading import Mail, change, delivered
from tests.world import World, add, make_meeting

APPLIED = ("applied", None)
NEW = "rita@clinic.example"
CHANGED_AT = NOW + timedelta(minutes=5)


def move(person: Person, email: str = NEW) -> str:
    """Change the address as the link does it; returns the former one."""
    former = person.email
    with time.at(CHANGED_AT), unit_of_work():
        link = OneTimeLink(
            person_id=person.id, person=person, purpose=LinkPurpose.CHANGE_ADDRESS, expires_at=LATER, new_email=email
        )
        add(link)
        change_address(link=link, kept_session_id=None)
    db.session.expire_all()
    return former


def rita_moved(world: World) -> tuple[Invitation, str]:
    invitation = invitation_of(told_meeting(world), world.radiologist)
    return invitation, move(world.radiologist)


def after_the_hold() -> list[Mail]:
    with time.at(CHANGED_AT + timedelta(minutes=3)):
        return [mail for mail in delivered() if mail.calendar is not None]


@pytest.mark.parametrize("method", ["REPLY", "COUNTER"])
@pytest.mark.parametrize(("who", "sender"), [("old", "old"), ("old", "new"), ("new", "old"), ("new", "new")])
def test_old_and_new_address_answer_alike(world: World, method: str, who: str, sender: str) -> None:
    invitation, former = rita_moved(world)
    names = {"old": former, "new": NEW}
    times = ("DTSTART:20260310T150000Z", "DTEND:20260310T160000Z") if method == "COUNTER" else ()
    raw = answer(invitation, "TENTATIVE", *times, who=names[who], sender=names[sender], method=method)
    with configured(authserv_id=SERVER):
        assert became(raw) == APPLIED
    assert (invitation.answer, invitation.answered_by_id) == (Answer.TENTATIVE, world.radiologist.id)
    assert invitation.answered_from == ""
    proposed = db.session.scalars(select(Proposal.state)).all()
    assert proposed == ([ProposalState.OPEN] if method == "COUNTER" else [])


def test_before_the_change_the_new_address_is_a_stranger_and_the_old_one_stays_the_persons_own(world: World) -> None:
    invitation = invitation_of(told_meeting(world), world.radiologist)
    assert became(answer(invitation, sender=NEW)) == ("parked", "other_sender")
    assert became(answer(invitation, "DECLINED", who=NEW, sender=NEW)) == ("parked", "not_invited")
    assert became(answer(invitation)) == APPLIED
    former = move(world.radiologist)
    assert became(answer(invitation, "DECLINED", who=former, sender=former)) == APPLIED
    assert invitation.answer is Answer.DECLINED


def test_the_former_address_needs_the_same_proof(world: World) -> None:
    invitation, former = rita_moved(world)
    plain = "invitation@eboard.example.org"
    with configured(authserv_id=SERVER):
        assert became(answer(invitation, who=former, sender=former, to=plain)) == ("parked", "unproven")
        forged = f"Authentication-Results: {SERVER}; dmarc=fail header.from=example.org\r\n"
        assert became(answer(invitation, who=former, sender=former, headers=forged)) == ("parked", "unproven")
        assert became(answer(invitation, who=former, sender=former, to=plain, headers=PROVEN)) == APPLIED


def test_the_former_address_of_somebody_else_is_no_alias(world: World) -> None:
    invitation = invitation_of(told_meeting(world), world.radiologist)
    colleague = move(world.pathologist, "paula@clinic.example")
    with configured(authserv_id=SERVER):
        assert became(answer(invitation, sender=colleague, headers=PROVEN)) == ("parked", "other_sender")
    assert invitation.answer is Answer.NEEDS_ACTION


def test_a_delegate_answers_from_a_former_address(world: World) -> None:
    invitation = invitation_of(told_meeting(world), world.radiologist)
    with unit_of_work():
        add(Delegation(principal_id=world.radiologist.id, delegate_id=world.pathologist.id, starts_on=NOW.date()))
    helper = move(world.pathologist, "paula@clinic.example")
    assert became(answer(invitation, sender=helper)) == APPLIED
    assert invitation.answered_by_id == world.pathologist.id


def test_a_parked_mail_from_a_former_address_is_the_persons_own(world: World) -> None:
    invitation, former = rita_moved(world)
    two = f"ATTENDEE:mailto:{world.chair.email}"
    raw = answer(invitation, "ACCEPTED", two, who=NEW, sender=former)
    assert became(raw) == ("parked", "several_attendees")
    mail = read_mail(raw, authserv_id="")
    assert suggestion(mail, [invitation]).invitation_id == str(invitation.id)
    with time.at(LATER), unit_of_work():
        apply_parked(
            actor=Actor(person_id=world.coordinator.id),
            message=stored()[0],
            invitation=invitation,
            answer=Answer.ACCEPTED,
        )
    assert invitation.answered_from == ""


def test_mail_to_the_former_address_that_comes_back_says_nothing_of_the_person(world: World) -> None:
    invitation = invitation_of(told_meeting(world), world.radiologist)
    sent = db.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == world.radiologist.email)).one()
    change(world.radiologist, not_reached_since=NOW)
    former = move(world.radiologist)
    assert world.radiologist.not_reached_since is None
    raw = delivery_report(message_id=sent.message_id, to=address_of(invitation), recipient=former)
    assert became(raw) == ("applied", "bounce")
    assert (sent.state, world.radiologist.not_reached_since) == (MailState.BOUNCED, None)


def test_the_new_address_is_asked_to_every_coming_meeting_and_the_former_one_hears_nothing(world: World) -> None:
    first = invitation_of(told_meeting(world), world.radiologist)
    second = invitation_of(told_meeting(world, clock=(NOW + timedelta(hours=9)).time()), world.radiologist)
    assert became(answer(first), at=TOLD_AT + timedelta(minutes=1)) == APPLIED
    former = move(world.radiologist)
    mails = after_the_hold()
    assert [(mail.to, mail.method) for mail in mails] == [(NEW, "REQUEST")] * 2
    found = {str(mail.event["UID"]): mail for mail in mails}
    said = {uid: str(mail.attendee.params["PARTSTAT"]) for uid, mail in found.items()}
    assert said == {first.meeting.uid: "ACCEPTED", second.meeting.uid: "NEEDS-ACTION"}
    assert {str(mail.attendee) for mail in mails} == {f"mailto:{NEW}"}
    assert {str(mail.message["Subject"]).partition(":")[0] for mail in mails} == {"Invitation"}
    assert {int(mail.event["SEQUENCE"]) for mail in mails} == {0}
    assert all(mail.event["DTSTAMP"].dt > TOLD_AT for mail in mails)
    assert str(found[first.meeting.uid].event["ORGANIZER"]) == f"mailto:{address_of(first)}"
    later = db.session.scalars(
        select(OutboxMessage.subject).where(OutboxMessage.recipient == former, OutboxMessage.created_at >= CHANGED_AT)
    ).all()
    assert later == ["Your eBoard account"]


def test_the_sequence_never_falls_and_later_news_go_to_the_new_address_alone(world: World) -> None:
    invitation, _former = rita_moved(world)
    after_the_hold()
    meeting = invitation.meeting
    with time.at(LATER):
        change(meeting, state=MeetingState.CANCELLED, cancelled_at=LATER, sequence=meeting.sequence + 1)
    with time.at(LATER + timedelta(minutes=3)):
        mails = [mail for mail in delivered() if "Rita" in mail.body("plain")]
    assert [(mail.to, mail.method, int(mail.event["SEQUENCE"])) for mail in mails] == [(NEW, "CANCEL", 1)]
    assert str(mails[0].event["UID"]) == meeting.uid


def test_what_had_not_left_leaves_for_the_new_address_alone(world: World) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
    with time.at(TOLD_AT):
        tell_due()
    former = move(world.radiologist)
    with time.at(CHANGED_AT):
        assert [mail.to for mail in delivered() if "Rita" in mail.body("plain") and mail.calendar] == []
    assert [(mail.to, mail.method) for mail in after_the_hold()] == [(NEW, "REQUEST")]
    states = select(OutboxMessage.state).where(OutboxMessage.recipient == former, OutboxMessage.body.is_not(None))
    assert sorted(db.session.scalars(states)) == [MailState.SENT, MailState.SUPERSEDED]
    assert invitation_of(meeting, world.radiologist).told_content["email"] == NEW


def test_past_and_foreign_meetings_say_nothing_to_the_new_address(world: World) -> None:
    told_meeting(world)
    with time.at(NOW + timedelta(days=60)):
        delivered()
    former = world.nurse.email
    move(world.nurse, "nora@clinic.example")
    assert after_the_hold() == []
    told = db.session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.person_id == world.nurse.id)).all()
    assert told == [former]


def test_no_mail_of_the_change_holds_a_case(world: World) -> None:
    invitation, former = rita_moved(world)
    mails = after_the_hold()
    texts = [mail.body(kind) for mail in mails for kind in ("plain", "html")]
    assert [former in one for one in texts] == [False, False]
    told = select(AuditEntry.details).where(AuditEntry.event == "person.address_changed")
    assert NEW not in str(db.session.scalars(told).one())
    assert invitation.answer is Answer.NEEDS_ACTION
