"""Whole files as they leave us, beside asserts on what they mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

from icalendar import Calendar

from eboard.ical import (
    Party,
    Role,
    Span,
    Status,
    Variant,
    cancel_calendar,
    compose,
    decline_counter_calendar,
    feed_calendar,
    freebusy_calendar,
    request_calendar,
)
from tests.ical.examples import QUEUED, START, calendar_part, envelope, invitation, meeting
from tests.ical.golden import check_golden

WEEK = [
    meeting(uid="meeting-1@eboard.example", place="Room 4"),
    meeting(
        uid="meeting-2@eboard.example",
        board_name="Sarkome; Zürich",
        case_count=1,
        starts_at=START + timedelta(days=1),
        ends_at=START + timedelta(days=1, minutes=45),
        status=Status.TENTATIVE,
        sequence=0,
        zone="Europe/Zurich",
    ),
    meeting(
        uid="meeting-3@eboard.example",
        starts_at=START + timedelta(days=2),
        ends_at=START + timedelta(days=2, hours=1),
        status=Status.CANCELLED,
        sequence=3,
        place="Room 4",
    ),
]


def test_request() -> None:
    content = request_calendar(invitation(meeting(place="Room 4"), role=Role.CHAIR))
    check_golden("request.ics", content)
    (event,) = Calendar.from_ical(content).events
    assert (event.start, event.end) == (START, START + timedelta(hours=1))
    assert event["SUMMARY"] == "GI eBoard, 5 cases"
    assert event.attendees[0].email == "ines.duarte@hospital.example"


def test_cancel_of_the_whole_meeting() -> None:
    content = cancel_calendar(invitation(meeting(status=Status.CANCELLED, sequence=3)), whole_meeting=True)
    check_golden("cancel-meeting.ics", content)
    (event,) = Calendar.from_ical(content).events
    assert (event["STATUS"], event.sequence) == ("CANCELLED", 3)


def test_cancel_for_one_person() -> None:
    content = cancel_calendar(invitation(), whole_meeting=False)
    check_golden("cancel-person.ics", content)
    (event,) = Calendar.from_ical(content).events
    assert (event.get("STATUS"), event.sequence) == (None, 2)


def test_a_proposal_that_is_declined() -> None:
    # RFC 5546 3.2.8: UID, ORGANIZER and the SEQUENCE of the proposal; the time is the one that stays.
    content = decline_counter_calendar(invitation(), sequence=1)
    check_golden("decline-counter.ics", content)
    calendar = Calendar.from_ical(content)
    (event,) = calendar.events
    assert (calendar["METHOD"], event.sequence, event.start) == ("DECLINECOUNTER", 1, START)
    assert event["UID"] == "meeting-7c1e@eboard.example"


def test_full_feed() -> None:
    content = feed_calendar("eBoard: Inês Duarte", "America/Chicago", WEEK, alarm_minutes=15)
    check_golden("feed-full.ics", content)
    calendar = Calendar.from_ical(content)
    assert calendar["X-WR-CALNAME"] == "eBoard: Inês Duarte"
    assert [event["SUMMARY"] for event in calendar.events] == [
        "GI eBoard, 5 cases",
        "Sarkome; Zürich, 1 case",
        "Canceled: GI eBoard, 5 cases",
    ]


def test_busy_feed() -> None:
    content = feed_calendar("Busy", "America/Chicago", WEEK, variant=Variant.BUSY)
    check_golden("feed-busy.ics", content)
    assert [event["SUMMARY"] for event in Calendar.from_ical(content).events] == [
        "Busy",
        "Busy",
        "Canceled: Busy",
    ]


def test_empty_feed() -> None:
    # Item 10.4: a feed without events is a valid calendar.
    content = feed_calendar("eBoard", "Asia/Dubai", [])
    check_golden("feed-empty.ics", content)
    assert Calendar.from_ical(content).events == []


def test_free_busy() -> None:
    content = freebusy_calendar(
        "busy-12@eboard.example",
        Party("calendar@eboard.example", "eBoard"),
        Span(START, START + timedelta(days=7)),
        [Span(event.starts_at, event.ends_at) for event in reversed(WEEK)],
        stamp=QUEUED,
    )
    check_golden("busy.ics", content)
    (component,) = Calendar.from_ical(content).freebusy
    assert [period.dt for period in component["FREEBUSY"]] == [(event.starts_at, event.ends_at) for event in WEEK]


def test_invitation_mail() -> None:
    content = compose(
        envelope(reply_to=Party("rsvp+k3f9@eboard.example", "GI eBoard")),
        text="You are invited to GI eBoard.\n09:00 in Lisbon · 07:00 in Rochester\n",
        html="<p>You are invited to <b>GI eBoard</b>.</p>\n",
        calendar=calendar_part(),
    ).as_bytes()
    check_golden("invitation.eml", content)
    message = message_from_bytes(content, policy=default)
    assert message["To"].addresses[0].addr_spec == "ines.duarte@hospital.example"
    assert message["Date"].datetime == datetime(2026, 3, 3, 8, 30, tzinfo=UTC)
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]


def test_plain_mail() -> None:
    content = compose(envelope(subject="Your password"), text="Use this link.\n").as_bytes()
    check_golden("plain.eml", content)
    assert message_from_bytes(content, policy=default).get_content() == "Use this link.\r\n"
