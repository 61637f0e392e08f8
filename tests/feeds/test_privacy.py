"""Calendar rules 6.1 to 6.3: a marker stands in every field that holds a text, and in no calendar and no mail."""

from datetime import timedelta
from typing import Any

from sqlalchemy import String, inspect, select

from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.feeds.enums import Extent, FeedKind, Variant
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from tests.client import Client
from tests.conftest import NOW
from tests.feeds.programs import fetch, subscribe
from tests.invitations.reading import change, delivered
from tests.world import World, make_case, make_item, make_meeting

MARKER = "Zebedee-Marker"
LATER = NOW + timedelta(minutes=5)
SHOWN = {"room", "uid", "zone", "join_code"}  # of a meeting; these are what a calendar is for


def mark(row: Any) -> set[str]:
    """Put the marker into every plain text and every list of a row that has no rule for its content."""
    columns = {
        column.key
        for column in inspect(type(row)).columns
        if type(column.type) is String and not column.unique and not column.foreign_keys and column.key not in SHOWN
    }
    for name in columns:
        setattr(row, name, f"{MARKER} {name}")
    return columns


def planted(world: World) -> Meeting:
    with unit_of_work():
        meeting = make_meeting(world.board)
        case = make_case(world.north, world.board, number=f"{MARKER}-7", specialties=["radiology"])
        item = make_item(meeting, case, presenter_id=world.nurse.id)
        fields = mark(case) | mark(item) | mark(meeting)
    assert {"question", "diagnosis", "note", "late_reason", "cancel_reason"} <= fields
    return meeting


def test_no_calendar_of_any_kind_carries_what_a_case_says(world: World, client: Client) -> None:
    meeting = planted(world)
    token = subscribe(world.chair).split("/")[2]
    paths = [
        subscribe(world.chair, alarm_minutes=5),
        subscribe(world.chair, variant=Variant.BUSY),
        subscribe(world.radiologist, extent=Extent.MINUTES),
        subscribe(world.chair, FeedKind.BOARD, world.board),
        subscribe(world.nurse, FeedKind.ORGANIZATION, world.north),
        f"/fb/{token}.ifb",
    ]

    def texts() -> list[str]:
        return [fetch(client, path).text.replace("\r\n ", "") for path in paths]

    published = texts()
    with time.at(LATER):
        change(meeting, state=MeetingState.CANCELLED, cancelled_at=LATER, sequence=1, announced_at=LATER)
        cancelled = texts()
    assert all("DTSTART" in text for text in published)
    assert [MARKER.lower() in text.lower() for text in published + cancelled] == [False] * 12


def test_no_mail_about_a_meeting_carries_it_either(world: World) -> None:
    meeting = planted(world)
    with time.at(LATER):
        mails = delivered()
    change(meeting.items[0], minutes=40)
    change(meeting.items[0], position=5)
    with unit_of_work():
        make_item(meeting, make_case(world.north, world.board, question=f"{MARKER} again"), minutes=30)
    with time.at(LATER + timedelta(minutes=10)):
        mails += delivered()
    assert len(mails) > 5
    texts = [mail.message.as_string() + mail.body("plain") + mail.body("html") for mail in mails]
    calendars = [mail.calendar.to_ical().decode().replace("\r\n ", "") for mail in mails if mail.calendar]
    assert [text for text in texts + calendars if MARKER.lower() in text.lower()] == []


def test_another_organizations_person_gets_nothing(world: World, client: Client) -> None:
    planted(world)
    for extent in Extent:
        text = fetch(client, subscribe(world.stranger, extent=extent)).text
        assert text.count("BEGIN:VEVENT") == 0
    assert fetch(client, subscribe(world.stranger, FeedKind.ORGANIZATION, world.south)).text.count("BEGIN:VEVENT") == 0
    assert len(db.session.scalars(select(Meeting)).all()) == 1
