"""The hospitals and their people."""

from datetime import timedelta
from functools import cache

from eboard.audit import SYSTEM, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.folding import fold
from eboard.demo.accounts import DOMAIN, MEMBER, PASSWORD, SECRET
from eboard.demo.cast import Cast, Team, as_person
from eboard.demo.network import HUB, Hospital, hospitals
from eboard.people.actions.acting import give_delegation
from eboard.people.actions.organizations import OrganizationFacts, add_organization
from eboard.people.enums import (
    AffiliationRole,
    CredentialKind,
    FeedPolicy,
    OrganizationKind,
    PersonEvent,
    PersonState,
    Specialty,
    Told,
    Weekday,
)
from eboard.people.models import Affiliation, Credential, Organization, Person, PersonSpecialty
from eboard.people.passwords import hash_password
from eboard.signin import totp
from eboard.signin.actions.proving import sealed

CARING = (Specialty.MEDICAL_ONCOLOGY, Specialty.SURGERY, Specialty.RADIATION_ONCOLOGY)
CARE_TEAM, PHYSICIAN = AffiliationRole.CARE_TEAM, AffiliationRole.PHYSICIAN
WAYS = (Told.BOTH, Told.BOTH, Told.MAIL, Told.FEED)
OFFERED = {
    MEMBER: {"nurse": "nurse", "physician": "physician", "administrator": "administrator"},
    "BLUE": {"physician": "observer"},
}
BUSY_ONLY = "BLUE"  # lets no more than busy times into calendars outside
BEFORE = timedelta(days=365)


def settle(cast: Cast) -> None:
    """Found the hospitals and give each a nurse, two or three physicians and an administrator."""
    for hospital in hospitals():
        team = Team(hospital=hospital, organization=_found(hospital))
        cast.teams[hospital.code] = team
        offered = OFFERED.get(hospital.code, {})
        team.nurses.append(add_person(cast, team, CARE_TEAM, title="", mailbox=offered.get("nurse", "")))
        for specialty in CARING[: cast.random.randint(2, 3)]:
            mailbox = "" if team.physicians else offered.get("physician", "")
            team.physicians.append(add_person(cast, team, PHYSICIAN, specialty, mailbox=mailbox))
        team.administrators.append(
            add_person(
                cast, team, AffiliationRole.ORGANIZATION_ADMIN, title="", mailbox=offered.get("administrator", "")
            )
        )
    hub, member = cast.teams[HUB], cast.teams[MEMBER]
    add_person(cast, hub, AffiliationRole.NETWORK_ADMIN, title="", mailbox="network")
    add_person(cast, hub, AffiliationRole.AUDITOR, title="", mailbox="auditor")
    principal, delegate = member.physicians[0], member.nurses[0]
    give_delegation(
        actor=as_person(principal),
        principal=principal,
        delegate=delegate,
        starts_on=time.now().date(),
        ends_on=None,
    )


def add_person(
    cast: Cast,
    team: Team,
    role: AffiliationRole,
    specialty: Specialty | None = None,
    *,
    title: str = "Dr.",
    mailbox: str = "",
) -> Person:
    """Somebody new at a hospital; ``mailbox`` makes it the owner of one of the offered accounts."""
    name = cast.names.person(team.hospital.names)
    row = Person(
        email=f"{mailbox}@demo.{DOMAIN}" if mailbox else f"{name.mailbox}@{team.hospital.code.lower()}.{DOMAIN}",
        given_name=name.given,
        family_name=name.family,
        title=title,
        zone=team.hospital.zone,
        told=Told.BOTH if mailbox else cast.random.choice(WAYS),
        state=PersonState.ACTIVE,
    )
    row.search_text = fold(f"{row.name} {row.email}")
    db.session.add(row)
    db.session.flush()
    _affiliate(row, team.organization, role)
    if specialty is not None:
        row.specialties.append(PersonSpecialty(person_id=row.id, specialty=specialty))
    if mailbox:
        db.session.add(Credential(person_id=row.id, kind=CredentialKind.PASSWORD, secret=_shared_secret()))
        app = Credential(person_id=row.id, kind=CredentialKind.TOTP, data={"last": 0, "name": "Demo"})
        app.secret = sealed(SECRET, totp.place_of(app.id))
        db.session.add(app)
    return row


@cache
def _shared_secret() -> str:
    """The hash of the one password; hashing is slow on purpose, and all accounts share it."""
    return hash_password(PASSWORD)


def _affiliate(person: Person, organization: Organization, role: AffiliationRole) -> None:
    moment = time.now()
    affiliation = Affiliation(
        person_id=person.id,
        organization_id=organization.id,
        role=role,
        starts_on=moment.date() - BEFORE,
        approved_at=moment,
    )
    db.session.add(affiliation)
    record(actor=SYSTEM, event=PersonEvent.APPROVED, subject=person, organization_id=organization.id, role=role)


def _found(hospital: Hospital) -> Organization:
    facts = OrganizationFacts(
        name=hospital.name,
        country=hospital.country,
        zone=hospital.zone,
        locale=hospital.locale,
        weekend=tuple(map(Weekday.of, hospital.weekend)),
        feed_policy=FeedPolicy.BUSY if hospital.code == BUSY_ONLY else FeedPolicy.FULL,
    )
    kind = OrganizationKind.HUB if hospital.code == HUB else OrganizationKind.MEMBER
    return add_organization(actor=SYSTEM, code=hospital.code, facts=facts, kind=kind)
