"""The life of a meeting, step by step, with everybody around it and every mail that arrived at the mail server."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import Any

from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from eboard.audit import Actor
from eboard.boards.enums import BoardRole
from eboard.cases.enums import CaseState
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.tokens import short_tag
from eboard.invitations.actions import answer_invitation, tell_now
from eboard.invitations.enums import Answer
from eboard.invitations.invitees import invitees, listed_items
from eboard.invitations.jobs import tell_due
from eboard.invitations.models import Invitation
from eboard.invitations.queries import invitations_to
from eboard.mail.actions.delivering import LEASE
from eboard.mail.enums import UNSENT_STATES, MailState
from eboard.mail.jobs import deliver
from eboard.mail.models import OutboxMessage
from eboard.meetings.actions.guests import add_guest, remove_guest
from eboard.meetings.actions.plans import cancel_meeting, change_meeting, publish_meeting
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.timing import Plan
from eboard.people.enums import Told
from eboard.people.models import Person
from tests.conftest import NOW
from tests.invitations.calendars import Calendar, calendars
from tests.invitations.reading import Mail, change, parse_mail
from tests.mail.server import Handler, free_port
from tests.mail.test_delivery import talking_to
from tests.world import World, make_board, make_case, make_item, make_meeting, make_member, make_person

CHANGEABLE = {MeetingState.PLANNED, MeetingState.PUBLISHED}


class Killed(BaseException):
    """The process ended here."""


@contextmanager
def killed_at_commit(number: int) -> Iterator[list[int]]:
    """End the process just before a commit; gives how many commits were reached."""
    reached: list[int] = []

    def count(_session: Session) -> None:
        reached.append(1)
        if len(reached) == number:
            raise Killed

    event.listen(Session, "before_commit", count)
    try:
        yield reached
    except Killed:
        pass
    finally:
        event.remove(Session, "before_commit", count)


@dataclass
class History:
    """A meeting, its guests and cases; each verb is a step."""

    app: Flask
    server: Handler
    world: World
    meeting: Meeting
    guests: list[Person]
    items: list[AgendaItem]
    moment: datetime = NOW
    read: list[Mail] = field(default_factory=list)
    kills: int = 0
    lost: int = 0  # conversations that broke off: whether the mail arrived is unknown
    left: set[str] = field(default_factory=set)  # former addresses, which are told nothing

    @classmethod
    def begun(cls, app: Flask, server: Handler, world: World) -> "History":
        """A planned meeting of a board of its own with three cases, two of them with a referrer."""
        server.taken.clear()
        with unit_of_work():
            board = make_board(world.hub, short_tag()[:8], name="GI eBoard")
            make_member(board, world.coordinator, BoardRole.COORDINATOR)
            make_member(board, world.chair, BoardRole.CHAIR)
            make_member(board, world.observer, BoardRole.OBSERVER)
            meeting = make_meeting(
                board,
                day=date(2026, 4, 6),
                clock=clock_time(9, 0),
                state=MeetingState.PLANNED,
                published_at=None,
                conference_provider_id=world.provider.id,
            )
            guests = [make_person(f"Guest{n} Of{short_tag()[:6]}") for n in range(3)]
            referrers = (guests[0].id, guests[1].id, None)
            cases = [make_case(world.north, board, state=CaseState.SCHEDULED, referrer_id=p) for p in referrers]
            items = [make_item(meeting, case, position=number) for number, case in enumerate(cases, start=1)]
        return cls(app, server, world, meeting, guests, items)

    @property
    def staff(self) -> Actor:
        return Actor(person_id=self.world.coordinator.id)

    @property
    def mails(self) -> list[Mail]:
        """What arrived about the meeting."""
        self.read += [parse_mail(bytes(envelope.content)) for envelope in self.server.taken[len(self.read) :]]
        return [mail for mail in self.read if mail.calendar is not None]

    def act(self, verb: str, number: int = 0) -> None:
        with time.at(self.moment):
            getattr(self, verb)(number)
        self.moment += timedelta(seconds=20)

    def plan(self, **values: Any) -> None:
        with unit_of_work():
            row = self.meeting
            now = Plan(day=row.day, clock=row.clock, zone=row.zone, minutes=row.minutes, room=row.room)
            if row.state in CHANGEABLE:
                plan = replace(now, conference_provider_id=row.conference_provider_id, **values)
                change_meeting(actor=self.staff, meeting=row, plan=plan, version=row.row_version)

    def move(self, number: int) -> None:
        self.plan(day=date(2026, 4, 6 + number))

    def place(self, number: int) -> None:
        self.plan(room=f"Room {number}")

    def plan_back(self, _number: int) -> None:
        self.plan(room="")

    def shorten(self, number: int) -> None:
        self.plan(minutes=30 + 15 * number)

    def invite(self, number: int) -> None:
        with unit_of_work():
            is_guest = any(guest.person_id == self.guests[number].id for guest in self.meeting.guests)
            if self.meeting.state in CHANGEABLE and not is_guest:
                add_guest(actor=self.staff, meeting=self.meeting, person=self.guests[number])

    def uninvite(self, number: int) -> None:
        with unit_of_work():
            remove_guest(actor=self.staff, meeting=self.meeting, person=self.guests[number])

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

    def rename(self, number: int) -> None:
        change(self.meeting.board, name=f"GI eBoard {number}" if number else "GI eBoard")

    def readdress(self, number: int) -> None:
        """The guest gets another address, or the one before once more."""
        one = self.guests[number]
        first, _, domain = one.email.partition("@")
        self.left.add(one.email)
        change(one, email=f"{first.removesuffix('.new') if first.endswith('.new') else f'{first}.new'}@{domain}")

    def wish(self, number: int) -> None:
        """The guest chooses the subscription alone, or mail again."""
        change(self.guests[number], told=Told.MAIL if self.guests[number].told is Told.FEED else Told.FEED)

    def abort(self, number: int) -> None:
        """The process ends while somebody changes the meeting."""
        with killed_at_commit(2):
            self.place(number + 3)

    def tell(self, _number: int) -> None:
        self.moment += timedelta(minutes=3)
        with time.at(self.moment):
            tell_due()

    def hurry(self, _number: int) -> None:
        with unit_of_work():
            tell_now(actor=self.staff, meeting=self.meeting)
        tell_due()

    def wait(self, number: int) -> None:
        self.moment += timedelta(minutes=number)

    def send(self, _number: int) -> None:
        deliver()

    def kill(self, number: int) -> None:
        """The process ends at one of the commits of telling and sending; another takes over after its lease."""
        self.moment += timedelta(minutes=3)
        with time.at(self.moment), killed_at_commit(number):
            tell_due()
            deliver()
        self.kills += 1
        self.moment += LEASE + timedelta(seconds=1)

    def down(self, _number: int) -> None:
        """Nobody answers at the mail server."""
        with talking_to(self.app, smtp_port=free_port()):
            deliver()

    def refuse(self, number: int) -> None:
        """The server is overloaded, or hangs up before it says whether it took the mail."""
        self.server.data_answers = ["451 4.3.2 Later", "hang up"][number % 2 :][:1]
        self.lost += number % 2
        deliver()
        self.server.data_answers = []

    def settle(self) -> None:
        """Time passes and everything works, until there is nothing left to do."""
        for _again in range(12):
            self.act("tell")
            self.act("send")
            if not self.is_busy():
                return
            self.moment += timedelta(hours=2)

    def is_busy(self) -> bool:
        waiting = select(OutboxMessage.id).where(OutboxMessage.state.in_((*UNSENT_STATES, MailState.SENDING)))
        to_tell = select(Invitation.id).where(Invitation.tell_at.is_not(None))
        return any(db.session.scalar(one.limit(1)) is not None for one in (waiting, to_tell))

    def calendars(self) -> dict[str, Calendar]:
        return calendars(self.mails)

    def expected(self) -> dict[str, dict[str, Any]]:
        """What each mailbox has to show of the meeting; who chose the subscription may have it too."""
        meeting = self.meeting
        if meeting.state is not MeetingState.PUBLISHED:
            return {}
        count = len(listed_items(meeting))
        cases = f", {count} case{'s' if count > 1 else ''}" if count else ""
        join = f"http://localhost:8000/join/{meeting.join_code}"
        entry = {
            "start": meeting.starts_at,
            "end": meeting.ends_at,
            "summary": f"{meeting.board.name}{cases}",
            "place": " / ".join(filter(None, (meeting.room, join))),
        }
        return {one.person.email: {**entry, "attendee": one.person.email} for one in invitees(meeting)}
