"""Whatever happens to a meeting, in the end each calendar shows what is true, and nobody was told anything twice."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from itertools import pairwise
from pathlib import Path
from typing import Any

from flask import current_app
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from eboard.audit import Actor
from eboard.cases.enums import CaseState
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.web import settings as eboard_settings
from eboard.invitations.actions import answer_invitation
from eboard.invitations.enums import Answer
from eboard.invitations.invitees import invitees, listed_items
from eboard.invitations.jobs import reconcile_all, tell_due
from eboard.invitations.queries import invitations_to
from eboard.mail.enums import MailState
from eboard.mail.jobs import deliver
from eboard.mail.models import OutboxMessage
from eboard.meetings.actions.plans import cancel_meeting, change_meeting, publish_meeting
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import AgendaItem, Guest, Meeting
from eboard.meetings.timing import Plan
from eboard.people.models import Person
from tests.conftest import NOW
from tests.invitations.reading import Mail, empty_folder, mail_folder, read_mail
from tests.world import World, make_case, make_item, make_meeting, make_person

STEPS = st.one_of(
    st.tuples(st.just("invite"), st.integers(0, 2)),
    st.tuples(st.just("uninvite"), st.integers(0, 2)),
    st.tuples(st.just("move"), st.integers(0, 3)),
    st.tuples(st.just("place"), st.integers(0, 2)),
    st.tuples(st.just("shorten"), st.integers(0, 2)),
    st.tuples(st.just("enlist"), st.integers(0, 2)),
    st.tuples(st.just("strike"), st.integers(0, 2)),
    st.tuples(st.just("answer"), st.integers(0, 4)),
    st.tuples(st.just("cancel"), st.just(0)),
    st.tuples(st.just("publish"), st.just(0)),
    st.tuples(st.just("tell"), st.just(0)),
    st.tuples(st.just("send"), st.just(0)),
    st.tuples(st.just("fail"), st.just(0)),
    st.tuples(st.just("wait"), st.integers(1, 30)),
)


@dataclass
class History:
    """A meeting, everybody around it, and every mail that arrived."""

    world: World
    meeting: Meeting
    guests: list[Person]
    items: list[AgendaItem]
    moment: datetime = NOW
    mails: list[Mail] = field(default_factory=list)

    def act(self, verb: str, number: int) -> None:
        with time.at(self.moment):
            getattr(self, verb)(number)
        self.moment += timedelta(seconds=20)

    def plan(self, **values: Any) -> None:
        with unit_of_work():
            row = self.meeting
            now = Plan(day=row.day, clock=row.clock, zone=row.zone, minutes=row.minutes, room=row.room)
            if row.state in {MeetingState.PLANNED, MeetingState.PUBLISHED}:
                change_meeting(
                    actor=self.staff,
                    meeting=row,
                    plan=replace(now, conference_provider_id=row.conference_provider_id, **values),
                    version=row.row_version,
                )

    @property
    def staff(self) -> Actor:
        return Actor(person_id=self.world.coordinator.id)

    def invite(self, number: int) -> None:
        with unit_of_work():
            if db.session.get(Guest, (self.meeting.id, self.guests[number].id)) is None:
                db.session.add(Guest(meeting_id=self.meeting.id, person_id=self.guests[number].id))

    def uninvite(self, number: int) -> None:
        with unit_of_work():
            guest = db.session.get(Guest, (self.meeting.id, self.guests[number].id))
            if guest is not None:
                db.session.delete(guest)
        db.session.expire(self.meeting)

    def move(self, number: int) -> None:
        self.plan(day=date(2026, 4, 6 + number))

    def place(self, number: int) -> None:
        self.plan(room=f"Room {number}")

    def shorten(self, number: int) -> None:
        self.plan(minutes=30 + 15 * number)

    def put(self, number: int, state: ItemState) -> None:
        with unit_of_work():
            if self.meeting.state is not MeetingState.CANCELLED:
                self.items[number].state = state
                self.items[number].case.state = CaseState.SCHEDULED

    def enlist(self, number: int) -> None:
        self.put(number, ItemState.LISTED)

    def strike(self, number: int) -> None:
        self.put(number, ItemState.REMOVED)

    def answer(self, number: int) -> None:
        with unit_of_work():
            rows = [row for row in invitations_to(self.meeting.id) if row.is_wanted]
            if rows and self.meeting.state is MeetingState.PUBLISHED:
                row = rows[number % len(rows)]
                answer_invitation(actor=Actor(person_id=row.person_id), invitation=row, answer=Answer.ACCEPTED)

    def cancel(self, _number: int) -> None:
        with unit_of_work():
            if self.meeting.state is MeetingState.PUBLISHED:
                cancel_meeting(actor=self.staff, meeting=self.meeting, reason="No room")

    def publish(self, _number: int) -> None:
        with unit_of_work():
            if self.meeting.state in {MeetingState.PLANNED, MeetingState.CANCELLED}:
                publish_meeting(actor=self.staff, meeting=self.meeting)

    def tell(self, _number: int) -> None:
        self.moment += timedelta(minutes=3)
        with time.at(self.moment):
            tell_due()

    def wait(self, number: int) -> None:
        self.moment += timedelta(minutes=number)

    def send(self, _number: int) -> None:
        deliver()
        self.mails += [read_mail(path) for path in sorted(mail_folder().glob("*.eml"))]
        empty_folder()

    def fail(self, _number: int) -> None:
        """The mail server is down: the folder cannot be made, because a file stands in its way."""
        obstacle = mail_folder().parent / "obstacle"
        obstacle.touch()
        kept = eboard_settings()
        current_app.config["EBOARD"] = replace(kept, mail_dir=Path(obstacle) / "mail")
        try:
            deliver()
        finally:
            current_app.config["EBOARD"] = kept

    def settle(self) -> None:
        for _again in range(12):
            self.act("tell", 0)
            self.act("send", 0)
            self.moment += timedelta(hours=2)

    def invites_of(self, address: str) -> list[Mail]:
        return [mail for mail in self.mails if mail.calendar is not None and mail.to == address]


def shown(mail: Mail) -> dict[str, Any]:
    """What a calendar keeps of a REQUEST, without the moment it was written."""
    event = mail.event
    return {
        "start": event.start,
        "end": event.end,
        "sequence": int(event["SEQUENCE"]),
        "summary": str(event["SUMMARY"]),
        "place": str(event.get("LOCATION", "")),
        "uid": str(event["UID"]),
    }


def expected(meeting: Meeting) -> dict[str, Any]:
    count = len(listed_items(meeting))
    cases = f", {count} case{'s' if count > 1 else ''}" if count else ""
    join = f"http://localhost:8000/join/{meeting.join_code}"
    return {
        "start": meeting.starts_at,
        "end": meeting.ends_at,
        "sequence": meeting.sequence,
        "summary": f"GI eBoard{cases}",
        "place": " / ".join(filter(None, (meeting.room, join))),
        "uid": meeting.uid,
    }


def check(history: History) -> None:
    db.session.expire_all()
    meeting = history.meeting
    asked = {one.person.email for one in invitees(meeting)} if meeting.state is MeetingState.PUBLISHED else set()
    told = {mail.to for mail in history.mails if mail.calendar is not None}
    assert asked <= told
    for address in told:
        mails = history.invites_of(address)
        sequences = [int(mail.event["SEQUENCE"]) for mail in mails]
        stamps = [mail.event["DTSTAMP"].dt for mail in mails]
        assert sequences == sorted(sequences)
        assert stamps == sorted(stamps)
        assert mails[0].method == "REQUEST"
        for before, after in pairwise(mails):
            assert (before.method, shown(before)) != (after.method, shown(after))
            assert (before.method, after.method) != ("CANCEL", "CANCEL")
        assert mails[-1].method == ("REQUEST" if address in asked else "CANCEL")
        if address in asked:
            assert shown(mails[-1]) == expected(meeting)
    identifiers = [mail.message["Message-ID"] for mail in history.mails]
    assert len(identifiers) == len(set(identifiers))
    left = set(db.session.scalars(select(OutboxMessage.state)))
    assert left <= {MailState.SENT, MailState.SUPERSEDED}


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@example(steps=[("invite", 2), ("tell", 0), ("send", 0), ("uninvite", 2), ("tell", 0), ("invite", 2)])
@example(steps=[("tell", 0), ("fail", 0), ("move", 1), ("tell", 0), ("fail", 0), ("cancel", 0)])
@example(steps=[("tell", 0), ("send", 0), ("cancel", 0), ("tell", 0), ("publish", 0), ("answer", 1), ("shorten", 0)])
@given(steps=st.lists(STEPS, min_size=6, max_size=22))
def test_in_the_end_every_calendar_is_right_and_nothing_was_told_twice(
    world: World, steps: list[tuple[str, int]]
) -> None:
    empty_folder()
    with unit_of_work():
        meeting = make_meeting(
            world.board,
            day=date(2026, 4, 6),
            clock=clock_time(9, 0),
            state=MeetingState.PLANNED,
            published_at=None,
            conference_provider_id=world.provider.id,
        )
        guests = [make_person(f"Guest{n} Of{meeting.uid[:6]}") for n in range(3)]
        referrers = (guests[0].id, guests[1].id, None)
        cases = [make_case(world.north, world.board, state=CaseState.SCHEDULED, referrer_id=one) for one in referrers]
        items = [make_item(meeting, case, position=number) for number, case in enumerate(cases, start=1)]
    history = History(world, meeting, guests, items)
    history.act("publish", 0)
    for verb, number in steps:
        history.act(verb, number)
    with time.at(history.moment):
        reconcile_all()
    history.settle()
    with time.at(history.moment):
        check(history)
