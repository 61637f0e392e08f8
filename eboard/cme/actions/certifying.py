"""Evaluations, and the certificates that come after them."""

from dataclasses import dataclass

from eboard.audit import Actor, record
from eboard.cme.certificates import code_of
from eboard.cme.enums import CmeEvent
from eboard.cme.models import CmeActivity, CmeCertificate, CmeEvaluation
from eboard.cme.queries import evaluation_of, standing_of
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.ids import new_id
from eboard.core.keys import keyring
from eboard.core.tokens import hash_token
from eboard.people.models import Person

LEAST, MOST = 1, 5  # of usefulness


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a learner says."""

    usefulness: int
    is_balanced: bool
    change: str
    comment: str


def evaluate(*, actor: Actor, activity: CmeActivity, person: Person, judgement: Judgement) -> CmeEvaluation:
    """Say what an activity was good for, once; raises DomainError for a second time and for a mark off the scale."""
    if evaluation_of(activity.id, person.id) is not None:
        raise DomainError(_("You have evaluated this activity already."))
    if not LEAST <= judgement.usefulness <= MOST:
        raise DomainError(_("Choose a number from 1 to 5."), field="usefulness")
    row = CmeEvaluation(
        activity_id=activity.id,
        person_id=person.id,
        made_at=time.now(),
        usefulness=judgement.usefulness,
        is_balanced=judgement.is_balanced,
        change=judgement.change,
        comment=judgement.comment,
    )
    db.session.add(row)
    _note(actor, CmeEvent.EVALUATED, row, activity, person)
    return row


def certify(*, actor: Actor, activity: CmeActivity, person: Person) -> CmeCertificate:
    """Certify what a person has earned in an activity so far.

    Raises DomainError where nothing was earned, and before the evaluation that the activity demands.
    """
    standing = standing_of(activity, person.id)
    if standing is None or not standing.credits:
        raise DomainError(_("There is no credit to certify yet."))
    if activity.demands_evaluation and evaluation_of(activity.id, person.id) is None:
        raise DomainError(_("Evaluate the activity first; it takes a minute."))
    days = [entry.meeting.day for entry in standing.entries if entry.credits]
    row_id = new_id()
    row = CmeCertificate(
        id=row_id,
        activity_id=activity.id,
        person_id=person.id,
        code_hash=hash_token(code_of(row_id, keyring())),
        name=person.name,
        title=activity.title,
        provider=activity.board.organization.name,
        statement=activity.statement,
        credit_type=activity.credit_type,
        credits=standing.credits,
        meetings=standing.meetings,
        first_day=days[0],
        last_day=days[-1],
        issued_at=time.now(),
    )
    db.session.add(row)
    _note(actor, CmeEvent.CERTIFIED, row, activity, person)
    return row


def _note(
    actor: Actor, event: CmeEvent, row: CmeEvaluation | CmeCertificate, activity: CmeActivity, person: Person
) -> None:
    record(
        actor=actor,
        event=event,
        subject=row,
        organization_id=activity.board.organization_id,
        activity_id=activity.id,
        person_id=person.id,
    )
