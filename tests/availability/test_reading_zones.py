"""Time zones by every name that is met, and as files define them."""

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.availability.reading.filezone import file_zone
from eboard.availability.reading.lines import components
from eboard.availability.reading.zones import named_zone
from tests.availability.files import CENTRAL, calendar, event, read, shown, times, warned

NINE_IN = {"Berlin": "03-10 08:00", "Chicago": "03-10 14:00", "UTC": "03-10 09:00"}


def starts(line: str, *parts: str) -> tuple[str, list[str]]:
    """When nine o'clock in the zone of a DTSTART is, whose owner lives in Dubai."""
    periods, warnings = warned(*parts, event(f"{line}:20260310T090000", "DURATION:PT1H"), zone="Asia/Dubai")
    return periods[0][:11], warnings


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Europe/Berlin", "Berlin"),
        ("europe/berlin", "Berlin"),
        (" Europe/Berlin", "Berlin"),
        ('"Europe/Berlin"', "Berlin"),
        ("W. Europe Standard Time", "Berlin"),
        ('"Central Standard Time"', "Chicago"),
        ("central  standard time", "Chicago"),
        ("US/Central", "Chicago"),
        ("America/Indiana/Knox", "Chicago"),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/Berlin", "Berlin"),
        ("/mozilla.org/20050126_1/America/Indiana/Knox", "Chicago"),
        ("/softwarestudio.org/Olson_20011030_5/America/Chicago", "Chicago"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("UTC", "UTC"),
        ("+0100", "Berlin"),
        ("GMT+01:00", "Berlin"),
        ("UTC-5", "Chicago"),
        ("-05:00", "Chicago"),
    ],
)
def test_names_that_are_known(name: str, place: str) -> None:
    assert starts(f"DTSTART;TZID={name}") == (NINE_IN[place], [])


@pytest.mark.parametrize(
    "name",
    [
        "Customized Time Zone",
        '"(UTC+01:00) Amsterdam, Berlin, Bern, Rome"',
        "(UTC+01:00) Amsterdam",
        "Unknown",
        "America",  # a directory of the time zone database
        "../../etc/passwd",
        "localtime",
        "tzone://Microsoft/Custom",
        "17",
        "UTC+99",
        "\x7f",
        "Europe/Berlin,Europe/Paris",
    ],
)
def test_a_name_that_nobody_knows_means_the_owners_zone_and_says_so(name: str) -> None:
    start, warnings = starts(f"DTSTART;TZID={name}")
    bare = name.strip('"')
    assert (start, warnings) == (
        "03-10 05:00",
        [f"The time zone “{bare}” is not known; its times are read as Asia/Dubai."],
    )


@pytest.mark.parametrize("line", ["DTSTART;TZID=", 'DTSTART;TZID=""', "DTSTART;TZID=  "])
def test_an_empty_name_is_none(line: str) -> None:
    assert starts(line) == ("03-10 05:00", [])


def test_a_time_in_utc_needs_no_zone() -> None:
    assert times(event("DTSTART;TZID=Nowhere:20260310T090000Z", "DURATION:PT1H")) == ["03-10 09:00 03-10 10:00"]


def test_what_the_file_defines_decides() -> None:
    for name in ("Our own Central", "Europe/Berlin", "(UTC-06:00) Central Time (US & Canada)", "Eastern"):
        assert starts(f'DTSTART;TZID="{name}"', CENTRAL.replace("Our own Central", name)) == ("03-10 14:00", [])
    assert starts("DTSTART;TZID=(UTC-06:00) Central", CENTRAL.replace("Our own", "(UTC-06:00)")) == ("03-10 14:00", [])
    zoned = "DTSTART;TZID=Our own Central"
    assert times(event(f"{zoned}:20260401T090000", "DURATION:PT1H"), CENTRAL) == ["04-01 14:00 04-01 15:00"]
    assert times(event(f"{zoned}:20260303T090000", "DURATION:PT1H"), CENTRAL) == ["03-03 15:00 03-03 16:00"]


def test_a_zone_of_another_calendar_in_the_file_counts_too() -> None:
    text = calendar(event("DTSTART;TZID=Our own Central:20260310T090000", "DURATION:PT1H")) + calendar(CENTRAL)
    assert [shown(period) for period in read(text).periods] == ["03-10 14:00 03-10 15:00"]


def definition(*observances: str, name: str = "Z", more: str = "") -> str:
    return "\n".join(["BEGIN:VTIMEZONE", f"TZID:{name}", more, *observances, "END:VTIMEZONE"])


def observance(*lines: str, kind: str = "STANDARD") -> str:
    return "\n".join([f"BEGIN:{kind}", *lines, f"END:{kind}"])


@pytest.mark.parametrize(
    ("observances", "expected"),
    [
        ([("TZOFFSETTO:+0100",)], "03-10 08:00"),
        ([("DTSTART:19700101", "TZOFFSETTO:+0100")], "03-10 08:00"),
        ([("DTSTART:00010101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100")], "03-10 08:00"),
        ([("DTSTART:16010101T000000", "TZOFFSETTO:-500")], "03-10 14:00"),
        ([("TZOFFSETTO: +01:00 ",)], "03-10 08:00"),
        ([("TZOFFSETTO:0100",)], "03-10 08:00"),
        ([("TZOFFSETTO:+005328",)], "03-10 08:06"),
        ([("TZOFFSETTO:+5744",), ("TZOFFSETTO:+0100",)], "03-10 08:00"),
        ([("TZOFFSETTO:never", "TZOFFSETFROM:+0100"), ("TZOFFSETTO:+0100",)], "03-10 08:00"),
        ([("DTSTART:never", "TZOFFSETTO:+0100", "RRULE:FREQ=SECONDLY", "RDATE:x")], "03-10 08:00"),
        ([("DTSTART:20260201T000000", "TZOFFSETTO:+0100"), ("DTSTART:20260310T080000", "TZOFFSETTO:+0200")],
         "03-10 07:00"),
        ([("DTSTART:20260310T100000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100")], "03-10 07:00"),
        ([("DTSTART:20250101T000000", "TZOFFSETTO:+0000", "RDATE:20260101T000000"),
          ("DTSTART:20240101T000000", "TZOFFSETTO:+0200")], "03-10 09:00"),
    ],
)  # fmt: skip
def test_definitions_that_are_odd(observances: list[tuple[str, ...]], expected: str) -> None:
    text = definition(*[observance(*lines) for lines in observances])
    assert starts("DTSTART;TZID=Z", text) == (expected, [])


def test_a_definition_that_says_nothing_gives_way() -> None:
    empty = definition(observance("TZOFFSETTO:x"))
    assert starts("DTSTART;TZID=Z", empty)[0] == "03-10 05:00"
    assert starts("DTSTART;TZID=Europe/Berlin", definition(name="Europe/Berlin")) == (NINE_IN["Berlin"], [])
    assert starts("DTSTART;TZID=Z", definition(more="X-LIC-LOCATION:Europe/Berlin")) == (NINE_IN["Berlin"], [])
    assert starts("DTSTART;TZID=Z", definition(more="X-LIC-LOCATION:Nowhere"))[0] == "03-10 05:00"
    assert starts("DTSTART;TZID=Z", definition(), CENTRAL.replace("Our own Central", "Z")) == (NINE_IN["Chicago"], [])


def defined(text: str, beyond: tzinfo | None = None) -> tzinfo:
    until = datetime(2031, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    zone = file_zone(components(text.encode()).parts[0], until, beyond)
    assert zone is not None
    return zone


SHORT = definition(
    observance("DTSTART:20251026T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100"),
    observance("DTSTART:20250330T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", kind="DAYLIGHT"),
    name="Europe/Berlin",
)


def test_a_definition_of_one_year_is_continued_by_the_zone_of_its_name() -> None:
    def utc(day: str) -> str:
        return times(SHORT, event(f"DTSTART;TZID=Europe/Berlin:{day}T090000", "DURATION:PT1H"))[0][:11]

    assert [utc("20260310"), utc("20260401")] == ["03-10 08:00", "04-01 07:00"]
    zone = defined(SHORT, ZoneInfo("Europe/Berlin"))
    for instant in (
        datetime(2024, 7, 1, tzinfo=UTC),
        datetime(2025, 7, 1, tzinfo=UTC),
        datetime(2026, 7, 1, tzinfo=UTC),
    ):
        wall = instant.astimezone(zone)
        assert (wall.utcoffset(), wall.astimezone(UTC)) == (timedelta(hours=2), instant)


def test_a_zone_says_nothing_but_offsets() -> None:
    zone = defined(CENTRAL)
    moment = datetime(2026, 3, 10, tzinfo=zone)
    assert (moment.dst(), moment.tzname(), zone.utcoffset(None)) == (None, None, None)
    assert named_zone("Our own Central") is None


@given(st.integers(0, 22 * 365 * 24 * 60))
def test_a_defined_zone_agrees_with_the_database_both_ways(minutes: int) -> None:
    zone, chicago = defined(CENTRAL), ZoneInfo("America/Chicago")
    instant = datetime(2008, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    moment = instant.replace(tzinfo=None)
    ours, theirs = instant.astimezone(zone), instant.astimezone(chicago)
    assert (ours.replace(tzinfo=None), ours.fold) == (theirs.replace(tzinfo=None), theirs.fold)
    for fold in (0, 1):
        assert (
            moment.replace(tzinfo=zone, fold=fold).utcoffset() == moment.replace(tzinfo=chicago, fold=fold).utcoffset()
        )


@pytest.mark.parametrize("hour", [1, 2])
@pytest.mark.parametrize("fold", [0, 1])
@pytest.mark.parametrize(("month", "day"), [(3, 8), (11, 1)])
def test_times_that_do_not_exist_or_exist_twice_are_read_as_the_database_does(
    month: int, day: int, fold: int, hour: int
) -> None:
    ours, theirs = (
        datetime(2026, month, day, hour, 30, tzinfo=zone, fold=fold).astimezone(UTC)
        for zone in (defined(CENTRAL), ZoneInfo("America/Chicago"))
    )
    assert ours == theirs
