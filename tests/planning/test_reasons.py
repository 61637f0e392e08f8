"""Why a case stands where it stands: each term that decides, by an example one can work out by hand."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from eboard.planning.contradictions import contradictions
from eboard.planning.enums import Bar, PinKind
from eboard.planning.goals import value
from eboard.planning.ordering import ordered
from eboard.planning.proposing import propose
from eboard.planning.reasons import Obstacle, omissions, places
from eboard.planning.rules import bar, broken_pins
from eboard.planning.values import Candidate, Pin, Plan, Problem, Sitting, Span
from eboard.planning.wording import Words
from tests.planning.problems import DAY, MOMENT, SPECIALTIES, case, key, person, problem, sitting

NEXT, LATER = sitting(100), sitting(101)


def spoken(asked: Problem) -> dict[UUID, str]:
    plan = propose(asked)
    words = Words(asked, {NEXT.meeting_id: "the 3rd", LATER.meeting_id: "the 10th"}, frozenset(asked.by_case))
    said = {place.case_id: words.place(place) for place in places(asked, plan)}
    said |= {one.case_id: words.omission(one) for one in omissions(asked, plan)}
    return {case_id: " ".join(sentences) for case_id, sentences in said.items()}


def away(room: Sitting, first: int = 0, last: int = 1_000) -> Span:
    return Span(room.starts_at + timedelta(minutes=first), room.starts_at + timedelta(minutes=last))


@pytest.mark.parametrize(
    ("candidate", "room", "found"),
    [
        (case(1), NEXT, None),
        (case(1), sitting(100, is_open=False), Bar.CLOSED),
        (case(1), sitting(100, is_open=False, listed=(key(1),)), None),
        (case(1, not_in=frozenset({key(100)})), NEXT, Bar.RULED_OUT),
        (case(1, minutes=31), NEXT, Bar.TOO_LONG),
        (case(1, presenter_id=key(9), presenter_away=(away(NEXT),)), NEXT, Bar.PRESENTER_AWAY),
        (case(1, needs=frozenset({"genetics"})), NEXT, Bar.NOBODY_FOR),
        (case(1, needs=frozenset({"surgery"}), recused=frozenset({key(500)})), NEXT, Bar.NOBODY_FOR),
        (
            case(1, needs=frozenset({"surgery"}), presenter_id=key(9), presenter_away=(away(NEXT, 0, 15),)),
            sitting(100, attendees=(person(500, "surgery", away=(away(NEXT, 15),)),)),
            Bar.NEVER_TOGETHER,
        ),
    ],
)
def test_what_bars_a_case_from_a_sitting_has_a_name(candidate: Candidate, room: Sitting, found: Bar | None) -> None:
    assert bar(candidate, room) is found


def test_a_case_comes_when_its_people_are_there(ctx: Flask) -> None:
    surgeon = person(500, "surgery", away=(away(NEXT, 0, 10),))
    room = sitting(100, attendees=(surgeon, person(501, "radiology")))
    asked = problem(room, case(1, needs=frozenset({"surgery"})), case(2, needs=frozenset({"radiology"})))
    assert propose(asked).orders == {key(100): (key(2), key(1))}


def test_a_specialist_attends_one_block() -> None:
    room = sitting(100, minutes=40)
    needs = [frozenset({"surgery"}), frozenset({"radiology"}), frozenset({"surgery"}), frozenset({"radiology"})]
    asked = problem(room, *(case(number + 1, needs=needs[number]) for number in range(4)))
    plan = propose(asked)
    assert value(asked, plan).idle == 0


def test_the_break_comes_after_an_hour_and_a_demanding_case_after_it(ctx: Flask) -> None:
    room = sitting(100, minutes=90)
    cases = [case(number, minutes=15, complexity=number) for number in range(1, 6)]
    asked = problem(room, *cases)
    plan = propose(asked)
    [after] = [place.case_id for place in places(asked, plan) if place.follows_break]
    assert plan.orders[key(100)].index(after) == 4
    assert "First after the break." in spoken(asked)[after]


def test_the_time_goes_to_the_pressing_and_the_rest_is_told(ctx: Flask) -> None:
    pressing = [case(number, due_at=MOMENT + 2 * DAY) for number in (1, 2, 3)]
    asked = problem(NEXT, *pressing, case(4))
    assert spoken(asked)[key(4)] == (
        "Not on the 3rd: 0 minutes are left beside more pressing cases (EB-3, EB-2, EB-1). "
        "Next possible: the 3rd, if its time is given to this case."
    )
    assert spoken(problem(NEXT, LATER, *pressing, case(4)))[key(4)] == (
        "The last meeting in time: due 2 days after it. "
        "Not on the 3rd: 0 minutes are left beside more pressing cases (EB-3, EB-2, EB-1)."
    )


def test_only_what_is_more_pressing_is_called_so(ctx: Flask) -> None:
    """What somebody put on an agenda stays there, whether it is more pressing or not."""
    stay = [Pin(kind=PinKind.SITTING, case_id=key(number), meeting_id=key(100)) for number in (1, 2, 3)]
    asked = problem(NEXT, *stay, *(case(number) for number in (1, 2, 3)), case(4, due_at=MOMENT + 2 * DAY))
    assert spoken(asked)[key(4)].startswith("Not on the 3rd: 0 minutes are left there. ")


@pytest.mark.parametrize(
    ("days", "first", "last"),
    [
        (0, "Due within a day of this meeting.", "The last meeting in time: due within a day of it."),
        (1, "Due 1 day after this meeting.", "The last meeting in time: due 1 day after it."),
        (2, "Due 2 days after this meeting.", "The last meeting in time: due 2 days after it."),
    ],
)
def test_days_are_counted_as_people_say_them(ctx: Flask, days: int, first: str, last: str) -> None:
    asked = problem(NEXT, case(1))
    place = replace(next(places(asked, propose(asked))), slack_days=days, earlier=())
    words = Words(asked, {}, frozenset())
    said = [words.place(replace(place, is_last_chance=is_last))[0] for is_last in (False, True)]
    assert said == [first, last]


def test_cases_the_reader_may_not_know_are_not_named(ctx: Flask) -> None:
    asked = problem(NEXT, *(case(number, due_at=MOMENT + 2 * DAY) for number in (1, 2, 3)), case(4))
    words = Words(asked, {NEXT.meeting_id: "the 3rd"}, frozenset({key(4)}))
    [left_out] = omissions(asked, propose(asked))
    assert words.omission(left_out)[0] == "Not on the 3rd: 0 minutes are left there."


def test_preparation_has_its_limit(ctx: Flask) -> None:
    room = sitting(100, attendees=(person(500, "pathology", most_cases=1),))
    asked = problem(room, *(case(number, needs=frozenset({"pathology"})) for number in (1, 2)))
    assert "no more cases can be prepared in Pathology." in " ".join(spoken(asked).values())


def test_every_bar_has_a_sentence(ctx: Flask) -> None:
    words = Words(problem(NEXT), {NEXT.meeting_id: "the 3rd"}, frozenset())
    said = {words.obstacle(Obstacle(bar=one, meeting_id=NEXT.meeting_id, specialties=("x",))) for one in Bar}
    assert len(said) == len(Bar)
    assert all(sentence.startswith("Not on the 3rd: ") for sentence in said)


def test_pins_are_kept_and_contradictions_named() -> None:
    last = Pin(kind=PinKind.POSITION, case_id=key(1), meeting_id=key(100), position=3)
    after = Pin(kind=PinKind.AFTER, case_id=key(2), after_id=key(3))
    asked = problem(NEXT, LATER, last, after, *(case(number) for number in (1, 2, 3)))
    assert propose(asked).orders[key(100)] == (key(3), key(2), key(1))
    first = Pin(kind=PinKind.POSITION, case_id=key(2), meeting_id=key(100), position=1)
    [found] = contradictions(problem(NEXT, first, after, *(case(number) for number in (2, 3))))
    assert set(found.pins) == {first, after}
    circle = [Pin(kind=PinKind.AFTER, case_id=key(a), after_id=key(b)) for a, b in ((1, 2), (2, 1))]
    [found] = contradictions(problem(NEXT, *circle, case(1), case(2)))
    assert set(found.pins) == set(circle)


def test_pins_that_only_a_search_can_keep_are_kept() -> None:
    early, late = sitting(100, minutes=20), sitting(101, minutes=20)
    out_of_late = {"not_in": frozenset({late.meeting_id})}
    cases = [case(1), case(2), case(3, **out_of_late), case(4, **out_of_late)]
    follows = [Pin(kind=PinKind.AFTER, case_id=key(b), after_id=key(a), is_wish=True) for a, b in ((1, 2), (3, 4))]
    asked = problem(early, late, *cases, *follows)
    assert list(contradictions(asked)) == []
    assert propose(asked).orders == {early.meeting_id: (key(3), key(4)), late.meeting_id: (key(1), key(2))}


def test_a_case_that_follows_another_is_not_left_out_for_it() -> None:
    early, late = sitting(100, minutes=30), sitting(101, minutes=10)
    pressing = [case(number, urgency=2) for number in (1, 2, 3)]
    follows = Pin(kind=PinKind.AFTER, case_id=key(4), after_id=key(1), is_wish=True)
    asked = problem(early, late, *pressing, case(4), follows)
    plan = propose(asked)
    assert list(broken_pins(asked, plan)) == []
    assert (len(plan.orders[early.meeting_id]), len(plan.orders[late.meeting_id])) == (3, 1)


def test_pins_are_in_one_order_whatever_order_they_came_in() -> None:
    pins = [Pin(kind=PinKind.SITTING, case_id=key(1), meeting_id=key(number)) for number in (100, 101)]
    pins += [replace(pins[0], kind=PinKind.POSITION, position=number) for number in (1, 2)]
    assert problem(NEXT, *pins).pins == problem(NEXT, *reversed(pins)).pins


def test_a_circle_that_something_leads_into_has_no_order() -> None:
    pins = [Pin(kind=PinKind.AFTER, case_id=key(a), after_id=key(b)) for a, b in ((1, 2), (2, 1), (1, 3))]
    assert ordered(NEXT, [case(number) for number in (1, 2, 3)], pins) is None
    asked = problem(NEXT, *pins, *(case(number) for number in (1, 2, 3)))
    assert [found.bar for found in contradictions(asked)] == [None]


def test_a_pin_against_a_bar_names_the_bar() -> None:
    pin = Pin(kind=PinKind.SITTING, case_id=key(1), meeting_id=key(100))
    asked = problem(NEXT, LATER, pin, case(1, needs=frozenset({"genetics"})))
    [found] = contradictions(asked)
    assert (found.pins, found.bar) == ((pin,), Bar.NOBODY_FOR)
    assert list(broken_pins(asked, propose(asked))) == [pin]


def test_a_value_reads_as_its_goals() -> None:
    late = case(1, due_at=MOMENT, urgency=1, rollovers=1)
    asked = problem(NEXT, late)
    assert str(value(asked, Plan())) == f"0/{3 * 32}/32/{3 * 32}/0/0/0/0"
    assert str(value(asked, propose(asked))) == "0/12/4/12/0/0/0/0"


def test_a_panel_of_everybody_is_used() -> None:
    asked = problem(NEXT, case(1, needs=frozenset(SPECIALTIES)))
    assert propose(asked).meeting_of == {key(1): key(100)}
