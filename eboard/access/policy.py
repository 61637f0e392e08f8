"""THE table: which relations hold which permission, on which kind of row."""

from collections.abc import Mapping
from dataclasses import dataclass

from eboard.access.permissions import Permission as P
from eboard.access.relations.kinds import Relation as R
from eboard.attendance.models import WalkIn
from eboard.availability.models import Absence, PublishedCalendar
from eboard.boards.models import Board
from eboard.cases.models import Attachment, Case, EmergencyAccess, Material, PatientIdentity
from eboard.cme.models import CmeActivity, CmeCertificate, CmeEntry
from eboard.conferences.models import ConferenceProvider
from eboard.core.db import Row
from eboard.feeds.models import Subscription
from eboard.followup.models import FollowUp
from eboard.invitations.models import IncomingMessage, Invitation, Proposal
from eboard.mail.models import OutboxMessage
from eboard.meetings.models import Meeting
from eboard.membership.models import LeftDuty
from eboard.people.models import Affiliation, Credential, Delegation, HeldForm, LoginSession, Organization, Person
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.review.models import Oddity


@dataclass(frozen=True, slots=True)
class Rule:
    """Who holds a permission on rows of ``model`` (None: the network as a whole).

    ``is_read_audited``: looking is recorded before it is granted. ``in_person``: a delegate cannot use it.
    """

    model: type[Row] | None
    relations: frozenset[R]
    is_read_audited: bool = False
    in_person: bool = False


def _rule(model: type[Row] | None, *relations: R, read_audited: bool = False, in_person: bool = False) -> Rule:
    return Rule(model, frozenset(relations), read_audited, in_person)


STAFF = (R.CHAIR, R.DEPUTY, R.COORDINATOR)

POLICY: Mapping[P, Rule] = {
    P.NETWORK_MANAGE: _rule(None, R.NETWORK_ADMIN),
    P.AUDIT_READ: _rule(None, R.AUDITOR),
    P.ORGANIZATION_READ: _rule(Organization, R.ANYBODY),
    P.ORGANIZATION_MANAGE: _rule(Organization, R.ORGANIZATION_ADMIN, R.NETWORK_ADMIN),
    P.ORGANIZATION_REPORT: _rule(Organization, R.CARE_TEAM, R.ORGANIZATION_ADMIN),
    P.ORGANIZATION_END: _rule(Organization, R.NETWORK_ADMIN, in_person=True),
    P.CASE_NOMINATE: _rule(Organization, R.CARE_TEAM),
    P.PERSON_READ: _rule(Person, R.SELF, R.COLLEAGUE, R.ORGANIZATION_ADMIN, R.NETWORK_ADMIN),
    P.PERSON_MANAGE: _rule(Person, R.ORGANIZATION_ADMIN, R.NETWORK_ADMIN),
    P.PERSON_SELF: _rule(Person, R.SELF, in_person=True),
    P.PERSON_CHOOSE: _rule(Person, R.SELF, R.COLLEAGUE, *STAFF, R.ORGANIZATION_ADMIN, R.NETWORK_ADMIN),
    P.PERSON_DEACTIVATE: _rule(Person, R.SOLE_ADMIN, R.NETWORK_ADMIN),
    P.PERSON_ADDRESS: _rule(Person, R.SOLE_ADMIN, in_person=True),
    P.PERSON_RECOVER: _rule(Person, R.SOLE_ADMIN, R.NETWORK_ADMIN, in_person=True),
    P.AFFILIATION_MANAGE: _rule(Affiliation, R.ORGANIZATION_ADMIN, R.NETWORK_ADMIN),
    P.DUTY_HAND_OVER: _rule(LeftDuty, *STAFF, R.ORGANIZATION_ADMIN, R.NETWORK_ADMIN),
    P.FACTOR_REMOVE: _rule(Credential, R.SELF, in_person=True),
    P.SESSION_END: _rule(LoginSession, R.SELF, in_person=True),
    P.DELEGATION_REVOKE: _rule(Delegation, R.SELF, in_person=True),
    P.DELEGATION_USE: _rule(Delegation, R.DELEGATE, in_person=True),
    P.HELD_FORM_SEND: _rule(HeldForm, R.SELF, in_person=True),
    P.AVAILABILITY_MANAGE: _rule(Person, R.SELF),
    P.CALENDAR_MANAGE: _rule(PublishedCalendar, R.SELF, in_person=True),
    P.ABSENCE_READ: _rule(Absence, R.SELF, *STAFF),
    P.ABSENCE_REMOVE: _rule(Absence, R.SELF),
    P.BOARD_READ: _rule(Board, R.ANYBODY),
    P.BOARD_STAFF: _rule(Board, *STAFF),
    P.BOARD_REPORT: _rule(Board, *STAFF, R.NETWORK_ADMIN),
    P.BOARD_FATES: _rule(Board, *STAFF, R.PANELIST),
    P.BOARD_MANAGE: _rule(Board, *STAFF, R.ORGANIZATION_ADMIN, R.NETWORK_ADMIN),
    P.PROVIDER_MANAGE: _rule(ConferenceProvider, R.ORGANIZATION_ADMIN, R.NETWORK_ADMIN),
    P.CASE_READ: _rule(Case, R.CARE_TEAM, *STAFF, R.PARTICIPANT, R.EMERGENCY, read_audited=True),
    P.CASE_OPEN_IN_EMERGENCY: _rule(None, R.CLINICIAN, in_person=True),
    P.EMERGENCY_REVIEW: _rule(EmergencyAccess, R.ORGANIZATION_ADMIN, R.AUDITOR, in_person=True),
    P.CASE_EDIT: _rule(Case, R.CARE_TEAM),
    P.CASE_TRIAGE: _rule(Case, *STAFF),
    P.CASE_CONFIRM: _rule(Case, R.CHAIR, R.DEPUTY, R.PANELIST, in_person=True),
    P.CASE_SCHEDULE: _rule(Case, *STAFF),
    P.CASE_RECORD: _rule(Case, *STAFF),
    P.CASE_PREPARE: _rule(Case, *STAFF, R.PARTICIPANT),
    P.IDENTITY_READ: _rule(PatientIdentity, R.CARE_TEAM, read_audited=True),
    P.PATIENT_FILE: _rule(Case, R.CARE_TEAM, read_audited=True, in_person=True),
    P.ATTACHMENT_READ: _rule(Attachment, R.CARE_TEAM, *STAFF, R.PARTICIPANT, R.EMERGENCY, read_audited=True),
    P.ATTACHMENT_EDIT: _rule(Attachment, R.CARE_TEAM),
    P.MATERIAL_ADD: _rule(Case, R.CARE_TEAM, *STAFF),
    P.MATERIAL_EDIT: _rule(Material, R.CARE_TEAM, *STAFF, read_audited=True),
    P.MEETING_READ: _rule(Meeting, *STAFF, R.PARTICIPANT, R.OBSERVER, R.ORGANIZATION_ADMIN),
    P.MEETING_AGENDA: _rule(Meeting, *STAFF, R.PARTICIPANT, R.OBSERVER),
    P.MEETING_PREPARE: _rule(Meeting, *STAFF, R.PARTICIPANT),
    P.MEETING_PLAN: _rule(Meeting, *STAFF),
    P.MEETING_RUN: _rule(Meeting, *STAFF),
    P.MEETING_MINUTES: _rule(Meeting, *STAFF),
    P.MEETING_JOIN: _rule(Meeting, *STAFF, R.PARTICIPANT, R.OBSERVER),
    P.WALK_IN_SETTLE: _rule(WalkIn, *STAFF),
    P.WALK_IN_LEAVE: _rule(WalkIn, R.SELF),
    P.INVITATION_ANSWER: _rule(Invitation, R.SELF, R.COORDINATOR),
    P.PROPOSAL_DECIDE: _rule(Proposal, *STAFF),
    P.PARKED_LIST: _rule(IncomingMessage, R.COORDINATOR, R.NETWORK_ADMIN),
    P.PARKED_SETTLE: _rule(IncomingMessage, R.COORDINATOR, read_audited=True),
    P.OUTCOME_DRAFT: _rule(Discussion, *STAFF, read_audited=True),
    P.OUTCOME_SIGN: _rule(Discussion, R.CHAIR, R.DEPUTY, in_person=True),
    P.LETTER_READ: _rule(SignedVersion, R.CARE_TEAM, *STAFF, R.PARTICIPANT, R.EMERGENCY, read_audited=True),
    P.LETTER_ACKNOWLEDGE: _rule(SignedVersion, R.CARE_TEAM),
    P.LETTER_SHARE: _rule(SignedVersion, R.CARE_TEAM, read_audited=True),
    P.FOLLOW_UP_READ: _rule(FollowUp, R.CARE_TEAM, *STAFF, R.PARTICIPANT, read_audited=True),
    P.FOLLOW_UP_ANSWER: _rule(FollowUp, R.CARE_TEAM, read_audited=True),
    P.CREDIT_MANAGE: _rule(CmeActivity, *STAFF),
    P.CREDIT_EARN: _rule(CmeActivity, R.PARTICIPANT, in_person=True),
    P.CREDIT_READ: _rule(CmeEntry, R.SELF, in_person=True),
    P.CERTIFICATE_READ: _rule(CmeCertificate, R.SELF, in_person=True),
    P.SUBSCRIPTION_MANAGE: _rule(Subscription, R.SELF, in_person=True),
    P.ORGANIZATION_AUDIT: _rule(Organization, R.ORGANIZATION_ADMIN, R.AUDITOR, in_person=True),
    P.PERSON_AUDIT: _rule(Person, R.ORGANIZATION_ADMIN, R.AUDITOR, in_person=True),
    P.ODDITY_SETTLE: _rule(Oddity, R.ORGANIZATION_ADMIN, R.AUDITOR, in_person=True),
    P.MAIL_MANAGE: _rule(OutboxMessage, R.COORDINATOR, R.NETWORK_ADMIN),
    P.RETENTION_READ: _rule(None, R.NETWORK_ADMIN, R.AUDITOR),
    P.RETENTION_MANAGE: _rule(None, R.NETWORK_ADMIN),
    P.HOLD_MANAGE: _rule(None, R.AUDITOR, in_person=True),
}
