"""People whose own minutes moved hear of it once, and nobody hears of what was taken back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import event, select, update

from eboard.audit.actor import SYSTEM
from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.invitations.actions import tell_slot
from eboard.invitations.actions.telling import tell_again
from eboard.invitations.jobs import reconcile_all, tell_due
from eboard.invitations.models import Invitation
from eboard.invitations.queries import mine
from eboard.invitations.slots import NOT_NEEDED, has_moved
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import Meeting
from eboard.people.enums import Told
from tests.conftest import NOW
from tests.invitations.reading import Mail, change, delivered
from tests.world import World, make_case, make_item, make_meeting

HOLD = timedelta(minutes=3)


def meeting_of(world: World, *specialties: list[str], **values: Any) -> Meeting:
    """A published meeting of cases of ten minutes, and everybody told."""
    with unit_of_work():
        meeting = make_meeting(world.board, **values)
        for position, needed in enumerate(specialties, start=1):
            make_item(meeting, make_case(world.north, world.board, specialties=needed), position)
    with time.at(NOW + HOLD):
        assert len(delivered()) == 5
    return meeting


def mails(after: timedelta) -> list[Mail]:
    """What is sent that long after the beginning."""
    with time.at(NOW + after):
        return delivered()


def subjects(after: timedelta) -> list[tuple[str, str]]:
    return [(mail.to.partition(".")[0], str(mail.message["Subject"])) for mail in mails(after)]


def edit(after: timedelta, row: Any, **values: Any) -> None:
    with time.at(NOW + after):
        change(row, **values)


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CHANGED = "Agenda changed: GI eBoard, Mon 9 Mar 2026"


def test_the_invitation_says_when_one_is_needed(world: World) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
        for position, needed in enumerate(([], ["radiology"], [], ["radiology"]), start=1):
            make_item(meeting, make_case(world.north, world.board, specialties=needed), position)
    found = {mail.to.partition(".")[0]: mail for mail in mails(HOLD)}
    line = "You are needed: 14:10–14:20, 14:30–14:40 (America/Chicago)"
    assert [line in found["rita"].body(kind) for kind in ("plain", "html")] == [True, True]
    assert ["needed" in found[name].body("plain") for name in ("charles", "paul", "olga")] == [False, False, False]
    told = {name: mine(getattr(world, name).id, meeting.id).told_slot for name in ("radiologist", "chair", "deputy")}
    assert told == {"radiologist": 10, "chair": None, "deputy": NOT_NEEDED}


def test_who_is_needed_much_later_hears_of_it_once_and_nobody_else_does(world: World) -> None:
    meeting = meeting_of(world, [], ["radiology"], ["surgery"])
    edit(HOUR, meeting.items[0], minutes=25)
    assert subjects(HOUR) == []
    (mail,) = mails(HOUR + HOLD)
    assert (mail.to, mail.message["Subject"]) == ("rita.radiologist@example.org", CHANGED)
    text = "You are now needed at 14:25–14:35 (America/Chicago); before it was at 14:10."
    assert [text in mail.body(kind) for kind in ("plain", "html")] == [True, True]
    assert f"http://localhost:8000/meetings/{meeting.id}" in mail.body("plain")
    assert mail.calendar is None
    assert subjects(2 * HOUR) == []
    entries = db.session.scalars(select(AuditEntry.subject_id).where(AuditEntry.event == "invitation.slot_told"))
    assert list(entries) == [mine(world.radiologist.id, meeting.id).id]


def test_it_counts_from_what_was_told_so_that_small_steps_add_up(world: World) -> None:
    meeting = meeting_of(world, [], ["radiology"])
    edit(HOUR, meeting.items[0], minutes=20)
    assert subjects(2 * HOUR) == []
    edit(3 * HOUR, meeting.items[0], minutes=21)
    assert subjects(4 * HOUR) == [("rita", CHANGED)]
    edit(5 * HOUR, meeting.items[0], minutes=11)
    assert subjects(6 * HOUR) == []


def test_a_change_taken_back_within_the_hold_window_is_told_to_nobody(world: World) -> None:
    meeting = meeting_of(world, [], ["radiology"])
    edit(HOUR, meeting.items[0], minutes=40)
    edit(HOUR + timedelta(minutes=1), meeting.items[0], minutes=10)
    assert subjects(2 * HOUR) == []


def test_changes_in_a_row_are_one_note_after_the_last(world: World) -> None:
    meeting = meeting_of(world, [], ["radiology"])
    for minute in range(3):
        edit(HOUR + timedelta(minutes=minute), meeting.items[0], minutes=30 + minute)
    assert subjects(HOUR + timedelta(minutes=3)) == []
    (mail,) = mails(HOUR + timedelta(minutes=4))
    assert "needed at 14:32–14:42" in mail.body("plain")


def test_one_mail_a_change_when_the_invitation_says_it_too(world: World) -> None:
    meeting = meeting_of(world, [], ["radiology"])
    with time.at(NOW + HOUR), unit_of_work():
        make_item(meeting, make_case(world.north, world.board), position=0, minutes=30)
    sent = mails(HOUR + HOLD)
    assert len(sent) == 5
    (rita,) = [mail for mail in sent if mail.to.startswith("rita")]
    assert str(rita.message["Subject"]).startswith("Updated:")
    assert "You are needed: 14:40–14:50" in rita.body("plain")
    assert subjects(2 * HOUR) == []
    assert mine(world.radiologist.id, meeting.id).told_slot == 40


MOVE = {"day": date(2026, 3, 16), "sequence": 1, "announced_at": NOW + 2 * HOUR}


@pytest.mark.parametrize(
    "news",
    [
        lambda meeting: MOVE | {"starts_at": meeting.starts_at + 7 * DAY, "ends_at": meeting.ends_at + 7 * DAY},
        lambda _meeting: {"room": "Room 9", "sequence": 1},
        lambda _meeting: {"state": MeetingState.CANCELLED, "cancelled_at": NOW + 2 * HOUR, "sequence": 1},
    ],
    ids=["moved", "other room", "cancelled"],
)
def test_a_note_that_waits_gives_way_to_news(world: World, news: Callable[[Meeting], dict[str, Any]]) -> None:
    meeting = meeting_of(world, [], ["radiology"])
    edit(HOUR, meeting.items[0], minutes=40)
    with time.at(NOW + HOUR + HOLD):
        tell_due()
    edit(2 * HOUR, meeting, **news(meeting))
    assert CHANGED not in [subject for _name, subject in subjects(2 * HOUR + HOLD)]


def test_minutes_that_only_news_said_which_were_taken_back_are_told_in_a_note(world: World) -> None:
    meeting = meeting_of(world, [], ["radiology"])
    edit(HOUR, meeting, room="Room 9", sequence=1)
    edit(HOUR, meeting.items[0], minutes=40)
    with time.at(NOW + HOUR + HOLD):
        tell_due()
    assert mine(world.radiologist.id, meeting.id).told_slot == 40
    edit(2 * HOUR, meeting, room="", sequence=2)
    assert subjects(2 * HOUR + HOLD) == [("rita", CHANGED)]
    assert subjects(3 * HOUR) == []


def test_the_update_says_that_one_is_spared(world: World) -> None:
    meeting = meeting_of(world, [], ["radiology"])
    edit(HOUR, meeting.items[1], state=ItemState.REMOVED)
    found = {mail.to.partition(".")[0]: mail for mail in mails(2 * HOUR)}
    spared = "No case on the agenda needs you any more."
    assert [spared in found["rita"].body(kind) for kind in ("plain", "html")] == [True, True]
    assert spared not in found["paul"].body("plain")


def test_an_update_that_was_undone_does_not_swallow_the_note(world: World) -> None:
    meeting = meeting_of(world, [], ["radiology"])
    edit(HOUR, meeting, room="Room 9")
    with time.at(NOW + HOUR):
        change(meeting, room="")
        change(meeting.items[0], minutes=45)
    assert subjects(HOUR + HOLD) == [("rita", CHANGED)]


def test_who_is_needed_for_the_first_time_and_who_is_not_any_more_hear_of_it(world: World) -> None:
    meeting = meeting_of(world, [], ["radiology"])
    edit(HOUR, meeting.items[0].case, specialties=["pathology"])
    edit(HOUR, meeting.items[1].case, specialties=[])
    paul, rita = sorted(mails(2 * HOUR), key=lambda mail: mail.to)
    assert "You are now needed at 14:00–14:10 (America/Chicago).\r\n" in paul.body("plain")
    assert "No case needs you any more; before it was at 14:10." in rita.body("plain")
    assert [paul.to, rita.to] == ["paul.pathologist@example.org", "rita.radiologist@example.org"]


def test_who_has_the_subscription_alone_gets_no_mail_and_is_not_told_later(world: World) -> None:
    change(world.radiologist, told=Told.FEED)
    with unit_of_work():
        meeting = make_meeting(world.board)
        make_item(meeting, make_case(world.north, world.board), 1)
        make_item(meeting, make_case(world.north, world.board, specialties=["radiology"]), 2)
    assert len(mails(HOLD)) == 4
    edit(HOUR, meeting.items[0], minutes=40)
    edit(HOUR, meeting.items[0], minutes=90)
    assert subjects(2 * HOUR) == []
    assert mine(world.radiologist.id, meeting.id).told_slot == 90
    edit(3 * HOUR, world.radiologist, told=Told.BOTH)
    assert [subject for _name, subject in subjects(4 * HOUR)] == ["Invitation: GI eBoard, Mon 9 Mar 2026, 14:00"]


@pytest.mark.parametrize(
    "end",
    [
        lambda meeting: {"state": MeetingState.LIVE},
        lambda meeting: {"state": MeetingState.CANCELLED, "cancelled_at": NOW, "sequence": 1},
        lambda meeting: {"starts_at": NOW + HOUR, "ends_at": NOW + 2 * HOUR},
    ],
    ids=["runs", "cancelled", "begun"],
)
def test_nobody_hears_of_minutes_once_the_meeting_began_or_is_off(
    world: World, end: Callable[[Meeting], dict[str, Any]]
) -> None:
    meeting = meeting_of(world, [], ["radiology"])
    edit(HOUR, meeting.items[0], minutes=40)
    with unit_of_work():
        db.session.execute(update(Meeting).where(Meeting.id == meeting.id).values(**end(meeting)))
        db.session.execute(update(Invitation).values(tell_at=None))
    db.session.expire_all()
    assert subjects(HOUR + HOLD) == []
    invitation = mine(world.radiologist.id, meeting.id)
    assert (invitation.told_slot, invitation.slot_tell_at) == (10, None)
    with time.at(NOW + HOUR + HOLD), unit_of_work():
        tell_slot(invitation.id)


def test_a_meeting_that_moves_as_a_whole_is_told_by_its_invitation_alone(world: World) -> None:
    meeting = meeting_of(world, [], ["radiology"])
    later = timedelta(days=7)
    edit(
        HOUR, meeting, day=date(2026, 3, 16), starts_at=meeting.starts_at + later, ends_at=meeting.ends_at + later,
        sequence=1, announced_at=NOW + HOUR,
    )  # fmt: skip
    assert {subject.partition(":")[0] for _name, subject in subjects(2 * HOUR)} == {"Updated"}
    assert subjects(3 * HOUR) == []


def test_an_agenda_made_after_publication_is_no_change_for_anybody(world: World) -> None:
    meeting = meeting_of(world)
    with time.at(NOW + HOUR), unit_of_work():
        make_item(meeting, make_case(world.north, world.board, specialties=["radiology"]), 1, minutes=30)
    assert {subject.partition(":")[0] for _name, subject in subjects(2 * HOUR)} == {"Updated"}
    assert subjects(3 * HOUR) == []


def past(statement: Any) -> None:
    """What another process writes, and the rows in this one do not show."""
    with unit_of_work():
        db.session.execute(statement.execution_options(synchronize_session=False))


def test_what_was_told_while_the_agenda_changed_counts(world: World) -> None:
    meeting = meeting_of(world, [], ["radiology"])
    rita = mine(world.radiologist.id, meeting.id)
    past(update(Invitation).where(Invitation.id == rita.id).values(told_slot=40))
    edit(HOUR, meeting.items[0], minutes=11)
    assert subjects(HOUR + HOLD) == [("rita", CHANGED)]


@contextmanager
def counted_updates() -> Iterator[list[str]]:
    """The statements that write invitations in place of others."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("UPDATE invitation "):
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield found
    event.remove(db.engine, "before_cursor_execute", note)


def test_what_is_told_again_says_the_minutes_too_and_is_written_once(world: World) -> None:
    meeting = meeting_of(world, [], ["radiology"])
    edit(HOUR, meeting.items[0], minutes=15)
    rita = mine(world.radiologist.id, meeting.id)
    with counted_updates() as updates, time.at(NOW + HOUR), unit_of_work():
        assert tell_again(actor=SYSTEM, invitation=rita) is True
    assert (len(updates), rita.told_slot) == (1, 15)


def test_a_note_says_the_agenda_as_it_is_and_its_invitation_is_written_once(world: World) -> None:
    meeting = meeting_of(world, [], ["radiology"])
    item, rita = meeting.items[0], mine(world.radiologist.id, meeting.id)
    edit(HOUR, item, minutes=40)
    past(update(type(item)).where(type(item).id == item.id).values(minutes=55))
    with counted_updates() as updates, time.at(NOW + HOUR + HOLD), unit_of_work():
        tell_slot(rita.id)
    assert len(updates) == 1
    (mail,) = mails(HOUR + HOLD)
    assert "needed at 14:55–15:05" in mail.body("plain")


def test_the_threshold_can_be_set(world: World) -> None:
    meeting = meeting_of(world, [], ["radiology"])
    with slot_minutes(60):
        edit(HOUR, meeting.items[0], minutes=60)
        assert subjects(2 * HOUR) == []
    with slot_minutes(0):
        edit(3 * HOUR, meeting.items[0], minutes=61)
        assert subjects(4 * HOUR) == [("rita", CHANGED)]


@contextmanager
def slot_minutes(value: int) -> Any:
    kept = current_app.config["EBOARD"]
    current_app.config["EBOARD"] = replace(kept, slot_minutes=value)
    yield
    current_app.config["EBOARD"] = kept


def test_the_look_over_everything_finds_a_change_that_went_past_the_hooks(world: World) -> None:
    meeting = meeting_of(world, [], ["radiology"])
    with unit_of_work():
        db.session.execute(
            update(type(meeting.items[0])).where(type(meeting.items[0]).id == meeting.items[0].id).values(minutes=50)
        )
    db.session.expire_all()
    with time.at(NOW + HOUR):
        reconcile_all()
        due = due_of(world, meeting)
    assert due == NOW + HOUR + timedelta(minutes=2)
    with time.at(NOW + HOUR + timedelta(minutes=1)):
        reconcile_all()
    assert due_of(world, meeting) == due
    assert subjects(HOUR + HOLD) == [("rita", CHANGED)]


def due_of(world: World, meeting: Meeting) -> datetime | None:
    db.session.expire_all()
    return mine(world.radiologist.id, meeting.id).slot_tell_at


@pytest.mark.parametrize(
    ("told", "slot"),
    [(10, 21), (21, 10), (NOT_NEEDED, 0), (0, NOT_NEEDED)],
)
def test_what_counts_as_moved(told: int, slot: int) -> None:
    assert has_moved(told, slot, threshold=10) is True


@pytest.mark.parametrize(("told", "slot"), [(None, 30), (30, None), (10, 20), (20, 10), (NOT_NEEDED, NOT_NEEDED)])
def test_what_does_not(told: int | None, slot: int | None) -> None:
    assert has_moved(told, slot, threshold=10) is False
