"""What the board needs to look at: named, chased, received."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from eboard.audit import SYSTEM, Actor, record
from eboard.cases.actions import computed
from eboard.cases.emails.materials import reminder
from eboard.cases.enums import CaseEvent, MaterialKind, MaterialState
from eboard.cases.models import Case, Material
from eboard.cases.queries import boards, care_team, colleagues
from eboard.core import time
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.mail.actions import queue
from eboard.people.enums import Specialty


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialValues:
    """What is known of a material; ``reference`` is an accession or exchange number."""

    kind: MaterialKind
    what: str
    state: MaterialState = MaterialState.NEEDED
    taken_on: date | None = None
    place: str = ""
    reference: str = ""
    reviewer: Specialty | None = None
    chaser_id: UUID | None = None
    remind_on: date | None = None


def add_material(*, actor: Actor, case: Case, values: MaterialValues) -> Material:
    """Name something that the board needs; raises DomainError for a chaser of another organization."""
    _check(case, values)
    material = Material(case_id=case.id, case=case, **asdict(values))
    db.session.add(material)
    _note(actor, material, CaseEvent.MATERIAL_ADDED)
    return material


def change_material(*, actor: Actor, material: Material, values: MaterialValues, version: int | None) -> None:
    """Change what is known; raises StaleError if somebody else did meanwhile."""
    expect_version(material, version or 0)
    _check(material.case, values)
    if values.remind_on != material.remind_on:
        material.reminded_at = None
    for name, value in asdict(values).items():
        setattr(material, name, value)
    _note(actor, material, CaseEvent.MATERIAL_CHANGED)


def receive_material(*, actor: Actor, material: Material) -> None:
    """Note that a material has arrived."""
    material.state = MaterialState.RECEIVED
    _note(actor, material, CaseEvent.MATERIAL_CHANGED)


def remove_material(*, actor: Actor, material: Material) -> None:
    """Take a material off the list: the board does not need it."""
    case = material.case
    record(actor=actor, event=CaseEvent.MATERIAL_REMOVED, subject=material, organization_id=case.organization_id)
    case.materials.remove(material)
    db.session.delete(material)
    _refresh(case)


def remind_chaser(material_id: UUID) -> None:
    """Write to who chases a material that has not arrived by its day; once for each day that was set.

    Who may no longer hear of the case gets nothing, and the reminder stays due for whoever takes over.
    """
    material = db.session.get_one(Material, material_id, with_for_update=True)
    if material.chaser is None or material.remind_on is None or material.reminded_at is not None:
        return
    if not care_team.is_told(material.case, material.chaser):
        return
    queue(reminder(material, material.chaser, base_url=settings().base_url))
    material.reminded_at = time.now()
    record(
        actor=SYSTEM,
        event=CaseEvent.MATERIAL_REMINDED,
        subject=material,
        organization_id=material.case.organization_id,
    )


def _check(case: Case, values: MaterialValues) -> None:
    if not values.what.strip():
        raise DomainError(_("Say what is needed, such as “CT chest” or “biopsy slides”."), field="what")
    if values.chaser_id is not None and not colleagues.is_colleague(case.organization_id, values.chaser_id):
        raise DomainError(_("This person does not work in the nominating organization."), field="chaser")
    if values.remind_on is not None and values.chaser_id is None:
        raise DomainError(_("Name who chases it, or leave the reminder out."), field="chaser")


def _note(actor: Actor, material: Material, event: CaseEvent) -> None:
    record(
        actor=actor,
        event=event,
        subject=material,
        organization_id=material.case.organization_id,
        state=material.state,
    )
    _refresh(material.case)


def _refresh(case: Case) -> None:
    db.session.flush()
    there = db.session.scalars(select(Material).where(Material.case_id == case.id)).all()
    computed.refresh(case, there, is_consent_needed=boards.needs_consent(case))
