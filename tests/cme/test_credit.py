"""From minutes to credit; codes; what a spreadsheet must not run; how long things are kept."""

import csv
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.cme.certificates import LENGTH, dashed, plain
from eboard.cme.credit import CreditRule, credit_text, earned, hundredths, total
from eboard.cme.enums import EntryReason
from eboard.cme.export import guarded, ledger_csv
from eboard.cme.models import CmeActivity, CmeEntry
from eboard.cme.retention import is_over, last_year_over
from eboard.meetings.models import Meeting
from eboard.people.models import Person
from tests.conftest import NOW

RULE = CreditRule(maximum=5000)


@pytest.mark.parametrize(
    ("rule", "minutes", "credit", "reason"),
    [
        (RULE, 0, 0, EntryReason.TOO_SHORT),
        (RULE, 14, 0, EntryReason.TOO_SHORT),
        (RULE, 15, 25, EntryReason.COUNTED),
        (RULE, 44, 50, EntryReason.COUNTED),
        (RULE, 60, 100, EntryReason.COUNTED),
        (CreditRule(maximum=5000, most_per_meeting=75), 60, 75, EntryReason.COUNTED),
        (CreditRule(maximum=5000, unit_minutes=60, unit_credits=100), 119, 100, EntryReason.COUNTED),
    ],
)
def test_each_full_unit_earns(rule: CreditRule, minutes: int, credit: int, reason: EntryReason) -> None:
    found = earned(rule, minutes, has_disclosed=True)
    assert (found.minutes, found.credits, found.reason) == (minutes, credit, reason)
    none = earned(rule, minutes, has_disclosed=False)
    assert (none.minutes, none.credits, none.reason) == (minutes, 0, EntryReason.NO_DISCLOSURE)


@given(minutes=st.integers(0, 2000), more=st.integers(0, 500))
def test_more_minutes_never_earn_less_and_never_more_than_the_most(minutes: int, more: int) -> None:
    rule = CreditRule(maximum=5000, most_per_meeting=400)
    first, second = (earned(rule, one, has_disclosed=True).credits for one in (minutes, minutes + more))
    assert 0 <= first <= second <= 400


@given(meetings=st.lists(st.integers(0, 400)))
def test_a_year_never_adds_up_to_more_than_its_maximum(meetings: list[int]) -> None:
    assert total(CreditRule(maximum=1000), meetings) == min(1000, sum(meetings))


@given(value=st.integers(0, 1_000_000))
def test_credit_reads_back_as_what_it_is(value: int) -> None:
    assert hundredths(Decimal(credit_text(value))) == value


def test_credit_is_written_without_noughts() -> None:
    assert [credit_text(one) for one in (0, 5, 25, 50, 100, 625, 5000)] == [
        "0",
        "0.05",
        "0.25",
        "0.5",
        "1",
        "6.25",
        "50",
    ]
    assert hundredths(None) is None


@given(text=st.text(ALPHABET := "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", min_size=LENGTH, max_size=LENGTH))
def test_a_code_reads_back_however_it_is_typed(text: str) -> None:
    assert plain(dashed(text)) == plain(dashed(text).lower()) == text


def entry(name: str, **values: object) -> CmeEntry:
    known = {"activity_id": uuid4(), "meeting_id": uuid4(), "person_id": uuid4(), "version": 1}
    row = CmeEntry(**{**known, **values}, minutes=60, credits=100, reason=EntryReason.COUNTED, at=NOW)  # type: ignore[arg-type]
    row.person = Person(email="a@example.org", given_name=name, family_name="", title="")
    row.activity = CmeActivity(title="=cmd|' /C calc'!A0", year=2026, credit_type="@SUM(1)")
    row.meeting = Meeting(day=NOW.date())
    return row


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_nothing_that_is_exported_begins_like_a_formula(first: str) -> None:
    cells = [cell for row in read(ledger_csv([entry(f"{first}1+1")])) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))] == []
    assert guarded(f"{first}1") == f"'{first}1"
    assert guarded("Ana") == "Ana"


def test_the_export_holds_what_was_replaced_and_says_what_counts() -> None:
    first = entry("Ana Å 李")
    second = entry(
        "Ana Å 李", version=2, activity_id=first.activity_id, meeting_id=first.meeting_id, person_id=first.person_id
    )
    rows = read(ledger_csv([first, second]))
    assert [(row[0].strip(), row[-2], row[-1]) for row in rows[1:]] == [
        ("Ana Å 李", "1", "no"),
        ("Ana Å 李", "2", "yes"),
    ]


def read(raw: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(raw.decode("utf-8-sig"), newline="")))


def test_a_ledger_is_kept_for_six_full_years() -> None:
    new_year = datetime(2033, 1, 1, 11, 59, tzinfo=UTC)  # still 2032 on the last clock of the earth
    assert (is_over(2026, new_year), last_year_over(new_year)) == (False, 2025)
    assert is_over(2026, datetime(2033, 1, 1, 12, 0, tzinfo=UTC))
