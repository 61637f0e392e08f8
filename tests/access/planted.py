"""A network in which marker words stand in every text of four cases, and somebody in every relation to them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from eboard.boards.enums import BoardRole
from eboard.cases.actions.attachments import attach_file
from eboard.cases.actions.identity import seal_identity
from eboard.cases.enums import (
    AttachmentKind,
    CaseState,
    Consent,
    EmergencyReason,
    MaterialKind,
    TriageResult,
)
from eboard.cases.identity import Identity
from eboard.cases.models import (
    Attachment,
    Case,
    CaseConsent,
    CaseNamedPerson,
    CaseTransition,
    EmergencyAccess,
    Material,
    PreparationNote,
    Recusal,
    TriageProposal,
)
from eboard.core.db import Base, db, unit_of_work
from eboard.followup.enums import Followed
from eboard.followup.models import FollowUp, FollowUpAnswer
from eboard.invitations.models import Invitation
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import AgendaItem, Guest, Meeting
from eboard.people.enums import AffiliationRole, Specialty
from eboard.people.models import Affiliation, Delegation, Person
from eboard.preparation.models import MeetingNote
from eboard.recommendations.actions import record_outcome, sign_outcome
from eboard.recommendations.draft import Advice, Disagreement, Draft
from eboard.recommendations.models import Discussion, SignedVersion
from tests.cases.nominating import actor_of, draft
from tests.cases.test_file_contents import FILES
from tests.conftest import NOW
from tests.recommendations.outcomes import COMPLETE
from tests.world import World, add, make_item, make_meeting, make_member, make_person

LISTED, WAITING, NARROW, GONE, WHO = "Qvxlisted", "Qvxwaiting", "Qvxnarrow", "Qvxgone", "Qvxwho"
MARKERS = (LISTED, WAITING, NARROW, GONE, WHO)
NO_TEXT = {"number", "import_key", "search_text", "sha256", "diagnosed_on", "icd10", "morphology", "topography"}


@dataclass
class Planted:
    """The rows that the addresses of routes point at, and the people who ask for them."""

    world: World
    listed: Case
    waiting: Case
    narrow: Case
    gone: Case
    meeting: Meeting
    item: AgendaItem
    letter: SignedVersion
    people: dict[str, Person]

    @property
    def cases(self) -> dict[str, Case]:
        return {LISTED: self.listed, WAITING: self.waiting, NARROW: self.narrow, GONE: self.gone}


def texts(row: Base) -> Iterator[str]:
    """The columns of a row in which people write what they like."""
    for column in row.__table__.c:
        if column.type.python_type is str and column.name not in NO_TEXT and not column.foreign_keys:
            yield column.name


def plant(row: Any, marker: str) -> Any:
    """Put the marker into every text of a row."""
    for name in texts(row):
        setattr(row, name, f"{marker} {name}")
    return row


def marked(value: Any, marker: str, **others: Any) -> Any:
    """A dataclass with the marker in every text."""
    names = [name for name in value.__dataclass_fields__ if isinstance(getattr(value, name), str)]
    plain = {name: f"{marker} {name}" for name in names if type(getattr(value, name)) is str}
    return replace(value, **plain, **others)


def outcome(marker: str, dissenter: Person) -> Draft:
    advice = marked(COMPLETE.recommendations[0], marker)
    dissent = marked(Disagreement(person_id=dissenter.id), marker)
    found: Draft = marked(COMPLETE, marker, recommendations=(advice,), dissents=(dissent,))
    assert isinstance(advice, Advice)
    return found


def plant_world(world: World) -> Planted:
    """Everything: the four cases, their rows, an outcome that is signed, and the people."""
    people = _people(world)
    with unit_of_work():
        meeting = make_meeting(world.board, NOW.date(), NOW.time(), state=MeetingState.LIVE, minutes=60)
    cases = [_case(world, marker) for marker in (LISTED, WAITING, NARROW, GONE)]
    listed, waiting, narrow, gone = cases
    with unit_of_work():
        listed.state = narrow.state = CaseState.SCHEDULED
        waiting.state, narrow.is_restricted, gone.consent = CaseState.SUBMITTED, True, Consent.WITHDRAWN
        gone.state = CaseState.RETURNED
        item = make_item(meeting, listed, presenter_id=world.physician.id)
        other = make_item(meeting, narrow, 2)
        db.session.add_all(
            CaseNamedPerson(case_id=narrow.id, person_id=one.id) for one in (world.nurse, people["named"])
        )
        db.session.add(Guest(meeting_id=meeting.id, person_id=people["guest"].id))
        db.session.add(Invitation(meeting_id=meeting.id, person_id=world.physician.id, tag="t"))
        for row, marker in ((item, LISTED), (other, NARROW)):
            plant(row, marker)
            add(MeetingNote(item_id=row.id, specialty=Specialty.RADIOLOGY, text=marker, author_id=world.radiologist.id))
        db.session.add(Recusal(case_id=listed.id, person_id=people["recused"].id, reason=LISTED))
        db.session.add(
            EmergencyAccess(
                case_id=listed.id,
                person_id=people["emergency"].id,
                reason=EmergencyReason.TREATING,
                note="A reason without the patient",
                ends_at=NOW + timedelta(hours=4),
            )
        )
        seal_identity(
            actor=actor_of(world.nurse), case=listed, identity=Identity(name=f"{WHO} Name", record_number=f"{WHO}-1")
        )
    letter = _sign(world, item)
    return Planted(world, listed, waiting, narrow, gone, meeting, item, letter, people)


def _people(world: World) -> dict[str, Person]:
    role = AffiliationRole
    with unit_of_work():
        made = {
            "guest": make_person("Gina Guest", world.south, role.PHYSICIAN),
            "emergency": make_person("Emil Emergency", world.south, role.PHYSICIAN),
            "named": make_person("Nils Named", world.hub, role.PHYSICIAN),
            "recused": make_person("Rosa Recused", world.hub, role.PHYSICIAN),
            "former": make_person("Fred Former", world.north, role.CARE_TEAM),
            "delegate": make_person("Dina Delegate", world.hub, role.CARE_TEAM),
        }
        for name, specialty in (("named", Specialty.GENETICS), ("recused", Specialty.PALLIATIVE_CARE)):
            make_member(world.board, made[name], BoardRole.PANELIST, specialty)
        ended = db.session.scalars(select(Affiliation).where(Affiliation.person_id == made["former"].id)).one()
        ended.ends_on = NOW.date() - timedelta(days=2)
    names = (
        "stranger", "nurse", "physician", "coordinator", "chair", "deputy", "radiologist", "observer", "auditor",
        "north_admin", "network_admin",
    )  # fmt: skip
    return {**{name: getattr(world, name) for name in names}, **made}


def _case(world: World, marker: str) -> Case:
    """A whole case with every kind of row that hangs on one, all of them planted."""
    case = draft(world)
    with unit_of_work():
        plant(case, marker)
        case.nominated_by_id = world.nurse.id
        case.staging = {"is_unknown": False, "edition": "8", "group": marker, "own": {"own": marker}}
        case.search_text = marker.lower()
        for row in (
            Material(case_id=case.id, kind=MaterialKind.IMAGING),
            PreparationNote(case_id=case.id, person_id=world.chair.id),
            TriageProposal(case_id=case.id, result=TriageResult.NOTE_ONLY, proposed_by_id=world.coordinator.id),
            CaseTransition(case_id=case.id, from_state=CaseState.DRAFT, to_state=CaseState.SUBMITTED, at=NOW),
            CaseConsent(case_id=case.id, kind=Consent.GIVEN, purposes=["board"], on=NOW.date()),
        ):
            add(plant(row, marker))
        file = attach_file(
            actor=actor_of(world.nurse), case=case, content=FILES[AttachmentKind.PDF], name=f"{marker}.pdf"
        )
        file.no_identity_at = NOW
    return case


def _sign(world: World, item: AgendaItem) -> SignedVersion:
    with unit_of_work():
        discussion = record_outcome(
            actor=actor_of(world.coordinator), item=item, version=0, draft=outcome(LISTED, world.radiologist)
        )
    with unit_of_work():
        letter = sign_outcome(actor=actor_of(world.chair), discussion=discussion, version=discussion.row_version)
    with unit_of_work():
        for row in db.session.scalars(select(FollowUp).where(FollowUp.case_id == item.case_id)):
            plant(row, LISTED)
            row.due_at = NOW
            db.session.add(plant(FollowUpAnswer(follow_up_id=row.id, at=NOW, followed=Followed.DONE), LISTED))
    return letter


def arguments(planted: Planted) -> dict[str, Any]:
    """What the variables of addresses stand for; what is not here points at nothing."""
    world = planted.world
    rows = {
        "case_id": planted.listed,
        "meeting_id": planted.meeting,
        "item_id": planted.item,
        "board_id": world.board,
        "subject_id": world.board,
        "organization_id": world.north,
        "person_id": world.nurse,
        "version_id": planted.letter,
        "provider_id": world.provider,
        "frozen_id": None,
    }
    firsts: dict[str, type[Any]] = {
        "attachment_id": Attachment,
        "material_id": Material,
        "discussion_id": Discussion,
        "invitation_id": Invitation,
        "access_id": EmergencyAccess,
        "delegation_id": Delegation,
    }
    found = {
        name: db.session.scalars(select(model).order_by(model.id).limit(1)).first() for name, model in firsts.items()
    }
    ids = {name: row.id for name, row in {**rows, **found}.items() if row is not None}
    texts_of = {
        "name": "radiology",
        "kind": "boards",
        "table": "volume",
        "code": planted.meeting.join_code,
        "token": "x",
    }
    return {**ids, **texts_of, "purpose": "signing-in", "filename": "icons.svg", "row_id": UUID(int=0)}
