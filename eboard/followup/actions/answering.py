"""Saying what became of a recommendation."""

from dataclasses import dataclass

from eboard.audit import Actor, record
from eboard.cases.actions.moves import move
from eboard.cases.enums import CaseState
from eboard.core import time
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.followup.asking import gap, next_due
from eboard.followup.enums import DEVIATIONS, DeviationReason, Followed, FollowUpEvent
from eboard.followup.models import FollowUp, FollowUpAnswer
from eboard.followup.queries import FOLLOWED_STATES, has_open
from eboard.recommendations.enums import VersionState


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody says became of a recommendation."""

    followed: Followed | None
    reason: DeviationReason | None = None
    note: str = ""


def answer(*, actor: Actor, row: FollowUp, version: int, reply: Reply) -> None:
    """Keep an answer, also one that corrects another; ``version`` is the row version that the actor saw.

    Once nothing of the case will be asked for again, the case is followed up. Raises DomainError (with its field) if
    something is missing or the recommendation no longer stands, StaleError if somebody else answered meanwhile.
    """
    expect_version(row, version)
    if row.version.state is not VersionState.IN_FORCE:
        raise DomainError(_("This recommendation was amended. Open the letter to read what counts now."))
    if row.case.state not in FOLLOWED_STATES:
        raise DomainError(_("A case that is “%(state)s” is not followed any more.", state=row.case.state.label))
    missing = gap(reply.followed, reply.reason, reply.note)
    if missing is not None or reply.followed is None:
        field, sentence = missing or ("followed", "")
        raise DomainError(sentence, field=field)
    _keep(actor, row, reply.followed, reply)
    record(
        actor=actor,
        event=FollowUpEvent.ANSWERED,
        subject=row,
        organization_id=row.case.organization_id,
        followed=reply.followed,
    )
    db.session.flush()
    if row.case.state is CaseState.RECOMMENDED and not has_open(row.case_id):
        move(actor=actor, case=row.case, to=CaseState.FOLLOWED_UP)


def _keep(actor: Actor, row: FollowUp, followed: Followed, reply: Reply) -> None:
    moment = time.now()
    row.followed, row.note, row.answered_at = followed, reply.note, moment
    row.reason = reply.reason if followed in DEVIATIONS else None
    row.due_at = next_due(followed, row.reason, signed_at=row.version.signed_at, moment=moment)
    db.session.add(
        FollowUpAnswer(
            follow_up_id=row.id, followed=followed, reason=row.reason, note=row.note, by_id=actor.person_id, at=moment
        )
    )
