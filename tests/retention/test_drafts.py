"""An abandoned draft goes with everything that points at it, and stays while anybody has to do with it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, insert, select

from eboard.audit import SYSTEM
from eboard.cases.actions.identity import seal_identity
from eboard.cases.enums import Consent
from eboard.cases.identity import Identity
from eboard.cases.models import Case, CaseConsent, PatientIdentity, WithdrawalNotice
from eboard.cme.jobs import count_credit
from eboard.cme.models import CmeActivity
from eboard.core import time
from eboard.core.db import Base, db, unit_of_work
from eboard.membership.enums import DutyKind
from eboard.membership.models import LeftDuty
from eboard.retention.actions.deleting import PARTS_OF_CASE, Run, delete_some
from eboard.retention.enums import HoldKind, RecordClass
from eboard.retention.models import LegalHold
from eboard.retention.rows import LEFT_WITH
from tests.cases.nominating import actor_of
from tests.cme.learning import LATER, make_course
from tests.cme.learning import hold as attend
from tests.conftest import NOW
from tests.retention.running import ran
from tests.retention.test_running import a_draft
from tests.world import World, add

DAY = timedelta(days=1)


def pointing_at(*tables: str) -> set[str]:
    """Every column of the schema with a foreign key to one of these tables."""
    return {
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in tables
    }


def test_whatever_points_at_a_draft_goes_with_it_or_keeps_it(ctx: Flask) -> None:
    parts = [part.__tablename__ for part in PARTS_OF_CASE]
    keeping = {str(column.property.columns[0]) for column in LEFT_WITH}
    assert pointing_at("case_") == {f"{name}.case_id" for name in parts} | keeping | {"case_.earlier_case_id"}
    assert pointing_at(*parts) == {f"{WithdrawalNotice.__tablename__}.consent_id"}


def test_the_draft_of_somebody_who_left_goes_with_the_duty(world: World) -> None:
    with unit_of_work():
        case = a_draft(world)
        add(LeftDuty(person_id=world.nurse.id, kind=DutyKind.NOMINATOR, case_id=case.id))
    with time.at(NOW + 400 * DAY):
        assert ran()["drafts"] == 1
    assert [db.session.scalars(select(model)).all() for model in (Case, LeftDuty)] == [[], []]


def name_the_patient(world: World, case: Case) -> None:
    seal_identity(actor=actor_of(world.nurse), case=case, identity=Identity(name="Ada Marker"))
    db.session.flush()
    db.session.scalars(select(PatientIdentity)).one().changed_at = NOW + 399 * DAY


def ask_for_consent(_world: World, case: Case) -> None:
    add(CaseConsent(case_id=case.id, kind=Consent.GIVEN, changed_at=NOW + 399 * DAY))


@pytest.mark.parametrize("work", [name_the_patient, ask_for_consent])
def test_a_draft_that_somebody_worked_on_is_not_abandoned(world: World, work: Callable[[World, Case], None]) -> None:
    with unit_of_work():
        case = a_draft(world)
        work(world, case)
        case.changed_at = NOW
    with time.at(NOW + 400 * DAY):
        assert ran()["drafts"] == 0
    with time.at(NOW + 800 * DAY):
        assert ran()["drafts"] == 1


def placed_once_locked(world: World, kind: HoldKind, subject_id: Any) -> Callable[..., None]:
    """Place a hold right behind the statement that locks: somebody else's, of a moment before."""
    row = {"kind": kind, "subject_id": subject_id, "label": "-", "reason": "-", "placed_by_id": world.auditor.id}
    placed: list[int] = []

    def note(connection: Any, _cursor: Any, _statement: str, _values: Any, context: Any, *_rest: Any) -> None:
        locks = getattr(getattr(context.compiled, "statement", None), "_for_update_arg", None) is not None
        if locks and not placed:
            placed.append(1)
            connection.execute(insert(LegalHold).values(_columns(row)))

    return note


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "id": LegalHold(**row).id, "created_at": NOW, "changed_at": NOW, "row_version": 1, "lift_reason": ""}


def deleted_despite(note: Callable[..., None], kind: RecordClass, key: Any) -> list[Any]:
    event.listen(db.engine, "after_cursor_execute", note)
    with unit_of_work():
        gone = delete_some(Run(kind, 366, SYSTEM), [key])
    event.remove(db.engine, "after_cursor_execute", note)
    return gone


def test_a_hold_that_was_placed_while_a_draft_was_waited_for_counts(world: World) -> None:
    with unit_of_work():
        case = a_draft(world)
    with time.at(NOW + 400 * DAY):
        deleted_despite(placed_once_locked(world, HoldKind.CASE, case.id), RecordClass.DRAFTS, case.id)
    assert db.session.scalars(select(Case.id)).all() == [case.id]
    assert len(db.session.scalars(select(LegalHold)).all()) == 1


def test_a_hold_that_was_placed_while_a_ledger_was_waited_for_counts(world: World) -> None:
    activity = make_course(world)
    attend(world, activity, world.chair)
    with time.at(LATER):
        count_credit()
    with time.at(NOW.replace(year=2033)):
        note = placed_once_locked(world, HoldKind.PERSON, world.chair.id)
        deleted_despite(note, RecordClass.CREDIT, activity.id)
    assert db.session.scalars(select(CmeActivity.id)).all() == [activity.id]
    assert len(db.session.scalars(select(LegalHold)).all()) == 1
