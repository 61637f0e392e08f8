"""Corrections: with a reason, and what was said before stays."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eboard.attendance.actions import correcting
from eboard.attendance.actions.correcting import digest_of
from eboard.attendance.clocks import instant_near
from eboard.attendance.models import Correction
from eboard.attendance.said import Said, said_in
from eboard.audit.models import AuditEntry
from eboard.core import time as clock
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.meetings.enums import Ending, Learned, MeetingState, Presence
from eboard.meetings.models import Attendance, Meeting
from tests.attendance.scenes import after, by, conclude, make_live, refused, there
from tests.client import Client
from tests.conftest import NOW
from tests.world import World

LATER = NOW + timedelta(hours=3)


def said(start: float = 0, end: float | None = 30, **values: Any) -> Said:
    to_at = None if end is None else after(end)
    return Said(**{"from_at": after(start), "to_at": to_at, "presence": Presence.VIDEO, **values})


def history() -> list[Correction]:
    db.session.expire_all()
    return list(db.session.scalars(select(Correction).order_by(Correction.at, Correction.id)))


def form(mark: Attendance, **values: Any) -> dict[str, Any]:
    known = {"from_clock": "09:00", "to_clock": "09:30", "presence": "video", "proxy_for": "", "reason": "Seen"}
    return {**known, "seen": digest_of(mark), **values}


def test_the_old_stretch_stays_with_who_when_and_why(world: World, client: Client) -> None:
    meeting = make_live(world)
    mark = there(meeting, world.chair, 3.5, 40)
    conclude(meeting)
    address = f"/meetings/{meeting.id}/attendance/{mark.id}/correct"
    client.sign_in(world.coordinator)
    page = client.get(address).text
    assert ('value="09:03"' in page, 'value="09:40"' in page) == (True, True)
    typed = form(mark, from_clock="09:03", to_clock="09:20", presence="phone", proxy_for=str(world.deputy.id))
    with clock.at(LATER):
        client.sign_in(world.coordinator)
        assert client.post(address, data={**typed, "reason": "Left when the pager went"}).status_code == 302
    row = history()[0]
    assert (mark.from_at, mark.to_at, mark.presence) == (after(3.5), after(20), Presence.PHONE)  # the seconds are kept
    assert (mark.ended, mark.learned, mark.proxy_for_id) == (Ending.CORRECTED, Learned.SELF, world.deputy.id)
    assert (row.by_id, row.at, row.reason) == (world.coordinator.id, LATER, "Left when the pager went")
    assert said_in(row.before) == said(3.5, 40)
    assert said_in(row.after) == said(3.5, 20, presence=Presence.PHONE, proxy_for_id=world.deputy.id)
    sheet = client.get(f"/meetings/{meeting.id}/attendance").text
    assert "09:03–09:40, By video → 09:03–09:20, By phone, for Dora Deputy" in sheet
    assert "“Left when the pager went” · Cora Coordinator" in sheet


def test_somebody_who_was_missed_is_added(world: World, client: Client) -> None:
    meeting = make_live(world)
    conclude(meeting)
    client.sign_in(world.coordinator)
    address = f"/meetings/{meeting.id}/attendance/add"
    typed = {"from_clock": "09:05", "to_clock": "09:45", "presence": "room", "proxy_for": "", "reason": "No laptop"}
    with clock.at(LATER):
        client.sign_in(world.coordinator)
        assert client.post(address, data={**typed, "person": "Nobody Known"}).status_code == 422
        assert client.post(address, data={**typed, "person": "Rita Radiologist"}).status_code == 302
    mark = db.session.scalars(select(Attendance)).one()
    assert (mark.person_id, mark.from_at, mark.to_at) == (world.radiologist.id, after(5), after(45))
    assert (mark.learned, mark.noted_by_id) == (Learned.CORRECTED, world.coordinator.id)
    assert [(one.before, said_in(one.after)) for one in history()] == [({}, said(5, 45, presence=Presence.ROOM))]


def test_somebody_who_was_not_there_is_taken_away_and_the_history_says_it(world: World, client: Client) -> None:
    meeting = make_live(world)
    mark = there(meeting, world.chair, 0, 40)
    address = f"/meetings/{meeting.id}/attendance/{mark.id}/correct"
    client.sign_in(world.coordinator)
    with clock.at(LATER):
        client.sign_in(world.coordinator)
        assert client.post(address, data=form(mark, remove="1", reason=" ")).status_code == 422
        assert client.post(address, data=form(mark, remove="1")).status_code == 302
        assert client.post(address, data=form(mark)).status_code == 404
    assert db.session.scalars(select(Attendance)).all() == []
    assert [(said_in(one.before), one.after) for one in history()] == [(said(0, 40), {})]
    assert "→ nothing" in client.get(f"/meetings/{meeting.id}/attendance").text


def test_the_second_of_two_who_correct_is_told(world: World, client: Client) -> None:
    meeting = make_live(world)
    mark = there(meeting, world.chair, 0, 40)
    stale = form(mark, to_clock="09:35")
    address = f"/meetings/{meeting.id}/attendance/{mark.id}/correct"
    client.sign_in(world.coordinator)
    with clock.at(LATER):
        client.sign_in(world.coordinator)
        assert client.post(address, data=form(mark)).status_code == 302
        for more in ({}, {"remove": "1"}):
            again = client.post(address, data={**stale, **more})
            assert (again.status_code, 'value="09:35"' in again.text) == (409, True)
    assert len(history()) == 1


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 301}, "reason"),
        ({"from_clock": ""}, "from_clock"),
        ({"from_clock": "25:99"}, "from_clock"),
        ({"from_clock": "14:00", "to_clock": "14:30"}, "from_clock"),
        ({"to_clock": "14:30"}, "to_clock"),
        ({"to_clock": "08:59"}, "to_clock"),
        ({"to_clock": ""}, "to_clock"),
        ({"presence": "telepathy"}, "presence"),
        ({"proxy_for": "no id"}, None),
        ({"proxy_for": "018f0000-0000-7000-8000-000000000000"}, "proxy_for"),
        ({"to_clock": "09:40"}, "from_clock"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    world: World, client: Client, what: dict[str, str], field: str | None
) -> None:
    meeting = make_live(world)
    mark = there(meeting, world.chair, 0, 40)
    conclude(meeting)
    client.sign_in(world.coordinator)
    with clock.at(LATER):
        client.sign_in(world.coordinator)
        answer = client.post(f"/meetings/{meeting.id}/attendance/{mark.id}/correct", data=form(mark, **what))
    assert answer.status_code == (422 if field else 302)
    assert field is None or f'id="{field}-error"' in answer.text
    assert len(history()) == (field is None)


def test_actions_themselves_refuse_what_a_form_would(world: World) -> None:
    meeting = make_live(world)
    mark = there(meeting, world.chair, 0, 5)
    who = {"actor": by(world.coordinator), "meeting": meeting}
    add = {**who, "person": world.deputy}
    assert refused(correcting.add_stretch, **add, said=said(-9, -5), reason="").field == "reason"
    assert refused(correcting.add_stretch, **add, said=said(5, 6), reason="-").field == "from_clock"
    assert refused(correcting.add_stretch, **add, said=said(-5, 6), reason="-").field == "to_clock"
    assert refused(correcting.add_stretch, **add, said=said(-5, -5), reason="-").field == "to_clock"
    wrong = said(-5, None, proxy_for_id=world.nurse.id)
    assert refused(correcting.add_stretch, **add, said=wrong, reason="-").field == "proxy_for"
    remove = {**who, "mark": mark, "reason": "", "seen": digest_of(mark)}
    assert refused(correcting.remove_stretch, **remove).field == "reason"
    with unit_of_work():
        open_one = correcting.add_stretch(**add, said=said(-5, None), reason="-")
    assert (open_one.to_at, open_one.ended) == (None, None)
    with unit_of_work():
        meeting.state = MeetingState.CANCELLED
    refused(correcting.add_stretch, **add, said=said(-9, -5), reason="-")


def test_a_correction_is_never_changed_and_never_deleted(world: World) -> None:
    meeting = make_live(world)
    with unit_of_work():
        correcting.add_stretch(
            actor=by(world.coordinator), meeting=meeting, person=world.chair, said=said(-5, None), reason="-"
        )
    with pytest.raises(TypeError), unit_of_work():
        history()[0].reason = "other"
    with pytest.raises(TypeError), unit_of_work():
        db.session.delete(history()[0])
    row = history()[0]
    assert row.reason == "-"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "attendance.added")).one()
    assert (entry.subject_id, "reason" in entry.details) == (row.id, False)


@pytest.mark.parametrize(
    ("typed", "instant"),
    [("23:50", (2026, 3, 10, 4, 50)), ("00:20", (2026, 3, 10, 5, 20)), ("12:00", (2026, 3, 9, 17, 0))],
)
def test_a_meeting_may_cross_midnight(world: World, typed: str, instant: tuple[int, ...]) -> None:
    meeting = Meeting(zone="America/Chicago", starts_at=datetime(2026, 3, 10, 4, 45, tzinfo=UTC))
    assert instant_near(meeting, time.fromisoformat(typed), field="to_clock") == datetime(*instant, tzinfo=UTC)  # type: ignore[misc]


def test_a_time_the_clocks_skip_is_refused_beside_its_field() -> None:
    meeting = Meeting(zone="America/Chicago", starts_at=datetime(2026, 3, 8, 7, 45, tzinfo=UTC))
    with pytest.raises(DomainError) as caught:
        instant_near(meeting, time(2, 30), field="to_clock")
    assert caught.value.field == "to_clock"
