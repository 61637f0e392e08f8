"""The process in which a calendar is read, and the command that shows what is read."""

import json
import resource
from datetime import UTC, datetime
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from click.testing import CliRunner

from eboard.availability.commands import busy
from eboard.availability.enums import BusyKind
from eboard.availability.periods import Period
from eboard.availability.reading import __main__ as worker
from eboard.availability.reading.calendar import MOST_EVENTS, NoCalendarError, TooManyEventsError
from eboard.availability.reading.process import Request, UnreadableError, read_apart
from tests.availability.files import CENTRAL, SPRING, calendar, event

REQUEST = Request(zone="Europe/Berlin", window=SPRING, own_domain="eboard.example.org")
NINE, TEN = "DTSTART:20260310T090000Z", "DTEND:20260310T100000Z"


def test_a_calendar_is_read_in_a_process_of_its_own() -> None:
    text = calendar(event(NINE, TEN, "X-MICROSOFT-CDO-BUSYSTATUS:OOF"), event("SUMMARY:Mrs. Secret"))
    found = read_apart(text.encode(), REQUEST)
    assert found.periods == [
        Period(datetime(2026, 3, 10, 9, tzinfo=UTC), datetime(2026, 3, 10, 10, tzinfo=UTC), BusyKind.UNAVAILABLE)
    ]
    assert found.warnings == ["Event 2 is left out: it has no start that can be read."]


def test_what_cannot_be_read_is_told_apart() -> None:
    with pytest.raises(NoCalendarError):
        read_apart(b"<html>", REQUEST)
    with pytest.raises(TooManyEventsError):
        read_apart(calendar(*["BEGIN:VEVENT"] * (MOST_EVENTS + 1)).encode(), REQUEST)


def test_a_calendar_that_takes_too_long_is_given_up() -> None:
    never = event(NINE, TEN, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    with pytest.raises(UnreadableError) as caught:
        read_apart(calendar(never).encode(), REQUEST, seconds=0.6)
    assert caught.value.__cause__ is None


def test_a_calendar_that_needs_too_much_memory_is_given_up() -> None:
    with pytest.raises(UnreadableError):
        read_apart(b"BEGIN:VCALENDAR\n" * (worker.MEMORY_BYTES // 64), REQUEST)


def test_the_process_gets_none_of_our_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "python"
    program.write_text(f'#!/bin/sh\nenv > {tmp_path}/environment\necho \'{{"periods": [], "warnings": []}}\'\n')
    program.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(program))
    for name in ("EBOARD_SECRET", "PGPASSWORD", "SOME_TOKEN"):
        monkeypatch.setenv(name, "top-secret")
    assert read_apart(b"", REQUEST).periods == []
    environment = (tmp_path / "environment").read_text()
    assert ("top-secret" in environment, "PATH=" in environment) == (False, True)


def show(*arguments: str, data: bytes | str = "") -> tuple[int, str]:
    window = ("--zone", "Europe/Berlin", "--from", "2026-03-01", "--to", "2026-04-01")
    result = CliRunner().invoke(busy, ["read", *arguments, *window], input=data)
    return result.exit_code, result.output


def test_the_command_prints_periods_and_warnings(tmp_path: Path) -> None:
    text = calendar(
        CENTRAL,
        event("DTSTART;TZID=Our own Central:20260310T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2"),
        event("DTSTART:20260310T130000Z", "DURATION:PT90M", "STATUS:TENTATIVE"),
        event("DTSTART:20260331T210000Z", "DURATION:PT9H"),  # over the end of the window
        event("DTSTART;TZID=Ünknown:20260310T100000", "DURATION:PT0S"),
    )
    (tmp_path / "some.ics").write_text(text)
    expected = {
        "periods": [
            {"start": "2026-03-10T13:00:00Z", "end": "2026-03-10T14:00:00Z", "kind": "BUSY-TENTATIVE"},
            {"start": "2026-03-10T14:00:00Z", "end": "2026-03-10T15:00:00Z", "kind": "BUSY"},
            {"start": "2026-03-11T14:00:00Z", "end": "2026-03-11T15:00:00Z", "kind": "BUSY"},
            {"start": "2026-03-31T21:00:00Z", "end": "2026-03-31T22:00:00Z", "kind": "BUSY"},
        ],
        "warnings": ["The time zone “Ünknown” is not known; its times are read as Europe/Berlin."],
    }
    for status, output in (show(str(tmp_path / "some.ics")), show("-", data=text.encode())):
        assert (status, json.loads(output)) == (0, expected)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("", "There is no calendar in this file."),
        ("<html>", "There is no calendar in this file."),
        (calendar(*["BEGIN:VEVENT"] * (MOST_EVENTS + 1)), "The calendar holds more than 5,000 events."),
    ],
)
def test_without_a_calendar_it_says_one_sentence_and_fails(data: str, sentence: str) -> None:
    assert show("-", data=data) == (1, f"Error: {sentence}\n")


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2026-03-01", "2026-03-01", "The window is empty: --to must be a later day than --from."),
        ("1899-12-31", "2026-03-01", "The window must lie between the years 1900 and 2200."),
        ("2026-03-01", "9999-12-31", "The window must lie between the years 1900 and 2200."),
    ],
)
def test_a_window_that_makes_no_sense_is_refused(first: str, last: str, sentence: str) -> None:
    window = ["--zone", "Europe/Berlin", "--from", first, "--to", last]
    result = CliRunner().invoke(busy, ["read", "-", *window])
    assert (result.exit_code, result.output) == (1, f"Error: {sentence}\n")


def test_an_unknown_zone_is_refused() -> None:
    result = CliRunner().invoke(busy, ["read", "-", "--zone", "Mars", "--from", "2026-03-01", "--to", "2026-03-02"])
    assert str(result.exception) == "“Mars” is not a time zone. Choose one such as America/Chicago."


def test_the_program_answers_in_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The limits it sets itself would last for this process, so they are left out here; others test them above."""
    limited: list[int] = []
    monkeypatch.setattr(resource, "setrlimit", lambda kind, _limits: limited.append(kind))

    for data, answer in (
        (calendar(event(NINE, TEN)), {"periods": [["2026-03-10T09:00:00+00:00", "2026-03-10T10:00:00+00:00", "BUSY"]],
                                      "warnings": []}),
        ("", {"problem": "no calendar"}),
        (calendar(*["BEGIN:VEVENT"] * (MOST_EVENTS + 1)), {"problem": "too many events"}),
    ):  # fmt: skip
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(data.encode())))
        monkeypatch.setattr("sys.argv", ["reading", REQUEST.to_json()])
        worker.main()
        assert json.loads(capsys.readouterr().out) == answer
    assert set(limited) == {resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_CORE}
