"""Who is there: attendance and the live room tell one another, and the quorum follows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eboard.attendance.actions.checking import attend_for, check_in, check_out, see
from eboard.attendance.actions.correcting import Said, add_stretch, correct_stretch, digest_of, remove_stretch
from eboard.attendance.actions.rooms import check_in_room
from eboard.attendance.actions.walkins import confirm_walk_in, walk_in
from eboard.attendance.models import WalkIn
from eboard.cme.jobs import count_credit
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.live.queries import room_of
from eboard.meetings.enums import Ending, MeetingState, Presence
from eboard.meetings.models import Attendance
from tests.attendance.scenes import after, by, require
from tests.client import Client
from tests.cme.learning import LATER, ledger, make_course
from tests.conftest import NOW
from tests.live.scenes import Table, change, lay
from tests.world import World


def look(client: Client, table: Table, **more: str) -> Any:
    return client.get(f"{table.url}/state", query_string=more)


def people(client: Client, table: Table) -> str:
    found: str = look(client, table).json["parts"]["people"]
    return found


def come(table: Table, who: str, **more: Any) -> Attendance:
    person = getattr(table.world, who)
    return check_in(actor=by(person), meeting=table.meeting, person=person, presence=Presence.VIDEO, **more)


def go(table: Table) -> None:
    check_out(actor=by(table.world.chair), meeting=table.meeting, person=table.world.chair)


def correct(table: Table) -> None:
    mark = table.meeting.attendances[0]
    said = Said(from_at=mark.from_at, to_at=None, presence=Presence.PHONE)
    correct_stretch(
        actor=by(table.world.coordinator), mark=mark, meeting=table.meeting, said=said, reason="-", seen=digest_of(mark)
    )


def add(table: Table) -> None:
    said = Said(from_at=NOW - timedelta(minutes=1), to_at=None, presence=Presence.ROOM)
    who = table.world.pathologist
    add_stretch(actor=by(table.world.coordinator), meeting=table.meeting, person=who, said=said, reason="-")


def remove(table: Table) -> None:
    mark = table.meeting.attendances[0]
    who = by(table.world.coordinator)
    remove_stretch(actor=who, mark=mark, meeting=table.meeting, reason="-", seen=digest_of(mark))


def substitute(table: Table) -> None:
    world = table.world
    attend_for(actor=by(world.chair), meeting=table.meeting, person=world.chair, proxy_for_id=world.deputy.id)


def share(table: Table) -> None:
    who = by(table.world.coordinator)
    check_in_room(actor=who, meeting=table.meeting, room="Room 4", people=[], heads=7, is_staff=True)


def surprise(table: Table) -> None:
    who = table.world.stranger
    walk_in(actor=by(who), meeting=table.meeting, person=who, presence=Presence.VIDEO)


def confirm(table: Table) -> None:
    confirm_walk_in(actor=by(table.world.coordinator), row=db.session.scalars(select(WalkIn)).one())


@pytest.mark.parametrize(
    ("what", "shown"),
    [
        (lambda table: come(table, "radiologist"), "Rita Radiologist"),
        (go, "live-quorum"),
        (correct, "live-quorum"),
        (add, "Paul Pathologist"),
        (remove, "live-quorum"),
        (substitute, "for Dora Deputy"),
        (share, "7 more without a name in Room 4"),
        (surprise, "2 walk-ins to confirm"),
        (confirm, "Nora Northadmin"),
    ],
)
def test_whatever_attendance_says_reaches_the_next_look(
    world: World, client: Client, what: Callable[[Table], object], shown: str
) -> None:
    table = lay(world)
    with unit_of_work():
        come(table, "chair")
        who = world.north_admin
        walk_in(actor=by(who), meeting=table.meeting, person=who, presence=Presence.VIDEO)
    client.sign_in(world.coordinator).get(table.url)
    have, before = look(client, table).json["token"], people(client, table)
    assert look(client, table, have=have).status_code == 204
    with unit_of_work():
        what(table)
    answer = look(client, table, have=have)
    assert answer.status_code == 200
    now = answer.json["parts"]["people"]
    assert (shown.replace("Nora Northadmin", world.north_admin.name) in now, now == before) == (True, what is correct)


def test_a_sign_of_an_open_page_is_no_news(world: World) -> None:
    table = lay(world)
    with unit_of_work():
        come(table, "chair")
    room = room_of(table.meeting.id)
    before = room.version, room.people_version
    with time.at(after(1)), unit_of_work():
        see(meeting=table.meeting, person=world.chair)
    room = room_of(table.meeting.id)
    assert (table.meeting.attendances[0].seen_at, (room.version, room.people_version)) == (after(1), before)


def test_a_check_in_draws_nothing_anew_but_who_is_there(world: World, client: Client) -> None:
    table = lay(world)
    client.sign_in(world.coordinator).get(table.url)
    version = room_of(table.meeting.id).version
    with unit_of_work():
        come(table, "chair")
    assert room_of(table.meeting.id).version == version


def test_the_quorum_of_now_is_shown_and_who_is_late(world: World, client: Client) -> None:
    require(world, required={"surgery": 1, "radiology": 1})
    table = lay(world, starts_at=NOW, ends_at=NOW + timedelta(hours=1))
    client.sign_in(world.radiologist).get(table.url)
    with unit_of_work():
        come(table, "chair")
    assert ("no quorum now" in (page := people(client, table)), "Diagnostic radiology: 0 of 1" in page) == (True, True)
    with time.at(after(12)), unit_of_work():
        come(table, "radiologist")
    with time.at(after(13)):
        page = people(client, table)
    assert ("quorum now" in page, "no quorum now" in page, "12 min late" in page) == (True, False, True)


def test_who_is_on_the_page_and_not_counted_is_told_apart(world: World, client: Client) -> None:
    table = lay(world)
    client.sign_in(world.radiologist).get(table.url)
    assert people(client, table).count("not checked in") == 1
    with unit_of_work():
        come(table, "radiologist")
    assert "not checked in" not in people(client, table)


def test_walk_ins_are_for_the_staff_to_see(world: World, client: Client) -> None:
    table = lay(world)
    with unit_of_work():
        surprise(table)
    client.sign_in(world.radiologist).get(table.url)
    assert "walk-in" not in people(client, table)


def test_my_own_attendance_tells_the_page_to_ask_for_it(world: World, client: Client) -> None:
    table = lay(world)
    panel = f"/meetings/{table.meeting.id}/attendance/mine/panel"
    page = client.sign_in(world.radiologist).get(table.url).text
    own = look(client, table).json["own"]
    assert f'data-mine="{panel}" data-own="{own}"' in page
    with unit_of_work():
        come(table, "chair")
    assert look(client, table).json["own"] == own
    with unit_of_work():
        come(table, "radiologist")
    here = look(client, table).json["own"]
    assert (here == own, "You are counted since" in client.get(panel).text) == (False, True)
    with unit_of_work():
        mark = table.meeting.attendances[-1]
        mark.proxy_for_id = world.chair.id
    assert look(client, table).json["own"] not in {own, here}
    assert client.sign_in(world.stranger).get(panel).status_code == 404


def test_queries_do_not_rise_with_those_who_are_there(
    world: World, app: Any, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    client = app.test_client().sign_in(world.coordinator)
    counts = []
    for who in (("chair",), ("chair", "deputy", "radiologist", "pathologist")):
        table = lay(world)
        with unit_of_work():
            for one in who:
                come(table, one).proxy_for_id = world.observer.id
            share(table)
        client.get(table.url)
        with unit_of_work():
            table.meeting.minutes = 90
        counts.append(count_queries(lambda: look(client, table)))  # noqa: B023 - called at once
    assert counts[0] == counts[1]


def test_concluding_ends_what_is_open_and_credit_is_counted_once(world: World, client: Client) -> None:
    activity = make_course(world)
    table = lay(world, {}, series_id=activity.series_id)
    with unit_of_work():
        come(table, "chair")
    client.sign_in(world.coordinator).get(table.url)
    client.post(f"{table.url}/do", data={"do": "next"})
    with time.at(after(10)):
        concluded = client.post(f"/meetings/{table.meeting.id}/conclude", data={"discussed": str(table.item.id)})
        assert concluded.status_code in {302, 303}
        again = client.post(f"/meetings/{table.meeting.id}/conclude", data={"discussed": str(table.item.id)})
        assert again.status_code == 422
        assert "The meeting is concluded." in look(client, table).json["parts"]["now"]
        count_credit()
    db.session.expire_all()
    mark = db.session.scalars(select(Attendance)).one()
    assert (mark.to_at, mark.ended, table.meeting.state) == (after(10), Ending.CONCLUDED, MeetingState.CONCLUDED)
    with time.at(LATER):
        count_credit()
    assert ledger() == [("Chair", 1, 10, 0, "too_short")]


def test_the_presenter_view_follows_the_rule_on_dissent(world: World, app: Any) -> None:
    require(world, dissent_readers="board")
    table = lay(world)
    scribe, reader = (app.test_client().sign_in(one) for one in (world.chair, world.radiologist))
    row = "019aaaaa-0000-7000-8000-000000000001"
    told = change("summary", "", "Resection is possible.")
    table.save(scribe, told, change(f"dissents.{row}.opinion", "", "Wait"))
    for answer in (look(reader, table), look(scribe, table, presented="1")):
        text = str(answer.json["parts"])
        assert ("Resection is possible." in text, "Wait" in text) == (True, False)
    require(world, dissent_readers="care_team", dissent_named=False)
    with unit_of_work():
        table.meeting.minutes = 90
    assert "A member of the board" in str(look(reader, table).json["parts"])
