"""Everything a report is reckoned from, read once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db
from eboard.people.models import Organization
from eboard.reports import attending, caseload, fates
from eboard.reports.facts import Held, facts_of, held_meetings, key_of
from eboard.reports.figures import Counted, all_of
from eboard.reports.packs import Settings, settings_of
from eboard.reports.periods import Period
from eboard.reports.presence import Presence
from eboard.reports.scope import Scope
from eboard.reports.unswept import unswept


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What was read; ``panel_meetings`` are those that the people with ``seats`` were to attend."""

    scope: Scope
    period: Period
    today: date
    meetings: Sequence[Held]
    settings: Settings
    listed: Counted
    presented: Counted
    presence: Presence
    seats: Sequence[attending.Seat]
    panel_meetings: Sequence[Held]
    panel_settings: Settings
    fates: Sequence[fates.Fate]
    loads: Sequence[caseload.Load]
    organizations: Mapping[UUID, str]


@unswept()
def ground_of(scope: Scope, period: Period) -> Ground:
    """Read everything; the number of queries does not depend on how much there is."""
    meetings = held_meetings(scope, period)
    settings = settings_of(meetings, scope.zone)
    listed = all_of(facts_of(scope, period), settings.of)
    presented = listed.belonging("presented")
    seats = attending.seats(scope, period)
    boards = {one.board_id for one in meetings} | {one.board_id for one in seats}
    is_board = scope.board_id is not None
    panel_meetings = meetings if is_board else attending.panel_meetings(boards, scope, period)
    moment = time.now()
    return Ground(
        scope=scope,
        period=period,
        today=time.wall(moment, scope.zone).date(),
        meetings=meetings,
        settings=settings,
        listed=listed,
        presented=presented,
        presence=Presence(attending.came_to(attending.stretches(boards, scope, period)), attending.covered(boards)),
        seats=seats,
        panel_meetings=panel_meetings,
        panel_settings=settings if is_board else settings_of(panel_meetings, scope.zone),
        fates=fates.fates_of(scope, period, moment),
        loads=caseload.loads_of(scope.organization_id, period.years),
        organizations=_names({key_of(one) for one in {fact.organization_id for fact in presented.facts}}),
    )


def _names(ids: Collection[UUID]) -> dict[UUID, str]:
    found = db.session.execute(
        select(Organization.id, Organization.name).where(Organization.id.in_(ids)).order_by(Organization.name)
    )
    return {row.id: row.name for row in found}
