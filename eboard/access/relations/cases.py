"""Relations to a case and to everything that hangs on one."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select

from eboard.access.relations.boards import access_lasts, board_roles, takes_part
from eboard.access.relations.kinds import Relation as R
from eboard.access.relations.people import Criterion, administers, is_auditor, organizations
from eboard.cases.models import Attachment, Case, CaseNamedPerson, EmergencyAccess, Material, PatientIdentity
from eboard.cases.queries.consents import is_shared
from eboard.cases.states import HIDDEN_FROM_BOARD
from eboard.core.db.present import NOW
from eboard.followup.models import FollowUp
from eboard.meetings.enums import ItemState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.enums import CARE_ROLES
from eboard.recommendations.models import Discussion, SignedVersion


def _is_open_to(me: UUID) -> ColumnElement[bool]:
    """A restricted case is open to the persons it names only."""
    named = select(CaseNamedPerson.person_id).where(CaseNamedPerson.case_id == Case.id, CaseNamedPerson.person_id == me)
    return or_(~Case.is_restricted, exists(named.correlate(Case)))


def _narrowed(criterion: Criterion) -> Criterion:
    return lambda me: and_(criterion(me), _is_open_to(me))


def _care_team(me: UUID) -> ColumnElement[bool]:
    return Case.organization_id.in_(organizations(me, CARE_ROLES))


def _is_shown() -> ColumnElement[bool]:
    """Others than its care team see a case from its submission, for as long as the patient lets it be shared."""
    return Case.state.not_in(HIDDEN_FROM_BOARD) & is_shared()


def _from_submission(criterion: Criterion) -> Criterion:
    return lambda me: and_(criterion(me), _is_shown())


def _participant(me: UUID) -> ColumnElement[bool]:
    """On the agenda of a published meeting this person takes part in, while access lasts."""
    listed = (
        select(AgendaItem.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.case_id == Case.id,
            AgendaItem.state != ItemState.REMOVED,
            access_lasts(),
            takes_part(me),
        )
    )
    return _is_shown() & exists(listed.correlate(Case))


def _in_emergency(me: UUID) -> ColumnElement[bool]:
    """The person opened it in an emergency that is not over; a restricted case too, for that is when it counts."""
    opened = select(EmergencyAccess.id).where(
        EmergencyAccess.case_id == Case.id, EmergencyAccess.person_id == me, EmergencyAccess.ends_at > NOW
    )
    return _is_shown() & exists(opened.correlate(Case))


_staff = board_roles(Case.board_id)

CASE: dict[R, Criterion] = {
    R.CARE_TEAM: _narrowed(_care_team),
    R.CHAIR: _narrowed(_from_submission(_staff[R.CHAIR])),
    R.DEPUTY: _narrowed(_from_submission(_staff[R.DEPUTY])),
    R.COORDINATOR: _narrowed(_from_submission(_staff[R.COORDINATOR])),
    R.PANELIST: _narrowed(_from_submission(_staff[R.PANELIST])),
    R.PARTICIPANT: _narrowed(_participant),
    R.EMERGENCY: _in_emergency,
    # Owns no right to the content; it lets a refusal explain itself inside one's own organization.
    R.ORGANIZATION_ADMIN: administers(Case.organization_id),
}


def through_case(column: Any) -> dict[R, Criterion]:
    """The relations of the case in ``column``, for rows that belong to it."""

    def follow(criterion: Criterion) -> Criterion:
        return lambda me: column.in_(select(Case.id).where(criterion(me)).correlate(None))

    return {relation: follow(criterion) for relation, criterion in CASE.items()}


def _shown(criterion: Criterion) -> Criterion:
    """A file is the board's to see once somebody confirmed that it shows no identity."""
    return lambda me: and_(criterion(me), Attachment.no_identity_at.is_not(None))


ATTACHMENT: dict[R, Criterion] = {
    relation: criterion if relation is R.CARE_TEAM else _shown(criterion)
    for relation, criterion in through_case(Attachment.case_id).items()
}
MATERIAL = through_case(Material.case_id)
IDENTITY = through_case(PatientIdentity.case_id)
DISCUSSION = through_case(Discussion.case_id)
SIGNED_VERSION = through_case(SignedVersion.case_id)
FOLLOW_UP = through_case(FollowUp.case_id)


def _of_others(criterion: Criterion) -> Criterion:
    """Nobody judges what he or she opened."""
    return lambda me: and_(criterion(me), EmergencyAccess.person_id != me)


EMERGENCY_ACCESS: dict[R, Criterion] = {
    R.ORGANIZATION_ADMIN: _of_others(through_case(EmergencyAccess.case_id)[R.ORGANIZATION_ADMIN]),
    R.AUDITOR: _of_others(is_auditor),
}
