"""Series: rules, exceptions and further dates, as calendars really write them."""

from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.availability.reading import expansion
from eboard.availability.reading.calendar import NoCalendarError, TooManyEventsError
from eboard.availability.reading.rules import clean_rule
from tests.availability.files import SPRING, calendar, event, read, shown, times, warned

BERLIN = ";TZID=Europe/Berlin:"
WEEKLY = ("UID:w", f"DTSTART{BERLIN}20260302T090000", f"DTEND{BERLIN}20260302T100000")
FOUR = "RRULE:FREQ=WEEKLY;COUNT=4"
DATES = ["03-02 08:00 03-02 09:00", "03-09 08:00 03-09 09:00", "03-16 08:00 03-16 09:00", "03-23 08:00 03-23 09:00"]


def without(*left_out: int) -> list[str]:
    return [text for number, text in enumerate(DATES) if number not in left_out]


def test_a_series_keeps_its_wall_clock_over_a_change() -> None:
    assert times(event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=5"))[3:] == [DATES[3], "03-30 07:00 03-30 08:00"]


def test_an_endless_series_is_worked_out_for_the_window_alone() -> None:
    daily = event("DTSTART:20050101T100000Z", "DURATION:PT10M", "RRULE:FREQ=DAILY")
    assert len(times(daily)) == 61


@pytest.mark.parametrize(
    "line",
    [
        f"EXDATE{BERLIN}20260309T090000",
        "EXDATE:20260309T080000Z",
        "EXDATE;TZID=America/Chicago:20260309T030000",
        "EXDATE:20260309T090000",
        "EXDATE;VALUE=DATE:20260309",
        "EXDATE:20260309",
    ],
)
def test_a_date_left_out_in_any_zone_or_kind(line: str) -> None:
    assert times(event(*WEEKLY, FOUR, line)) == without(1)


def test_a_replacement_of_no_date_that_can_be_read_leaves_the_series_whole() -> None:
    astray = event("UID:w", "SEQUENCE:3", "RECURRENCE-ID:never", "DTSTART:20260310T080000Z", "DTEND:20260310T090000Z")
    assert warned(event(*WEEKLY, FOUR), astray) == (
        [*DATES[:2], "03-10 08:00 03-10 09:00", *DATES[2:]],
        ["Event 2 replaces a date that cannot be read; it counts beside its series."],
    )


def test_several_dates_left_out_and_one_that_cannot_be_read() -> None:
    lines = (f"EXDATE{BERLIN}20260309T090000,20260316T090000,", "EXDATE:never", f"EXDATE{BERLIN}20260302T090000")
    assert warned(event(*WEEKLY, FOUR, *lines)) == (
        without(0, 1, 2),
        ["Event 1 leaves out a date that cannot be read."],
    )


@pytest.mark.parametrize(
    "identity",
    [
        f"RECURRENCE-ID{BERLIN}20260309T090000",
        "RECURRENCE-ID:20260309T080000Z",
        'RECURRENCE-ID;TZID="W. Europe Standard Time":20260309T090000',
        "RECURRENCE-ID;VALUE=DATE:20260309",
        "RECURRENCE-ID:20260309",
    ],
)
def test_another_date_replaces_its_own_also_when_it_stands_first(identity: str) -> None:
    moved = event("UID:w", identity, "DTSTART:20260310T120000Z", "DTEND:20260310T130000Z")
    expected = sorted([*without(1), "03-10 12:00 03-10 13:00"])
    assert times(event(*WEEKLY, FOUR), moved) == expected
    assert times(moved, event(*WEEKLY, FOUR)) == expected


@pytest.mark.parametrize("line", ["STATUS:CANCELLED", "TRANSP:TRANSPARENT"])
def test_another_date_that_takes_no_time_frees_its_own(line: str) -> None:
    changed = event("UID:w", f"RECURRENCE-ID{BERLIN}20260309T090000", *WEEKLY[1:], line)
    assert times(event(*WEEKLY, FOUR), changed) == without(1)


def test_of_two_versions_the_later_counts() -> None:
    def version(sequence: int, hour: int) -> str:
        start = f"DTSTART:20260310T{hour}0000Z"
        return event("UID:w", f"RECURRENCE-ID{BERLIN}20260309T090000", start, "DURATION:PT1H", f"SEQUENCE:{sequence}")

    expected = sorted([*without(1), "03-10 14:00 03-10 15:00"])
    assert times(event(*WEEKLY, FOUR), version(2, 14), version(1, 12)) == expected
    assert times(version(1, 12), version(2, 14)) == ["03-10 14:00 03-10 15:00"]
    assert times(version(2, 14), version(1, 12)) == ["03-10 14:00 03-10 15:00"]
    old = event("UID:w", "DTSTART:20260401T080000Z", "DURATION:PT1H", "SEQUENCE:x")
    assert times(old, event(*WEEKLY, FOUR, "SEQUENCE:3")) == DATES


def test_this_and_all_that_follow() -> None:
    later = event(
        "UID:w", f"RECURRENCE-ID;RANGE=THISANDFUTURE{BERLIN}20260316T090000", f"DTSTART{BERLIN}20260316T110000",
        "DURATION:PT2H",
    )  # fmt: skip
    assert times(event(*WEEKLY, FOUR), later) == [*DATES[:2], "03-16 10:00 03-16 12:00", "03-23 10:00 03-23 12:00"]


def test_dates_of_a_series_that_is_not_in_the_file() -> None:
    assert times(event("UID:w", f"RECURRENCE-ID{BERLIN}20260302T090000", *WEEKLY[1:])) == DATES[:1]


def test_two_events_that_share_an_identity_by_mistake_both_count() -> None:
    other = event("UID:w", "DTSTART:20260401T080000Z", "DURATION:PT1H")
    assert times(event(*WEEKLY), other) == [DATES[0], "04-01 08:00 04-01 09:00"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((f"RDATE{BERLIN}20260309T090000,20260316T090000",), without(3)),
        (("RDATE:20260309T080000Z", "RDATE;VALUE=DATE:20260316"), without(3)),
        ((FOUR, "RDATE:20260310T080000Z"), sorted([*DATES, "03-10 08:00 03-10 09:00"])),
        (("RDATE;VALUE=PERIOD:20260309T080000Z/PT2H",), [DATES[0], "03-09 08:00 03-09 10:00"]),
        (("RDATE;VALUE=PERIOD:20260309T080000Z/20260309T083000Z",), [DATES[0], "03-09 08:00 03-09 08:30"]),
        (("RDATE:20260309T080000Z", "EXDATE:20260309T080000Z"), DATES[:1]),
    ],
)
def test_further_dates(lines: tuple[str, ...], expected: list[str]) -> None:
    assert times(event(*WEEKLY, *lines)) == expected


@pytest.mark.parametrize("value", ["never", "20260309T080000Z/20260309T070000Z", "20260309T080000Z/soon"])
def test_a_further_date_that_cannot_be_read(value: str) -> None:
    assert warned(event(*WEEKLY, f"RDATE:{value}")) == (DATES[:1], ["Event 1 has a further date that cannot be read."])


DAYS = ("DTSTART;VALUE=DATE:20260302", "TRANSP:OPAQUE", "UID:d")


@pytest.mark.parametrize(
    "line",
    [
        "EXDATE;VALUE=DATE:20260303",
        "EXDATE:20260303T000000",
        "EXDATE:20260302T230000Z",
        "EXDATE:20260303T000000Z",
    ],
)
def test_whole_days_repeat_and_are_left_out(line: str) -> None:
    assert times(event(*DAYS, "RRULE:FREQ=DAILY;COUNT=3", line)) == [
        "03-01 23:00 03-02 23:00",
        "03-03 23:00 03-04 23:00",
    ]


def test_a_whole_day_may_become_an_hour_and_a_further_day_come() -> None:
    hour = event("UID:d", "RECURRENCE-ID:20260303T000000", "DTSTART:20260303T100000Z", "DURATION:PT1H")
    assert times(event(*DAYS, "RRULE:FREQ=DAILY;COUNT=2", "RDATE:20260310"), hour) == [
        "03-01 23:00 03-02 23:00",
        "03-03 10:00 03-03 11:00",
        "03-09 23:00 03-10 23:00",
    ]


@pytest.mark.parametrize(
    "until", ["20260316", "20260316T080000Z", "20260316T090000", "20260316T235959Z", "2026-03-16T08:00:00Z"]
)
def test_the_last_date_is_included_however_it_is_written(until: str) -> None:
    assert times(event(*WEEKLY, f"RRULE:FREQ=WEEKLY;UNTIL={until}")) == without(3)


@pytest.mark.parametrize("until", ["20260303", "20260303T000000Z", "20260302T230000Z", "20260303T120000Z"])
def test_the_last_day_is_included_however_it_is_written(until: str) -> None:
    assert times(event(*DAYS, f"RRULE:FREQ=DAILY;UNTIL={until}")) == ["03-01 23:00 03-03 23:00"]


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:",
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=MINUTELY;COUNT=9",
        "RRULE:FREQ=HOURLY",
        "RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5",
        "RRULE:FREQ=WEEKLY;RSCALE=CHINESE",
        "RRULE:FREQ=WEEKLY;UNTIL=soon",
        "RRULE:W1 MO #4",
        "RRULE:FREQ=WEEKLY;BYDAY=XX",
        "RRULE:garbage",
    ],
)
def test_a_rule_that_cannot_be_used_leaves_the_first_date_and_all_other_events(rule: str) -> None:
    other = event("DTSTART:20260401T080000Z", "DURATION:PT1H")
    periods, warnings = warned(event(*WEEKLY, rule), other)
    assert periods == [DATES[0], "04-01 08:00 04-01 09:00"]
    assert len(warnings) == (0 if rule == "RRULE:" else 1)
    assert all(warning.startswith("Event 1 ") for warning in warnings)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;COUNT=4;",
        "freq=weekly;count=4",
        "FREQ=WEEKLY; COUNT=4; WKST=XX",
        "RRULE:FREQ=WEEKLY;INTERVAL=0;COUNT=4",
        "FREQ=WEEKLY;COUNT=-1;UNTIL=20260323",
        "FREQ=WEEKLY;BYDAY=MO,;COUNT=4;X-NAME=1;WKST=su",
    ],
)
def test_rules_that_are_only_a_little_wrong(rule: str) -> None:
    assert times(event(*WEEKLY, f"RRULE:{rule}")) == DATES


def test_several_rules_add_up() -> None:
    assert times(event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=2", "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2")) == without(3)


def test_a_series_that_computes_too_long_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expansion, "SECONDS_A_SERIES", 0.05)
    never = event(*WEEKLY, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    other = event("DTSTART:20260401T080000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=1")
    assert warned(never, other) == (
        [DATES[0], "04-01 08:00 04-01 09:00"],
        ["Event 1 repeats in a way that cannot be worked out; its first date counts alone."],
    )


def test_a_rule_is_cleaned_to_what_the_library_takes() -> None:
    text = "FREQ=Monthly;BYDAY=-1fr;UNTIL=20261231T230000Z;X=1"
    assert clean_rule(text, ZoneInfo("Europe/Berlin")) == ("FREQ=MONTHLY;INTERVAL=1;UNTIL=20270101T000000;BYDAY=-1FR")


@given(
    first=st.dates(date(2020, 1, 1), date(2026, 4, 30)),
    hour=st.integers(0, 23),
    interval=st.integers(1, 4),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    count=st.one_of(st.none(), st.integers(1, 60)),
)
def test_weekly_series_are_what_counting_days_gives(
    first: date, hour: int, interval: int, weekdays: set[int], count: int | None
) -> None:
    weekdays |= {first.weekday()}  # a first date outside its own rule is counted differently everywhere
    names = ",".join(["MO", "TU", "WE", "TH", "FR", "SA", "SU"][number] for number in sorted(weekdays))
    rule = f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={names}" + (f";COUNT={count}" if count else "")
    monday = first - timedelta(days=first.weekday())
    days = (first + timedelta(days=number) for number in range(2500))
    hits = [d for d in days if d.weekday() in weekdays and (d - monday).days // 7 % interval == 0][:count]
    starts = [datetime.combine(d, clock(hour), tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC) for d in hits]
    expected = [start for start in starts if SPRING.starts_at <= start < SPRING.ends_at]
    line = f"DTSTART{BERLIN}{first:%Y%m%d}T{hour:02}0000"
    found = read(calendar(event(line, "DURATION:PT10M", f"RRULE:{rule}"))).periods
    assert [period.starts_at for period in found if period.starts_at > SPRING.starts_at] == [
        start for start in expected if start > SPRING.starts_at
    ]


GOOD = event("UID:good", "DTSTART:20260401T080000Z", "DURATION:PT1H")
fragments = st.sampled_from(
    ["BEGIN:VEVENT", "END:VEVENT", *WEEKLY, FOUR, "RRULE:FREQ=", "EXDATE:", "RDATE:/", "DTSTART", "DURATION:-P",
     "RECURRENCE-ID:20260309", "BEGIN:VTIMEZONE", "TZID:Europe/Berlin", "BEGIN:STANDARD", "TZOFFSETTO:+99",
     "TZOFFSETTO:+0100", "DTSTART:16010101T000000", "END:STANDARD", "END:VTIMEZONE", " folded", "\tx", ":", ";", "",
     "DTSTART;TZID=:20260310T080000", "FREEBUSY:P/P", "BEGIN:VFREEBUSY", "STATUS", "UID:", "END:", "BEGIN:"]
)  # fmt: skip


@given(st.lists(st.one_of(fragments, st.text(max_size=20)), max_size=25))
def test_whatever_stands_before_it_a_good_event_is_read(lines: list[str]) -> None:
    text = "\n".join([*lines, "BEGIN:VCALENDAR", GOOD, "END:VCALENDAR"])
    text = text.replace("\r", "")
    assert "04-01 08:00 04-01 09:00" in [shown(period) for period in read(text.encode("utf-8", "replace")).periods]


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_no_calendar_or_a_strange_one(data: bytes) -> None:
    try:
        read(b"BEGIN:VEVENT\n" + data)
    except (NoCalendarError, TooManyEventsError):
        return
