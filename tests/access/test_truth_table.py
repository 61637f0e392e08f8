"""The truth table: every permission × relation, and who stands in which relation to which row."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from eboard import access
from eboard.access import Permission as P
from eboard.access.gate import holds, relations_to
from eboard.access.policy import POLICY
from eboard.access.relations import Relation as R
from eboard.attendance.models import WalkIn
from eboard.audit import Actor
from eboard.availability.models import Absence, PublishedCalendar
from eboard.boards.enums import BoardRole
from eboard.boards.models import Board
from eboard.cases.enums import AttachmentKind, CaseState, EmergencyReason, MaterialKind
from eboard.cases.models import Attachment, Case, CaseNamedPerson, EmergencyAccess, Material, PatientIdentity
from eboard.cme.enums import EntryReason
from eboard.cme.models import CmeActivity, CmeCertificate, CmeEntry
from eboard.conferences.models import ConferenceProvider
from eboard.core import time
from eboard.core.db import Row, db, unit_of_work
from eboard.core.errors import AbsentError, ForbiddenError
from eboard.core.ids import new_id
from eboard.feeds.enums import FeedKind
from eboard.feeds.models import Subscription
from eboard.followup.models import FollowUp
from eboard.invitations.enums import Outcome, Reason
from eboard.invitations.models import IncomingMessage, Invitation, Proposal
from eboard.mail.models import OutboxMessage
from eboard.meetings.enums import ItemState, MeetingState, Presence
from eboard.meetings.models import Guest, Meeting
from eboard.membership.enums import DutyKind
from eboard.membership.models import LeftDuty
from eboard.people import sessions
from eboard.people.enums import AffiliationRole
from eboard.people.models import Affiliation, Credential, Delegation, HeldForm, LoginSession, Organization, Person
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.review.enums import OddityKind
from eboard.review.models import Oddity
from tests.world import World, add, make_case, make_item, make_meeting, make_person, save

STAFF = {R.CHAIR, R.DEPUTY, R.COORDINATOR}
PANEL = STAFF | {R.PARTICIPANT}

# The policy once more, by hand: a right changes only if somebody changes it in both places.
TABLE: dict[P, set[R]] = {
    P.NETWORK_MANAGE: {R.NETWORK_ADMIN},
    P.AUDIT_READ: {R.AUDITOR},
    P.ORGANIZATION_READ: {R.ANYBODY},
    P.ORGANIZATION_MANAGE: {R.ORGANIZATION_ADMIN, R.NETWORK_ADMIN},
    P.ORGANIZATION_REPORT: {R.CARE_TEAM, R.ORGANIZATION_ADMIN},
    P.ORGANIZATION_END: {R.NETWORK_ADMIN},
    P.CASE_NOMINATE: {R.CARE_TEAM},
    P.PERSON_READ: {R.SELF, R.COLLEAGUE, R.ORGANIZATION_ADMIN, R.NETWORK_ADMIN},
    P.PERSON_MANAGE: {R.ORGANIZATION_ADMIN, R.NETWORK_ADMIN},
    P.PERSON_SELF: {R.SELF},
    P.PERSON_CHOOSE: STAFF | {R.SELF, R.COLLEAGUE, R.ORGANIZATION_ADMIN, R.NETWORK_ADMIN},
    P.PERSON_DEACTIVATE: {R.SOLE_ADMIN, R.NETWORK_ADMIN},
    P.PERSON_ADDRESS: {R.SOLE_ADMIN},
    P.PERSON_RECOVER: {R.SOLE_ADMIN, R.NETWORK_ADMIN},
    P.AFFILIATION_MANAGE: {R.ORGANIZATION_ADMIN, R.NETWORK_ADMIN},
    P.DUTY_HAND_OVER: STAFF | {R.ORGANIZATION_ADMIN, R.NETWORK_ADMIN},
    P.FACTOR_REMOVE: {R.SELF},
    P.SESSION_END: {R.SELF},
    P.DELEGATION_REVOKE: {R.SELF},
    P.DELEGATION_USE: {R.DELEGATE},
    P.HELD_FORM_SEND: {R.SELF},
    P.AVAILABILITY_MANAGE: {R.SELF},
    P.CALENDAR_MANAGE: {R.SELF},
    P.ABSENCE_READ: STAFF | {R.SELF},
    P.ABSENCE_REMOVE: {R.SELF},
    P.BOARD_READ: {R.ANYBODY},
    P.BOARD_STAFF: STAFF,
    P.BOARD_REPORT: STAFF | {R.NETWORK_ADMIN},
    P.BOARD_FATES: STAFF | {R.PANELIST},
    P.BOARD_MANAGE: STAFF | {R.ORGANIZATION_ADMIN, R.NETWORK_ADMIN},
    P.PROVIDER_MANAGE: {R.ORGANIZATION_ADMIN, R.NETWORK_ADMIN},
    P.CASE_READ: PANEL | {R.CARE_TEAM, R.EMERGENCY},
    P.CASE_OPEN_IN_EMERGENCY: {R.CLINICIAN},
    P.EMERGENCY_REVIEW: {R.ORGANIZATION_ADMIN, R.AUDITOR},
    P.CASE_EDIT: {R.CARE_TEAM},
    P.CASE_TRIAGE: STAFF,
    P.CASE_CONFIRM: {R.CHAIR, R.DEPUTY, R.PANELIST},
    P.CASE_SCHEDULE: STAFF,
    P.CASE_RECORD: STAFF,
    P.CASE_PREPARE: PANEL,
    P.IDENTITY_READ: {R.CARE_TEAM},
    P.PATIENT_FILE: {R.CARE_TEAM},
    P.ATTACHMENT_READ: PANEL | {R.CARE_TEAM, R.EMERGENCY},
    P.ATTACHMENT_EDIT: {R.CARE_TEAM},
    P.MATERIAL_ADD: STAFF | {R.CARE_TEAM},
    P.MATERIAL_EDIT: STAFF | {R.CARE_TEAM},
    P.MEETING_READ: PANEL | {R.OBSERVER, R.ORGANIZATION_ADMIN},
    P.MEETING_AGENDA: PANEL | {R.OBSERVER},
    P.MEETING_PREPARE: PANEL,
    P.MEETING_PLAN: STAFF,
    P.MEETING_RUN: STAFF,
    P.MEETING_MINUTES: STAFF,
    P.MEETING_JOIN: PANEL | {R.OBSERVER},
    P.WALK_IN_SETTLE: STAFF,
    P.WALK_IN_LEAVE: {R.SELF},
    P.INVITATION_ANSWER: {R.SELF, R.COORDINATOR},
    P.PROPOSAL_DECIDE: STAFF,
    P.PARKED_LIST: {R.COORDINATOR, R.NETWORK_ADMIN},
    P.PARKED_SETTLE: {R.COORDINATOR},
    P.OUTCOME_DRAFT: STAFF,
    P.OUTCOME_SIGN: {R.CHAIR, R.DEPUTY},
    P.LETTER_READ: PANEL | {R.CARE_TEAM, R.EMERGENCY},
    P.LETTER_ACKNOWLEDGE: {R.CARE_TEAM},
    P.LETTER_SHARE: {R.CARE_TEAM},
    P.FOLLOW_UP_READ: PANEL | {R.CARE_TEAM},
    P.FOLLOW_UP_ANSWER: {R.CARE_TEAM},
    P.CREDIT_MANAGE: STAFF,
    P.CREDIT_EARN: {R.PARTICIPANT},
    P.CREDIT_READ: {R.SELF},
    P.CERTIFICATE_READ: {R.SELF},
    P.SUBSCRIPTION_MANAGE: {R.SELF},
    P.MAIL_MANAGE: {R.COORDINATOR, R.NETWORK_ADMIN},
    P.ORGANIZATION_AUDIT: {R.ORGANIZATION_ADMIN, R.AUDITOR},
    P.PERSON_AUDIT: {R.ORGANIZATION_ADMIN, R.AUDITOR},
    P.ODDITY_SETTLE: {R.ORGANIZATION_ADMIN, R.AUDITOR},
    P.RETENTION_READ: {R.NETWORK_ADMIN, R.AUDITOR},
    P.RETENTION_MANAGE: {R.NETWORK_ADMIN},
    P.HOLD_MANAGE: {R.AUDITOR},
}
IN_PERSON = {
    P.PERSON_SELF, P.SESSION_END, P.DELEGATION_REVOKE, P.DELEGATION_USE, P.HELD_FORM_SEND, P.CASE_CONFIRM,
    P.OUTCOME_SIGN, P.SUBSCRIPTION_MANAGE, P.CALENDAR_MANAGE, P.CREDIT_EARN, P.CREDIT_READ, P.CERTIFICATE_READ,
    P.PERSON_ADDRESS, P.PERSON_RECOVER, P.FACTOR_REMOVE, P.CASE_OPEN_IN_EMERGENCY, P.EMERGENCY_REVIEW,
    P.ORGANIZATION_AUDIT, P.PERSON_AUDIT, P.ODDITY_SETTLE, P.HOLD_MANAGE, P.PATIENT_FILE,
    P.ORGANIZATION_END,
}  # fmt: skip
READ_AUDITED = {
    P.CASE_READ, P.IDENTITY_READ, P.ATTACHMENT_READ, P.MATERIAL_EDIT, P.PARKED_SETTLE, P.OUTCOME_DRAFT, P.LETTER_READ,
    P.LETTER_SHARE, P.FOLLOW_UP_READ, P.FOLLOW_UP_ANSWER, P.PATIENT_FILE,
}  # fmt: skip


@pytest.mark.parametrize("permission", P)
@pytest.mark.parametrize("relation", R)
def test_the_policy_grants_what_the_table_says(permission: P, relation: R) -> None:
    assert (relation in POLICY[permission].relations) == (relation in TABLE[permission])


def test_what_only_the_person_may_do_and_what_is_recorded() -> None:
    assert {permission for permission, rule in POLICY.items() if rule.in_person} == IN_PERSON
    assert {permission for permission, rule in POLICY.items() if rule.is_read_audited} == READ_AUDITED


@dataclass
class Rows:
    """One row of every kind, of a case of the north that is on a published agenda."""

    case: Case
    meeting: Meeting
    everything: dict[str, Row]


def parked(**values: Any) -> IncomingMessage:
    """A mail that came in, by default for no board."""
    known = {"outcome": Outcome.PARKED, "reason": Reason.NOT_INVITED, "received_at": time.now()}
    return IncomingMessage(**{"fingerprint": new_id().bytes, **known, **values})


def make_rows(world: World) -> Rows:
    with unit_of_work():
        case = make_case(world.north, world.board, state=CaseState.SCHEDULED)
        meeting = make_meeting(world.board)
        item = make_item(meeting, case, presenter_id=world.physician.id)
        invitation = add(Invitation(meeting_id=meeting.id, person_id=world.physician.id, tag="t"))
        credit = add(
            CmeActivity(
                board_id=world.board.id,
                meeting_id=meeting.id,
                year=2026,
                title="-",
                statement="-",
                credit_type="-",
                maximum=100,
            )
        )
        discussion = add(Discussion(item_id=item.id, case_id=case.id))
        db.session.flush()
        session, _token = sessions.start(world.nurse, address="127.0.0.1", browser="tests")
        rows: dict[str, Row] = {
            "organization": world.north,
            "person": world.nurse,
            "oddity": add(
                Oddity(
                    key="k",
                    kind=OddityKind.REFUSED,
                    person_id=world.nurse.id,
                    from_at=time.now(),
                    to_at=time.now(),
                    count=5,
                )
            ),
            "session": session,
            "affiliation": world.nurse.affiliations[0],
            "delegation": add(
                Delegation(principal_id=world.nurse.id, delegate_id=world.physician.id, starts_on=time.now().date())
            ),
            "held form": add(HeldForm(person_id=world.nurse.id, path="/", sealed=b"-", expires_at=time.now())),
            "calendar": add(PublishedCalendar(person_id=world.nurse.id, host="example.org", sealed_address=b"-")),
            "absence": add(
                Absence(
                    person_id=world.physician.id,
                    starts_on=meeting.day,
                    ends_on=meeting.day,
                    zone=meeting.zone,
                    starts_at=meeting.starts_at,
                    ends_at=meeting.ends_at,
                    entered_by_id=world.nurse.id,
                )
            ),
            "board": world.board,
            "seat left": add(
                LeftDuty(
                    person_id=world.observer.id,
                    kind=DutyKind.SEAT,
                    board_id=world.board.id,
                    organization_id=world.hub.id,
                    role=BoardRole.PANELIST,
                )
            ),
            "case left": add(
                LeftDuty(
                    person_id=world.observer.id,
                    kind=DutyKind.NOMINATOR,
                    organization_id=world.north.id,
                    case_id=case.id,
                )
            ),
            "presentation left": add(
                LeftDuty(
                    person_id=world.observer.id,
                    kind=DutyKind.PRESENTING,
                    board_id=world.board.id,
                    item_id=item.id,
                )
            ),
            "provider": world.provider,
            "meeting": meeting,
            "case": case,
            "discussion": discussion,
            "identity": add(PatientIdentity(case_id=case.id, sealed=b"-")),
            "material": add(Material(case_id=case.id, kind=MaterialKind.IMAGING, what="CT")),
            "attachment": add(
                Attachment(case_id=case.id, kind=AttachmentKind.PDF, size=1, sha256=b"-", sealed_name=b"-")
            ),
            "invitation": invitation,
            "credit": credit,
            "entry": add(
                CmeEntry(
                    activity_id=credit.id,
                    meeting_id=meeting.id,
                    person_id=world.nurse.id,
                    version=1,
                    minutes=60,
                    credits=100,
                    reason=EntryReason.COUNTED,
                    at=time.now(),
                )
            ),
            "certificate": add(
                CmeCertificate(
                    activity_id=credit.id,
                    person_id=world.nurse.id,
                    code_hash=b"-",
                    name="Nora Nurse",
                    title="GI, a series",
                    provider="University hub",
                    statement="-",
                    credit_type="AMA PRA Category 1 Credits",
                    credits=100,
                    meetings=1,
                    first_day=meeting.day,
                    last_day=meeting.day,
                    issued_at=time.now(),
                )
            ),
            "walk-in": add(
                WalkIn(meeting_id=meeting.id, person_id=world.nurse.id, presence=Presence.VIDEO, from_at=time.now())
            ),
            "proposal": add(Proposal(invitation_id=invitation.id, starts_at=time.now(), sequence=0, stamp=time.now())),
            "parked": add(parked(board_id=world.board.id)),
            "parked without a board": add(parked()),
            "settled": add(parked(board_id=world.board.id, outcome=Outcome.SETTLED)),
            "opening": add(
                EmergencyAccess(
                    case_id=case.id,
                    person_id=world.observer.id,
                    reason=EmergencyReason.ADVICE,
                    note="-",
                    ends_at=time.now() + timedelta(hours=4),
                )
            ),
            "subscription": add(
                Subscription(
                    person_id=world.nurse.id,
                    kind=FeedKind.PERSON,
                    target_id=world.nurse.id,
                    name="Mine",
                    token_hash=b"-",
                )
            ),
            "message": add(
                OutboxMessage(
                    dedupe_key="k",
                    recipient="a@example.org",
                    subject="s",
                    message_id="<m@example.org>",
                    due_at=time.now(),
                    board_id=world.board.id,
                )
            ),
            "letter": add(
                SignedVersion(
                    discussion_id=discussion.id,
                    case_id=case.id,
                    number=1,
                    content={},
                    sha256="-",
                    signed_by_id=world.chair.id,
                    signed_at=time.now(),
                )
            ),
        }
        db.session.flush()
        letter = rows["letter"].id
        rows["follow-up"] = add(
            FollowUp(discussion_id=discussion.id, case_id=case.id, version_id=letter, position=1, line="-")
        )
    return Rows(case, meeting, rows)


CLINICAL = {
    "nurse": {R.CARE_TEAM},
    "physician": {R.CARE_TEAM, R.PARTICIPANT},
    "stranger": set(),
    "north_admin": {R.ORGANIZATION_ADMIN},
    "network_admin": set(),
    "auditor": set(),
    "coordinator": {R.COORDINATOR},
    "chair": {R.CHAIR, R.PARTICIPANT},
    "deputy": {R.DEPUTY, R.PARTICIPANT},
    "radiologist": {R.PANELIST, R.PARTICIPANT},
    "observer": {R.EMERGENCY},
}
UNCONFIRMED_FILE = {name: held & {R.CARE_TEAM} for name, held in CLINICAL.items()}
THE_STAFF = {"coordinator": {R.COORDINATOR}, "chair": {R.CHAIR}, "deputy": {R.DEPUTY}}
ON_THE_BOARD = {
    **THE_STAFF,
    "radiologist": {R.PANELIST},
    "observer": {R.OBSERVER},
}
HELD: dict[str, dict[str, set[R]]] = {
    "case": CLINICAL,
    "identity": CLINICAL,
    "material": CLINICAL,
    "discussion": CLINICAL,
    "letter": CLINICAL,
    "follow-up": CLINICAL,
    "attachment": UNCONFIRMED_FILE,
    "meeting": {
        "physician": {R.PARTICIPANT},
        "coordinator": {R.COORDINATOR},
        "chair": {R.CHAIR, R.PARTICIPANT},
        "deputy": {R.DEPUTY, R.PARTICIPANT},
        "radiologist": {R.PARTICIPANT},
        "observer": {R.OBSERVER},
    },
    "board": {**ON_THE_BOARD, "network_admin": {R.NETWORK_ADMIN}},
    "seat left": {**THE_STAFF, "network_admin": {R.NETWORK_ADMIN}},
    "case left": {"north_admin": {R.ORGANIZATION_ADMIN}, "network_admin": {R.NETWORK_ADMIN}},
    "presentation left": THE_STAFF,
    "organization": {
        "nurse": {R.COLLEAGUE, R.CARE_TEAM},
        "physician": {R.COLLEAGUE, R.CARE_TEAM},
        "north_admin": {R.COLLEAGUE, R.ORGANIZATION_ADMIN},
        "network_admin": {R.NETWORK_ADMIN},
        "auditor": {R.AUDITOR},
    },
    "oddity": {"north_admin": {R.ORGANIZATION_ADMIN}, "auditor": {R.AUDITOR}},
    "person": {
        "auditor": {R.AUDITOR},
        "nurse": {R.SELF, R.COLLEAGUE},
        "physician": {R.COLLEAGUE},
        "north_admin": {R.COLLEAGUE, R.ORGANIZATION_ADMIN, R.SOLE_ADMIN},
        "network_admin": {R.NETWORK_ADMIN},
        "coordinator": {R.COORDINATOR},
        "chair": {R.CHAIR},
        "deputy": {R.DEPUTY},
    },
    "affiliation": {
        "nurse": {R.SELF},
        "north_admin": {R.ORGANIZATION_ADMIN},
        "network_admin": {R.NETWORK_ADMIN},
    },
    "delegation": {"nurse": {R.SELF}, "physician": {R.DELEGATE}},
    "held form": {"nurse": {R.SELF}},
    "session": {"nurse": {R.SELF}},
    "subscription": {"nurse": {R.SELF}},
    "calendar": {"nurse": {R.SELF}},
    "absence": {
        "physician": {R.SELF},
        "coordinator": {R.COORDINATOR},
        "chair": {R.CHAIR},
        "deputy": {R.DEPUTY},
    },
    "invitation": {"physician": {R.SELF}, "coordinator": {R.COORDINATOR}},
    "credit": {
        "nurse": {R.PARTICIPANT},
        "coordinator": {R.COORDINATOR},
        "chair": {R.CHAIR},
        "deputy": {R.DEPUTY},
    },
    "entry": {"nurse": {R.SELF}},
    "certificate": {"nurse": {R.SELF}},
    "walk-in": {
        "nurse": {R.SELF},
        "coordinator": {R.COORDINATOR},
        "chair": {R.CHAIR},
        "deputy": {R.DEPUTY},
    },
    "proposal": THE_STAFF,
    "parked": {"coordinator": {R.COORDINATOR}},
    "parked without a board": {"network_admin": {R.NETWORK_ADMIN}},
    "settled": {},
    "opening": {"north_admin": {R.ORGANIZATION_ADMIN}, "auditor": {R.AUDITOR}},
    "provider": {"network_admin": {R.NETWORK_ADMIN}},
    "message": {"coordinator": {R.COORDINATOR}, "network_admin": {R.NETWORK_ADMIN}},
}


@pytest.mark.parametrize("kind", HELD)
def test_everybody_stands_in_the_relations_expected_and_the_gate_agrees(world: World, kind: str) -> None:
    row = make_rows(world).everything[kind]
    rules = {permission: rule for permission, rule in POLICY.items() if rule.model is type(row)}
    for name in CLINICAL:
        person: Person = getattr(world, name)
        actor = Actor(person_id=person.id)
        held = relations_to(actor, type(row), row.id)
        assert held - {R.ANYBODY} == HELD[kind].get(name, set()), name
        granted = {permission for permission in rules if TABLE[permission] & (held | {R.ANYBODY})}
        assert access.permissions(actor, row) == granted
        for permission in rules:
            seen = db.session.scalars(access.visible(actor, type(row), permission)).all()
            assert (row in seen) == (permission in granted)
            assert can_load(actor, row, permission) == (permission in granted)


def can_load(actor: Actor, row: Row, permission: P) -> bool:
    try:
        return access.load(actor, type(row), row.id, permission) is row
    except (AbsentError, ForbiddenError):
        return False


def relations_of(world: World, name: str, case: Case) -> frozenset[R]:
    return relations_to(Actor(person_id=getattr(world, name).id), Case, case.id)


@pytest.mark.parametrize("state", [CaseState.DRAFT, CaseState.ENTERED_IN_ERROR])
def test_a_draft_and_an_error_are_the_care_teams_alone(world: World, state: CaseState) -> None:
    rows = make_rows(world)
    rows.case.state = state
    save(rows.case)
    assert {name: set(relations_of(world, name, rows.case)) for name in CLINICAL} == {
        name: held & {R.CARE_TEAM, R.ORGANIZATION_ADMIN} for name, held in CLINICAL.items()
    }


def test_the_panel_loses_sight_when_access_ends_and_never_had_it_before_publication(world: World) -> None:
    rows = make_rows(world)
    assert R.PARTICIPANT in relations_of(world, "radiologist", rows.case)
    with time.at(rows.meeting.panel_access_until + timedelta(seconds=1)):
        assert relations_of(world, "radiologist", rows.case) == {R.PANELIST}
        assert relations_of(world, "physician", rows.case) == {R.CARE_TEAM}
    rows.meeting.state, rows.meeting.published_at = MeetingState.PLANNED, None
    save(rows.meeting)
    assert relations_of(world, "radiologist", rows.case) == {R.PANELIST}


def test_a_case_taken_off_the_agenda_is_out_of_the_panels_sight(world: World) -> None:
    rows = make_rows(world)
    rows.meeting.items[0].state = ItemState.REMOVED
    save(rows.meeting.items[0])
    assert relations_of(world, "radiologist", rows.case) == {R.PANELIST}
    assert relations_of(world, "physician", rows.case) == {R.CARE_TEAM}


def test_a_guest_sees_the_cases_of_that_meeting(world: World) -> None:
    rows = make_rows(world)
    with unit_of_work():
        guest = make_person("Gina Guest", world.south, AffiliationRole.PHYSICIAN)
    assert relations_to(Actor(person_id=guest.id), Case, rows.case.id) == frozenset()
    with unit_of_work():
        add(Guest(meeting_id=rows.meeting.id, person_id=guest.id))
    assert relations_to(Actor(person_id=guest.id), Case, rows.case.id) == {R.PARTICIPANT}
    assert relations_to(Actor(person_id=guest.id), Meeting, rows.meeting.id) == {R.PARTICIPANT}


def test_a_restricted_case_is_for_named_persons_only(world: World) -> None:
    rows = make_rows(world)
    rows.case.is_restricted = True
    save(rows.case)
    held = {name: relations_of(world, name, rows.case) - {R.ORGANIZATION_ADMIN} for name in CLINICAL}
    assert {name: set(found) for name, found in held.items() if found} == {"observer": {R.EMERGENCY}}
    with unit_of_work():
        add(CaseNamedPerson(case_id=rows.case.id, person_id=world.chair.id))
        add(CaseNamedPerson(case_id=rows.case.id, person_id=world.stranger.id))
    assert relations_of(world, "chair", rows.case) == {R.CHAIR, R.PARTICIPANT}
    assert relations_of(world, "stranger", rows.case) == frozenset()  # named, but in no relation to narrow


def test_a_confirmed_file_is_shown_to_the_board(world: World) -> None:
    file = make_rows(world).everything["attachment"]
    assert isinstance(file, Attachment)
    file.no_identity_at = time.now()
    save(file)
    actor = Actor(person_id=world.radiologist.id)
    assert relations_to(actor, Attachment, file.id) == {R.PANELIST, R.PARTICIPANT}


def test_an_affiliation_gives_rights_only_while_it_is_approved_and_in_force(world: World) -> None:
    rows = make_rows(world)
    affiliation = world.nurse.affiliations[0]
    for change in ({"ends_on": time.now().date() - timedelta(days=1)}, {"approved_at": None}):
        before = {name: getattr(affiliation, name) for name in change}
        for name, value in change.items():
            setattr(affiliation, name, value)
        save(affiliation)
        assert relations_of(world, "nurse", rows.case) == frozenset()
        for name, value in before.items():
            setattr(affiliation, name, value)
        save(affiliation)
    assert relations_of(world, "nurse", rows.case) == {R.CARE_TEAM}


def test_a_delegate_has_the_rights_of_the_principal_but_those_in_person(world: World) -> None:
    rows = make_rows(world)
    discussion = rows.everything["discussion"]
    delegate = Actor(person_id=world.nurse.id, on_behalf_of_id=world.chair.id)
    assert access.permissions(delegate, discussion) == {P.OUTCOME_DRAFT}
    assert access.permissions(Actor(person_id=world.chair.id), discussion) == {P.OUTCOME_DRAFT, P.OUTCOME_SIGN}
    assert list(db.session.scalars(access.visible(delegate, Discussion, P.OUTCOME_SIGN))) == []


def test_the_network_as_a_whole(world: World) -> None:
    admin, auditor = Actor(person_id=world.network_admin.id), Actor(person_id=world.auditor.id)
    assert [holds(admin, P.NETWORK_MANAGE), holds(auditor, P.NETWORK_MANAGE)] == [True, False]
    assert [holds(admin, P.AUDIT_READ), holds(auditor, P.AUDIT_READ)] == [False, True]
    access.require(admin, P.NETWORK_MANAGE)
    with pytest.raises(ForbiddenError):
        access.require(auditor, P.NETWORK_MANAGE)


def test_the_system_itself_reaches_no_row_through_the_gate(world: World) -> None:
    rows = make_rows(world)
    assert relations_to(Actor(), Case, rows.case.id) == frozenset()
    assert list(db.session.scalars(access.visible(Actor(), Case, P.CASE_READ))) == []
    assert not holds(Actor(), P.NETWORK_MANAGE)


def test_a_permission_on_one_kind_of_row_is_none_on_another(world: World) -> None:
    with pytest.raises(TypeError):
        access.load(Actor(person_id=world.nurse.id), Board, world.board.id, P.CASE_READ)


def test_every_kind_of_row_stands_in_the_table() -> None:
    kinds = {rule.model for rule in POLICY.values() if rule.model is not None}
    assert kinds == {
        Organization, Person, LoginSession, Board, ConferenceProvider, Case, PatientIdentity, Attachment, Material,
        Meeting, Invitation, Discussion, SignedVersion, Subscription, OutboxMessage, Affiliation, Delegation, HeldForm,
        PublishedCalendar, Absence, Proposal, IncomingMessage, FollowUp, WalkIn, Credential,
        CmeActivity, CmeEntry, CmeCertificate, EmergencyAccess, Oddity, LeftDuty,
    }  # fmt: skip
