"""Copies for assistants: mails of their own, without a calendar part, as long as the delegation is in force."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from eboard.audit import Actor
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.invitations.jobs import remind_due, tell_due
from eboard.mail.actions import choose
from eboard.mail.enums import Delivery, MailState, NoticeKind
from eboard.mail.jobs import deliver
from eboard.mail.models import OutboxMessage
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Guest, Meeting
from eboard.people.actions.acting import revoke_delegation, send_copies
from eboard.people.enums import AffiliationRole, PersonState, Told
from eboard.people.models import Delegation, Person
from tests.client import Client
from tests.conftest import NOW
from tests.invitations.reading import Mail, change, delivered, empty_folder, mail_folder
from tests.invitations.test_reminders import DUE, HOUR
from tests.invitations.written import TOLD, announced, at, invitation_of, reminders, text_of
from tests.world import World, make_case, make_item, make_meeting, make_person, save

MIDNIGHT, SECOND = datetime(2026, 3, 3, tzinfo=UTC), timedelta(seconds=1)
LATER = {"day": date(2026, 3, 16), "sequence": 1}


@pytest.fixture
def secretary(world: World) -> Person:
    """Somebody who works at the hub and may act for the chair."""
    with unit_of_work():
        return make_person("Sara Secretary", world.hub, AffiliationRole.CARE_TEAM, zone="Europe/Berlin")


@pytest.fixture
def delegation(world: World, secretary: Person) -> Delegation:
    row = Delegation(principal_id=world.chair.id, delegate_id=secretary.id, starts_on=NOW.date(), gets_copies=True)
    save(row)
    return row


def to_secretary(mails: list[Mail]) -> list[Mail]:
    return [mail for mail in mails if mail.to == "sara.secretary@example.org"]


def told(world: World, moment: datetime = TOLD, **values: object) -> tuple[Meeting, list[Mail]]:
    with unit_of_work():
        meeting = make_meeting(world.board, **values)
    return meeting, to_secretary(at(moment))


def test_an_assistant_gets_a_plain_copy_of_an_invitation(world: World, delegation: Delegation) -> None:
    meeting, (copy,) = told(world)
    invitation = invitation_of(meeting, world.chair)
    assert copy.message["Subject"] == "For Charles Chair: Invitation: GI eBoard, Mon 9 Mar 2026, 20:00"
    assert text_of(copy) == (
        "Dear Sara Secretary,\n"
        "\n"
        "Charles Chair is asked to this meeting:\n"
        "\n"
        "GI eBoard\n"
        "When: Mon 9 Mar 2026, 20:00 to 21:00 (Europe/Berlin)\n"
        "There: Mon 9 Mar 2026, 14:00 to 15:00 (America/Chicago)\n"
        "\n"
        "To answer on behalf of Charles Chair: "
        f"http://localhost:8000/account/acting?next=/invitations/{invitation.id}\n"
        "\n"
        "You get this copy because you act for Charles Chair.\n"
        "\n"
        "You choose what you are told: http://localhost:8000/account/notices\n"
    )
    assert [part.get_content_type() for part in copy.message.walk()] == [
        "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip
    assert (copy.message["Cc"], len(copy.message["To"].addresses)) == (None, 1)
    assert f'next=/invitations/{invitation.id}"' in copy.body("html")


def test_names_are_text_in_the_page_of_a_copy(world: World, delegation: Delegation) -> None:
    change(world.chair, family_name="<b>Chair</b>")
    _meeting, (copy,) = told(world)
    assert ("<b>Chair" in copy.body("html"), "&lt;b&gt;Chair" in copy.body("html")) == (False, True)


def test_changes_reminders_and_the_end_are_copied_too(world: World, delegation: Delegation) -> None:
    meeting, _invitation = told(world)
    with time.at(NOW + HOUR):
        change(meeting, room="Room 4", sequence=1)
    (changed,) = to_secretary(at(NOW + 2 * HOUR))
    assert changed.message["Subject"].startswith("For Charles Chair: Updated: GI eBoard")
    assert "a meeting that Charles Chair is asked to has changed. It is now:" in text_of(changed)
    assert "Where: Room 4\n" in text_of(changed)
    (reminder,) = to_secretary(reminders(DUE))
    assert reminder.message["Subject"] == "For Charles Chair: Reminder: GI eBoard, Mon 9 Mar 2026, 20:00"
    assert ("was reminded" in text_of(reminder), "You are needed" in text_of(reminder)) == (True, False)
    with time.at(DUE + HOUR):
        change(meeting, state=MeetingState.CANCELLED, cancelled_at=DUE, sequence=2)
    (ended,) = to_secretary(at(DUE + 2 * HOUR))
    assert "a meeting that Charles Chair was asked to is canceled:" in text_of(ended)
    assert "/invitations/" not in text_of(ended)


def test_who_is_no_longer_asked_ends_the_copies_in_other_words(world: World, delegation: Delegation) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
        db.session.add(Guest(meeting_id=meeting.id, person_id=world.physician.id))
        delegation.principal_id, delegation.delegate_id = world.physician.id, world.nurse.id
    at(TOLD)
    with time.at(NOW + HOUR), unit_of_work():
        db.session.delete(db.session.get_one(Guest, (meeting.id, world.physician.id)))
    mails = [mail for mail in at(NOW + 2 * HOUR) if mail.to == world.nurse.email]
    assert ["Pablo Physician is no longer asked to this meeting:" in text_of(mail) for mail in mails] == [True]


def test_an_assistant_hears_also_for_whoever_has_the_subscription_alone(world: World, delegation: Delegation) -> None:
    change(world.chair, told=Told.FEED)
    meeting, copies = told(world)
    assert len(copies) == 1
    with time.at(NOW + HOUR):
        change(meeting, state=MeetingState.CANCELLED, cancelled_at=NOW, sequence=1)
    mails = at(NOW + 2 * HOUR)
    assert [len(to_secretary(mails)), [mail.to for mail in mails if mail.to == world.chair.email]] == [1, []]


@pytest.mark.parametrize("is_off", [True, False])
def test_an_assistant_hears_of_the_end_also_when_the_address_changed_meanwhile(
    world: World, delegation: Delegation, *, is_off: bool
) -> None:
    change(delegation, principal_id=world.deputy.id)
    meeting, copies = told(world)
    assert len(copies) == 1
    with time.at(NOW + HOUR):
        change(world.deputy, email="deputy@elsewhere.example")
        if is_off:
            change(meeting, state=MeetingState.CANCELLED, cancelled_at=NOW, sequence=1)
    goodbye, rest = to_secretary(at(NOW + 2 * HOUR)), to_secretary(at(NOW + 3 * HOUR))
    subjects = [str(mail.message["Subject"]).split(": ")[1] for mail in goodbye + rest]
    assert subjects == (["Canceled"] if is_off else ["Updated"])


def test_who_never_heard_of_a_meeting_does_not_hear_of_its_end(world: World, delegation: Delegation) -> None:
    change(delegation, gets_copies=False)
    meeting, copies = told(world)
    assert copies == []
    change(delegation, gets_copies=True)
    with time.at(NOW + HOUR):
        change(meeting, state=MeetingState.CANCELLED, cancelled_at=NOW, sequence=1)
    assert to_secretary(at(NOW + 2 * HOUR)) == []


def test_unsent_copies_are_held_replaced_and_dropped_with_the_original(world: World, delegation: Delegation) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
    with time.at(TOLD):
        tell_due()
    with time.at(NOW + HOUR):
        change(meeting, state=MeetingState.CANCELLED, cancelled_at=NOW, sequence=1)
    assert at(NOW + 2 * HOUR) == []  # neither the original nor the copy had left
    states = db.session.scalars(
        select(OutboxMessage.state).where(OutboxMessage.thread_key.startswith(f"copy:{delegation.id}:"))
    ).all()
    assert states == [MailState.SUPERSEDED]


def test_a_copy_of_a_reminder_that_waits_is_dropped_when_the_start_changes(
    world: World, delegation: Delegation
) -> None:
    meeting = announced(world)
    with time.at(DUE):
        remind_due()
        starts_at = meeting.starts_at + timedelta(days=7)
        change(meeting, starts_at=starts_at, ends_at=starts_at + HOUR, **LATER)
    (copy,) = to_secretary(at(DUE + HOUR))
    assert copy.message["Subject"].startswith("For Charles Chair: Updated")


@pytest.mark.parametrize(
    "over",
    [
        {"revoked_at": NOW},
        {"starts_on": date(2026, 3, 3)},
        {"starts_on": date(2026, 2, 1), "ends_on": date(2026, 3, 1)},
        {"gets_copies": False},
    ],
)
def test_without_a_delegation_in_force_there_is_no_copy(
    world: World, delegation: Delegation, over: dict[str, object]
) -> None:
    change(delegation, **over)
    assert told(world)[1] == []


def test_a_delegate_who_left_the_organization_or_the_system_gets_no_copy(
    world: World, delegation: Delegation, secretary: Person
) -> None:
    change(secretary, state=PersonState.DEACTIVATED)
    assert told(world)[1] == []
    change(secretary, state=PersonState.ACTIVE)
    change(secretary.affiliations[0], ends_on=date(2026, 3, 1))
    assert told(world, NOW + HOUR, day=date(2026, 3, 10))[1] == []


@pytest.mark.parametrize("ending", ["revoked", "no copies"])
def test_unsent_copies_end_with_the_delegation(world: World, delegation: Delegation, ending: str) -> None:
    with unit_of_work():
        make_meeting(world.board)
    actor = Actor(person_id=world.chair.id)
    with time.at(TOLD):
        empty_folder()
        tell_due()
        with unit_of_work():
            row = db.session.get_one(Delegation, delegation.id)
            if ending == "revoked":
                revoke_delegation(actor=actor, delegation=row)
            else:
                send_copies(actor=actor, delegation=row, gets_copies=False)
        assert (deliver(), len(list(mail_folder().glob("*.eml")))) == (5, 5)
    empty_folder()


@pytest.mark.parametrize(("moment", "mails"), [(MIDNIGHT - SECOND, 6), (MIDNIGHT, 5)])
def test_a_copy_that_is_late_does_not_leave_after_the_last_day_of_the_delegation(
    world: World, delegation: Delegation, moment: datetime, mails: int
) -> None:
    change(delegation, ends_on=TOLD.date())
    with unit_of_work():
        make_meeting(world.board)
    empty_folder()
    with time.at(TOLD):
        tell_due()
    with time.at(moment):
        assert (deliver(), len(list(mail_folder().glob("*.eml")))) == (mails, mails)
    empty_folder()


def test_an_assistant_may_do_without_copies(world: World, delegation: Delegation, secretary: Person) -> None:
    with unit_of_work():
        choose(person_id=secretary.id, choices={NoticeKind.COPY: Delivery.OFF})
    assert told(world)[1] == []


def test_the_assistant_comes_to_the_answer_page_by_acting_for_the_person(
    world: World, client: Client, delegation: Delegation, secretary: Person
) -> None:
    meeting, _copies = told(world)
    page = f"/invitations/{invitation_of(meeting, world.chair).id}"
    client.sign_in(secretary)
    assert client.get(page).status_code == 404
    way = f"/account/acting/{delegation.id}?next={page}"
    assert f'action="{way}"' in client.get(f"/account/acting?next={page}").text
    response = client.post(way)
    assert (response.status_code, response.location) == (303, page)
    assert client.get(page).status_code == 200
    acting = client.get(f"/account/acting?next={page}").text
    assert f'<a href="{page}">Go on to the page you came for</a>' in acting
    assert "Go on to the page" not in client.get("/account/acting?next=//evil.example").text


def test_a_copy_says_no_more_than_the_original(world: World, delegation: Delegation) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
        make_item(meeting, make_case(world.north, world.board, number="EB-SECRET-1"))
    mails = at(TOLD)
    original = next(mail for mail in mails if mail.to == world.chair.email)
    (copy,) = to_secretary(mails)
    links = {word for word in text_of(copy).split() if word.startswith("http")}
    assert ("1 case" in text_of(copy), "EB-SECRET-1" in copy.message.as_string()) == (True, False)
    assert len(links) == 2
    assert meeting.join_code in text_of(original)
    assert meeting.join_code not in copy.message.as_string()


def test_without_a_reminder_there_is_no_copy_of_it(world: World, delegation: Delegation) -> None:
    announced(world)
    with unit_of_work():
        choose(person_id=world.chair.id, choices={NoticeKind.REMINDER: Delivery.OFF})
    assert to_secretary(reminders(DUE)) == []


def test_others_get_no_copies(world: World, delegation: Delegation) -> None:
    announced(world)
    assert delivered() == []
    everybody = {mail.to for mail in reminders(DUE)}
    assert everybody.isdisjoint({world.nurse.email, world.stranger.email, world.north_admin.email})
