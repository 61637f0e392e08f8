"""What minutes say of who was there, and that they are the same whoever looks."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from eboard.attendance.actions.correcting import correct_stretch, digest_of
from eboard.attendance.models import HeadCount, WalkIn
from eboard.attendance.said import Said
from eboard.boards.models import RulePackVersion
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.meetings.enums import ItemState, Learned, Presence
from eboard.meetings.models import Attendance
from eboard.minutes.wording import as_plain, minutes_of, read_back
from eboard.recommendations.enums import Result
from eboard.recommendations.snapshot import stamp
from tests.client import Client
from tests.minutes.test_minutes import START, attend, conclude, held, keep, url
from tests.recommendations.outcomes import Scene, by, make_scene, record
from tests.world import World, add, save

LATER = START + timedelta(hours=2)


def attended(world: World) -> Scene:
    """A held meeting with a proxy, a room, a walk-in, heads without a name and a correction."""
    scene = held(world)
    meeting = scene.meeting
    with time.at(LATER), unit_of_work():
        scene.item.started_at, scene.item.ended_at = START, START + timedelta(minutes=20)
        stretch = {"meeting_id": meeting.id, "presence": Presence.ROOM, "to_at": START + timedelta(minutes=25)}
        late = START + timedelta(minutes=15)
        add(
            Attendance(
                person_id=world.stranger.id, proxy_for_id=world.pathologist.id, room="Room 4", from_at=late,
                learned=Learned.WALK_IN, **stretch,
            )
        )  # fmt: skip
        add(WalkIn(meeting_id=meeting.id, person_id=world.auditor.id, presence=Presence.PHONE, from_at=START))
        add(HeadCount(meeting_id=meeting.id, room="Room 4", heads=3))
    db.session.expire_all()
    with time.at(LATER), unit_of_work():
        mark = next(one for one in meeting.attendances if one.person_id == world.chair.id)
        said = Said(from_at=START, to_at=START + timedelta(minutes=10), presence=Presence.PHONE)
        correct_stretch(
            actor=by(world.coordinator), mark=mark, meeting=meeting, said=said, reason="Left", seen=digest_of(mark)
        )
    db.session.expire_all()
    return scene


def test_they_say_what_the_page_of_attendance_says(world: World, client: Client) -> None:
    scene = attended(world)
    with time.at(LATER):
        minutes = minutes_of(scene.meeting)
        assert [(one.name, one.about, one.how) for one in minutes.people] == [
            ("Charles Chair", "Chair · Hub Hospital · Surgery", "By phone, 14:00–14:10 · 10 min"),
            ("Rita Radiologist", "Panelist · Hub Hospital · Diagnostic radiology", "By video, 14:00–14:25 · 25 min"),
            (
                world.stranger.name,
                "South Hospital · for Paul Pathologist",
                "In the room (Room 4), 14:15–14:25, walk-in, confirmed · 10 min",
            ),
        ]
        before = "Charles Chair: 14:00–15:00, By video"
        assert [(one.label, one.text) for one in minutes.beside] == [
            ("Members who were not there", "Cora Coordinator, Dora Deputy"),
            ("Came unexpected, not confirmed", f"{world.auditor.name}, By phone, 14:00–"),
            ("Without a name", "Room 4: 3"),
            (
                "Attendance corrected",
                f"{before} → 14:00–14:10, By phone. “Left” · Cora Coordinator, Mon 9 Mar 2026, 16:00",
            ),
        ]
        there = f"Charles Chair, Rita Radiologist · for less than half: {world.stranger.name} · no quorum"
        assert [line.there for line in minutes.lines] == [there, ""]
        client.sign_in(world.coordinator)
        page = client.get(url(scene)).text
        pdf = client.get(url(scene, ".pdf")).data
    flat = " ".join("".join(one.extract_text() for one in PdfReader(BytesIO(pdf)).pages).split())
    for said in ("Room 4: 3", "for Paul Pathologist", "“Left”", f"There for this case: {there}"):
        assert (said in page, said in flat) == (True, True), said


def test_they_are_the_same_whatever_language_their_reader_has(world: World, client: Client) -> None:
    scene = attended(world)
    with time.at(LATER):
        row = keep(scene)
        world.chair.locale = "de"
        save(world.chair)
        assert stamp(as_plain(minutes_of(scene.meeting))) == row.sha256
        assert "Something changed since" not in client.sign_in(world.chair).get(url(scene)).text


def test_minutes_kept_before_these_were_said_are_readable(world: World, client: Client) -> None:
    scene = held(world)
    row = keep(scene)
    old = {name: value for name, value in row.content.items() if name != "beside"}
    old["lines"] = [{name: value for name, value in line.items() if name != "there"} for line in old["lines"]]
    text = read_back(old)
    assert (text.beside, [line.there for line in text.lines]) == ((), ["", ""])


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ({}, (True, True)),
        ({"dissent_named": False}, (True, False)),
        ({"dissent_printed": False}, (False, False)),
        ({"dissent_readers": "board"}, (True, True)),  # their readers are the board's staff
    ],
)
def test_dissent_stands_in_them_as_the_rules_say(world: World, rules: dict[str, Any], told: tuple[bool, bool]) -> None:
    scene = held(world)
    version = world.board.rule_pack.versions[0]
    assert isinstance(version, RulePackVersion)
    version.rules = rules
    save(version)
    dissents = minutes_of(scene.meeting).lines[0].outcome.dissents
    assert (bool(dissents), [one.who for one in dissents] == ["Rita Radiologist"]) == told


def test_a_case_the_meeting_found_withdrawn_stands_in_them(world: World, client: Client) -> None:
    scene = make_scene(world)
    attend(scene, "chair")
    record(scene, result=Result.WITHDRAWN, result_reason="The patient decided otherwise.", recommendations=())
    conclude(scene)
    assert scene.item.state is ItemState.REMOVED
    (line,) = minutes_of(scene.meeting).lines
    assert (line.number, line.outcome.result, line.outcome.reason) == (
        "1",
        "Withdrawn",
        "The patient decided otherwise.",
    )
    assert "The patient decided otherwise." in client.sign_in(world.chair).get(url(scene)).text
