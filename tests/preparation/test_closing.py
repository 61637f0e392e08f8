"""The cut-off: cases are shared out, each preparer and coordinator hears once, and no mail names a patient."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.cases.enums import MaterialKind, MaterialState
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.invitations.enums import Answer
from eboard.mail.actions import choose
from eboard.mail.enums import Delivery, NoticeKind
from eboard.mail.models import OutboxMessage
from eboard.meetings.agenda import shown
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.people.models import Person
from eboard.preparation.jobs import close_lists
from tests.preparation.scenes import PATHOLOGY, QUESTION, RADIOLOGY, answer, cap, make_scene, named, need, seat
from tests.world import World, make_case, make_item, save

HOUR = timedelta(hours=1)


@pytest.fixture
def meeting(world: World) -> Iterator[Meeting]:
    """A meeting whose list closed an hour ago, at noon in Chicago."""
    made = make_scene(world, 2)
    with time.at(made.starts_at - timedelta(hours=made.board.cutoff_hours) + HOUR):
        yield made


def mails(person: Person) -> list[OutboxMessage]:
    return [one for one in every_mail() if one.person_id == person.id]


def every_mail() -> list[OutboxMessage]:
    db.session.expire_all()
    found = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.dedupe_key.startswith("preparation/")).order_by(OutboxMessage.id)
    )
    return list(found)


def text(row: OutboxMessage) -> str:
    assert row.body is not None
    parts = message_from_bytes(row.body, policy=default).walk()
    return "\n".join(str(part.get_content()) for part in parts if part.get_content_maintype() == "text")


def test_preparers_are_named_and_told_once(world: World, meeting: Meeting) -> None:
    need(shown(meeting)[0].case, "CT chest of the marker", MaterialKind.IMAGING, MaterialState.REQUESTED)
    assert close_lists() == 1
    assert set(named(meeting, RADIOLOGY).values()) == {world.radiologist}
    assert close_lists() == 1
    (mail,) = mails(world.radiologist)
    said = text(mail)
    assert ("2 cases, 1 item missing" in said, "2 cases, nothing missing" in said) == (True, False)
    assert f"http://localhost:8000/meetings/{meeting.id}/preparation/radiology" in said
    (other,) = mails(world.pathologist)
    assert "2 cases, nothing missing" in text(other)
    (coordinators,) = mails(world.coordinator)
    assert ("1 item has not arrived." in text(coordinators), "still to be named" in text(coordinators)) == (True, False)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "preparation.told")).all()
    assert [len(entry.details["people"]) for entry in entries] == [3]


def test_no_mail_says_anything_of_a_case(world: World, meeting: Meeting) -> None:
    need(shown(meeting)[0].case, "CT chest of the marker", MaterialKind.IMAGING, MaterialState.REQUESTED)
    close_lists()
    rows = every_mail()
    assert len(rows) == 3
    forbidden = [QUESTION, "CT chest", "sigmoid", *(item.case.number for item in shown(meeting))]
    for row in rows:
        whole = f"{row.subject}\n{text(row)}"
        assert [words for words in forbidden if words in whole] == []


def test_the_coordinator_hears_nothing_when_all_is_there(world: World, meeting: Meeting) -> None:
    close_lists()
    assert mails(world.coordinator) == []


def test_the_coordinator_hears_of_cases_that_nobody_prepares(world: World, meeting: Meeting) -> None:
    cap(world.radiologist, 1)
    close_lists()
    (mail,) = mails(world.coordinator)
    assert "1 preparer is still to be named." in text(mail)


def test_a_case_that_comes_late_and_a_person_who_declines_are_followed(world: World, meeting: Meeting) -> None:
    close_lists()
    second = seat(world, "Remo Second", RADIOLOGY)
    answer(meeting, world.radiologist, Answer.DECLINED)
    with unit_of_work():
        make_item(meeting, make_case(world.north, world.board), 3)
    db.session.expire_all()
    close_lists()
    assert set(named(meeting, RADIOLOGY).values()) == {second}
    assert list(named(meeting, PATHOLOGY)) == [1, 2, 3]
    assert [len(mails(one)) for one in (world.radiologist, second, world.pathologist)] == [1, 1, 1]


def test_nobody_is_told_at_night(world: World, meeting: Meeting) -> None:
    world.radiologist.zone = "Asia/Tokyo"
    save(world.radiologist)
    close_lists()  # four in the morning there
    assert (mails(world.radiologist), len(mails(world.pathologist))) == ([], 1)
    with time.at(time.now() + 4 * HOUR):
        close_lists()
    assert len(mails(world.radiologist)) == 1


def test_who_chose_to_do_without_gets_nothing(world: World, meeting: Meeting) -> None:
    with unit_of_work():
        choose(person_id=world.radiologist.id, choices={NoticeKind.PREPARATION: Delivery.OFF})
    close_lists()
    assert (mails(world.radiologist), len(mails(world.pathologist))) == ([], 1)


def test_nothing_happens_before_the_cutoff_to_drafts_or_after_the_start(world: World, meeting: Meeting) -> None:
    with time.at(meeting.starts_at - timedelta(hours=meeting.board.cutoff_hours) - HOUR):
        assert close_lists() == 0
    with time.at(meeting.starts_at + HOUR):
        assert close_lists() == 0
    meeting.state = MeetingState.PLANNED
    save(meeting)
    assert close_lists() == 0
    assert (named(meeting, RADIOLOGY), every_mail()) == ({}, [])


def test_a_meeting_that_moves_closes_its_list_anew(world: World, meeting: Meeting) -> None:
    close_lists()
    with unit_of_work():
        for name in ("starts_at", "ends_at", "day"):
            setattr(meeting, name, getattr(meeting, name) + timedelta(days=14))
    with time.at(meeting.starts_at - timedelta(hours=meeting.board.cutoff_hours) + HOUR):
        close_lists()
        close_lists()
    assert [len(mails(person)) for person in (world.radiologist, world.pathologist)] == [2, 2]
