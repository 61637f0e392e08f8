"""The one door: what the table allows happens with its trace, and nothing else happens."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.cases.actions.moves import move
from eboard.cases.enums import CaseState
from eboard.cases.models import CaseTransition
from eboard.cases.states import ENDED, TRANSITIONS
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from tests.world import World, make_case


def test_every_state_is_in_the_table_and_can_be_reached_from_a_draft() -> None:
    reached, open_ends = {CaseState.DRAFT}, [CaseState.DRAFT]
    while open_ends:
        new = TRANSITIONS[open_ends.pop()] - reached
        reached |= new
        open_ends.extend(new)
    assert reached == set(CaseState) == TRANSITIONS.keys()


def test_an_ended_case_can_only_be_marked_as_an_error() -> None:
    assert {CaseState.CLOSED, CaseState.WITHDRAWN, CaseState.ENTERED_IN_ERROR} == ENDED


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(CaseState), min_size=1, max_size=12))
def test_any_history_follows_the_table_and_leaves_one_trace_a_move(world: World, steps: list[CaseState]) -> None:
    with unit_of_work():
        case = make_case(world.north, world.board, state=CaseState.DRAFT)
    moves = 0
    for step in steps:
        allowed = step in TRANSITIONS[case.state]
        with unit_of_work():
            if allowed:
                move(actor=Actor(person_id=world.nurse.id), case=case, to=step)
                moves += 1
            else:
                with pytest.raises(DomainError):
                    move(actor=Actor(person_id=world.nurse.id), case=case, to=step)
    traces = db.session.scalars(
        select(CaseTransition).where(CaseTransition.case_id == case.id).order_by(CaseTransition.id)
    ).all()
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == case.id)).all()
    assert len(traces) == len(entries) == moves
    assert case.state is (traces[-1].to_state if traces else CaseState.DRAFT)
