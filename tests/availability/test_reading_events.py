"""Events as calendars really write them: what takes time, and when."""

import pytest

from eboard.availability.reading.calendar import MOST_EVENTS, NoCalendarError, TooManyEventsError
from tests.availability.files import CENTRAL, calendar, event, read, shown, times, warned

NINE, TEN = "DTSTART:20260310T090000Z", "DTEND:20260310T100000Z"
NINE_TO_TEN = "03-10 09:00 03-10 10:00"
WHOLE_DAY = ("DTSTART;VALUE=DATE:20260310", "DTEND;VALUE=DATE:20260311")
TENTH = "03-09 23:00 03-10 23:00"  # in Berlin


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ((), ""),
        (("TRANSP:OPAQUE", "STATUS:CONFIRMED"), ""),
        (("STATUS:TENTATIVE",), " tentative"),
        (("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",), " tentative"),
        (("X-MICROSOFT-CDO-BUSYSTATUS:BUSY",), ""),
        (("X-MICROSOFT-CDO-BUSYSTATUS:OOF", "STATUS:TENTATIVE"), " away"),
        (("status : tentative",), " tentative"),
        (("STATUS:CONFIRMED", "STATUS:CANCELLED"), ""),
        (("BEGIN:VALARM", "STATUS:CANCELLED", "DURATION:PT8H", "END:VALARM"), ""),
    ],
)
def test_what_takes_time(lines: tuple[str, ...], kind: str) -> None:
    assert times(event(NINE, TEN, *lines)) == [NINE_TO_TEN + kind]


@pytest.mark.parametrize(
    "line",
    [
        "TRANSP:TRANSPARENT",
        "STATUS:CANCELLED",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",
        "UID:abc@eBoard.example.org",
    ],
)
def test_what_takes_none(line: str) -> None:
    assert times(event(NINE, TEN, line)) == []
    assert times(event(NINE, TEN, line, "X-MICROSOFT-CDO-BUSYSTATUS:BUSY")) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("TRANSP:OPAQUE", [TENTH]),
        ("X-MICROSOFT-CDO-BUSYSTATUS:BUSY", [TENTH]),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", [f"{TENTH} away"]),
        ("CATEGORIES:Birthday", []),
        ("TRANSP:TRANSPARENT", []),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
    ],
)
def test_a_whole_day_counts_only_if_it_says_so(line: str, expected: list[str]) -> None:
    assert times(event(*WHOLE_DAY, line)) == expected


def test_a_cancelled_calendar_takes_no_time() -> None:
    assert times("METHOD:CANCEL", event(NINE, TEN)) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((NINE, "DURATION:PT1H"), [NINE_TO_TEN]),
        ((NINE, TEN, "DURATION:PT8H"), [NINE_TO_TEN]),
        ((NINE, "DURATION:P1D"), ["03-10 09:00 03-11 09:00"]),
        ((NINE,), []),
        ((NINE, "DTEND:20260310T090000Z"), []),
        ((NINE, "DURATION:hour"), []),
        ((NINE, "DURATION:P99999999999W"), []),
        ((NINE, "DURATION:P999999999D"), []),
        (("DTSTART:20260310", "TRANSP:OPAQUE"), [TENTH]),
        ((*WHOLE_DAY[:1], "DTEND;VALUE=DATE:20260310", "TRANSP:OPAQUE"), [TENTH]),
        ((*WHOLE_DAY[:1], "DURATION:P2D", "TRANSP:OPAQUE"), ["03-09 23:00 03-11 23:00"]),
        (("DTSTART;VALUE=DATE:20260310T000000", "TRANSP:OPAQUE"), [TENTH]),
        (("DTSTART:2026-03-10T09:00:00Z", "DTEND:2026-03-10 10:00:00.000+00:00"), [NINE_TO_TEN]),
        (("DTSTART:20260310T0900Z", "DTEND:20260310T110000+0100"), [NINE_TO_TEN]),
        (("DTSTART:20260310T230000Z", "DTEND:20260310T240000Z"), ["03-10 23:00 03-11 00:00"]),
        (("DTSTART:20260310T090000Z;VALUE=DATE-TIME", "DTEND: 20260310t100060z "), ["03-10 09:00 03-10 10:00"]),
        (("DTSTART:x", NINE, TEN), [NINE_TO_TEN]),
        (("RECURRENCE-ID:20260310T090000Z", TEN), [NINE_TO_TEN]),
    ],
)
def test_starts_ends_and_lengths(lines: tuple[str, ...], expected: list[str]) -> None:
    assert times(event(*lines)) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((NINE, "DTEND:20260310T083000Z"), ["03-10 08:30 03-10 09:00"]),
        ((NINE, "DURATION:-PT1H"), ["03-10 08:00 03-10 09:00"]),
        ((NINE, "DTEND:19700101T000000Z"), []),
    ],
)
def test_an_event_that_ends_before_it_starts(lines: tuple[str, ...], expected: list[str]) -> None:
    assert warned(event(*lines)) == (expected, ["Event 1 ends before it starts."])


@pytest.mark.parametrize(
    "line", ["SUMMARY:x", "DTSTART:20261399T090000Z", "DTSTART;TZID=Europe/Berlin:00010101T000000"]
)
def test_an_event_that_cannot_be_placed_costs_itself_alone(line: str) -> None:
    periods, warnings = warned(event(line, "DURATION:PT1H"), event(NINE, TEN))
    assert (periods, len(warnings)) == ([NINE_TO_TEN], 1)
    assert warnings[0].startswith("Event 1 is left out: ")


def test_floating_times_are_in_the_zone_of_the_calendar_else_of_its_owner() -> None:
    floating = event("DTSTART:20260310T090000", "DTEND:20260310T100000")
    assert times(floating) == ["03-10 08:00 03-10 09:00"]
    assert times(floating, zone="Asia/Dubai") == ["03-10 05:00 03-10 06:00"]
    assert times("X-WR-TIMEZONE:America/Chicago", floating) == ["03-10 14:00 03-10 15:00"]
    assert times(CENTRAL, "X-WR-TIMEZONE:Our own Central", floating) == ["03-10 14:00 03-10 15:00"]
    assert times("X-WR-TIMEZONE:", floating) == ["03-10 08:00 03-10 09:00"]


def test_an_end_without_a_zone_is_in_that_of_the_start() -> None:
    assert times(event("DTSTART;TZID=America/Chicago:20260310T090000", "DTEND:20260310T100000")) == [
        "03-10 14:00 03-10 15:00"
    ]


def test_a_free_busy_object_is_read_and_its_broken_values_skipped() -> None:
    assert warned(
        "BEGIN:VFREEBUSY",
        "DTSTART:20260301T000000Z",
        "FREEBUSY:20260310T090000Z/PT1H,20260310T9/PT1H,20260311T090000Z/20260311T100000Z",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260312T090000Z/PT1H",
        "FREEBUSY;FBTYPE=busy-unavailable:20260313T090000Z/20260313T100000Z",
        "FREEBUSY;FBTYPE=FREE:20260314T090000Z/PT1H",
        "FREEBUSY;FBTYPE=X-OTHER:20260315T100000Z/20260315T090000Z,20260315T090000Z/PT1H",
        "FREEBUSY;FBTYPE=BUSY:20260316T090000Z",
        "END:VFREEBUSY",
    ) == (
        [
            NINE_TO_TEN,
            "03-11 09:00 03-11 10:00",
            "03-12 09:00 03-12 10:00 tentative",
            "03-13 09:00 03-13 10:00 away",
            "03-15 09:00 03-15 10:00",
        ],
        ["A free-busy period cannot be read."],
    )


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n", "\n\n"])
def test_any_line_end_will_do(end: str) -> None:
    text = calendar(event(NINE, TEN, "STATUS:TENTA\n TIVE")).replace("\n", end)
    assert [shown(period) for period in read(text).periods] == [f"{NINE_TO_TEN} tentative"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1", "utf-16"])
def test_any_encoding_will_do(encoding: str) -> None:
    zoned = event("DTSTART;TZID=Zürich Central:20260310T090000", "DURATION:PT1H")
    text = calendar(CENTRAL.replace("Our own", "Zürich"), zoned).replace("VERSION", "\0VERSION")
    assert [shown(period) for period in read(text.encode(encoding)).periods] == ["03-10 14:00 03-10 15:00"]


def test_several_calendars_in_one_file_keep_their_own_zones() -> None:
    floating = event("DTSTART:20260310T090000", "DURATION:PT1H")
    text = calendar("X-WR-TIMEZONE:Asia/Dubai", floating) + calendar("X-WR-TIMEZONE:America/Chicago", floating)
    assert [shown(period) for period in read(text).periods] == ["03-10 05:00 03-10 06:00", "03-10 14:00 03-10 15:00"]


def test_a_file_that_is_cut_off_or_out_of_balance_is_read_as_far_as_it_goes() -> None:
    whole = calendar(event(NINE, TEN), event("DTSTART:20260311T090000Z", "DTEND:20260311T100000Z"))
    cut = read(whole.partition("END:VEVENT\nEND:VCALENDAR")[0])
    assert [shown(period) for period in cut.periods] == [NINE_TO_TEN, "03-11 09:00 03-11 10:00"]
    assert cut.warnings == ["The calendar is cut off; what stood behind is missing."]
    assert len(read(whole.replace("END:VEVENT\n", "", 1)).periods) == 2
    assert len(read(whole.replace("END:VEVENT\n", "END:VEVENT\nEND:VTODO\nEND:VEVENT\n", 1)).periods) == 2


def test_events_outside_of_a_calendar_count() -> None:
    assert [shown(period) for period in read(event(NINE, TEN)).periods] == [NINE_TO_TEN]
    assert read(event(NINE, TEN)).warnings == []


@pytest.mark.parametrize(
    "text", ["", "<html>BEGIN:VCALENDAR</html>", "{}", "BEGIN:VCARD\nEND:VCARD", "BEGIN:VTIMEZONE"]
)
def test_what_is_no_calendar_is_refused(text: str) -> None:
    with pytest.raises(NoCalendarError):
        read(text)


def test_more_events_than_anybody_has_are_refused() -> None:
    assert read(calendar(*["BEGIN:VEVENT"] * MOST_EVENTS)).periods == []
    with pytest.raises(TooManyEventsError):
        read(calendar(*["BEGIN:VEVENT"] * (MOST_EVENTS + 1)))


def test_other_components_mean_nothing() -> None:
    todo = f"BEGIN:VTODO\n{NINE}\nDURATION:PT1H\nEND:VTODO"
    available = f"BEGIN:VAVAILABILITY\n{NINE}\n{TEN}\nBEGIN:AVAILABLE\n{NINE}\n{TEN}\nEND:AVAILABLE\nEND:VAVAILABILITY"
    assert times(todo, available) == []
