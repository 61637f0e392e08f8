"""Note only and decline: a coordinator proposes, a physician of the board decides."""

from sqlalchemy import select

from eboard.audit import Actor, record
from eboard.cases.actions.moves import move
from eboard.cases.actions.telling import tell_care_team
from eboard.cases.enums import CaseState, TriageEvent, TriageResult
from eboard.cases.models import Case, TriageProposal
from eboard.cases.states import TRIAGEABLE
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _

LEADS_TO = {TriageResult.NOTE_ONLY: CaseState.NOTED, TriageResult.DECLINE: CaseState.DECLINED}


def open_proposal(case: Case) -> TriageProposal | None:
    """The proposal on a case that nobody decided yet."""
    return db.session.scalar(
        select(TriageProposal).where(TriageProposal.case_id == case.id, TriageProposal.decided_at.is_(None))
    )


def propose(*, actor: Actor, case: Case, result: TriageResult, reason: str) -> TriageProposal:
    """Ask the physicians of the board to note or decline a case."""
    if not reason:
        raise DomainError(_("Give the reason; a physician of the board will decide on it."), field="reason")
    if case.state not in TRIAGEABLE:
        raise DomainError(_("A case that is “%(state)s” is not up for triage.", state=case.state.label))
    if actor.person_id is None or open_proposal(case) is not None:
        raise DomainError(_("A physician has yet to decide about the proposal on this case."))
    proposal = TriageProposal(case_id=case.id, result=result, reason=reason, proposed_by_id=actor.person_id)
    db.session.add(proposal)
    _record(actor, TriageEvent.PROPOSED, case, proposal)
    return proposal


def decide_proposal(*, actor: Actor, case: Case, is_confirmed: bool, note: str = "") -> TriageProposal:
    """Confirm the open proposal, which moves the case, or turn it down, which leaves it with the coordinator."""
    proposal = open_proposal(case)
    if proposal is None:
        raise DomainError(_("This proposal was decided or withdrawn meanwhile."))
    proposal.note = note
    _decide(actor, case, proposal, is_confirmed=is_confirmed)
    if is_confirmed:
        step = move(actor=actor, case=case, to=LEADS_TO[proposal.result], reason=note or proposal.reason)
        tell_care_team(case, step)
    return proposal


def close_proposals(*, actor: Actor, case: Case) -> None:
    """What else happens to a case makes an open proposal on it pointless."""
    proposal = open_proposal(case)
    if proposal is not None:
        _decide(actor, case, proposal, is_confirmed=False)


def _decide(actor: Actor, case: Case, proposal: TriageProposal, *, is_confirmed: bool) -> None:
    proposal.decided_by_id, proposal.decided_at = actor.person_id, time.now()
    proposal.is_confirmed = is_confirmed
    _record(actor, TriageEvent.CONFIRMED if is_confirmed else TriageEvent.TURNED_DOWN, case, proposal)


def _record(actor: Actor, event: TriageEvent, case: Case, proposal: TriageProposal) -> None:
    record(
        actor=actor,
        event=event,
        subject=case,
        organization_id=case.organization_id,
        proposal=proposal.id,
        result=proposal.result,
    )
