"""Taking a case on to a second board, or to its own once more, with everything that belongs to it."""

from sqlalchemy import select

from eboard.audit import Actor, record
from eboard.boards.models import Board
from eboard.cases.actions import computed
from eboard.cases.actions.consents import carry_consent
from eboard.cases.actions.identity import seal_identity
from eboard.cases.actions.numbers import take_number
from eboard.cases.actions.restriction import carry_people
from eboard.cases.enums import CaseEvent, CaseState, Consent, DiscussionKind
from eboard.cases.files import storage
from eboard.cases.models import Attachment, Case, Material
from eboard.cases.queries import identities
from eboard.cases.queries.attachments import content_of, folder
from eboard.cases.queries.boards import needs_consent
from eboard.cases.states import DECIDED, HIDDEN_FROM_BOARD
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.people.actions.data_keys import sealer_for
from eboard.people.data_keys import Opener

# All that was typed of patient, question, disease and logistics; the rest of a row is of its own history.
CARRIED = (
    "is_restricted", "referrer_id", "presenter_id", "age", "sex", "question", "reason", "prior_plan", "prospective",
    "site", "diagnosis", "icd10", "morphology", "topography", "laterality", "diagnosed_on", "staging",
    "metastatic_sites", "biomarkers", "previous_treatment", "ecog", "comorbidity", "frailty", "patient_wishes",
    "wishes_not_asked", "psychosocial", "patient_language", "consent", "urgency", "urgency_reason", "target_date",
    "specialties", "presenter_availability", "minutes",
)  # fmt: skip
MATERIAL = ("kind", "what", "state", "taken_on", "place", "reference", "reviewer", "chaser_id", "remind_on")
FILE = (
    "kind", "size", "sha256", "uploaded_by_id", "no_identity_at", "no_identity_by_id", "guard", "guarded_at", "found",
    "lacking",
)  # fmt: skip
STAYS = HIDDEN_FROM_BOARD | {CaseState.WITHDRAWN}


def nominate_onward(*, actor: Actor, case: Case, board: Board | None) -> Case:
    """A draft for a second board with data, materials, files and identity of ``case``, linked to it.

    Raises DomainError for a case that no board ever had, for its own or a closed board, or if such a draft is there.
    """
    if case.state in STAYS:
        raise DomainError(_("A case that is “%(state)s” cannot go on to another board.", state=case.state.label))
    if board is None or board.id == case.board_id or board.has_closed:
        raise DomainError(_("Choose another board that takes cases."), field="board")
    _refuse_second_draft(case, board)
    return _take_along(actor, case, board, CaseEvent.NOMINATED_ON)


def present_again(*, actor: Actor, case: Case, plan: str) -> Case:
    """A draft for the same board with all of a decided ``case``, linked to it.

    ``plan`` is what was recommended last: it becomes the plan before the new discussion. A target date that has passed
    stays behind. Raises DomainError for a case that is not decided, for a closed board, or if such a draft is there.
    """
    if case.state not in DECIDED:
        raise DomainError(_("A case that is “%(state)s” cannot be presented again.", state=case.state.label))
    if case.board is None or case.board.has_closed:
        raise DomainError(_("Its board takes no more cases. Ask a second board instead."))
    _refuse_second_draft(case, case.board)
    again = _take_along(actor, case, case.board, CaseEvent.PRESENTED_AGAIN)
    again.prior_plan = plan or case.prior_plan
    if again.target_date is not None and again.target_date < time.now().date():
        again.target_date = None
    computed.refresh(again, again.materials, is_consent_needed=needs_consent(again))
    return again


def _take_along(actor: Actor, case: Case, board: Board, event: CaseEvent) -> Case:
    if case.consent is Consent.WITHDRAWN:
        raise DomainError(_("The patient withdrew consent: the case goes to no board."))
    onward = Case(
        number=take_number(),
        organization_id=case.organization_id,
        board_id=board.id,
        state=CaseState.DRAFT,
        state_since=time.now(),
        origin=case.origin,
        nominated_by_id=actor.acts_as,
        earlier_case_id=case.id,
        discussion_kind=DiscussionKind.AGAIN if case.state in DECIDED else case.discussion_kind,
        **{name: getattr(case, name) for name in CARRIED},
    )
    db.session.add(onward)
    db.session.flush()
    carry_people(case, onward)
    carry_consent(actor=actor, case=case, copy=onward)
    materials = [_carry_material(material, onward) for material in case.materials]
    known = identities.row_of(case.id)
    if known is not None:  # before the files, which were compared with it
        seal_identity(actor=actor, case=onward, identity=identities.opened(known))
    for attachment in case.attachments:
        _carry_file(actor, attachment, onward)
    computed.refresh(onward, materials, is_consent_needed=needs_consent(onward))
    record(
        actor=actor,
        event=event,
        subject=onward,
        organization_id=case.organization_id,
        earlier=case.id,
        board=board.id,
    )
    return onward


def _refuse_second_draft(case: Case, board: Board) -> None:
    there = select(Case.number).where(
        Case.earlier_case_id == case.id, Case.board_id == board.id, Case.state == CaseState.DRAFT
    )
    number = db.session.scalar(there)
    if number is not None:
        raise DomainError(_("Draft %(number)s already takes this case there.", number=number), field="board")


def _carry_material(material: Material, onward: Case) -> Material:
    row = Material(case_id=onward.id, **{name: getattr(material, name) for name in MATERIAL})
    db.session.add(row)
    return row


def _carry_file(actor: Actor, attachment: Attachment, onward: Case) -> None:
    """A sealed file opens in its own row only, so it is sealed again for the new one."""
    if attachment.removed_at is not None:
        return
    sealer = sealer_for(actor=actor, organization_id=onward.organization_id)
    row = Attachment(case_id=onward.id, case=onward, **{name: getattr(attachment, name) for name in FILE})
    name = storage.reveal_name(attachment.sealed_name, row_id=attachment.id, reader=Opener())
    row.sealed_name = storage.seal_name(name, row_id=row.id, sealer=sealer)
    storage.store(content_of(attachment), row_id=row.id, folder=folder(), sealer=sealer)
    db.session.add(row)
