"""Nothing in a mail can move a meeting, stop the reader, or answer for anybody but its sender."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from eboard.core.db import db
from eboard.invitations.enums import Outcome
from eboard.invitations.models import Invitation
from eboard.mail.models import OutboxMessage
from eboard.meetings.models import Guest, Meeting
from eboard.people.models import Person
from tests.ical.mails import attendee
from tests.ical.test_reading_laws import CHANGES
from tests.invitations.incoming import answer, invitation_of, take, told_meeting
from tests.world import World

KINDS = (Meeting, Guest, Person, Invitation, OutboxMessage)
CHECKED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)


def everything_but(invitation: Invitation) -> list[dict[str, Any]]:
    """Every row that an answer might touch, but the one it may."""
    rows: list[dict[str, Any]] = []
    for kind in KINDS:
        table = kind.__table__
        statement = select(table).order_by(*table.primary_key)
        if kind is Invitation:
            statement = statement.where(Invitation.id != invitation.id)
        rows += [dict(row) for row in db.session.execute(statement).mappings()]
    return rows


def damage(raw: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    damaged = bytearray(raw)
    for place, length, piece in changes:
        start = place % (len(damaged) + 1)
        damaged[start : start + length] = piece
    return bytes(damaged)


@CHECKED
@given(
    changes=CHANGES,
    partstat=st.sampled_from(["ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED", "X"]),
    method=st.sampled_from(["REPLY", "COUNTER", "CANCEL", "REQUEST", "PUBLISH"]),
    sequence=st.integers(-1, 2**40) | st.none(),
    line=st.sampled_from(
        [
            "DTSTART:20300101T000000Z",
            "STATUS:CANCELLED",
            "LOCATION:Elsewhere",
            "SUMMARY:Other",
            "RRULE:FREQ=SECONDLY",
            attendee("DECLINED", "charles.chair@example.org"),
            "DTEND;TZID=America:20260309T000000",
            "DTSTAMP:00010101T000000Z",
        ]
    ),
)
def test_a_damaged_or_hostile_answer_changes_its_own_invitation_at_most(
    world: World, changes: list[tuple[int, int, bytes]], partstat: str, method: str, sequence: int | None, line: str
) -> None:
    rita = invitation_of(told_once(world), world.radiologist)
    raw = damage(answer(rita, partstat, line, method=method, sequence=sequence), changes)
    before = everything_but(rita)
    received = take(raw)
    assert everything_but(rita) == before
    assert received.outcome in set(Outcome)


@CHECKED
@given(sender=st.sampled_from(["", "evil@elsewhere.example", "dora.deputy@example.org"]), changes=CHANGES)
def test_whatever_others_send_leaves_a_persons_answer_alone(
    world: World, sender: str, changes: list[tuple[int, int, bytes]]
) -> None:
    rita = invitation_of(told_once(world), world.radiologist)
    raw = answer(rita, sender=sender)
    begin = raw.index(b"BEGIN:VCALENDAR")
    before = everything_but(rita)
    take(raw[:begin] + damage(raw[begin:], changes))
    assert (rita.answer.value, rita.answered_at) == ("NEEDS-ACTION", None)
    assert everything_but(rita) == before


@CHECKED
@given(raw=st.binary(max_size=2_000))
def test_any_bytes_are_taken_in_and_change_nothing(world: World, raw: bytes) -> None:
    rita = invitation_of(told_once(world), world.radiologist)
    before = everything_but(rita), rita.answer
    take(raw)
    assert (everything_but(rita), rita.answer) == before


def told_once(world: World) -> Meeting:
    """The one meeting of a test, made with its first example."""
    known = db.session.scalar(select(Meeting))
    return told_meeting(world) if known is None else known
