"""Mail that comes back marks its person as not reached, until an answer shows otherwise."""

from sqlalchemy import select

from eboard.core.db import db
from eboard.invitations.enums import Answer
from eboard.invitations.models import Invitation
from eboard.mail.enums import MailState
from eboard.mail.models import OutboxMessage
from tests.client import Client
from tests.conftest import NOW
from tests.ical.mails import delivery_report
from tests.invitations.incoming import LATER, address_of, answer, became, invitation_of, told_meeting
from tests.invitations.reading import change
from tests.world import World

BOUNCED, NOTED = ("applied", "bounce"), ("noted", "bounce")


def sent_to(invitation: Invitation) -> OutboxMessage:
    return db.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == invitation.person.email)).one()


def test_a_report_about_our_mail_marks_mail_and_person_and_the_page_shows_it(world: World, client: Client) -> None:
    rita = invitation_of(told_meeting(world), world.radiologist)
    row = sent_to(rita)
    raw = delivery_report(message_id=row.message_id, to=address_of(rita))
    assert became(raw) == BOUNCED
    assert (row.state, row.error) == (MailState.BOUNCED, "Returned 5.1.1")
    assert world.radiologist.not_reached_since == LATER
    assert rita.answer is Answer.NEEDS_ACTION  # our own invitation in it says ACCEPTED
    assert became(raw) == ("known", None)
    page = client.sign_in(world.coordinator).get(f"/meetings/{rita.meeting_id}").text
    assert page.count("not reached") == 1
    assert became(answer(rita)) == ("applied", None)
    assert world.radiologist.not_reached_since is None
    assert "not reached" not in client.get(f"/meetings/{rita.meeting_id}").text


def test_a_delay_marks_nothing(world: World) -> None:
    rita = invitation_of(told_meeting(world), world.radiologist)
    row = sent_to(rita)
    assert became(delivery_report(message_id=row.message_id, action="delayed", status="4.4.1")) == NOTED
    assert (row.state, world.radiologist.not_reached_since) == (MailState.SENT, None)


def test_the_first_time_somebody_was_not_reached_stays(world: World) -> None:
    rita = invitation_of(told_meeting(world), world.radiologist)
    change(world.radiologist, not_reached_since=NOW)
    row = sent_to(rita)
    change(row, state=MailState.SUPERSEDED)
    assert became(delivery_report(message_id=row.message_id, status="-")) == BOUNCED
    assert (row.state, world.radiologist.not_reached_since) == (MailState.SUPERSEDED, NOW)


def test_a_former_address_that_is_gone_says_nothing_about_the_one_in_use(world: World) -> None:
    rita = invitation_of(told_meeting(world), world.radiologist)
    row = sent_to(rita)
    change(world.radiologist, email="rita@elsewhere.example")
    assert became(delivery_report(message_id=row.message_id)) == BOUNCED
    assert (row.state, world.radiologist.not_reached_since) == (MailState.BOUNCED, None)


def test_a_report_about_a_mail_that_is_not_ours_marks_nothing(world: World) -> None:
    rita = invitation_of(told_meeting(world), world.radiologist)
    raw = delivery_report(message_id="<x@elsewhere.example>", to=address_of(rita), recipient=rita.person.email)
    assert became(raw) == NOTED
    assert world.radiologist.not_reached_since is None


def test_a_report_without_our_message_id_needs_the_tag_and_the_recipient(world: World) -> None:
    rita = invitation_of(told_meeting(world), world.radiologist)
    row = sent_to(rita)

    def report(*, to: str, recipient: str) -> bytes:
        raw = delivery_report(message_id="<x@y>", to=to, recipient=recipient)
        return raw.replace(b"Message-ID: <x@y>", b"X-Lost: 1")

    assert became(report(to="invitation@eboard.example.org", recipient=rita.person.email)) == NOTED
    assert became(report(to=address_of(rita), recipient="x@elsewhere.example")) == NOTED
    assert row.state is MailState.SENT
    assert became(report(to=address_of(rita), recipient=rita.person.email)) == BOUNCED
    assert row.state is MailState.BOUNCED


def test_a_mail_to_nobody_with_an_account_comes_back_as_well(world: World) -> None:
    row = sent_to(invitation_of(told_meeting(world), world.radiologist))
    change(row, person_id=None)
    assert became(delivery_report(message_id=row.message_id)) == BOUNCED
    assert (row.state, world.radiologist.not_reached_since) == (MailState.BOUNCED, None)
