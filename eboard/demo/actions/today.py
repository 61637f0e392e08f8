"""The meeting that runs when the demo is opened: the first board meets out of turn."""

from datetime import timedelta

from eboard.core import time
from eboard.demo.actions.attending import MINUTE
from eboard.demo.actions.diary import Diary
from eboard.demo.actions.meetings import Session, write_session
from eboard.demo.cast import Cast, Panel, as_person
from eboard.demo.fates import Fate
from eboard.meetings.actions.plans import plan_meeting
from eboard.meetings.timing import Plan

BEGAN = 12 * MINUTE  # before the present
LENGTH = 60  # minutes
CASES = 5
NEAR = timedelta(hours=3)  # a meeting of the series that close runs itself, or is about to


def meet_today(cast: Cast, diary: Diary, panel: Panel, sessions: list[Session]) -> None:
    """Let a meeting have begun when the present comes, unless the board's own series meets at that time."""
    began = cast.present - BEGAN
    starts_at = began.replace(minute=began.minute // 5 * 5, second=0, microsecond=0)
    if any(abs(one.starts_at - starts_at) < NEAR for one in sessions):
        return
    begin = time.wall(starts_at, panel.board.zone)
    plan = Plan(day=begin.date(), clock=begin.time(), zone=panel.board.zone, minutes=LENGTH)
    meeting = plan_meeting(actor=as_person(panel.coordinator), board=panel.board, plan=plan)
    write_session(Session(cast=cast, diary=diary, panel=panel, meeting=meeting), [Fate.RECOMMENDED] * CASES)
