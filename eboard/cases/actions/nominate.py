"""Starting a case and saving what its care team types."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from eboard.audit import Actor, record
from eboard.cases.actions import computed, edits
from eboard.cases.actions.numbers import take_number
from eboard.cases.enums import CaseEvent, CaseState, DiscussionKind, Urgency
from eboard.cases.fields import LABELS
from eboard.cases.models import Case
from eboard.cases.queries import choices, colleagues
from eboard.cases.states import OPEN_TO_EDITS
from eboard.core import time
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _

# What stays true of a patient from one nomination to the next.
KEPT = (
    "board_id", "referrer_id", "presenter_id", "age", "sex", "site", "diagnosis", "icd10", "morphology", "topography",
    "laterality", "diagnosed_on", "staging", "metastatic_sites", "biomarkers", "previous_treatment", "ecog",
    "comorbidity", "frailty", "patient_wishes", "psychosocial", "patient_language", "specialties",
)  # fmt: skip


def start_case(*, actor: Actor, organization_id: UUID, earlier: Case | None = None) -> Case:
    """A new draft of an organization, filled from the patient's earlier case if there is one."""
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
    record(actor=actor, event=CaseEvent.STARTED, subject=case, organization_id=organization_id)
    return case


def _fill_from(case: Case, earlier: Case) -> None:
    for name in KEPT:
        setattr(case, name, getattr(earlier, name))
    case.discussion_kind = DiscussionKind.AGAIN if earlier.submitted_at else DiscussionKind.FIRST


def _fill_defaults(case: Case, actor: Actor) -> None:
    boards = choices.open_boards()
    case.board_id = boards[0].id if len(boards) == 1 else None
    if actor.acts_as and colleagues.is_physician(case.organization_id, actor.acts_as):
        case.referrer_id = case.presenter_id = actor.acts_as


def save_case(*, actor: Actor, case: Case, values: Mapping[str, Any], version: int | None) -> list[str]:
    """Store the values that differ and return their names.

    Raises StaleError if somebody saved the case since ``version`` was shown, DomainError once it may not be edited.
    """
    db.session.refresh(case, with_for_update=True)
    expect_version(case, version or 0)
    if case.state not in OPEN_TO_EDITS:
        raise DomainError(_("A case that is “%(state)s” can no longer be changed.", state=case.state.label))
    before = {name: getattr(case, name) for name, value in values.items() if getattr(case, name) != value}
    _refuse_strangers(case, values, before)
    for name in before:
        setattr(case, name, values[name])
    if not before:
        return []
    if case.board_id is None:
        suggested = choices.board_for(case.site)
        case.board_id = suggested.id if suggested else None
    computed.refresh(case, case.materials)
    edits.keep_version(actor=actor, case=case, before=before)
    names = [name for name in LABELS if name in before]
    record(actor=actor, event=CaseEvent.EDITED, subject=case, organization_id=case.organization_id, fields=names)
    return names


def _refuse_strangers(case: Case, values: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
    for name in ("referrer", "presenter"):
        person_id = values.get(f"{name}_id")
        is_new = f"{name}_id" in changed and person_id is not None
        if is_new and not colleagues.is_colleague(case.organization_id, person_id):
            raise DomainError(_("This person does not work in the nominating organization."), field=name)
