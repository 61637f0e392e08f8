"""The moves that the care team makes: submit, withdraw, mark as entered in error."""

from collections.abc import Callable

from eboard.audit import Actor
from eboard.cases.actions import computed
from eboard.cases.actions.moves import move
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.cases.queries import boards
from eboard.cases.queries.guarding import findings_in
from eboard.cases.readiness import sentences
from eboard.core import time
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.membership.agreements import require_cover
from eboard.people.models import Organization

Follower = Callable[[Actor, Case], None]
_followers: list[Follower] = []


def when_case_leaves(follower: Follower) -> Follower:
    """Register what has to follow, in the same transaction, when a case is withdrawn or entered in error."""
    _followers.append(follower)
    return follower


def submit_case(*, actor: Actor, case: Case, version: int | None = None, is_confirmed: bool = False) -> None:
    """Hand a draft or returned case to its board; ``is_confirmed`` says that the guard's findings were looked at.

    Raises DomainError while required fields are missing or findings are not confirmed, and for a first submission once
    the agreement of the organization has ended; StaleError if the case was saved since ``version`` was shown (None: the
    caller showed nothing).
    """
    db.session.refresh(case, with_for_update=True)
    if case.submitted_at is None:
        require_cover(db.session.get_one(Organization, case.organization_id))
    if version is not None:
        expect_version(case, version)
    found = computed.refresh(case, case.materials, is_consent_needed=boards.needs_consent(case))
    missing = found.keeps_from_submission
    if missing:
        raise DomainError(_("Something is still missing.") + " " + " ".join(sentences(missing)))
    if not is_confirmed and findings_in(actor, case):
        raise DomainError(
            _("A text may tell who the patient is. Change it, or confirm that it does not."), field="is_confirmed"
        )
    case.submitted_at = case.submitted_at or time.now()
    move(actor=actor, case=case, to=CaseState.SUBMITTED)


def withdraw_case(*, actor: Actor, case: Case, reason: str) -> None:
    """Take a case back; raises DomainError without a reason or when it is too late."""
    _leave(actor, case, CaseState.WITHDRAWN, reason)


def enter_in_error(*, actor: Actor, case: Case, reason: str) -> None:
    """Mark a case as entered in error, which hides it from the board; raises DomainError without a reason."""
    _leave(actor, case, CaseState.ENTERED_IN_ERROR, reason)


def _leave(actor: Actor, case: Case, state: CaseState, reason: str) -> None:
    if not reason.strip():
        raise DomainError(_("Write the reason, so that others understand it later."), field="reason")
    move(actor=actor, case=case, to=state, reason=reason.strip())
    for follower in _followers:
        follower(actor, case)
