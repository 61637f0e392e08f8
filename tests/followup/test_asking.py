"""When somebody is asked, and what an answer must say."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.followup.asking import AGAIN, SECOND, gap, next_due
from eboard.followup.enums import DEVIATIONS, DeviationReason, Followed

SIGNED = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
DAY = timedelta(days=1)
R = DeviationReason


@pytest.mark.parametrize(
    ("followed", "reason", "after", "next_after"),
    [
        (Followed.DONE, None, 30, None),
        (Followed.LOST, None, 30, None),
        (Followed.PENDING, None, 30, 60),
        (Followed.PENDING, None, 95, 125),
        (Followed.PARTLY, R.TOXICITY, 30, 90),
        (Followed.NOT_DONE, R.DECLINED, 60, 90),
        (Followed.NOT_DONE, R.DECLINED, 61, None),
        (Followed.NOT_DONE, R.DIED, 30, None),
        (Followed.PARTLY, R.DIED, 30, None),
        (Followed.PARTLY, R.OTHER, 90, None),
    ],
)
def test_who_answered_is_asked_again_as_long_as_something_may_come(
    followed: Followed, reason: R | None, after: int, next_after: int | None
) -> None:
    found = next_due(followed, reason, signed_at=SIGNED, moment=SIGNED + after * DAY)
    assert found == (None if next_after is None else SIGNED + next_after * DAY)


@given(followed=st.sampled_from(Followed), reason=st.sampled_from([None, *R]), hours=st.integers(0, 24 * 400))
def test_nobody_is_asked_again_within_a_month_and_only_what_is_pending_after_the_second_time(
    followed: Followed, reason: R | None, hours: int
) -> None:
    moment = SIGNED + timedelta(hours=hours)
    found = next_due(followed, reason, signed_at=SIGNED, moment=moment)
    assert found is None or found - moment >= AGAIN
    assert found is None or found <= SIGNED + SECOND or followed is Followed.PENDING
    assert (followed is Followed.PENDING) <= (found is not None)


@given(followed=st.sampled_from([None, *Followed]), reason=st.sampled_from([None, *R]), note=st.sampled_from(["", "x"]))
def test_a_deviation_says_why_and_nothing_else_has_to(followed: Followed | None, reason: R | None, note: str) -> None:
    missing = gap(followed, reason, note)
    deviates = followed in DEVIATIONS
    expected = {
        "followed": followed is None,
        "reason": deviates and reason is None,
        "note": deviates and reason is R.OTHER and not note,
    }
    lacking = [name for name, lacks in expected.items() if lacks]
    assert lacking == ([] if missing is None else [missing[0]])
