"""Neighbours among stretches of a text: the same answers as looking at every other one, without doing so."""

import sys
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.cases.files.reading.pieces import Piece
from eboard.cases.identity import Identity
from eboard.cases.passages import passages
from eboard.cases.spans import Spans

STRETCHES = st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda pair: (pair[0], sum(pair)))


@given(kept=st.lists(STRETCHES), asked=STRETCHES)
def test_the_answers_are_those_of_looking_at_every_one(kept: list[tuple[int, int]], asked: tuple[int, int]) -> None:
    spans, (begin, end) = Spans(), asked
    for one in kept:
        spans.add(*one)
    assert spans.covers(begin, end) == any(first <= begin and end <= last for first, last in kept)
    assert spans.meets(begin, end) == any(first < end and begin < last for first, last in kept)


def steps(work: Callable[[], object]) -> int:
    """How often Python begins or resumes a function while ``work`` runs."""
    counted = count()
    sys.setprofile(lambda _frame, _event, _what: next(counted))
    try:
        work()
    finally:
        sys.setprofile(None)
    return next(counted)


@pytest.mark.parametrize("words", ["Doe 1-1-11 ", "a@b.c "])
def test_four_times_the_text_costs_four_times_the_work(words: str) -> None:
    def cost(length: int) -> int:
        piece = Piece("body", "", (words * length)[:length])
        return steps(lambda: passages([piece], Identity(name="Zoe Doe")))

    cost(1_000)  # what is remembered between texts
    assert cost(16_000) < 5 * cost(4_000)


def test_what_stands_behind_very_many_of_the_same_is_still_found() -> None:
    found = passages([Piece("body", "", "Doe 1-1-11 " * 2_000 + "Zoe")], Identity(name="Zoe Doe"))
    assert [one.found for one in found] == ["Doe", "1-1-11", "Zoe"]
