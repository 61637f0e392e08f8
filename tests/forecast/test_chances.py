"""The arithmetic of a forecast: against everybody who may come, in small examples, and the laws it keeps."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from math import isclose, prod
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.forecast.chances import Attendee, Drawn, Span, Taken, all_there, chance, chance_of
from eboard.forecast.enums import Outlook
from eboard.forecast.forecast import Chance, ListedCase, forecast
from eboard.forecast.rates import ASSUMED, PRIOR, History, Record
from eboard.invitations.enums import Answer
from eboard.people.enums import Specialty

START = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = Span(START, START + 60 * MINUTE)
SURGERY, PATHOLOGY, RADIOLOGY = Specialty.SURGERY, Specialty.PATHOLOGY, Specialty.RADIOLOGY
NAMES = ["a", "b", "c", "d"]

covers = st.frozensets(st.sampled_from(NAMES), max_size=3)
chances = st.floats(0, 1)
people = st.lists(st.tuples(chances, covers), max_size=7)
needs = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3), max_size=4)


def number(index: int) -> UUID:
    return uuid5(UUID(int=0), str(index))


def minutes(first: int, last: int, share: float) -> Taken:
    return Taken(START + first * MINUTE, START + last * MINUTE, share)


def person(index: int, comes: float, *brings: Specialty, taken: tuple[Taken, ...] = ()) -> Attendee:
    return Attendee(person_id=number(index), covers=frozenset(brings), comes=comes, taken=taken)


def counted(drawn: list[Drawn], wanted: dict[str, int]) -> float:
    """The same chance, by looking at everybody's coming and staying away."""
    total = 0.0
    for coming in product((True, False), repeat=len(drawn)):
        there = [brings for is_there, (_comes, brings) in zip(coming, drawn, strict=True) if is_there]
        if all(sum(name in brings for brings in there) >= least for name, least in wanted.items()):
            total += prod(
                comes if is_there else 1 - comes for is_there, (comes, _brings) in zip(coming, drawn, strict=True)
            )
    return total


@given(people, needs)
def test_the_chance_is_that_of_everybody_who_may_come(drawn: list[Drawn], wanted: dict[str, int]) -> None:
    assert isclose(all_there(drawn, wanted), counted(drawn, wanted), abs_tol=1e-9)


@given(people, needs, chances, covers)
def test_one_more_person_never_lowers_a_chance(
    drawn: list[Drawn], wanted: dict[str, int], comes: float, brings: frozenset[str]
) -> None:
    assert all_there([*drawn, (comes, brings)], wanted) >= all_there(drawn, wanted) - 1e-9


@given(people.filter(bool), needs, st.data())
def test_a_decline_never_raises_a_chance(drawn: list[Drawn], wanted: dict[str, int], data: st.DataObject) -> None:
    who = data.draw(st.integers(0, len(drawn) - 1))
    declined = [(0.0 if index == who else comes, brings) for index, (comes, brings) in enumerate(drawn)]
    assert all_there(declined, wanted) <= all_there(drawn, wanted) + 1e-9


@given(people, needs, st.sampled_from(NAMES))
def test_to_need_more_never_raises_a_chance(drawn: list[Drawn], wanted: dict[str, int], name: str) -> None:
    more = {**wanted, name: wanted.get(name, 0) + 1}
    assert all_there(drawn, more) <= all_there(drawn, wanted) + 1e-9


@given(
    chances,
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 30), chances), max_size=4),
    st.tuples(st.integers(0, 50), st.integers(1, 30), chances),
)
def test_something_more_to_do_never_raises_a_chance(
    comes: float, busy: list[tuple[int, int, float]], more: tuple[int, int, float]
) -> None:
    before = tuple(minutes(first, first + length, share) for first, length, share in busy)
    first, length, share = more
    after = (*before, minutes(first, first + length, share))
    assert chance_of(person(1, comes, taken=after), HOUR) <= chance_of(person(1, comes, taken=before), HOUR) + 1e-9


def test_two_of_three_and_one_person_for_two_specialties() -> None:
    half = [(0.5, frozenset({"a"}))] * 3
    assert all_there(half, {"a": 2}) == 0.5  # of 8 ways, 3 with two and 1 with three
    both = [(0.5, frozenset({"a", "b"}))]
    assert all_there(both, {"a": 1, "b": 1}) == 0.5  # not a quarter: it is the same person
    assert all_there([*both, (0.5, frozenset({"b"}))], {"a": 1, "b": 1}) == 0.5
    assert all_there([], {}) == 1
    assert all_there([], {"a": 1}) == 0


def test_large_panels_are_computed_at_once() -> None:
    names = [str(one) for one in Specialty]
    panel = [(0.7, frozenset({name})) for name in names for _ in range(8)]
    by_hand = (1 - 0.3**8 - 8 * 0.7 * 0.3**7) ** len(names)
    assert isclose(all_there(panel, dict.fromkeys(names, 2)), by_hand)


def test_long_chains_of_people_with_two_specialties_are_computed_at_once() -> None:
    names = sorted(str(one) for one in Specialty)
    chain = [(0.5, frozenset(pair)) for pair in pairwise(names)]
    comes, stays = 1, 0  # ways by whether the last so far comes: the ends have to, and of two neighbors one
    for _one in chain[1:]:
        comes, stays = comes + stays, comes
    assert isclose(all_there(chain, dict.fromkeys(names, 1)), comes / 2 ** len(chain))


def test_pieces_of_time_count_by_their_length() -> None:
    busy = person(1, 0.8, PATHOLOGY, taken=(minutes(-30, 15, 0.5), minutes(45, 90, 0.0)))
    assert isclose(chance_of(busy, HOUR), 0.25 * 0.4 + 0.5 * 0.8)
    first_quarter = Span(START, START + 15 * MINUTE)
    assert isclose(chance([busy], {PATHOLOGY: 1}, first_quarter), 0.4)
    at_once = person(2, 1.0, taken=(minutes(0, 60, 0.5), minutes(0, 60, 0.1)))
    assert isclose(chance_of(at_once, HOUR), 0.1)


def test_a_meeting_computed_by_hand() -> None:
    panel = [
        person(1, 0.9, SURGERY),
        person(2, 0.5, PATHOLOGY, taken=(minutes(0, 20, 0.0),)),
        person(3, 0.5, PATHOLOGY, RADIOLOGY),
        person(4, 0.0, RADIOLOGY),
    ]
    early = ListedCase(case_id=number(11), span=Span(START, START + 10 * MINUTE), needs=(PATHOLOGY, SURGERY))
    late = ListedCase(
        case_id=number(12), span=Span(START + 30 * MINUTE, START + 40 * MINUTE), needs=(PATHOLOGY, RADIOLOGY)
    )
    found = forecast(panel, required={PATHOLOGY: 1, SURGERY: 1}, cases=[early, late], span=HOUR)
    pathology, surgery = found.required
    assert isclose(pathology.chance.value, 0.5 / 3 + 0.75 * 2 / 3)
    assert [(one.person_id, round(one.chance.value, 3)) for one in pathology.standers] == [
        (number(3), 0.5),
        (number(2), 0.333),
    ]
    assert (surgery.chance.percent, surgery.chance.outlook) == (90, Outlook.LIKELY)
    assert isclose(found.quorum.value, 0.9 * (0.5 / 3 + 0.75 * 2 / 3))
    first, second = found.cases
    assert (round(first.chance.value, 3), round(second.chance.value, 3)) == (0.45, 0.5)
    assert {one: low.percent for one, low in first.low.items()} == {PATHOLOGY: 50}
    assert {one: low.percent for one, low in second.low.items()} == {PATHOLOGY: 75, RADIOLOGY: 50}
    assert [(one.specialty, one.chance.percent, one.cases) for one in found.shortfalls] == [
        (PATHOLOGY, 50, 2),
        (RADIOLOGY, 50, 1),
    ]


@pytest.mark.parametrize(
    ("value", "percent", "outlook"),
    [
        (0.0, 0, Outlook.UNLIKELY),
        (0.001, 5, Outlook.UNLIKELY),
        (0.49, 45, Outlook.UNLIKELY),
        (0.5, 50, Outlook.UNSURE),
        (0.79, 75, Outlook.UNSURE),
        (0.8, 80, Outlook.LIKELY),
        (0.999, 95, Outlook.LIKELY),
        (1.0, 100, Outlook.LIKELY),
    ],
)
def test_a_chance_is_read_in_words_and_steps_of_five(value: float, percent: int, outlook: Outlook) -> None:
    assert (Chance(value).percent, Chance(value).outlook) == (percent, outlook)


def test_a_record_is_weighed_against_that_of_the_network() -> None:
    reliable, unknown = number(1), number(2)
    history = History(
        network={Answer.ACCEPTED: Record(asked=96, came=84)},
        people={(reliable, Answer.ACCEPTED): Record(asked=12, came=12)},
    )
    usual = (84 + PRIOR * 0.9) / 100
    assert isclose(history.rate(unknown, Answer.ACCEPTED), usual)
    assert isclose(history.rate(reliable, Answer.ACCEPTED), (12 + PRIOR * usual) / 16)
    assert history.rate(unknown, Answer.NEEDS_ACTION) == ASSUMED[Answer.NEEDS_ACTION]
    assert [history.rate(reliable, one) for one in (Answer.DECLINED, Answer.DELEGATED)] == [0, 0]


@given(st.integers(0, 50), st.integers(0, 50))
def test_to_have_come_once_more_never_lowers_a_rate(came: int, missed: int) -> None:
    def rate(record: Record) -> float:
        return History(people={(number(1), Answer.TENTATIVE): record}).rate(number(1), Answer.TENTATIVE)

    record = Record(asked=came + missed, came=came)
    assert rate(Record(record.asked + 1, record.came)) <= rate(record) <= rate(Record(record.asked + 1, came + 1)) <= 1
