"""The bars of a planned meeting: who is there when, and for which minutes each is needed."""

from datetime import timedelta

from hypothesis import given

from eboard.planning.layout import layout
from eboard.planning.proposing import propose
from eboard.planning.timeline import bars
from eboard.planning.values import Problem, Span
from tests.planning.problems import case, key, person, problem, problems, sitting

MINUTE = timedelta(minutes=1)


def test_bars_say_when_somebody_is_there_and_needed() -> None:
    plain = sitting(100)
    late = Span(plain.starts_at - MINUTE, plain.starts_at + 5 * MINUTE)
    early = Span(plain.starts_at + 25 * MINUTE, plain.ends_at + MINUTE)
    room = sitting(100, attendees=(person(1, "surgery", away=(late, early)), person(2, "pathology"), person(3)))
    cases = [
        case(1, needs=frozenset({"pathology"})),
        case(2, needs=frozenset({"surgery"})),
        case(3, presenter_id=key(3)),
    ]
    first, second, third = bars(problem(room, *cases), room, cases)
    assert [(bar.name, bar.is_throughout) for bar in (first, second, third)] == [
        ("Person 2", True),
        ("Person 1", False),
        ("Person 3", True),
    ]
    assert [(one.first, one.end) for one in second.present] == [(5, 25)]
    assert [(bar.needed[0].first, bar.needed[0].end) for bar in (first, second, third)] == [(0, 10), (10, 20), (20, 30)]
    assert second.needed[0].starts_at == room.starts_at + 10 * MINUTE


@given(problems())
def test_whoever_presents_is_there_when_needed(asked: Problem) -> None:
    plan = propose(asked)
    for room in asked.sittings:
        order = [asked.by_case[case_id] for case_id in plan.orders.get(room.meeting_id, ())]
        drawn = {bar.name: bar for bar in bars(asked, room, order)}
        people = {one.person_id: one.name for one in room.attendees}
        for slot in layout(room, order):
            bar = drawn.get(people.get(asked.by_case[slot.case_id].presenter_id, ""))
            if bar is not None and slot.minutes:
                span = (slot.starts, slot.starts + slot.minutes)
                assert any(one.first <= span[0] and span[1] <= one.end for one in bar.present)
                assert any(one.first <= span[0] and span[1] <= one.end for one in bar.needed)


def test_of_cases_the_reader_does_not_know_nothing_is_told() -> None:
    room, hidden = sitting(100), case(1, needs=frozenset({"surgery"}))
    shown = case(2, needs=frozenset({"pathology"}))
    order = [hidden, shown]
    found = bars(problem(room, *order), room, order, {shown.case_id})
    assert [(bar.needed[0].first, bar.needed[0].end) for bar in found] == [(10, 20)]
