"""Times and their changes: calendar rules 2.1 to 2.16."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from eboard.ical import feed_calendar, request_calendar
from tests.ical.examples import START, at, invitation, meeting
from tests.ical.reading import event_of

# Item 2.15: the day before, of and after each change of clocks, and zones without one.
DST = [
    ("America/Chicago", (2026, 3, 7, 7, 0), "20260307T130000Z"),
    ("America/Chicago", (2026, 3, 8, 7, 0), "20260308T120000Z"),
    ("America/Chicago", (2026, 3, 9, 7, 0), "20260309T120000Z"),
    ("America/Chicago", (2026, 10, 31, 7, 0), "20261031T120000Z"),
    ("America/Chicago", (2026, 11, 1, 7, 0), "20261101T130000Z"),
    ("America/Chicago", (2026, 11, 2, 7, 0), "20261102T130000Z"),
    ("Europe/London", (2026, 3, 28, 13, 0), "20260328T130000Z"),
    ("Europe/London", (2026, 3, 29, 13, 0), "20260329T120000Z"),
    ("Europe/London", (2026, 3, 30, 13, 0), "20260330T120000Z"),
    ("Europe/London", (2026, 10, 24, 13, 0), "20261024T120000Z"),
    ("Europe/London", (2026, 10, 25, 13, 0), "20261025T130000Z"),
    ("Europe/London", (2026, 10, 26, 13, 0), "20261026T130000Z"),
    ("Asia/Dubai", (2026, 3, 29, 16, 0), "20260329T120000Z"),
    ("Asia/Dubai", (2026, 11, 1, 16, 0), "20261101T120000Z"),
    ("America/Mexico_City", (2026, 4, 6, 7, 0), "20260406T130000Z"),
    ("America/Mexico_City", (2026, 10, 26, 7, 0), "20261026T130000Z"),
]


@pytest.mark.parametrize(("zone", "wall", "expected"), DST)
def test_a_meeting_keeps_its_wall_time_over_every_change_of_clocks(
    zone: str, wall: tuple[int, ...], expected: str
) -> None:
    starts_at = at(zone, *wall)
    about = meeting(zone=zone, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    for content in (request_calendar(invitation(about)), feed_calendar("x", zone, [about])):
        event = event_of(content)
        assert event.value("DTSTART") == expected
        wall_time = f"{datetime(*wall):%Y-%m-%d %H:%M}"  # type: ignore[arg-type,misc] # noqa: DTZ001
        assert event.text("DESCRIPTION").split("\n")[1].startswith(wall_time)
        (parsed,) = Calendar.from_ical(content).events
        assert parsed.start.astimezone(ZoneInfo(zone)).timetuple()[:5] == wall


def test_each_viewer_sees_the_own_time_while_two_zones_differ_unusually() -> None:
    # Item 2.15: from 8 to 29 March, London is 5 hours ahead of Chicago, not 6.
    for day, hour in ((7, 13), (20, 12), (30, 13)):
        starts_at = at("America/Chicago", 2026, 3, day, 7, 0)
        about = meeting(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
        (parsed,) = Calendar.from_ical(request_calendar(invitation(about))).events
        assert parsed.start.astimezone(ZoneInfo("Europe/London")).hour == hour


def test_single_meetings_stand_in_utc_without_zone_definitions() -> None:
    # Items 0.2, 2.2, 2.4, 2.11.
    for content in (request_calendar(invitation()), feed_calendar("x", "America/Chicago", [meeting()])):
        event = event_of(content)
        assert event.one("DTSTART").parameters == {}
        assert event.value("DTSTART") == "20260309T120000Z"
        assert event.one("DTEND").parameters == {}
        assert event.value("DTEND") == "20260309T130000Z"
        assert b"TZID" not in content
        assert b"VTIMEZONE" not in content


def test_a_date_is_one_event_without_recurrence() -> None:
    # Items 2.3, 2.16 and 3.3: nothing recurs, so no rule can shift.
    assert {"RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}.isdisjoint(event_of(request_calendar(invitation())).names())


def test_a_naive_time_is_refused() -> None:
    # Item 2.11: it would float with each viewer.
    with pytest.raises(ValueError, match=r"^starts_at must be an aware time in UTC, not 2026-03-09T07:00:00\.$"):
        meeting(starts_at=datetime(2026, 3, 9, 7))  # noqa: DTZ001


def test_a_time_with_a_fixed_offset_is_refused() -> None:
    # Item 2.12: the library would make a TZID of the offset.
    with pytest.raises(ValueError, match=r"^ends_at must be an aware time in UTC"):
        meeting(ends_at=datetime(2026, 3, 9, 8, tzinfo=timezone(timedelta(hours=-5))))


def test_a_zone_that_happens_to_be_at_utc_is_written_as_utc() -> None:
    # London in winter has the offset of UTC, but its name must not become a TZID.
    london = ZoneInfo("Europe/London")
    about = meeting(starts_at=datetime(2026, 1, 9, 12, tzinfo=london), ends_at=datetime(2026, 1, 9, 13, tzinfo=london))
    assert event_of(request_calendar(invitation(about))).value("DTSTART") == "20260109T120000Z"
    assert b"TZID" not in request_calendar(invitation(about))


@pytest.mark.parametrize("length", [timedelta(0), timedelta(minutes=-1)])
def test_an_end_that_is_not_after_the_start_is_refused(length: timedelta) -> None:
    # Item 2.13.
    with pytest.raises(ValueError, match=r"^ends_at must be after starts_at\.$"):
        meeting(ends_at=START + length)


def test_fractions_of_seconds_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^starts_at must be a whole second"):
        meeting(starts_at=START.replace(microsecond=1))


def test_there_is_an_end_and_no_duration() -> None:
    # Item 2.13.
    names = event_of(request_calendar(invitation())).names()
    assert (names.count("DTEND"), names.count("DURATION")) == (1, 0)


def test_length_is_elapsed_time_over_a_change() -> None:
    # Item 2.13: 23:30 to 03:30 by the clock in the spring night are three hours.
    starts_at = at("America/Chicago", 2026, 3, 7, 23, 30)
    about = meeting(starts_at=starts_at, ends_at=starts_at + timedelta(hours=3))
    event = event_of(request_calendar(invitation(about)))
    assert (event.value("DTSTART"), event.value("DTEND")) == ("20260308T053000Z", "20260308T083000Z")
    line = "2026-03-07 23:30–2026-03-08 03:30 (America/Chicago)"
    assert event.text("DESCRIPTION").split("\n")[1] == line


@pytest.mark.parametrize("zone", ["", "Europe", "GMT standard", "../etc/passwd", "Central Standard Time"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    # Item 2.5: IANA names alone; a directory of the zone data is none.
    with pytest.raises(ValueError, match=r"^zone must be an IANA name such as Europe/Madrid, not "):
        meeting(zone=zone)
    with pytest.raises(ValueError, match=r"^zone must be an IANA name"):
        feed_calendar("x", zone, [])


def test_stamps_are_in_utc() -> None:
    # Item 3.7.
    for field in ("created_at", "changed_at"):
        with pytest.raises(ValueError, match=rf"^{field} must be an aware time in UTC"):
            meeting(**{field: datetime(2026, 3, 1, 9)})  # noqa: DTZ001
    with pytest.raises(ValueError, match=r"^dtstamp must be an aware time in UTC"):
        invitation(dtstamp=datetime(2026, 3, 1, 9))  # noqa: DTZ001
    event = event_of(request_calendar(invitation(dtstamp=datetime(2026, 3, 3, 8, 30, 5, 999, tzinfo=UTC))))
    assert event.value("DTSTAMP") == "20260303T083005Z"
    assert event.value("CREATED") == "20260301T090000Z"
    assert event.value("LAST-MODIFIED") == "20260302T100000Z"
