"""Freezing a report as it is handed in."""

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.reports.enums import ReportEvent
from eboard.reports.freezing import content_of, frozen_as, stamp
from eboard.reports.ground import Ground
from eboard.reports.models import FrozenReport


def freeze(*, actor: Actor, ground: Ground) -> FrozenReport:
    """Keep a report as it stands now, for ever; one that was frozen the same already is that one.

    Raises DomainError for a period that has not begun.
    """
    if actor.person_id is None or ground.period.first > ground.today:
        raise DomainError(_("This period has not begun. There is nothing to report yet."), field="first")
    scope, content = ground.scope, content_of(ground)
    known = frozen_as(scope, stamp(content))
    if known is not None:
        return known
    frozen = FrozenReport(
        board_id=scope.board_id,
        organization_id=None if scope.board_id is not None else scope.organization_id,
        first_day=ground.period.first,
        last_day=ground.period.last,
        content=content,
        sha256=stamp(content),
        frozen_by_id=actor.person_id,
        frozen_at=time.now(),
    )
    db.session.add(frozen)
    record(
        actor=actor,
        event=ReportEvent.FROZEN,
        subject=frozen,
        organization_id=scope.organization_id,
        sha256=frozen.sha256,
    )
    return frozen
