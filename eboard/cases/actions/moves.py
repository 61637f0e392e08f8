"""The one door through which a case changes its state."""

from eboard.audit import Actor, record
from eboard.cases.enums import CaseEvent, CaseState
from eboard.cases.models import Case, CaseTransition
from eboard.cases.states import TRANSITIONS
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _


def move(*, actor: Actor, case: Case, to: CaseState, reason: str = "") -> CaseTransition:
    """Take ``case`` to a new state, with its trace; raises DomainError if the table does not allow the move."""
    if to not in TRANSITIONS[case.state]:
        raise DomainError(_("A case that is “%(now)s” cannot become “%(then)s”.", now=case.state.label, then=to.label))
    step = CaseTransition(
        case_id=case.id, from_state=case.state, to_state=to, at=time.now(), by_id=actor.person_id, reason=reason
    )
    db.session.add(step)
    case.state = to
    case.state_since = step.at
    record(
        actor=actor,
        event=CaseEvent.MOVED,
        subject=case,
        organization_id=case.organization_id,
        to=to,
        **{"from": step.from_state},
    )
    return step
