"""What is kept and what went: a hold, a term of the network's own, a draft nobody touched for long, and a run."""

from datetime import timedelta

from sqlalchemy import select

from eboard.audit import SYSTEM
from eboard.cases.actions.identity import seal_identity
from eboard.cases.actions.nominate import start_case
from eboard.cases.enums import CaseState
from eboard.cases.identity import Identity
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db
from eboard.demo.accounts import DOMAIN
from eboard.demo.cast import Team, as_person
from eboard.people.enums import LinkPurpose
from eboard.people.models import OneTimeLink, Person
from eboard.retention.actions.corrections import record_correction
from eboard.retention.actions.deleting import Run, delete_some, finish
from eboard.retention.actions.holds import place_hold
from eboard.retention.actions.terms import set_term
from eboard.retention.enums import HoldKind, RecordClass

DAY = timedelta(days=1)
LONG_AGO, MONTHS_AGO = 400 * DAY, 60 * DAY
LINKS, MONTH = 12, 30


def keep(team: Team) -> None:
    """Hold a decided case whose patient wants a correction, set the term of sign-ins, delete links as a run does."""
    draft = start_case(actor=as_person(team.nurses[0]), organization_id=team.organization.id)
    patient = seal_identity(actor=as_person(team.nurses[0]), case=draft, identity=Identity(name="Inés Olvido"))
    db.session.flush()
    draft.changed_at = time.now() - LONG_AGO
    if patient is not None:
        patient.changed_at = draft.changed_at
    decided = select(Case).where(Case.state == CaseState.RECOMMENDED, Case.organization_id == team.organization.id)
    case = db.session.scalars(decided.order_by(Case.number).limit(1)).first()
    if case is not None:
        reason = "Arbitration 2026/14: keep everything until it is over."
        place_hold(actor=as_person(_account("auditor")), kind=HoldKind.CASE, name=case.number, reason=reason)
        asked_on = time.wall(max(time.now() - MONTHS_AGO, case.created_at), case.organization.zone).date()
        what = "It says that I smoked for twenty years. I never did."
        record_correction(actor=as_person(team.nurses[0]), case=case, asked_on=asked_on, what=what)
    set_term(actor=as_person(_account("network")), kind=RecordClass.SIGN_INS, days=2 * MONTH)
    _run(team.nurses[0])


def _account(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.email == f"{name}@demo.{DOMAIN}")).one()


def _run(person: Person) -> None:
    ended = time.now() - MONTHS_AGO
    links = [
        OneTimeLink(person_id=person.id, purpose=LinkPurpose.VERIFY, expires_at=ended + number * DAY)
        for number in range(LINKS)
    ]
    db.session.add_all(links)
    db.session.flush()
    run = Run(RecordClass.LINKS, MONTH, SYSTEM)
    delete_some(run, [link.id for link in links])
    finish(run)
