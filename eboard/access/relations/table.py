"""All relations, by the table their rows stand in."""

from collections.abc import Mapping

from eboard.access.relations import availability, boards, cases, people
from eboard.access.relations.kinds import Relation
from eboard.access.relations.people import Criterion
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

__all__ = ["NETWORK", "RELATIONS", "Criterion"]

NETWORK: Mapping[Relation, Criterion] = {
    Relation.ANYBODY: people.anybody,
    Relation.NETWORK_ADMIN: people.is_network_admin,
    Relation.AUDITOR: people.is_auditor,
    Relation.CLINICIAN: boards.is_clinician,
}

RELATIONS: Mapping[type[Row], Mapping[Relation, Criterion]] = {
    Organization: people.ORGANIZATION,
    Person: {**people.PERSON, **boards.BOARD_STAFF},
    Affiliation: people.AFFILIATION,
    LeftDuty: boards.LEFT_DUTY,
    Delegation: people.DELEGATION,
    HeldForm: people.HELD_FORM,
    Credential: people.CREDENTIAL,
    LoginSession: people.LOGIN_SESSION,
    Subscription: people.SUBSCRIPTION,
    PublishedCalendar: availability.PUBLISHED_CALENDAR,
    Absence: availability.ABSENCE,
    Board: boards.BOARD,
    Meeting: boards.MEETING,
    WalkIn: boards.WALK_IN,
    Invitation: boards.INVITATION,
    Proposal: boards.PROPOSAL,
    IncomingMessage: boards.INCOMING,
    ConferenceProvider: boards.PROVIDER,
    OutboxMessage: boards.MESSAGE,
    CmeActivity: boards.CME_ACTIVITY,
    CmeEntry: {Relation.SELF: people.owned_by(CmeEntry.person_id)},
    CmeCertificate: {Relation.SELF: people.owned_by(CmeCertificate.person_id)},
    Case: cases.CASE,
    PatientIdentity: cases.IDENTITY,
    Attachment: cases.ATTACHMENT,
    Material: cases.MATERIAL,
    Discussion: cases.DISCUSSION,
    SignedVersion: cases.SIGNED_VERSION,
    FollowUp: cases.FOLLOW_UP,
    EmergencyAccess: cases.EMERGENCY_ACCESS,
    Oddity: people.ODDITY,
}
