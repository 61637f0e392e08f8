"""Something worth a look: a night in which somebody opened cases, and doors that stayed shut."""

from datetime import timedelta

from sqlalchemy import select

from eboard.access import Permission
from eboard.audit import record
from eboard.audit.enums import AccessEvent
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db
from eboard.demo.accounts import MEMBER
from eboard.demo.actions.diary import Diary
from eboard.demo.cast import Cast, as_person

NIGHT = 3  # o'clock
CASES, REFUSALS = 30, 6
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def look_around(cast: Cast, diary: Diary) -> None:
    """Write down the night before last."""
    team = cast.teams[MEMBER]
    local = time.wall(cast.present - DAY, team.organization.zone)
    begin = cast.present - DAY - timedelta(hours=local.hour - NIGHT, minutes=local.minute)
    diary.write(begin, lambda: _open_cases(cast))
    for number in range(REFUSALS):
        diary.write(begin + (number + 2) * MINUTE, lambda: _be_refused(cast))


def _open_cases(cast: Cast) -> None:
    team = cast.teams[MEMBER]
    actor, organization = as_person(team.nurses[-1]), team.organization.id
    for case in db.session.scalars(select(Case).where(Case.organization_id == organization).limit(CASES)):
        kind = Permission.CASE_READ
        record(actor=actor, event=AccessEvent.READ, subject=case, organization_id=organization, permission=kind)


def _be_refused(cast: Cast) -> None:
    actor = as_person(cast.teams[MEMBER].nurses[-1])
    record(actor=actor, event=AccessEvent.REFUSED, permission=Permission.NETWORK_MANAGE)
