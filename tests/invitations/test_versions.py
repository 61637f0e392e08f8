"""What raises SEQUENCE, what DTSTAMP says, and who is told when an address changes (calendar rules 3 and 7)."""

from collections.abc import Callable
from datetime import date, timedelta
from datetime import time as clock_time

import pytest
from sqlalchemy import select

from eboard.audit import SYSTEM, Actor
from eboard.cases.enums import CaseState
from eboard.conferences.enums import ProviderKind
from eboard.conferences.models import ConferenceProvider
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.invitations.actions import answer_invitation, tell_now
from eboard.invitations.enums import Answer
from eboard.invitations.jobs import remind_due, tell_due
from eboard.invitations.queries import invitations_to, mine
from eboard.mail.enums import MailState
from eboard.mail.models import OutboxMessage
from eboard.meetings.actions.agenda import list_case
from eboard.meetings.actions.guests import add_guest, remove_guest
from eboard.meetings.actions.plans import cancel_meeting, change_meeting, publish_meeting
from eboard.meetings.models import Meeting
from eboard.meetings.timing import Plan
from eboard.people.enums import Told
from tests.conftest import NOW
from tests.invitations.calendars import calendars
from tests.invitations.reading import Mail, change, delivered
from tests.world import World, add, make_case, make_meeting, make_person

AFTER_HOLD = NOW + timedelta(seconds=121)
Change = Callable[[World, Meeting], None]


def publish(world: World) -> Meeting:
    with unit_of_work():
        return make_meeting(world.board, room="Room 4")


def planned(**values: object) -> Change:
    def perform(_world: World, row: Meeting) -> None:
        now = {name: getattr(row, name) for name in ("day", "clock", "zone", "minutes", "room", "note")}
        plan = Plan(**{**now, **values})  # type: ignore[arg-type]
        with unit_of_work():
            change_meeting(actor=SYSTEM, meeting=row, plan=plan, version=row.row_version)

    return perform


def other_provider(world: World, row: Meeting) -> None:
    with unit_of_work():
        values = {"kind": ProviderKind.FIXED, "name": "Spare", "url": "https://video.example.org/spare"}
        provider = add(ConferenceProvider(organization_id=world.hub.id, **values))
        db.session.flush()
        provider_id = provider.id
    planned(conference_provider_id=provider_id)(world, row)


def cancelled(_world: World, row: Meeting) -> None:
    with unit_of_work():
        cancel_meeting(actor=SYSTEM, meeting=row, reason="No room")


def published_again(world: World, row: Meeting) -> None:
    cancelled(world, row)
    with unit_of_work():
        publish_meeting(actor=SYSTEM, meeting=row)


def answered(world: World, row: Meeting) -> None:
    invitation = mine(world.chair.id, row.id)
    assert invitation is not None
    with unit_of_work():
        answer_invitation(actor=Actor(person_id=world.chair.id), invitation=invitation, answer=Answer.ACCEPTED)


def case_listed(world: World, row: Meeting) -> None:
    with unit_of_work():
        case = make_case(world.north, world.board, state=CaseState.ACCEPTED)
        list_case(actor=SYSTEM, meeting=row, case=case)


def guest_came_and_went(_world: World, row: Meeting) -> None:
    with unit_of_work():
        guest = make_person("Gina Guest")
        add_guest(actor=SYSTEM, meeting=row, person=guest)
    with unit_of_work():
        remove_guest(actor=SYSTEM, meeting=row, person=guest)


def told_again(_world: World, row: Meeting) -> None:
    with unit_of_work():
        tell_now(actor=SYSTEM, meeting=row)
    tell_due()


CHANGES: list[tuple[Change, int]] = [
    (planned(day=date(2026, 3, 10)), 1),
    (planned(clock=clock_time(15, 0)), 1),
    (planned(zone="Europe/London"), 1),
    (planned(minutes=45), 1),
    (planned(room="Room 5"), 1),
    (planned(day=date(2026, 3, 10), minutes=45, room="Room 5"), 1),
    (cancelled, 1),
    (published_again, 2),
    (planned(), 0),
    (planned(note="Bring the slides"), 0),
    (other_provider, 0),
    (lambda world, _row: change(world.board, name="Another eBoard"), 0),
    (lambda world, _row: change(world.chair, email="chair@elsewhere.example"), 0),
    (answered, 0),
    (case_listed, 0),
    (guest_came_and_went, 0),
    (told_again, 0),
]


@pytest.mark.parametrize(("perform", "raised"), CHANGES, ids=[str(number) for number, _ in enumerate(CHANGES)])
def test_3_4_sequence_rises_by_one_with_time_length_place_and_status_alone(
    world: World, perform: Change, raised: int
) -> None:
    meeting = publish(world)
    with time.at(AFTER_HOLD):
        delivered()
    with time.at(AFTER_HOLD + timedelta(minutes=1)):
        perform(world, meeting)
    db.session.expire_all()
    assert meeting.sequence == raised


def test_3_4_before_anybody_was_told_nothing_is_counted(world: World) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board, state=Meeting.state.default.arg, published_at=None)  # type: ignore[union-attr]
    planned(day=date(2026, 3, 11), room="Room 9")(world, meeting)
    with unit_of_work():
        publish_meeting(actor=SYSTEM, meeting=meeting)
    assert meeting.sequence == 0


def test_3_6_3_7_the_stamps_of_a_mail_are_in_order_and_none_lies_ahead(world: World) -> None:
    meeting = publish(world)
    with time.at(AFTER_HOLD):
        mails = delivered()
        planned(room="Room 5")(world, meeting)
    with time.at(AFTER_HOLD + timedelta(minutes=3)):
        mails += delivered()
        now = time.now()
    assert len(mails) == 10
    for mail in mails:
        created, changed, stamp = (mail.event[name].dt for name in ("CREATED", "LAST-MODIFIED", "DTSTAMP"))
        assert created <= changed <= stamp <= now
        assert {moment.utcoffset() for moment in (created, changed, stamp)} == {timedelta(0)}


def test_news_of_one_second_wait_for_the_next_so_that_their_stamps_differ(world: World) -> None:
    meeting = publish(world)
    with time.at(AFTER_HOLD):
        first = delivered()
        planned(room="Room 5")(world, meeting)
        with unit_of_work():
            tell_now(actor=SYSTEM, meeting=meeting)
        assert delivered() == []
    with time.at(AFTER_HOLD + timedelta(seconds=1)):
        second = delivered()
    assert [one.event["DTSTAMP"].dt - two.event["DTSTAMP"].dt for one, two in zip(second, first, strict=True)] == [
        timedelta(seconds=1)
    ] * 5


def test_a_clock_that_is_set_back_keeps_nobody_waiting(world: World) -> None:
    meeting = publish(world)
    with time.at(AFTER_HOLD + timedelta(days=3)):
        delivered()
    with time.at(AFTER_HOLD):
        planned(room="Room 5")(world, meeting)
    with time.at(AFTER_HOLD + timedelta(minutes=3)):
        assert {mail.event["SEQUENCE"] for mail in delivered()} == {1}


def test_7_13_the_coordinator_has_the_feed_and_gets_no_invitation(world: World) -> None:
    meeting = publish(world)
    with time.at(AFTER_HOLD):
        assert "cora.coordinator@example.org" not in {mail.to for mail in delivered()}
    assert mine(world.coordinator.id, meeting.id) is None


def move_house(world: World, address: str = "chair@elsewhere.example") -> None:
    change(world.chair, email=address)


def mails_to(mails: list[Mail], *names: str) -> list[tuple[str, str, str]]:
    wanted = [mail for mail in mails if mail.to.split("@")[0] in names]
    return [(mail.to, mail.method, str(mail.message["Subject"]).partition(":")[0]) for mail in wanted]


def test_a_new_address_is_invited_and_the_former_one_is_told_nothing(world: World) -> None:
    meeting = publish(world)
    with time.at(AFTER_HOLD):
        mails = delivered()
    with time.at(AFTER_HOLD + timedelta(hours=1)):
        move_house(world)
    with time.at(AFTER_HOLD + timedelta(hours=1, minutes=3)):
        hello = delivered()
    with time.at(AFTER_HOLD + timedelta(hours=1, minutes=4)):
        assert delivered() == []
    assert mails_to(hello, "charles.chair", "chair") == [("chair@elsewhere.example", "REQUEST", "Invitation")]
    former = next(mail for mail in mails if mail.to == "charles.chair@example.org")
    assert former.event["ORGANIZER"] == hello[0].event["ORGANIZER"]
    shown = calendars(mails + hello)
    assert list(shown["charles.chair@example.org"].entries) == [meeting.uid]
    assert list(shown["chair@elsewhere.example"].entries) == [meeting.uid]


def test_where_both_addresses_lead_to_one_calendar_it_keeps_the_entry_whatever_comes_first(world: World) -> None:
    meeting = publish(world)
    with time.at(AFTER_HOLD):
        mails = delivered()
        move_house(world)
    with time.at(AFTER_HOLD + timedelta(minutes=3)):
        hello = delivered()
    for order in (mails + hello, hello + mails):
        for mail in order:
            mail.message.replace_header("To", "one@calendar.example")
        (calendar,) = calendars([one for one in order if "Charles" in one.body("plain")]).values()
        assert list(calendar.entries) == [meeting.uid]


def test_what_has_not_left_for_a_former_address_does_not_leave(world: World) -> None:
    publish(world)
    with time.at(AFTER_HOLD):
        tell_due()
        move_house(world)
    with time.at(AFTER_HOLD + timedelta(minutes=3)):
        mails = delivered()
    assert mails_to(mails, "charles.chair", "chair") == [("chair@elsewhere.example", "REQUEST", "Invitation")]
    states = select(OutboxMessage.state).where(OutboxMessage.recipient == "charles.chair@example.org")
    assert db.session.scalars(states).all() == [MailState.SUPERSEDED]


def test_a_reminder_that_waits_does_not_leave_for_an_address_that_was_never_reached(world: World) -> None:
    publish(world)
    with time.at(AFTER_HOLD):
        tell_due()
    reminded = NOW + timedelta(days=6, hours=13)
    with time.at(reminded):
        assert remind_due() == 5
        move_house(world)
    with time.at(reminded + timedelta(minutes=3)):
        mails = delivered()
    charles = [mail for mail in mails if "Charles" in mail.body("plain")]
    assert [(mail.to, mail.calendar is None) for mail in charles] == [("chair@elsewhere.example", False)]


def test_who_leaves_board_and_address_at_once_is_told_at_the_new_one(world: World) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
        guest = make_person("Gina Guest")
        add_guest(actor=SYSTEM, meeting=meeting, person=guest)
    with time.at(AFTER_HOLD):
        delivered()
        with unit_of_work():
            remove_guest(actor=SYSTEM, meeting=meeting, person=guest)
            guest.email = "gina@elsewhere.example"
    with time.at(AFTER_HOLD + timedelta(minutes=3)):
        mails = delivered()
    with time.at(AFTER_HOLD + timedelta(minutes=6)):
        assert delivered() == []
    assert mails_to(mails, "gina.guest", "gina") == [("gina@elsewhere.example", "CANCEL", "Canceled")]
    assert {row.tell_at for row in invitations_to(meeting.id)} == {None}


def test_a_new_address_of_somebody_with_the_subscription_alone_takes_no_mail(world: World) -> None:
    change(world.chair, told=Told.FEED)
    publish(world)
    with time.at(AFTER_HOLD):
        delivered()
        move_house(world)
    with time.at(AFTER_HOLD + timedelta(minutes=3)):
        assert delivered() == []


def test_an_address_that_comes_back_is_invited_again(world: World) -> None:
    meeting = publish(world)
    mails: list[Mail] = []
    moment = AFTER_HOLD
    for address in ("charles.chair@example.org", "chair@elsewhere.example", "charles.chair@example.org"):
        with time.at(moment):
            move_house(world, address)
        for minutes in (3, 4):
            with time.at(moment + timedelta(minutes=minutes)):
                mails += delivered()
        moment += timedelta(hours=1)
    shown = calendars([mail for mail in mails if "Charles" in mail.body("plain")])
    assert list(shown["charles.chair@example.org"].entries) == [meeting.uid]
    assert list(shown["chair@elsewhere.example"].entries) == [meeting.uid]
