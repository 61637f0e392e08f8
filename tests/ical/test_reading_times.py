"""The zone of a time: what stands beside it decides, then the name; else there is no time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from eboard.ical.reading import IncomingAnswer, read_mail
from tests.ical.mails import attendee, calendar, event, mail, part, reply
from tests.ical.products import EXCHANGE_ZONE


def read(*lines: str, around: tuple[str, ...] = ()) -> IncomingAnswer:
    answer = read_mail(mail(part(calendar(*around, *event(attendee(), *lines))))).answer
    assert answer is not None
    return answer


def start(line: str, *around: str) -> datetime | None:
    return read(line, around=around).starts_at


def zone(*observances: str, name: str = "Here") -> tuple[str, ...]:
    return ("BEGIN:VTIMEZONE", f"TZID:{name}", *observances, "END:VTIMEZONE")


def observance(kind: str, offset: str, *lines: str, begins: str = "19700101T000000") -> tuple[str, ...]:
    return (f"BEGIN:{kind}", f"DTSTART:{begins}", f"TZOFFSETTO:{offset}", *lines, f"END:{kind}")


FIVE, SIX, SEVEN = (datetime(2026, 7, 1, hour, tzinfo=UTC) for hour in (5, 6, 7))
JULY = "DTSTART;TZID=Here:20260701T120000"


@pytest.mark.parametrize(
    ("line", "hour"),
    [
        ("DTSTART;TZID=America/Chicago:20260701T000000", 5),
        ("DTSTART;TZID=Central Standard Time:20260701T000000", 5),
        ('DTSTART;TZID="America/Chicago":20260701T000000', 5),
        ("DTSTART;TZID= America/Chicago:20260701T000000", 5),
    ],
)
def test_a_name_of_the_zone_data_or_of_windows(line: str, hour: int) -> None:
    assert start(line) == datetime(2026, 7, 1, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    "name", ["America", "Unknown", "", "Customized Time Zone", "tzone://Microsoft/Custom", "1", "a\x7fb", "../etc"]
)
def test_a_name_that_says_nothing_gives_no_time(name: str) -> None:
    assert start(f"DTSTART;TZID={name}:20260701T000000") is None


def test_the_zone_of_the_whole_calendar_helps_a_floating_time() -> None:
    assert start("DTSTART:20260701T000000", "X-WR-TIMEZONE:America/Chicago") == FIVE
    fixed = zone(*observance("STANDARD", "-0600"))
    assert start("DTSTART:20260701T000000", *fixed) == SIX


def test_the_rules_in_the_file_decide() -> None:
    assert start("DTSTART;TZID=Central Standard Time:20260309T140000", *EXCHANGE_ZONE) == datetime(
        2026, 3, 9, 19, tzinfo=UTC
    )
    assert start("DTSTART;TZID=Central Standard Time:20260307T140000", *EXCHANGE_ZONE) == datetime(
        2026, 3, 7, 20, tzinfo=UTC
    )
    wrong = zone(*observance("STANDARD", "+0100"), name="America/Chicago")
    assert start("DTSTART;TZID=America/Chicago:20260701T060000", *wrong) == FIVE


def test_a_name_is_the_same_with_escapes_quotes_and_blanks() -> None:
    here = zone(*observance("STANDARD", "+0500"), name="(UTC+05:00) Here\\, there & \\; around")
    assert start('DTSTART;TZID=" (UTC+05:00) Here, there & ; around":20260701T120000', *here) == SEVEN


def noon(*observances: str) -> datetime | None:
    return start(JULY, *zone(*observances))


def test_rules_of_every_shape() -> None:
    winter = observance("STANDARD", "+0500", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=-1SU")
    assert noon(*winter, *observance("DAYLIGHT", "+0600", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU")) == SIX
    over = observance("DAYLIGHT", "+0600", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU;UNTIL=20100301T000000Z")
    assert noon(*winter, *over) == SEVEN
    listed = observance("DAYLIGHT", "+0600", "RDATE:20250308T000000,20260307T000000", "RDATE:20269907T000000")
    assert noon(*winter, *listed) == SIX
    by_day_of_month = observance("DAYLIGHT", "+0600", "RRULE:FREQ=YEARLY", begins="19700401T000000")
    assert noon(*winter, *by_day_of_month) == SIX
    impossible = observance("DAYLIGHT", "+0600", "RRULE:FREQ=YEARLY;BYMONTH=13;BYDAY=2SU")
    assert noon(*winter, *impossible) == SEVEN
    never = observance("DAYLIGHT", "+0600", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=9SU")
    assert noon(*winter, *never) == SEVEN


def test_rules_that_cannot_be_followed() -> None:
    only = ("BEGIN:STANDARD", "TZOFFSETTO:+0500", "END:STANDARD")
    assert noon(*only) == SEVEN
    assert noon("BEGIN:STANDARD", "DTSTART:20260230T000000", "TZOFFSETTO:+05:00", "END:STANDARD") == SEVEN
    assert noon("BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETTO:5", "END:STANDARD") is None
    assert noon(*only, *only) is None
    assert noon() is None


def proposed(parameter: str, *around: str) -> tuple[datetime | None, datetime | None]:
    line = f'ATTENDEE;PARTSTAT=TENTATIVE;X-PROPOSAL="{parameter}":mailto:rita.radiologist@example.org'
    answer = read_mail(mail(part(calendar(*around, *event(line))))).answer
    assert answer is not None
    return answer.proposed_start, answer.proposed_end


TEN, ELEVEN = (datetime(2026, 3, 9, hour, tzinfo=UTC) for hour in (10, 11))


@pytest.mark.parametrize(
    "parameter",
    [
        "DTSTART:20260309T100000Z;DTEND:20260309T110000Z",
        "DTEND:20260309T110000Z;DTSTART:20260309T100000Z",
        "20260309T100000Z/20260309T110000Z",
        "2026-03-09T10:00:00Z;2026-03-09T11:00:00.000Z",
        "DTSTART;TZID=America/Chicago:20260309T050000;DTEND;TZID=America/Chicago:20260309T060000",
        "start=20260309T100000Z;end=20260309T110000Z",
    ],
)
def test_a_proposal_in_a_parameter(parameter: str) -> None:
    assert proposed(parameter) == (TEN, ELEVEN)


def test_a_proposal_without_an_end_or_without_a_place() -> None:
    assert proposed("DTSTART:20260309T100000Z") == (TEN, None)
    assert proposed("DTSTART:20260309T110000Z;DTEND:20260309T100000Z") == (ELEVEN, None)
    assert proposed("DTSTART:20260309T050000", "X-WR-TIMEZONE:America/Chicago") == (TEN, None)
    assert proposed("DTSTART:20260309T100000") == (None, None)
    assert proposed("tomorrow") == (None, None)


def test_other_parameters_with_a_time_propose_nothing() -> None:
    line = "ATTENDEE;X-CALENDARSERVER-DTSTAMP=20260309T100000Z;PARTSTAT=ACCEPTED:mailto:a@example.org"
    answer = read_mail(mail(part(reply(line)))).answer
    assert answer is not None
    assert answer.proposed_start is None


def test_a_length_stands_for_an_end() -> None:
    ends = {"PT1H": 11, "P0DT60M0S": 11, "PT": 10, "1H": None}
    for given, hour in ends.items():
        expected = datetime(2026, 3, 9, hour, tzinfo=UTC) if hour else None
        assert read("DTSTART:20260309T100000Z", f"DURATION:{given}").ends_at == expected
    assert read("DURATION:PT1H").ends_at is None
    assert read("DTSTART:20260309T100000Z", "DTEND:20260309T110000Z", "DURATION:PT5H").ends_at == ELEVEN
