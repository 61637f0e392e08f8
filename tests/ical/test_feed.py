"""The frame of a feed: calendar rules 10.1 to 10.6."""

from __future__ import annotations

from icalendar import Calendar, Event

from eboard.ical import Status, feed_calendar, feed_event, join_feed
from tests.ical.examples import meeting
from tests.ical.reading import read


def test_a_feed_has_no_method() -> None:
    # Items 3.6 and 10.1.
    assert "METHOD" not in read(feed_calendar("GI", "Asia/Dubai", [meeting()])).names()


def test_a_feed_says_its_name_zone_and_how_often_to_look() -> None:
    # Item 10.2, RFC 7986 5.1 and 5.7.
    calendar = read(feed_calendar("GI eBoard", "America/Chicago", [meeting()]))
    assert calendar.text("NAME") == calendar.text("X-WR-CALNAME") == "GI eBoard"
    assert calendar.value("X-WR-TIMEZONE") == "America/Chicago"
    assert calendar.one("REFRESH-INTERVAL").parameters == {"VALUE": "DURATION"}
    assert calendar.value("REFRESH-INTERVAL") == calendar.value("X-PUBLISHED-TTL") == "PT1H"
    assert calendar.value("PRODID") == "-//eBoard//Calendar//EN"


def test_the_calendar_has_no_uid_that_synchronizers_would_copy() -> None:
    # Items 0.3 and 10.3.
    assert "UID" not in read(feed_calendar("GI", "Asia/Dubai", [meeting()])).names()


def test_an_empty_feed_is_a_calendar_without_events() -> None:
    # Item 10.4.
    calendar = read(feed_calendar("GI", "Asia/Dubai", []))
    assert (calendar.name, calendar.components) == ("VCALENDAR", [])


def test_a_draft_can_be_shown_as_tentative() -> None:
    # Item 10.6.
    (event,) = read(feed_calendar("GI", "Asia/Dubai", [meeting(status=Status.TENTATIVE)])).components
    assert event.value("STATUS") == "TENTATIVE"
    assert event.value("TRANSP") == "OPAQUE"


def test_joining_bytes_equals_what_the_library_writes_of_the_whole() -> None:
    events = [meeting(uid=f"{number}@x.example", place="Räume; 4") for number in range(3)]
    frame = Calendar.from_ical(join_feed("GI", "Asia/Dubai", []))
    for event in events:
        frame.add_component(Event.from_ical(feed_event(event, alarm_minutes=5)))
    assert feed_calendar("GI", "Asia/Dubai", events, alarm_minutes=5) == frame.to_ical()
