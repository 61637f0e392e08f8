"""What a plan would change of the agendas as they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from eboard.planning.values import Plan, Problem


class ChangeKind(StrEnum):
    """What becomes of a case."""

    ADD = "add"  # from the queue onto an agenda
    MOVE = "move"  # from one agenda to another
    DROP = "drop"  # from an agenda back to the queue
    STAY = "stay"  # on its agenda, perhaps at another place


@dataclass(frozen=True, slots=True)
class Change:
    """A case, and the meetings it leaves and comes to."""

    case_id: UUID
    kind: ChangeKind
    before: UUID | None
    after: UUID | None


def changes(problem: Problem, plan: Plan) -> Iterator[Change]:
    """What becomes of every case that is listed or placed, in canonical order."""
    before = {case_id: one.meeting_id for one in problem.sittings for case_id in one.listed}
    for one in problem.candidates:
        old, new = before.get(one.case_id), plan.meeting_of.get(one.case_id)
        if old is None and new is None:
            continue
        kind = (
            ChangeKind.STAY
            if old == new
            else ChangeKind.MOVE
            if old and new
            else ChangeKind.ADD
            if new
            else ChangeKind.DROP
        )
        yield Change(one.case_id, kind, old, new)


def digest(problem: Problem, plan: Plan) -> str:
    """A name for a proposal: another problem or another plan has another one."""
    listed = [(str(one.meeting_id), [str(key) for key in one.listed]) for one in problem.sittings]
    orders = [(str(key), [str(case_id) for case_id in plan.orders.get(key, ())]) for key in problem.by_meeting]
    return sha256(repr((listed, orders)).encode()).hexdigest()
