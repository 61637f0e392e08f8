"""Problems of every kind: made by hypothesis, small enough to be understood."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from eboard.planning.enums import PinKind
from eboard.planning.values import Attendee, Candidate, Pin, Problem, Sitting, Span

MOMENT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
SPECIALTIES = ("surgery", "radiology", "pathology")
DAY = timedelta(days=1)


def key(number: int) -> UUID:
    return UUID(int=number)


def case(number: int, **values: object) -> Candidate:
    return Candidate(
        **{
            "case_id": key(number),
            "number": f"EB-{number}",
            "organization_id": key(900),
            "minutes": 10,
            "due_at": MOMENT + 10 * DAY,
            "waiting_since": MOMENT - number * DAY,
            **values,
        }
    )


def sitting(number: int, **values: object) -> Sitting:
    panel = tuple(person(500 + place, one) for place, one in enumerate(SPECIALTIES))
    return Sitting(
        **{
            "meeting_id": key(number),
            "starts_at": MOMENT + (number - 100) * 7 * DAY + DAY,
            "minutes": 30,
            "attendees": panel,
            **values,
        }
    )


def person(number: int, *specialties: str, **values: object) -> Attendee:
    return Attendee(person_id=key(number), name=f"Person {number}", specialties=frozenset(specialties), **values)


def problem(*parts: Candidate | Sitting | Pin) -> Problem:
    return Problem(
        moment=MOMENT,
        candidates=tuple(one for one in parts if isinstance(one, Candidate)),
        sittings=tuple(one for one in parts if isinstance(one, Sitting)),
        pins=tuple(one for one in parts if isinstance(one, Pin)),
    )


@st.composite
def problems(draw: st.DrawFn, cases: int = 6, sittings: int = 3) -> Problem:
    """Any problem: people who come late, leave early or cannot prepare more; pins that may contradict one another."""
    rooms = [_sitting(draw, 100 + number) for number in range(draw(st.integers(0, sittings)))]
    waiting = [_case(draw, 1 + number, rooms) for number in range(draw(st.integers(0, cases)))]
    pins = draw(st.lists(_pins(waiting, rooms), max_size=2)) if waiting and rooms else []
    return problem(*waiting, *rooms, *pins)


def _case(draw: st.DrawFn, number: int, rooms: list[Sitting]) -> Candidate:
    return case(
        number,
        organization_id=key(draw(st.sampled_from([900, 901]))),
        minutes=draw(st.sampled_from([0, 5, 10, 15])),
        due_at=MOMENT + draw(st.integers(-5, 20)) * DAY,
        waiting_since=MOMENT - draw(st.integers(0, 30)) * DAY,
        urgency=draw(st.integers(0, 2)),
        rollovers=draw(st.integers(0, 2)),
        complexity=draw(st.integers(0, 5)),
        needs=frozenset(draw(st.sets(st.sampled_from(SPECIALTIES), max_size=2))),
        presenter_id=draw(st.sampled_from([None, key(500), key(600)])),
        presenter_away=tuple(_away(draw, room) for room in rooms if draw(st.integers(0, 4)) == 0),
        recused=frozenset({key(501)} if draw(st.integers(0, 4)) == 0 else ()),
        not_in=frozenset(room.meeting_id for room in rooms if draw(st.integers(0, 5)) == 0),
    )


def _sitting(draw: st.DrawFn, number: int) -> Sitting:
    plain = sitting(number, minutes=draw(st.sampled_from([15, 30, 60, 90])))
    people = [
        person(
            500 + place,
            one,
            away=(_away(draw, plain),) if draw(st.integers(0, 3)) == 0 else (),
            most_cases=draw(st.sampled_from([None, 1, 2])),
        )
        for place, one in enumerate(SPECIALTIES)
        if draw(st.integers(0, 5))
    ]
    return sitting(
        number,
        minutes=plain.minutes,
        attendees=tuple(people),
        buffer=draw(st.sampled_from([0, 5])),
        is_open=draw(st.integers(0, 5)) > 0,
        listed=tuple(key(one) for one in draw(st.lists(st.integers(1, 6), unique=True, max_size=3))),
        is_published=draw(st.booleans()),
    )


def _away(draw: st.DrawFn, room: Sitting) -> Span:
    first = draw(st.integers(-10, room.minutes))
    start = room.starts_at + timedelta(minutes=first)
    return Span(start, start + timedelta(minutes=draw(st.integers(5, 40))))


def _pins(waiting: list[Candidate], rooms: list[Sitting]) -> st.SearchStrategy[Pin]:
    ids = st.sampled_from([one.case_id for one in waiting])
    meetings = st.sampled_from([one.meeting_id for one in rooms])
    return st.one_of(
        st.builds(lambda a, m: Pin(kind=PinKind.SITTING, case_id=a, meeting_id=m), ids, meetings),
        st.builds(
            lambda a, m, n: Pin(kind=PinKind.POSITION, case_id=a, meeting_id=m, position=n),
            ids,
            meetings,
            st.integers(1, 3),
        ),
        st.builds(lambda a, b: Pin(kind=PinKind.AFTER, case_id=a, after_id=b), ids, ids),
    )
