"""An abandoned draft goes with everything that points at it, and stays while anybody has to do with it."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from eboard.cases.models import Case, WithdrawalNotice
from eboard.core import time
from eboard.core.db import Base, db, unit_of_work
from eboard.membership.enums import DutyKind
from eboard.membership.models import LeftDuty
from eboard.retention.actions.deleting import PARTS_OF_CASE
from eboard.retention.rows import LEFT_WITH
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
