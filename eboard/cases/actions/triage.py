"""Triage: what a board's staff decides about a submitted case."""

from eboard.audit import Actor, record
from eboard.boards.models import Board
from eboard.cases.actions.moves import move
from eboard.cases.actions.proposals import close_proposals, open_proposal, propose
from eboard.cases.actions.telling import held_until, tell_care_team, untell_care_team
from eboard.cases.enums import NEEDS_PHYSICIAN, CaseState, TriageEvent, TriageResult
from eboard.cases.models import Case, CaseTransition
from eboard.cases.queries.history import last_step
from eboard.cases.states import TRIAGEABLE, is_reversible
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _


def triage_case(
    *, actor: Actor, case: Case, result: TriageResult, reason: str = "", board: Board | None = None
) -> None:
    """Carry out one result of triage; note only and decline become a proposal that a physician decides about."""
    if result in NEEDS_PHYSICIAN:
        propose(actor=actor, case=case, result=result, reason=reason)
    elif result is TriageResult.DISCUSS:
        accept_case(actor=actor, case=case)
    elif result is TriageResult.NOT_READY:
        return_case(actor=actor, case=case, reason=reason)
    elif result is TriageResult.CONVERT:
        convert_case(actor=actor, case=case, reason=reason)
    else:
        redirect_case(actor=actor, case=case, board=board, reason=reason)


def accept_case(*, actor: Actor, case: Case) -> CaseTransition:
    """Take a case into the queue of its board."""
    return _step(actor, case, CaseState.ACCEPTED, "")


def return_case(*, actor: Actor, case: Case, reason: str = "") -> CaseTransition:
    """Give a case back to its care team; says what is missing, or why, or both."""
    if not reason and not case.missing:
        raise DomainError(_("Nothing is missing by the rules. Write what the care team has to mend."), field="reason")
    return _step(actor, case, CaseState.RETURNED, reason)


def convert_case(*, actor: Actor, case: Case, reason: str) -> CaseTransition:
    """Answer the case in writing instead of in a meeting."""
    _expect_reason(reason)
    return _step(actor, case, CaseState.CONVERTED, reason)


def redirect_case(*, actor: Actor, case: Case, board: Board | None, reason: str) -> None:
    """Hand a case to another board, whose staff triages it afresh; its trace names the board it left."""
    _expect_reason(reason)
    if board is None or board.id == case.board_id or board.has_closed:
        raise DomainError(_("Choose another board that takes cases."), field="board")
    if case.state not in TRIAGEABLE:
        raise DomainError(_("A case that is “%(state)s” cannot go to another board.", state=case.state.label))
    close_proposals(actor=actor, case=case)
    step = _back_to_submitted(actor, case, reason)
    step.left_board_id = case.board_id
    record(
        actor=actor,
        event=TriageEvent.REDIRECTED,
        subject=case,
        organization_id=case.organization_id,
        left_board=case.board_id,
        board=board.id,
    )
    case.board, case.board_id, case.accepted_at = board, board.id, None
    tell_care_team(case, step)


def _back_to_submitted(actor: Actor, case: Case, reason: str) -> CaseTransition:
    if case.state is CaseState.ACCEPTED:
        return move(actor=actor, case=case, to=CaseState.SUBMITTED, reason=reason)
    step = CaseTransition(
        case_id=case.id,
        from_state=case.state,
        to_state=case.state,
        at=time.now(),
        by_id=actor.person_id,
        reason=reason,
    )
    db.session.add(step)
    return step


def take_back(*, actor: Actor, case: Case) -> None:
    """Undo one's own last step of triage, as long as nobody was told and the table allows the way back."""
    proposal = open_proposal(case)
    if proposal is not None and proposal.proposed_by_id == actor.person_id:
        close_proposals(actor=actor, case=case)
        return
    step = last_step(case)
    if step is None or step.by_id != actor.person_id or step.to_state is not case.state:
        raise DomainError(_("There is no step of yours on this case to take back."))
    before = step.from_state
    if before is None or not is_reversible(before, case.state):
        raise DomainError(_("This step cannot be taken back."))
    if time.now() >= held_until(step):
        raise DomainError(_("The care team has been told; this can no longer be taken back."))
    untell_care_team(case)
    record(actor=actor, event=TriageEvent.TAKEN_BACK, subject=case, organization_id=case.organization_id, step=step.id)
    move(actor=actor, case=case, to=before, reason=_("Taken back"))
    case.accepted_at = None


def _step(actor: Actor, case: Case, to: CaseState, reason: str) -> CaseTransition:
    close_proposals(actor=actor, case=case)
    step = move(actor=actor, case=case, to=to, reason=reason)
    case.accepted_at = step.at if to is CaseState.ACCEPTED else None
    tell_care_team(case, step)
    return step


def _expect_reason(reason: str) -> None:
    if not reason:
        raise DomainError(_("Give the reason; the care team will read it."), field="reason")
