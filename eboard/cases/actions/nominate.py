"""Starting a case and saving what its care team types."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from eboard.audit import Actor, record
from eboard.cases.actions import computed, edits
from eboard.cases.actions.consents import note_choice
from eboard.cases.actions.identity import seal_identity
from eboard.cases.actions.numbers import take_number
from eboard.cases.actions.restriction import carry_people
from eboard.cases.enums import CaseEvent, CaseState, DiscussionKind, Urgency
from eboard.cases.fields import LABELS, current
from eboard.cases.identity import Identity
from eboard.cases.merging import is_unchanged
from eboard.cases.models import Case
from eboard.cases.queries import boards, colleagues, identities
from eboard.cases.states import OPEN_TO_EDITS, WITH_CARE_TEAM
from eboard.core import time
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.membership.agreements import require_cover
from eboard.people.models import Organization

# What stays true of a patient from one nomination to the next.
KEPT = (
    "is_restricted", "board_id", "referrer_id", "presenter_id", "age", "sex", "site", "diagnosis", "icd10",
    "morphology", "topography", "laterality", "diagnosed_on", "staging", "metastatic_sites", "biomarkers",
    "previous_treatment", "ecog", "comorbidity", "frailty", "patient_wishes", "psychosocial", "patient_language",
    "specialties",
)  # fmt: skip


def start_case(*, actor: Actor, organization_id: UUID, earlier: Case | None = None) -> Case:
    """A new draft of an organization, filled from the patient's earlier case and as restricted, if there is one.

    Raises DomainError once the agreement of the organization with the network has ended.
    """
    require_cover(db.session.get_one(Organization, organization_id))
    case = Case(
        number=take_number(),
        organization_id=organization_id,
        state=CaseState.DRAFT,
        state_since=time.now(),
        nominated_by_id=actor.acts_as,
        urgency=Urgency.ROUTINE,
        discussion_kind=DiscussionKind.FIRST,
        earlier_case_id=earlier.id if earlier else None,
    )
    if earlier is not None:
        _fill_from(case, earlier)
    else:
        _fill_defaults(case, actor)
    db.session.add(case)
    computed.refresh(case)
    db.session.flush()
    if earlier is not None:
        carry_people(earlier, case)
    record(actor=actor, event=CaseEvent.STARTED, subject=case, organization_id=organization_id)
    return case


def nominate_patient(
    *,
    actor: Actor,
    organization_id: UUID,
    identity: Identity,
    earlier: Case | None = None,
    known: Collection[Case] = (),
    is_new: bool = False,
) -> Case:
    """Start a case for a patient and seal who he or she is, taken from the earlier case if nothing was given.

    Raises DomainError (field ``earlier``) if the actor may see cases of this patient (``known``) and did not choose yet
    between filling the form from an ``earlier`` one and starting afresh (``is_new``), or if that one is of another
    organization.
    """
    if earlier is not None and earlier.organization_id != organization_id:
        raise DomainError(_("The chosen case is of another organization. Choose again how to go on."), field="earlier")
    if earlier is None and not is_new and known:
        raise DomainError(_("This patient is already known here. Choose how to go on."), field="earlier")
    case = start_case(actor=actor, organization_id=organization_id, earlier=earlier)
    sealed = identities.row_of(earlier.id) if earlier is not None and not identity else None
    seal_identity(actor=actor, case=case, identity=identities.opened(sealed) if sealed else identity)
    return case


def _fill_from(case: Case, earlier: Case) -> None:
    for name in KEPT:
        setattr(case, name, getattr(earlier, name))
    case.discussion_kind = DiscussionKind.AGAIN if earlier.submitted_at else DiscussionKind.FIRST


def _fill_defaults(case: Case, actor: Actor) -> None:
    offered = boards.open_boards()
    case.board_id = offered[0].id if len(offered) == 1 else None
    if actor.acts_as and colleagues.is_physician(case.organization_id, actor.acts_as):
        case.referrer_id = case.presenter_id = actor.acts_as


def save_case(
    *, actor: Actor, case: Case, values: Mapping[str, Any], version: int | None, marks: str = ""
) -> list[str]:
    """Store the values that differ and return their names.

    Raises StaleError if somebody changed these fields since ``version`` was shown (``marks`` are the fingerprints of
    what was shown: a new version that left the fields alone is no conflict), DomainError once the case is closed to
    edits, or for another board once the case is out of its care team's hands.
    """
    db.session.flush()  # what was set before in this unit of work is not read over
    db.session.refresh(case, with_for_update=True)
    if not is_unchanged(marks, current(case)):
        expect_version(case, version or 0)
    if case.state not in OPEN_TO_EDITS:
        raise DomainError(_("A case that is “%(state)s” can no longer be changed.", state=case.state.label))
    before = {name: getattr(case, name) for name, value in values.items() if getattr(case, name) != value}
    _refuse_strangers(case, values, before)
    if "board_id" in before and case.state not in WITH_CARE_TEAM:
        raise DomainError(_("Only the coordinator of its board can give this case to another board."), field="board_id")
    for name in before:
        setattr(case, name, values[name])
    if not before:
        return []
    if "consent" in before:
        note_choice(actor=actor, case=case, before=before["consent"])
    if case.board_id is None:
        suggested = boards.board_for(case.site)
        case.board_id = suggested.id if suggested else None
    computed.refresh(case, case.materials, is_consent_needed=boards.needs_consent(case))
    edits.keep_version(actor=actor, case=case, before=before)
    names = [name for name in LABELS if name in before]
    record(actor=actor, event=CaseEvent.EDITED, subject=case, organization_id=case.organization_id, fields=names)
    return names


def name_nominator(*, actor: Actor, case: Case, person_id: UUID) -> None:
    """Let somebody else of the organization stand for a case as who nominated it; DomainError for a stranger."""
    if not colleagues.is_colleague(case.organization_id, person_id):
        raise DomainError(_("This person does not work in the nominating organization."), field="successor")
    case.nominated_by_id = person_id
    record(
        actor=actor,
        event=CaseEvent.EDITED,
        subject=case,
        organization_id=case.organization_id,
        fields=["nominated_by_id"],
    )


def _refuse_strangers(case: Case, values: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
    for name in ("referrer", "presenter"):
        person_id: UUID | None = values[f"{name}_id"] if f"{name}_id" in changed else None
        if person_id is not None and not colleagues.is_colleague(case.organization_id, person_id):
            raise DomainError(_("This person does not work in the nominating organization."), field=name)
