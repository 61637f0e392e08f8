"""Laws of the agenda and of the calendar's lanes, and quorum by rule pack."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eboard.boards.rules import Rules
from eboard.cases.models import Case
from eboard.meetings.agenda import minutes_used, moved, renumber, shown, slots
from eboard.meetings.breaks import time_for_cases
from eboard.meetings.calendar import Day, Placed, hours_shown, lay_out, next_month, previous_month
from eboard.meetings.enums import ItemState
from eboard.meetings.gaps import gaps_of
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.quorum import Need, quorum
from eboard.people.enums import Specialty

START = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)
LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine proves nothing
minutes = st.lists(st.integers(0, 120), min_size=1, max_size=12)


def meeting_of(lengths: list[int]) -> Meeting:
    meeting = Meeting(starts_at=START, minutes=60)
    for position, length in enumerate(lengths, start=1):
        case = Case(missing=[], specialties=[], is_ready=True)
        meeting.items.append(AgendaItem(case=case, position=position, minutes=length, state=ItemState.LISTED))
    return meeting


@LAW
@given(lengths=minutes, place=st.integers(0, 11), steps=st.integers(-15, 15))
def test_moving_one_item_keeps_all_and_the_order_of_the_others(lengths: list[int], place: int, steps: int) -> None:
    items = shown(meeting_of(lengths))
    item = items[place % len(items)]
    after = moved(items, item, steps)
    assert [one for one in after if one is not item] == [one for one in items if one is not item]
    assert after.index(item) == min(max(items.index(item) + steps, 0), len(items) - 1)


@LAW
@given(lengths=minutes, removed=st.integers(0, 11))
def test_slots_follow_each_other_without_a_gap(lengths: list[int], removed: int) -> None:
    meeting = meeting_of(lengths)
    shown(meeting)[removed % len(lengths)].state = ItemState.REMOVED
    renumber(shown(meeting))
    found = slots(meeting)
    assert [slot.number for slot in found] == [slot.item.position for slot in found] == list(range(1, len(lengths)))
    ends = [START, *(slot.ends_at for slot in found)]
    assert [slot.starts_at for slot in found] == ends[:-1]
    assert ends[-1] - START == timedelta(minutes=minutes_used(shown(meeting)))


def test_what_an_item_lacks() -> None:
    case = Case(specialties=["surgery", "genetics", "unknown"], is_ready=False, missing=["ecog", "consent"])
    item = AgendaItem(case=case, state=ItemState.LISTED)
    assert [gap.text for gap in gaps_of(item, {Specialty.SURGERY})] == [
        "Nobody for Clinical genetics",
        "Not ready: 2 points open",
        "No presenter",
    ]
    case.missing = []
    assert gaps_of(item, set(Specialty))[0].text == "Not ready"
    item.state = ItemState.DISCUSSED
    assert gaps_of(item, {Specialty.SURGERY}) == []


def test_quorum_counts_people_and_specialties() -> None:
    rules = Rules(required={Specialty.SURGERY: 2, Specialty.PATHOLOGY: 1}, least_specialties=3)
    people = [[Specialty.SURGERY], [Specialty.SURGERY, Specialty.RADIOLOGY], [Specialty.PATHOLOGY]]
    assert quorum(rules, people).is_met
    without = quorum(rules, people[1:])
    assert without.missing == (Need(Specialty.SURGERY, 1, 2),)
    assert (without.met, without.specialties, without.is_met) == (1, 3, False)
    assert not quorum(rules, [people[0], people[0], people[2]]).is_met  # two specialties of three
    assert quorum(Rules(), []).is_met


@LAW
@given(st.lists(st.tuples(st.integers(0, 1380), st.integers(1, 240)), max_size=12))
def test_meetings_that_overlap_lie_in_different_lanes(times: list[tuple[int, int]]) -> None:
    placed = [Placed(Meeting(minutes=length), start) for start, length in sorted(times)]
    lay_out(placed)
    for index, one in enumerate(placed):
        assert 1 <= one.lane <= one.lanes
        for other in placed[index + 1 :]:
            if other.start < one.start + one.meeting.minutes:
                assert one.lane != other.lane
    first, last = hours_shown([Day(START.date(), placed=placed)])
    assert first <= 7
    assert 19 <= last <= 24
    assert all(60 * first <= one.start < 60 * last for one in placed)


@LAW
@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_months_lie_side_by_side(day: date) -> None:
    assert previous_month(next_month(day)) == day.replace(day=1)


def test_a_week_without_meetings_shows_the_usual_hours() -> None:
    assert hours_shown([]) == (7, 19)


def test_a_long_meeting_has_a_break_after_the_first_hour() -> None:
    meeting = meeting_of([16] * 5)
    meeting.minutes = 90
    found = slots(meeting)
    assert [(slot.starts_at - START) // timedelta(minutes=1) for slot in found] == [0, 16, 32, 58, 74]
    assert [slot.follows_break for slot in found] == [False, False, False, True, False]
    assert [time_for_cases(length) for length in (75, 76, 90)] == [75, 66, 80]
