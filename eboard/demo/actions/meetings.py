"""The meetings of a board: planned, filled, published, answered, held."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import pairwise

from eboard.boards.enums import OnHoliday, Repeat
from eboard.core import time
from eboard.demo.actions import documents, outcomes
from eboard.demo.actions.answers import answer_all
from eboard.demo.actions.attending import Coming
from eboard.demo.actions.careers import DAY, HOUR, Career, begin, put_on, until_accepted
from eboard.demo.actions.diary import Diary
from eboard.demo.cast import Cast, Panel, as_person
from eboard.demo.fates import Fate
from eboard.demo.queries import meetings_of
from eboard.meetings.actions.plans import cancel_meeting, publish_meeting
from eboard.meetings.actions.running import conclude_meeting, is_running, start_item, start_meeting, stop_item
from eboard.meetings.actions.series import SeriesFacts, make_series
from eboard.meetings.agenda import shown
from eboard.meetings.enums import MeetingState, Presence
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.models import Person

PUBLISHED_AHEAD = timedelta(days=5)
LISTED_AHEAD = timedelta(days=5, hours=4)
LATE = "Put off last time; treatment cannot wait another round."
CANCELLED = "The panel meets at the annual congress; cases go to the next date."
AGAIN = frozenset({Fate.DEFERRED, Fate.NOT_DISCUSSED, Fate.ROLLED_OVER})
FIRST_WEEK = ("1",)
SOMETIMES = 2  # on even days of the month there is a walk-in, and a correction
RECENT = timedelta(days=8)  # so long a walk-in may wait to be settled
PRESENCES = (Presence.VIDEO, Presence.VIDEO, Presence.VIDEO, Presence.ROOM, Presence.PHONE)


@dataclass(slots=True, kw_only=True)
class Session:
    """One meeting and the cases that come to it."""

    cast: Cast
    diary: Diary
    panel: Panel
    meeting: Meeting
    is_cancelled: bool = False
    careers: dict[object, Career] = field(default_factory=dict)  # by case
    following: "Session | None" = None

    @property
    def starts_at(self) -> datetime:
        """The instant it begins."""
        return self.meeting.starts_at

    def later(self, moment: datetime, step: Callable[["Session"], None]) -> None:
        """Write a step of this meeting into the diary."""
        self.diary.write(moment, partial(step, self))


def plan_sessions(
    cast: Cast, diary: Diary, panel: Panel, first: date, last: date, *, is_over: bool = False
) -> list[Session]:
    """Let a board meet by its rule from one day on, or once a month until another; each knows the one after it."""
    facts = _rule(panel, first, last if is_over else None)
    series = make_series(actor=as_person(panel.coordinator), board=panel.board, facts=facts)
    sessions = [
        Session(cast=cast, diary=diary, panel=panel, meeting=meeting) for meeting in meetings_of(series, until=last)
    ]
    for session, following in pairwise(sessions):
        session.following = following
    return sessions


def _rule(panel: Panel, first: date, last: date | None) -> SeriesFacts:
    return SeriesFacts(
        repeat=panel.plan.repeat if last is None else Repeat.MONTHLY,
        weekday=panel.plan.weekday,
        weeks_of_month=list(panel.plan.weeks if last is None else FIRST_WEEK),
        starts_at=panel.plan.clock,
        rotation=list(panel.plan.turns),
        minutes=panel.plan.minutes,
        zone=panel.board.zone,
        first_day=first,
        last_day=last,
        exceptions=[],
        on_holiday=OnHoliday.SKIP,
    )


def write_session(session: Session, fates: list[Fate]) -> None:
    """Write down the whole course of a meeting, with a new case for each fate."""
    for fate in fates:
        _invite_case(session, fate)
    session.later(session.starts_at - PUBLISHED_AHEAD, publish)
    if session.is_cancelled:
        session.later(session.starts_at - 4 * DAY, cancel)
    else:
        session.later(session.starts_at, hold)


def _invite_case(session: Session, fate: Fate) -> None:
    random = session.cast.random
    team = session.cast.home()
    career = begin(session.cast, session.diary, session.panel, team, fate)
    listed = session.starts_at - LISTED_AHEAD - random.uniform(0, 48) * HOUR
    accepted = listed - random.uniform(6, 60) * HOUR
    nominated = accepted - random.uniform(20, 140) * HOUR
    until_accepted(career, nominated, accepted)
    expect(session, career, listed)


def expect(session: Session, career: Career, moment: datetime) -> None:
    """Put a case on the agenda at a moment."""

    def step(_session: Session) -> None:
        if session.meeting.state is MeetingState.CANCELLED:
            _come_again(session, career)
            return
        put_on(career, session.meeting, late_reason=LATE)
        session.careers[career.row.id] = career

    session.later(moment, step)


def publish(session: Session) -> None:
    """Publish; invitations follow, and people answer in the days after."""
    publish_meeting(actor=as_person(session.panel.coordinator), meeting=session.meeting)
    session.later(time.now() + 14 * HOUR, lambda one: answer_all(one.cast, one.diary, one.meeting))


def cancel(session: Session) -> None:
    """Call the meeting off; its cases wait for the next one."""
    careers = list(session.careers.values())
    cancel_meeting(actor=as_person(session.panel.coordinator), meeting=session.meeting, reason=CANCELLED)
    for career in careers:
        _come_again(session, career)


def hold(session: Session) -> None:
    """The meeting begins; each case has its minutes, then it ends."""
    panel, meeting = session.panel, session.meeting
    start_meeting(actor=as_person(panel.coordinator), meeting=meeting)
    documents.step_aside(panel, [item.case for item in shown(meeting)])
    coming = Coming(meeting=meeting, panel=panel, diary=session.diary)
    coming.attend([(person, session.cast.random.choice(PRESENCES)) for person in _present(session)])
    if meeting.day.day % SOMETIMES == 0:
        is_recent = session.cast.present - time.now() < RECENT
        coming.surprise(session.cast.teams.values(), is_confirmed=not is_recent)
        coming.correct_later(meeting.ends_at - meeting.starts_at)
    at = time.now()
    for item in shown(meeting):
        session.later(at, partial(_discuss, item))
        at += timedelta(minutes=item.minutes)
    session.later(at, _fall_silent)
    session.later(max(at, session.meeting.ends_at - timedelta(minutes=5)), conclude)


def _present(session: Session) -> list[Person]:
    panel = session.panel
    needed = {panel.chair.id: panel.chair, panel.deputy.id: panel.deputy, panel.coordinator.id: panel.coordinator}
    attending = [one for one in panel.panelists if session.cast.random.random() < 0.85]
    presenters = [item.presenter for item in shown(session.meeting) if item.presenter is not None]
    return list((needed | {one.id: one for one in (*attending, *presenters)}).values())


def _discuss(item: AgendaItem, session: Session) -> None:
    career = session.careers[item.case_id]
    if career.fate is Fate.ROLLED_OVER:
        return
    start_item(actor=as_person(session.panel.coordinator), item=item)
    if career.fate is not Fate.NOT_DISCUSSED:
        outcomes.write_down(career, item)


def _fall_silent(session: Session) -> None:
    """The last case has had its minutes; what the panel talks about until the end is no case."""
    for item in shown(session.meeting):
        if is_running(item):
            stop_item(actor=as_person(session.panel.coordinator), item=item)


def conclude(session: Session) -> None:
    """The meeting ends; what was recorded is signed in the hours after, the rest comes again."""
    items = shown(session.meeting)
    discussed = {item.id for item in items if session.careers[item.case_id].fate is not Fate.ROLLED_OVER}
    conclude_meeting(actor=as_person(session.panel.coordinator), meeting=session.meeting, discussed=discussed)
    session.later(time.now() + documents.KEPT_AFTER, lambda one: documents.keep(one.panel, one.meeting))
    for item in items:
        career = session.careers[item.case_id]
        if career.fate is Fate.NOT_DISCUSSED:
            session.later(time.now() + 2 * HOUR, partial(_correct, item))
        elif career.fate in AGAIN:
            _come_again(session, career)
        else:
            outcomes.sign_later(career, item)


def _correct(item: AgendaItem, session: Session) -> None:
    """The coordinator finds afterwards that a case was only called up, and not discussed."""
    career = session.careers[item.case_id]
    outcomes.write_down(career, item)
    _come_again(session, career)


def _come_again(session: Session, career: Career) -> None:
    """Most of what was put off is listed for the next meeting; the others wait for what is missing."""
    if career.fate in {Fate.DEFERRED, Fate.NOT_DISCUSSED}:
        session.cast.put_off[career.fate] += 1
        if session.cast.put_off[career.fate] % 3 == 1:
            return
    if session.following is not None and not session.following.is_cancelled:
        career.fate = Fate.RECOMMENDED
        expect(session.following, career, max(session.following.starts_at - LISTED_AHEAD, time.now() + HOUR))
