"""Agreements of all hospitals, the round of the quarter, and somebody who left."""

from datetime import timedelta

from eboard.access.leaving import deactivate_person
from eboard.audit import SYSTEM
from eboard.core import time
from eboard.core.db import db
from eboard.demo.accounts import MEMBER
from eboard.demo.cast import Cast, Team, as_person
from eboard.membership.actions import Terms, certify, record_agreement
from eboard.membership.certifying import described, quarter_of, waiting_people
from eboard.membership.enums import AgreementKind, Decision
from eboard.membership.models import CertificationRound

DAY = timedelta(days=1)
ENDS_IN = {"OZRK": -12, "BLUE": 6, "CAPE": 27, MEMBER: 80}  # days; all others have more than a year
OVERDUE = frozenset({"CEDR", "GRND"})
WAITING = OVERDUE | {MEMBER}


def look_after(cast: Cast) -> None:
    """Some agreements end soon, one has ended; some people wait to be certified; a panelist has left."""
    for number, (code, team) in enumerate(cast.teams.items()):
        _agree(team, number, ENDS_IN.get(code, 400 + 7 * number))
        _ask(team, is_overdue=code in OVERDUE)
    db.session.flush()
    for code, team in cast.teams.items():
        if code not in WAITING:
            _certify(team)
    panel = cast.panels[-1]
    deactivate_person(actor=as_person(panel.coordinator), person=panel.panelists[-2], successor=None)


def _agree(team: Team, number: int, days: int) -> None:
    today = time.now().date()
    kinds = (AgreementKind.PARTICIPATION, AgreementKind.BUSINESS_ASSOCIATE, AgreementKind.DATA_USE)
    record_agreement(
        actor=SYSTEM,
        organization=team.organization,
        terms=Terms(
            kind=kinds[number % len(kinds)],
            reference=f"{team.hospital.code}-{today.year - 2}/{number + 1}",
            signed_by=team.administrators[0].name,
            signed_on=today - 600 * DAY,
            expires_on=today + days * DAY,
        ),
    )


def _ask(team: Team, *, is_overdue: bool) -> None:
    opened_at = time.now() - (39 if is_overdue else 12) * DAY
    db.session.add(
        CertificationRound(
            organization_id=team.organization.id,
            quarter=quarter_of(time.now().date()),
            opened_at=opened_at,
            due_on=opened_at.date() + 30 * DAY,
        )
    )


def _certify(team: Team) -> None:
    """The administrator certifies everybody else, and the network's does the same for the administrator."""
    organization = team.organization
    people = db.session.scalars(waiting_people(organization.id)).all()
    for one in described(people, organization.id):
        by = SYSTEM if one.person is team.administrators[0] else as_person(team.administrators[0])
        certify(actor=by, organization=organization, person=one.person, decision=Decision.KEEP)
