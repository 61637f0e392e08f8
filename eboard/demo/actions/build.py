"""Building the whole network."""

from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import select, update

from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.core.enums import Labelled
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.web.settings import settings
from eboard.demo.actions.boards import found_boards
from eboard.demo.actions.careers import DAY, STEPS, begin, beside_agenda
from eboard.demo.actions.credit import disclose_all
from eboard.demo.actions.diary import Diary
from eboard.demo.actions.documents import add_own_kind
from eboard.demo.actions.extras import add_extras
from eboard.demo.actions.looking import look_around
from eboard.demo.actions.meetings import Session, plan_sessions, publish, write_session
from eboard.demo.actions.membership import look_after
from eboard.demo.actions.people import settle
from eboard.demo.actions.reporting import report
from eboard.demo.actions.today import meet_today
from eboard.demo.cast import Cast
from eboard.demo.fates import on_agenda, waiting
from eboard.demo.queries import has_network, is_built
from eboard.demo.scale import FULL, Scale
from eboard.invitations.models import Invitation
from eboard.mail.actions import quietly
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.review.actions import spot

WEEK = timedelta(days=7)
PREPARATION = 14 * DAY  # cases are nominated before the first meeting
AGENDAS_AHEAD = 12 * DAY
FEW, MORE = 2, 3  # cases on an agenda of long ago
DECIDED_WITHIN, WAITING_SINCE = 3, 13  # days


class Done(Labelled):
    """What `build` found and did."""

    BUILT = "built", _("Built the demo network.")
    THERE = "there", _("The demo network is there already.")
    OCCUPIED = "occupied", _("This database holds other organizations. Nothing was built.")


def build(scale: Scale = FULL) -> Done:
    """Build the network in an empty database, and change nothing in any other; raises DomainError in production."""
    if settings().in_production:
        raise DomainError(gettext("The demo network is not built in production."))
    if has_network():
        return Done.THERE if is_built() else Done.OCCUPIED
    present = time.now()
    cast, diary = Cast(present), Diary()
    opened = present - scale.weeks * WEEK - PREPARATION
    founded = opened - scale.history * WEEK
    with time.at(founded), quietly(), unit_of_work():
        settle(cast)
        found_boards(cast, scale.boards)
        add_own_kind()
        _plan_history(cast, diary, scale, present)
    with time.at(opened), quietly(), unit_of_work():
        sessions = _plan(cast, diary, scale, present)
        meet_today(cast, diary, cast.panels[0], sessions)
        disclose_all(cast.panels[0])
    look_around(cast, diary)
    diary.play(present)
    with time.at(present), quietly(), unit_of_work():
        add_extras(sessions)
        look_after(cast)
        spot()
    _owe_nothing(present)
    _publish_next(sessions, present)
    return Done.BUILT


def _plan_history(cast: Cast, diary: Diary, scale: Scale, present: datetime) -> None:
    """Let the first board have met before the others, once a month, by a series that has ended."""
    first, fates = (present - (scale.weeks + scale.history) * WEEK).date(), on_agenda()
    last = (present - scale.weeks * WEEK - DAY).date()
    for session in plan_sessions(cast, diary, cast.panels[0], first, last, is_over=True) if scale.history else ():
        write_session(session, [next(fates) for _ in range(cast.random.randint(FEW, MORE))])


def _plan(cast: Cast, diary: Diary, scale: Scale, present: datetime) -> list[Session]:
    """Plan all meetings and write down what happens to them and to the cases beside them."""
    first, last = (present - scale.weeks * WEEK).date(), (present + scale.weeks * WEEK).date()
    fates = on_agenda()
    planned: list[Session] = []
    for number, panel in enumerate(cast.panels):
        sessions = plan_sessions(cast, diary, panel, first, last)
        _call_off(sessions, number, present)
        for session in sessions:
            is_near = session.starts_at < present + AGENDAS_AHEAD
            count = cast.random.randint((scale.cases + 1) // 2, scale.cases) if is_near else 0
            write_session(session, [next(fates) for _ in range(count)])
        planned += sessions
    for fate in islice(waiting(), scale.waiting):
        panel = cast.random.choice(cast.panels)
        career = begin(cast, diary, panel, cast.home(), fate)
        beside_agenda(
            career, present - cast.random.uniform(DECIDED_WITHIN if fate in STEPS else 0.1, WAITING_SINCE) * DAY
        )
    report(cast, diary, cast.panels[0])
    return planned


def _call_off(sessions: list[Session], number: int, present: datetime) -> None:
    """Two boards call a meeting off: one in the past, one to come."""
    if number == 1:
        sessions[2].is_cancelled = True
    if number == 2:
        next(one for one in sessions if one.starts_at > present).is_cancelled = True


def _owe_nothing(present: datetime) -> None:
    """Nobody is still to be told of a meeting that has begun."""
    begun = select(Meeting.id).where(Meeting.starts_at <= present)
    with unit_of_work() as session:
        session.execute(update(Invitation).where(Invitation.meeting_id.in_(begun)).values(tell_at=None))


def _publish_next(sessions: list[Session], present: datetime) -> None:
    """Publish a meeting now: its invitations are the first mail that leaves.

    It is the next one with an agenda of the first board, which most offered accounts sit on, or else the next of any.
    """
    planned = (one for one in sessions if one.meeting.state is MeetingState.PLANNED and one.starts_at > present)
    first = sessions[0].panel
    with unit_of_work():
        publish(min(planned, key=lambda one: (one.panel is not first or not one.careers, one.starts_at)))
