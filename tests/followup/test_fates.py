"""What became of a board's recommendations in numbers that point at no patient."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.core import time
from eboard.followup.cells import LEAST, shielded
from eboard.followup.enums import DeviationReason, Followed
from eboard.followup.fates import Outcome, fates_of, median_days
from eboard.recommendations.enums import Change
from tests.client import Client
from tests.conftest import NOW
from tests.followup.followed import DAY, DUE, make_followed, rows, say
from tests.world import World, make_board, save


@given(numbers=st.lists(st.integers(0, 12), max_size=7))
def test_no_small_number_can_be_told_from_what_is_shown(numbers: list[int]) -> None:
    cells = shielded(dict(enumerate(numbers)))
    shown = [number for number in cells.numbers.values() if number is not None]
    hidden = [numbers[key] for key, number in cells.numbers.items() if number is None]
    assert all(number == 0 or number >= LEAST for number in shown)
    assert all(cells.numbers[key] in {None, number} for key, number in enumerate(numbers))
    assert bool(hidden) == any(0 < number < LEAST for number in numbers)
    if hidden and cells.total is not None:
        left = cells.total - sum(shown)
        assert (len(hidden) > 1, left >= LEAST) == (True, True)
    if cells.total is not None:
        assert cells.total == sum(numbers)


@pytest.mark.parametrize(
    ("numbers", "shown", "total"),
    [
        ([9, 0, 7], [9, 0, 7], 16),
        ([9, 1, 7], [9, None, None], 17),
        ([2, 1, 7], [None, None, None], 10),
        ([3], [None], None),
        ([1, 1], [None, None], None),
        ([], [], 0),
    ],
)
def test_what_would_give_a_small_number_away_is_hidden_too(
    numbers: list[int], shown: list[int | None], total: int | None
) -> None:
    cells = shielded(dict(enumerate(numbers)))
    assert (list(cells.numbers.values()), cells.total) == (shown, total)


def outcome(days: float) -> Outcome:
    return Outcome(NOW, NOW + timedelta(days=days), None)


def test_half_of_the_cases_took_no_longer_than_the_median() -> None:
    unknown = Outcome(None, NOW, None)
    assert median_days([outcome(days) for days in (1, 2, 4, 40, 50)] + [unknown]) == 4
    assert median_days([outcome(days) for days in (1, 2, 4, 40)] + [unknown]) is None


def answer_six(world: World) -> None:
    """Six cases, of which five were followed and the sixth was not."""
    for _number in range(6):
        make_followed(world, submitted_at=NOW - 8 * DAY)
    with time.at(DUE):
        *most, last = rows()
        for row in most:
            say(row, world.nurse, Followed.DONE)
        say(last, world.nurse, Followed.NOT_DONE, reason=DeviationReason.DECLINED)


def test_the_numbers_of_a_board(world: World) -> None:
    answer_six(world)
    found = fates_of(world.board.id, DUE)
    assert (found.days, found.changes.numbers[Change.REFINED], found.changes.total) == (8, 6, 6)
    assert (found.followed.numbers[Followed.DONE], found.followed.numbers[Followed.LOST]) == (None, 0)
    assert (found.followed.total, found.reasons.total) == (6, None)
    assert fates_of(world.board.id, DUE + 400 * DAY).changes.total == 0
    assert fates_of(make_board(world.hub, "LIVER").id, DUE).changes.total == 0


@pytest.mark.parametrize(("not_done", "lost", "shown"), [(2, 3, None), (5, 0, 11)])
def test_reasons_do_not_give_away_a_result_that_is_hidden(
    world: World, not_done: int, lost: int, shown: int | None
) -> None:
    """Partly 6 is shown: reasons that add up to 8 would say that 2 were not done."""
    texts = [f"Step {number}." for number in range(6 + not_done + lost)]
    make_followed(world, *texts)
    with time.at(DUE):
        for number, row in enumerate(rows()):
            declined = {} if number >= 6 + not_done else {"reason": DeviationReason.DECLINED}
            followed = Followed.PARTLY if number < 6 else Followed.NOT_DONE if declined else Followed.LOST
            say(row, world.nurse, followed, **declined)
    found = fates_of(world.board.id, DUE)
    assert found.reasons.numbers[DeviationReason.DECLINED] == shown
    assert found.reasons.numbers[DeviationReason.TOXICITY] == 0


def test_unanswered_ones_count_once_they_were_asked_and_restricted_ones_never(world: World) -> None:
    scenes = [make_followed(world) for _number in range(6)]
    assert fates_of(world.board.id, NOW).followed.total == 0
    assert fates_of(world.board.id, DUE).followed.numbers[None] == 6
    scenes[0].case.is_restricted = True
    save(scenes[0].case)
    found = fates_of(world.board.id, DUE)
    assert (found.followed.numbers[None], found.changes.total) == (5, 5)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("chair", 200), ("coordinator", 200), ("radiologist", 200),
        ("nurse", 404), ("stranger", 404), ("observer", 403), ("north_admin", 404),
    ],
)  # fmt: skip
def test_staff_and_panel_read_them_and_nobody_else(world: World, client: Client, who: str, status: int) -> None:
    answer_six(world)
    client.sign_in(getattr(world, who))
    with time.at(DUE):
        client.sign_in(getattr(world, who))
        page = client.get(f"/follow-up/boards/{world.board.id}")
        link = f"/follow-up/boards/{world.board.id}" in client.get(f"/boards/{world.board.id}").text
    assert (page.status_code, link) == (status, status == 200)
    if status == 200:
        assert "Plan refined" in page.text
        assert "Patient declined" in page.text
        assert page.text.count("not shown") >= 3
