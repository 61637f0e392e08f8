"""Stretches that overlap count once, whatever their order; quorum at each moment, for a case, for a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.attendance.presence import (
    MINUTE,
    Roll,
    Span,
    held,
    minutes_of,
    pieces,
    present_at,
    quorum_at,
    roll_of,
    spans_of,
)
from eboard.boards.rules import Rules
from eboard.people.enums import Specialty
from tests.conftest import NOW

ANA, BEN = UUID(int=1), UUID(int=2)
SECONDS = 3600
RULES = Rules(required={Specialty.SURGERY: 1, Specialty.RADIOLOGY: 1})
COVERS = {ANA: [Specialty.SURGERY], BEN: [Specialty.RADIOLOGY]}


@dataclass(frozen=True)
class Stretch:
    person_id: UUID
    from_at: datetime
    to_at: datetime | None


def at(seconds: int) -> datetime:
    return NOW + timedelta(seconds=seconds)


def stretch(person_id: UUID, start: int, end: int | None) -> Stretch:
    return Stretch(person_id, at(start), None if end is None else at(end))


def span(start: int, end: int) -> Span:
    return Span(at(start), at(end))


HOUR = span(0, SECONDS)
edges = st.integers(-600, SECONDS + 600)
stretches = st.lists(
    st.builds(
        lambda who, start, length: stretch(who, start, None if length is None else start + length),
        st.sampled_from([ANA, BEN]),
        edges,
        st.none() | st.integers(0, SECONDS),
    ),
    max_size=8,
)


def second_by_second(marks: Sequence[Stretch], who: UUID) -> int:
    """What the union is, counted in the dullest way."""
    return sum(
        any(m.person_id == who and m.from_at <= at(s) and (m.to_at is None or at(s) < m.to_at) for m in marks)
        for s in range(SECONDS)
    )


@given(marks=stretches)
def test_the_minutes_are_those_of_the_union_within_the_meeting(marks: list[Stretch]) -> None:
    spans = spans_of(marks, HOUR)
    for who in (ANA, BEN):
        assert minutes_of(spans.get(who, [])) == second_by_second(marks, who) // 60
        assert all(HOUR.starts_at <= one.starts_at <= one.ends_at <= HOUR.ends_at for one in spans.get(who, []))


@given(marks=stretches, seed=st.randoms())
def test_neither_the_order_nor_a_repetition_changes_anything(marks: list[Stretch], seed: object) -> None:
    shuffled = [*marks, *marks[:3]]
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    assert spans_of(shuffled, HOUR) == spans_of(marks, HOUR)


@given(marks=stretches)
def test_spans_of_a_person_are_in_order_and_apart(marks: list[Stretch]) -> None:
    for spans in spans_of(marks, HOUR).values():
        assert all(first.ends_at < second.starts_at for first, second in pairwise(spans))


@given(marks=stretches)
def test_the_pieces_make_up_the_window_and_agree_with_each_moment(marks: list[Stretch]) -> None:
    found = pieces(marks, HOUR)
    assert sum((piece.length for piece, _people in found), timedelta(0)) == HOUR.length
    for piece, people in found:
        assert people == present_at(marks, piece.starts_at + piece.length / 2)


def test_who_came_and_went_in_one_moment_is_in_no_piece() -> None:
    marks = [stretch(ANA, 60, 60), stretch(BEN, 0, 60), stretch(BEN, 60, 120)]
    assert [people for _piece, people in pieces(marks, HOUR)] == [{BEN}, set()]


@given(marks=stretches, second=st.integers(0, SECONDS - 1))
def test_the_quorum_of_a_moment_is_that_of_who_is_there(marks: list[Stretch], second: int) -> None:
    is_met = quorum_at(RULES, COVERS, marks, at(second)).is_met
    assert is_met == (present_at(marks, at(second)) == {ANA, BEN})


@pytest.mark.parametrize(
    ("marks", "roll"),
    [
        ([], Roll(frozenset(), frozenset())),
        ([stretch(ANA, 0, None)], Roll(frozenset({ANA}), frozenset())),
        ([stretch(ANA, 0, 1800)], Roll(frozenset({ANA}), frozenset())),
        ([stretch(ANA, 0, 1799)], Roll(frozenset(), frozenset({ANA}))),
        ([stretch(ANA, 0, 900), stretch(ANA, 2700, None)], Roll(frozenset({ANA}), frozenset())),
        ([stretch(ANA, -900, 0)], Roll(frozenset(), frozenset())),
        ([stretch(ANA, 4000, None)], Roll(frozenset(), frozenset())),
    ],
)
def test_somebody_was_there_for_what_he_or_she_saw_half_of(marks: list[Stretch], roll: Roll) -> None:
    assert roll_of(marks, HOUR) == roll


def test_of_an_instant_whoever_was_there_then() -> None:
    assert roll_of([stretch(ANA, 0, 60), stretch(BEN, 61, None)], span(60, 60)).there == {ANA}


def test_a_quorum_over_time_counts_the_minutes_in_which_it_was_met() -> None:
    found = held(RULES, COVERS, [stretch(ANA, 0, None), stretch(BEN, 600, 1830), stretch(BEN, 2400, None)], HOUR)
    assert (found.quorum.is_met, found.minutes_met, found.minutes) == (True, (1230 + 1200) // 60, 60)
    brief = held(RULES, COVERS, [stretch(ANA, 0, None), stretch(BEN, 0, 600)], HOUR)
    assert (brief.quorum.is_met, brief.minutes_met) == (False, 10)
    assert [need.specialty for need in brief.quorum.missing] == [Specialty.RADIOLOGY]


def test_who_is_not_named_as_covering_anything_counts_for_nothing() -> None:
    recused = {ANA: [Specialty.SURGERY]}
    found = held(RULES, recused, [stretch(ANA, 0, None), stretch(BEN, 0, None)], HOUR)
    assert (found.quorum.is_met, found.minutes_met) == (False, 0)


def test_a_minute_has_to_be_whole() -> None:
    assert [minutes_of([span(0, 59)]), minutes_of([span(0, 59), span(100, 101)])] == [0, 1]
    assert span(0, 60).length == MINUTE
