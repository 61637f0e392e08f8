"""Consent and emergencies among the cases of a member: recorded in full, withdrawn, opened and not judged yet."""

from datetime import timedelta

from sqlalchemy import select

from eboard.access.withdrawing import withdraw_consent
from eboard.cases.actions.consents import record_consent
from eboard.cases.actions.emergencies import open_in_emergency
from eboard.cases.enums import CaseState, Consent, ConsentPurpose, EmergencyReason
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db
from eboard.demo.cast import Team, as_person

FORM = "2026-01"


def share(team: Team, elsewhere: Team) -> None:
    """Withdraw the oldest decided case of a member, and let a physician of another one open the next."""
    decided = (CaseState.RECOMMENDED, CaseState.FOLLOWED_UP)
    cases = db.session.scalars(
        select(Case)
        .where(Case.organization_id == team.organization.id, Case.state.in_(decided), ~Case.is_restricted)
        .order_by(Case.number)
        .limit(2)
    ).all()
    nurse, doctor = as_person(team.nurses[0]), elsewhere.physicians[0]
    yesterday = time.now().date() - timedelta(days=1)
    for case in cases:
        purposes = (ConsentPurpose.BOARD, ConsentPurpose.TEACHING)
        record_consent(actor=nurse, case=case, kind=Consent.GIVEN, purposes=purposes, on=yesterday, form_version=FORM)
    for case in cases[:1]:
        withdraw_consent(actor=nurse, case=case, on=yesterday)
    for case in cases[1:]:
        open_in_emergency(
            actor=as_person(doctor),
            person=doctor,
            case=case,
            reason=EmergencyReason.TREATING,
            note="The patient came to our emergency department with bleeding.",
        )
