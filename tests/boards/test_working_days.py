"""Working days: weekends of any kind, holidays, clocks that change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.boards.models import Holiday
from eboard.boards.recurrence import WEEKDAYS
from eboard.boards.working_days import LONGEST, WorkingDays, working_days
from eboard.core.db import unit_of_work
from tests.world import World, add

FRIDAY = datetime(2026, 3, 6, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "weekend", "holidays", "count", "day"),
    [
        ("America/Chicago", ("SA", "SU"), (), 1, datetime(2026, 3, 9, 14, 0, tzinfo=UTC)),  # the clocks went forward
        ("Asia/Dubai", ("FR", "SA"), (), 1, datetime(2026, 3, 8, 15, 0, tzinfo=UTC)),
        ("Asia/Dubai", (), (), 3, datetime(2026, 3, 9, 15, 0, tzinfo=UTC)),
        (
            "Europe/London",
            ("SA", "SU"),
            (date(2026, 3, 9), date(2026, 3, 10)),
            2,
            datetime(2026, 3, 12, 15, tzinfo=UTC),
        ),
        ("Europe/London", ("SA", "SU"), (), 0, FRIDAY),
    ],
)
def test_a_deadline_keeps_the_time_of_day_and_skips_what_is_not_worked(
    zone: str, weekend: tuple[str, ...], holidays: tuple[date, ...], count: int, day: datetime
) -> None:
    assert WorkingDays(zone, weekend, holidays).after(FRIDAY, count) == day


def test_whoever_never_works_has_a_deadline_all_the_same() -> None:
    assert WorkingDays("UTC", WEEKDAYS, ()).after(FRIDAY, 1) == FRIDAY + LONGEST


@given(
    st.sets(st.sampled_from(WEEKDAYS), max_size=6),
    st.sets(st.dates(date(2026, 3, 6), date(2026, 5, 1)), max_size=20),
    st.integers(1, 10),
)
def test_between_a_moment_and_its_deadline_lie_just_that_many_working_days(
    weekend: set[str], holidays: set[date], count: int
) -> None:
    worked = WorkingDays("UTC", weekend, holidays)
    end = worked.after(FRIDAY, count)
    days = [FRIDAY.date() + timedelta(days=n + 1) for n in range((end - FRIDAY).days)]
    assert sum(worked.is_worked(day) for day in days) == count
    assert worked.is_worked(end.date())


def test_an_organization_has_its_own(world: World) -> None:
    with unit_of_work():
        world.south.weekend = ["FR", "SA"]
        add(Holiday(organization_id=world.south.id, day=date(2026, 3, 8), name="Founding day"))
        add(Holiday(organization_id=world.north.id, day=date(2026, 3, 9), name="Another's day"))
    expected = WorkingDays("Asia/Dubai", frozenset({"FR", "SA"}), frozenset({date(2026, 3, 8)}))
    assert working_days(world.south, FRIDAY.date()) == expected
