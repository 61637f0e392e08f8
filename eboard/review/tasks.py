"""Who has a task in a case: whoever was asked, did something, or answers for it. Access alone is none."""

from collections.abc import Callable, Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select, union

from eboard.audit.models import AuditEntry
from eboard.boards.enums import STAFF_ROLES
from eboard.boards.models import BoardMembership
from eboard.cases.models import Case, CaseNamedPerson
from eboard.core.db import db
from eboard.invitations.enums import Answer
from eboard.invitations.models import Invitation
from eboard.meetings.models import AgendaItem, Attendance
from eboard.people.models import Affiliation
from eboard.preparation.models import Preparer
from eboard.review.spotting import Look

CHUNK = 500
Pair = tuple[UUID, UUID]  # a person, a case


def parts(case_ids: Collection[UUID]) -> set[Pair]:
    """Who nominated, referred, presents or prepares a case, or changed anything in it."""
    acted = select(AuditEntry.actor_id, AuditEntry.subject_id).where(
        AuditEntry.subject_id.in_(case_ids), ~AuditEntry.event.startswith("access.")
    )
    columns = (Case.nominated_by_id, Case.referrer_id, Case.presenter_id)
    named = [select(column, Case.id).where(Case.id.in_(case_ids)) for column in columns]
    preparing = (
        select(Preparer.person_id, AgendaItem.case_id)
        .join(AgendaItem, AgendaItem.id == Preparer.item_id)
        .where(AgendaItem.case_id.in_(case_ids))
    )
    allowed = select(CaseNamedPerson.person_id, CaseNamedPerson.case_id).where(CaseNamedPerson.case_id.in_(case_ids))
    return _pairs(acted, *named, preparing, allowed)


def seats(case_ids: Collection[UUID]) -> set[Pair]:
    """Staff of the board, who was asked to a meeting with the case and did not decline, and who was there."""
    staff = (
        select(BoardMembership.person_id, Case.id)
        .join(Case, Case.board_id == BoardMembership.board_id)
        .where(Case.id.in_(case_ids), BoardMembership.role.in_(STAFF_ROLES))
    )
    asked = (
        select(Invitation.person_id, AgendaItem.case_id)
        .join(AgendaItem, AgendaItem.meeting_id == Invitation.meeting_id)
        .where(AgendaItem.case_id.in_(case_ids), Invitation.is_wanted, Invitation.answer != Answer.DECLINED)
    )
    there = (
        select(Attendance.person_id, AgendaItem.case_id)
        .join(AgendaItem, AgendaItem.meeting_id == Attendance.meeting_id)
        .where(AgendaItem.case_id.in_(case_ids))
    )
    return _pairs(staff, asked, there)


def own_cases(case_ids: Collection[UUID]) -> set[Pair]:
    """Who belongs, or belonged, to the organization that nominated."""
    return _pairs(
        select(Affiliation.person_id, Case.id)
        .join(Case, and_(Case.organization_id == Affiliation.organization_id, Case.id.in_(case_ids)))
        .where(Affiliation.approved_at.is_not(None))
    )


def _pairs(*statements: Any) -> set[Pair]:
    found = db.session.execute(union(*statements))
    return {(row[0], row[1]) for row in found if row[0] is not None}


def strangers(looks: Iterable[Look]) -> list[Look]:
    """Looks at cases of another organization by somebody who has no task there, nor acts for somebody with one."""
    return [look for chunk in _chunks(looks) for look in _without(chunk, own_cases, parts, seats)]


def bystanders(looks: Iterable[Look]) -> list[Look]:
    """Looks of those who have no part of their own in the case, whatever their organization."""
    return [look for chunk in _chunks(looks) for look in _without(chunk, parts)]


def _chunks(looks: Iterable[Look]) -> Iterable[list[Look]]:
    by_case: dict[UUID, list[Look]] = {}
    for look in looks:
        by_case.setdefault(look.case_id, []).append(look)
    cases = list(by_case)
    for begin in range(0, len(cases), CHUNK):
        yield [look for case_id in cases[begin : begin + CHUNK] for look in by_case[case_id]]


def _without(looks: list[Look], *ways: Callable[[Collection[UUID]], set[Pair]]) -> list[Look]:
    case_ids = {look.case_id for look in looks}
    known: set[Pair] = set()
    for way in ways:
        known |= way(case_ids)
    return [
        look
        for look in looks
        if (look.person_id, look.case_id) not in known and (look.principal_id, look.case_id) not in known
    ]
