"""Activities: what credit is given for, and by which rule."""

from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select

from eboard.audit import Actor, record
from eboard.boards.models import Board, Series
from eboard.cme.enums import CmeEvent
from eboard.cme.models import CmeActivity
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.models import Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an activity promises and demands; credits are hundredths."""

    title: str
    statement: str
    credit_type: str
    maximum: int
    unit_minutes: int
    unit_credits: int
    most_per_meeting: int | None
    demands_disclosure: bool
    demands_evaluation: bool


def make_activity(
    *, actor: Actor, board: Board, series_id: UUID | None, meeting_id: UUID | None, year: int, terms: Terms
) -> CmeActivity:
    """Give credit for a series in a year, or for one meeting, whose year counts then.

    Raises DomainError unless it is one of the board's and there is no activity for it yet: an hour earns credit once.
    """
    if meeting_id is not None:
        year = _free_meeting(board, meeting_id).day.year
    else:
        _check_free_series(board, series_id, year)
    row = CmeActivity(
        board_id=board.id,
        series_id=None if meeting_id else series_id,
        meeting_id=meeting_id,
        year=year,
        **asdict(terms),
    )
    db.session.add(row)
    row.board = board
    _note(actor, CmeEvent.ACTIVITY_MADE, row)
    return row


def change_activity(*, actor: Actor, activity: CmeActivity, terms: Terms, version: int) -> None:
    """Change what an activity promises; its ledger is counted anew by the new rule, as new entries.

    Raises StaleError when somebody else changed it meanwhile.
    """
    expect_version(activity, version)
    for name, value in asdict(terms).items():
        setattr(activity, name, value)
    _note(actor, CmeEvent.ACTIVITY_CHANGED, activity)


def _check_free_series(board: Board, series_id: UUID | None, year: int) -> None:
    series = db.session.get(Series, series_id) if series_id else None
    if series is None or series.board_id != board.id:
        raise DomainError(_("Choose a series or a meeting of this board."), field="scope")
    taken = select(CmeActivity.id).where(CmeActivity.series_id == series.id, CmeActivity.year == year)
    if db.session.scalar(taken) is not None:
        raise DomainError(_("This series has an activity in that year. A series is one activity."), field="scope")


def _free_meeting(board: Board, meeting_id: UUID) -> Meeting:
    meeting = db.session.get(Meeting, meeting_id)
    if meeting is None or meeting.board_id != board.id or meeting.series_id is not None:
        raise DomainError(_("Choose a series or a meeting of this board."), field="scope")
    if db.session.scalar(select(CmeActivity.id).where(CmeActivity.meeting_id == meeting.id)) is not None:
        raise DomainError(_("This meeting has an activity already."), field="scope")
    return meeting


def _note(actor: Actor, event: CmeEvent, activity: CmeActivity) -> None:
    record(actor=actor, event=event, subject=activity, organization_id=activity.board.organization_id)
