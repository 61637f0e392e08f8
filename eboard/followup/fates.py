"""What became of a board's recommendations within a year, in numbers; restricted cases are left out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from eboard.cases.models import Case
from eboard.cases.queries.consents import is_shared
from eboard.core.db import db
from eboard.followup.cells import LEAST, Cells, concealed, shielded
from eboard.followup.enums import DEVIATIONS, DeviationReason, Followed
from eboard.followup.models import FollowUp
from eboard.followup.queries import counts
from eboard.recommendations.enums import Change, VersionState
from eboard.recommendations.models import SignedVersion

YEAR = timedelta(days=365)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fates:
    """The numbers of one board; ``followed`` counts recommendations that were asked for, None without an answer."""

    followed: Cells[Followed | None]
    reasons: Cells[DeviationReason]
    changes: Cells[Change]
    days: int | None  # median from the submission of a case to its first signature; None below five cases


@dataclass(frozen=True, slots=True)
class Outcome:
    """The times of one outcome in force, and how it changed the plan."""

    submitted_at: datetime | None
    signed_at: datetime  # for the first time
    change: str | None


def fates_of(board_id: UUID, moment: datetime) -> Fates:
    """What became of what was signed for a board in the year before ``moment``; two queries."""
    since = moment - YEAR
    followed, reasons = _followed(board_id, since, moment)
    outcomes = _outcomes(board_id, since)
    changed = Counter(one.change for one in outcomes)
    results = shielded({key: followed[key] for key in (*Followed, None)})
    # The reasons add up to two of the results: they would give away one of them that is hidden beside one that is not.
    shield = concealed if any(results.numbers[key] is None for key in DEVIATIONS) else shielded
    return Fates(
        followed=results,
        reasons=shield({reason: reasons[reason] for reason in DeviationReason}),
        changes=shielded({change: changed[change] for change in Change}),
        days=median_days(outcomes),
    )


def median_days(outcomes: Iterable[Outcome]) -> int | None:
    """Whole days from submission to the first signature, of half of the outcomes at most."""
    days = [(one.signed_at - one.submitted_at) / DAY for one in outcomes if one.submitted_at is not None]
    return round(median(days)) if len(days) >= LEAST else None


def _followed(
    board_id: UUID, since: datetime, moment: datetime
) -> tuple[Counter[Followed | None], Counter[DeviationReason]]:
    was_asked = or_(FollowUp.followed.is_not(None), FollowUp.due_at <= moment)
    found = db.session.execute(
        select(FollowUp.followed, FollowUp.reason, func.count())
        .join(FollowUp.case)
        .join(FollowUp.version)
        .where(Case.board_id == board_id, ~Case.is_restricted, is_shared())
        .where(SignedVersion.signed_at >= since, counts(), was_asked)
        .group_by(FollowUp.followed, FollowUp.reason)
    )
    followed: Counter[Followed | None] = Counter()
    reasons: Counter[DeviationReason] = Counter()
    for fate, reason, number in found:
        followed[fate] += number
        if reason is not None:
            reasons[reason] += number
    return followed, reasons


def _outcomes(board_id: UUID, since: datetime) -> list[Outcome]:
    first = (
        select(SignedVersion.discussion_id, func.min(SignedVersion.signed_at).label("at"))
        .group_by(SignedVersion.discussion_id)
        .subquery()
    )
    found = db.session.execute(
        select(Case.submitted_at, first.c.at, SignedVersion.content["outcome"]["change"].as_string())
        .join(SignedVersion.case)
        .join(first, first.c.discussion_id == SignedVersion.discussion_id)
        .where(
            and_(Case.board_id == board_id, ~Case.is_restricted, is_shared()),
            SignedVersion.state == VersionState.IN_FORCE,
            SignedVersion.signed_at >= since,
        )
    )
    return [Outcome(*row) for row in found]
