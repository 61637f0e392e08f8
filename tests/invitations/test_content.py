"""What an invitation carries: names give items of the calendar rules (sections 1 to 8)."""

from datetime import date, datetime, timedelta
from datetime import time as clock_time
from email.utils import getaddresses

import pytest

from eboard.audit import Actor
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.invitations.actions import answer_invitation
from eboard.invitations.enums import Answer
from eboard.invitations.jobs import tell_due
from eboard.invitations.queries import invitations_to, mine
from eboard.mail.actions import claim, mark_failed
from eboard.mail.enums import UNCONFIRMED
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Guest, Meeting
from eboard.people.enums import Told
from tests.conftest import NOW
from tests.invitations.reading import Mail, change, delivered
from tests.world import World, add, make_case, make_item, make_meeting, make_person

AFTER_HOLD = NOW + timedelta(seconds=121)
LATER = AFTER_HOLD + timedelta(hours=1)


def publish(world: World) -> Meeting:
    with unit_of_work():
        return make_meeting(world.board, room="Room 4")


def mails_at(moment: object) -> dict[str, Mail]:
    with time.at(moment):  # type: ignore[arg-type]
        return {mail.to.split("@")[0]: mail for mail in delivered()}


def move(meeting: Meeting, day: date) -> None:
    start = time.instant(day, clock_time(14, 0), meeting.zone)
    change(
        meeting,
        day=day,
        starts_at=start,
        ends_at=start + timedelta(minutes=60),
        sequence=meeting.sequence + 1,
        announced_at=time.now(),
    )


def test_7_1_to_7_7_the_request(world: World) -> None:
    meeting = publish(world)
    mail = mails_at(AFTER_HOLD)["charles.chair"]
    invitation = mine(world.chair.id, meeting.id)
    assert invitation is not None
    organizer, attendee = mail.event["ORGANIZER"], mail.attendee
    address = f"invitation+{invitation.tag}@eboard.example.org"
    assert (str(organizer), organizer.params["CN"]) == (f"mailto:{address}", "GI eBoard")
    senders = getaddresses([mail.message["From"], mail.message["Reply-To"]])
    assert senders == [("GI eBoard", address)] * 2
    assert str(attendee) == "mailto:charles.chair@example.org"
    assert dict(attendee.params) == {
        "CN": "Charles Chair", "CUTYPE": "INDIVIDUAL", "ROLE": "CHAIR", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE",
    }  # fmt: skip
    assert mail.message["To"].addresses[0].addr_spec == "charles.chair@example.org"
    assert mail.message.get_all("Cc") is None
    assert str(mail.event["CONTACT"]) == "Cora Coordinator <cora.coordinator@example.org>"
    assert (mail.method, str(mail.event["UID"]), mail.event["SEQUENCE"]) == ("REQUEST", meeting.uid, 0)
    assert (mail.event.start, mail.event.end) == (meeting.starts_at, meeting.ends_at)
    assert mail.event["DTSTAMP"].dt == AFTER_HOLD


def test_8_1_to_8_7_the_mail(world: World) -> None:
    change(world.chair, zone="Europe/London")
    meeting = publish(world)
    mail = mails_at(AFTER_HOLD)["charles.chair"]
    parts = list(mail.message.iter_parts())
    assert mail.message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    assert (parts[2].get_param("method"), parts[2].get_param("charset")) == ("REQUEST", "utf-8")
    assert (parts[2]["Content-Transfer-Encoding"], parts[2].get_content_disposition()) == ("base64", None)
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert mail.message["Subject"] == "Invitation: GI eBoard, Mon 9 Mar 2026, 19:00"
    for text in (mail.body("plain"), mail.body("html")):
        assert "GI eBoard" in text
        assert "Mon 9 Mar 2026, 19:00" in text
        assert "Europe/London" in text
        assert "America/Chicago" in text
        assert f"http://localhost:8000/join/{meeting.join_code}" in text
        assert f"http://localhost:8000/meetings/{meeting.id}" in text


def test_7_9_a_move_is_an_update_with_a_higher_sequence_that_resets_the_answer(world: World) -> None:
    meeting = publish(world)
    first = mails_at(AFTER_HOLD)["charles.chair"]
    invitation = mine(world.chair.id, meeting.id)
    assert invitation is not None
    with unit_of_work():
        answer_invitation(actor=Actor(person_id=world.chair.id), invitation=invitation, answer=Answer.ACCEPTED)
    with time.at(LATER):
        move(meeting, date(2026, 3, 10))
    second = mails_at(LATER + timedelta(minutes=3))["charles.chair"]
    assert second.message["Subject"] == "Updated: GI eBoard, Tue 10 Mar 2026, 14:00"
    assert "The time has changed. It was Mon 9 Mar 2026, 14:00." in second.body("plain")
    assert (second.method, second.event["SEQUENCE"], second.attendee.params["PARTSTAT"]) == (
        "REQUEST", 1, "NEEDS-ACTION",
    )  # fmt: skip
    assert second.event["ORGANIZER"] == first.event["ORGANIZER"]
    assert second.event["UID"] == first.event["UID"]
    assert invitation.answer is Answer.NEEDS_ACTION


def test_7_6_7_10_a_change_of_the_agenda_keeps_sequence_and_answer(world: World) -> None:
    meeting = publish(world)
    mails_at(AFTER_HOLD)
    invitation = mine(world.chair.id, meeting.id)
    assert invitation is not None
    with unit_of_work():
        answer_invitation(actor=Actor(person_id=world.chair.id), invitation=invitation, answer=Answer.TENTATIVE)
    with time.at(LATER), unit_of_work():
        make_item(meeting, make_case(world.north, world.board))
    mail = mails_at(LATER + timedelta(minutes=3))["charles.chair"]
    assert (mail.event["SEQUENCE"], mail.attendee.params["PARTSTAT"]) == (0, "TENTATIVE")
    assert str(mail.event["SUMMARY"]) == "GI eBoard, 1 case"
    assert mail.event["DTSTAMP"].dt > AFTER_HOLD
    assert "The agenda has changed: 1 case now." in mail.body("plain")


def test_7_10_what_an_invitation_does_not_show_is_not_told(world: World) -> None:
    meeting = publish(world)
    mails_at(AFTER_HOLD)
    with time.at(LATER):
        change(meeting, note="Bring the slides")
        change(world.chair, zone="Asia/Dubai", title="Prof")
    assert mails_at(LATER + timedelta(hours=1)) == {}


def test_7_8_calling_the_meeting_off(world: World) -> None:
    meeting = publish(world)
    mails_at(AFTER_HOLD)
    with time.at(LATER):
        change(meeting, state=MeetingState.CANCELLED, cancelled_at=LATER, sequence=1, announced_at=LATER)
    mails = mails_at(LATER + timedelta(minutes=3))
    assert len(mails) == 5
    mail = mails["charles.chair"]
    assert (mail.method, mail.event["SEQUENCE"], str(mail.event["STATUS"])) == ("CANCEL", 1, "CANCELLED")
    assert str(mail.event["SUMMARY"]) == "Canceled: GI eBoard"
    assert (mail.event.start, mail.event.end, str(mail.attendee)) == (
        meeting.starts_at, meeting.ends_at, "mailto:charles.chair@example.org",
    )  # fmt: skip
    assert (mail.event.walk("VALARM"), "RSVP" in mail.attendee.params) == ([], False)
    assert mail.message["Subject"] == "Canceled: GI eBoard, Mon 9 Mar 2026, 14:00"


def test_7_8_taking_one_invitation_back_keeps_the_sequence_and_tells_nobody_else(world: World) -> None:
    meeting = publish(world)
    with unit_of_work():
        guest = make_person("Gina Guest")
        add(Guest(meeting_id=meeting.id, person_id=guest.id))
    mails_at(AFTER_HOLD)
    with time.at(LATER), unit_of_work():
        db.session.delete(db.session.get_one(Guest, (meeting.id, guest.id)))
    mails = mails_at(LATER + timedelta(minutes=3))
    assert list(mails) == ["gina.guest"]
    mail = mails["gina.guest"]
    assert (mail.method, mail.event["SEQUENCE"], mail.event.get("STATUS")) == ("CANCEL", 0, None)
    assert "you are no longer asked to this meeting" in mail.body("plain")


def test_6_1_6_2_nothing_of_a_case_enters_a_mail(world: World) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board, note="Marker of a note")
        case = make_case(world.north, world.board, question="Marker of a question", diagnosis="Marker of a diagnosis")
        make_item(meeting, case, presenter_id=world.physician.id)
    for mail in mails_at(AFTER_HOLD).values():
        assert mail.calendar is not None
        text = mail.message.as_string() + mail.body("plain") + mail.body("html") + mail.calendar.to_ical().decode()
        assert [marker for marker in ("Marker", case.number) if marker in text] == []
        assert str(mail.event["CLASS"]) == "PRIVATE"


def test_6_5_each_mail_names_one_attendee(world: World) -> None:
    publish(world)
    for mail in mails_at(AFTER_HOLD).values():
        assert mail.calendar is not None
        assert mail.calendar.to_ical().count(b"ATTENDEE") == 1


def test_who_chose_the_subscription_gets_no_mail_but_can_answer(world: World) -> None:
    change(world.chair, told=Told.FEED)
    meeting = publish(world)
    mails = mails_at(AFTER_HOLD)
    assert ("charles.chair" in mails, len(mails)) == (False, 4)
    with time.at(LATER):
        move(meeting, date(2026, 3, 10))
    assert "charles.chair" not in mails_at(LATER + timedelta(minutes=3))
    invitation = mine(world.chair.id, meeting.id)
    assert invitation is not None
    assert (invitation.told_sequence, invitation.revision) == (1, 2)


@pytest.mark.parametrize("choice", [Told.MAIL, Told.BOTH])
def test_who_turns_from_the_subscription_to_mail_is_asked_by_mail_once(world: World, choice: Told) -> None:
    change(world.chair, told=Told.FEED)
    publish(world)
    mails_at(AFTER_HOLD)
    with time.at(LATER):
        change(world.chair, told=choice)
    mails = mails_at(LATER + timedelta(minutes=3))
    assert {name: str(mail.message["Subject"]).partition(":")[0] for name, mail in mails.items()} == {
        "charles.chair": "Invitation"
    }
    for hours, told in enumerate([Told.FEED, choice], start=1):
        moment = LATER + timedelta(hours=hours)
        with time.at(moment):
            change(world.chair, told=told)
        assert mails_at(moment + timedelta(minutes=3)) == {}


def test_what_was_told_without_a_mail_is_not_taken_for_what_left(world: World) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
        guest = make_person("Gina Guest")
        add(Guest(meeting_id=meeting.id, person_id=guest.id))
    mails_at(AFTER_HOLD)

    def invite(moment: datetime, *, wanted: bool) -> dict[str, Mail]:
        with time.at(moment), unit_of_work():
            if wanted:
                add(Guest(meeting_id=meeting.id, person_id=guest.id))
            else:
                db.session.delete(db.session.get_one(Guest, (meeting.id, guest.id)))
        return mails_at(moment + timedelta(minutes=3))

    assert [mail.method for mail in invite(LATER, wanted=False).values()] == ["CANCEL"]
    change(guest, told=Told.FEED)
    assert invite(LATER + timedelta(hours=1), wanted=True) == {}
    with time.at(LATER + timedelta(hours=2)):
        change(guest, told=Told.MAIL)
    assert [mail.method for mail in mails_at(LATER + timedelta(hours=3)).values()] == ["REQUEST"]


def test_who_may_have_an_unconfirmed_invitation_is_told_that_the_meeting_is_off(world: World) -> None:
    meeting = publish(world)
    with time.at(AFTER_HOLD):
        tell_due()
        with unit_of_work():
            for row in claim():
                mark_failed(row.id, error=f"{UNCONFIRMED} SMTPServerDisconnected", is_final=False)
        change(meeting, state=MeetingState.CANCELLED, cancelled_at=AFTER_HOLD, sequence=1, announced_at=AFTER_HOLD)
    mails = mails_at(AFTER_HOLD + timedelta(minutes=3))
    assert [mail.method for mail in mails.values()] == ["CANCEL"] * 5


def test_who_was_invited_by_mail_hears_of_changes_by_mail_although_the_choice_changed(world: World) -> None:
    meeting = publish(world)
    mails_at(AFTER_HOLD)
    with time.at(LATER):
        change(world.chair, told=Told.FEED)
        move(meeting, date(2026, 3, 10))
    assert "charles.chair" in mails_at(LATER + timedelta(minutes=3))


def test_nobody_is_sent_away_while_the_meeting_runs(world: World) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
        item = make_item(meeting, make_case(world.north, world.board), presenter_id=world.nurse.id)
    mails_at(AFTER_HOLD)
    with time.at(meeting.starts_at):
        change(meeting, state=MeetingState.LIVE)
        change(item, state=type(item.state).DISCUSSED)
    assert mails_at(meeting.starts_at + timedelta(minutes=5)) == {}


@pytest.mark.parametrize("locale", ["de", "en"])
def test_texts_are_in_the_language_of_the_person(world: World, locale: str) -> None:
    change(world.chair, locale=locale)
    publish(world)
    subject = mails_at(AFTER_HOLD)["charles.chair"].message["Subject"]
    assert subject == f"Invitation: GI eBoard, {'Mo. 9 März' if locale == 'de' else 'Mon 9 Mar'} 2026, 14:00"


def test_a_concluded_meeting_changes_no_invitation(world: World) -> None:
    meeting = publish(world)
    change(meeting, state=MeetingState.CONCLUDED)
    before = [(row.id, row.is_wanted) for row in invitations_to(meeting.id)]
    with unit_of_work():
        add(Guest(meeting_id=meeting.id, person_id=world.nurse.id))
    assert [(row.id, row.is_wanted) for row in invitations_to(meeting.id)] == before
