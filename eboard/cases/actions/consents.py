"""What a patient says about sharing a case: given, given anew, withdrawn. Nothing that was said is ever overwritten."""

from collections.abc import Callable, Collection
from datetime import date

from eboard.audit import Actor, record
from eboard.cases.actions import computed
from eboard.cases.actions.moves import move
from eboard.cases.actions.proposals import close_proposals
from eboard.cases.enums import SHARING_CONSENT, CaseEvent, CaseState, Consent, ConsentPurpose
from eboard.cases.models import Case, CaseConsent
from eboard.cases.queries.boards import needs_consent
from eboard.cases.queries.consents import consents_of
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _

LONGEST = 300  # characters of a form version or a reason
BY_WAY_OF = frozenset({CaseState.DEFERRED, CaseState.NOT_DISCUSSED})  # they go back only after they are accepted
RETURNED_FROM = frozenset({CaseState.SUBMITTED, CaseState.ACCEPTED})
WITH_BOARD = BY_WAY_OF | RETURNED_FROM | {CaseState.SCHEDULED}
Follower = Callable[[Actor, Case], None]
_followers: list[Follower] = []


def when_consent_ends(follower: Follower) -> Follower:
    """Register what has to follow, in the same transaction, when a patient withdraws consent."""
    _followers.append(follower)
    return follower


def record_consent(
    *, actor: Actor, case: Case, kind: Consent, purposes: Collection[ConsentPurpose], on: date, form_version: str
) -> CaseConsent:
    """Note a consent with purpose, date and form; after a withdrawal it is the one way to share the case again.

    Raises DomainError for a day to come or before a withdrawal, without the version of the form, or without the
    discussion as a purpose.
    """
    if kind not in SHARING_CONSENT:
        raise DomainError(_("Say whether the patient agreed, or was informed and did not object."), field="kind")
    if ConsentPurpose.BOARD not in purposes:
        raise DomainError(_("Without consent to the discussion no board can have the case."), field="purposes")
    _check_day(case, on)
    newest = next(iter(consents_of(case)), None)
    if newest is not None and newest.kind is Consent.WITHDRAWN and newest.on is not None and on < newest.on:
        raise DomainError(_("The patient withdrew consent after that day. Record a newer consent."), field="on")
    if not form_version.strip():
        raise DomainError(_("Say which version of the form the patient was given."), field="form_version")
    row = _add(actor, case, kind, purposes=purposes, on=on, form_version=form_version.strip())
    case.consent = kind
    computed.refresh(case, case.materials, is_consent_needed=needs_consent(case))
    return row


def is_withdrawn(case: Case) -> bool:
    """Whether consent ended with all that follows: a tick in a form once left such a case with its board."""
    return case.consent is Consent.WITHDRAWN and case.state not in WITH_BOARD


def end_consent(*, actor: Actor, case: Case, on: date, reason: str = "") -> CaseConsent:
    """Withdraw consent: off every agenda, back to the care team, hidden from everybody else.

    What was signed stays as it is. `access.withdrawing.withdraw_consent` calls this and tells who had looked. Raises
    DomainError for a case whose consent is withdrawn already, and for a day to come.
    """
    if is_withdrawn(case):
        raise DomainError(_("Consent to this case is withdrawn already."))
    _check_day(case, on)
    close_proposals(actor=actor, case=case)
    for follower in _followers:
        follower(actor, case)
    if case.state in BY_WAY_OF:
        move(actor=actor, case=case, to=CaseState.ACCEPTED)
    if case.state in RETURNED_FROM:
        move(actor=actor, case=case, to=CaseState.RETURNED, reason=_("The patient withdrew consent."))
        case.accepted_at = None
    row = _add(actor, case, Consent.WITHDRAWN, on=on, reason=reason.strip())
    case.consent = Consent.WITHDRAWN
    computed.refresh(case, case.materials, is_consent_needed=needs_consent(case))
    return row


def note_choice(*, actor: Actor, case: Case, before: Consent | None) -> None:
    """Keep what the nomination form says now; day and form are recorded on the page of the consent.

    Raises DomainError where a withdrawal would begin or end by a tick in a form.
    """
    if before is Consent.WITHDRAWN:
        raise DomainError(
            _("The patient withdrew consent. Record the new consent on its own page, with day and form."),
            field="consent",
        )
    if case.consent is Consent.WITHDRAWN:
        raise DomainError(
            _("A withdrawal has a page of its own, which says what follows from it."),
            field="consent",
        )
    if case.consent is not None:
        is_sharing = case.consent in SHARING_CONSENT
        _add(actor, case, case.consent, purposes=(ConsentPurpose.BOARD,) if is_sharing else ())


def carry_consent(*, actor: Actor, case: Case, copy: Case) -> None:
    """Let a copy of a case begin with the consent that counts for it."""
    newest = next(iter(consents_of(case)), None)
    if newest is not None:
        purposes = [ConsentPurpose.of(value) for value in newest.purposes]
        _add(actor, copy, newest.kind, purposes=purposes, on=newest.on, form_version=newest.form_version)


def _check_day(case: Case, on: date) -> None:
    today = time.wall(time.now(), case.organization.zone).date()
    if on.year < time.FIRST_YEAR or on > today:
        raise DomainError(_("Choose the day on which the patient said so."), field="on")


def _add(
    actor: Actor,
    case: Case,
    kind: Consent,
    *,
    purposes: Collection[ConsentPurpose] = (),
    on: date | None = None,
    form_version: str = "",
    reason: str = "",
) -> CaseConsent:
    row = CaseConsent(
        case_id=case.id,
        kind=kind,
        purposes=[purpose.value for purpose in ConsentPurpose if purpose in purposes],
        on=on,
        form_version=_fitting(form_version, "form_version"),
        reason=_fitting(reason, "reason"),
        recorded_by_id=actor.person_id,
    )
    db.session.add(row)
    event = CaseEvent.CONSENT_WITHDRAWN if kind is Consent.WITHDRAWN else CaseEvent.CONSENT_RECORDED
    record(actor=actor, event=event, subject=case, organization_id=case.organization_id, kind=kind, on=on)
    return row


def _fitting(text: str, field: str) -> str:
    if len(text) > LONGEST:
        raise DomainError(_("Say it in %(most)s characters at most.", most=LONGEST), field=field)
    return text
