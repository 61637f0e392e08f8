"""Which case comes to which sitting: a mixed-integer program, solved goal by goal by HiGHS where it is installed.

The order inside a sitting is found afterwards. What the order could refuse is stated here as far as it is linear: the
time of a sitting, the limits of preparation, and the minutes in which people who come late or leave early can be had.
Where no order exists all the same, that very set of cases is ruled out and the program is solved again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from eboard.planning.goals import WEIGHTS, breach, late, quarters
from eboard.planning.greedy import pinned_to
from eboard.planning.presence import starts
from eboard.planning.rules import bar, caps
from eboard.planning.values import Candidate, Problem, Sitting

try:
    import highspy
    import numpy as np
except ImportError:  # an optional library: without it the greedy plan stands
    IS_AVAILABLE = False
else:
    IS_AVAILABLE = True

GOALS = 4
PROVEN = 2  # goals that must be proven; the others stop within a percent
GAP = 0.01
# Limits of a search that has to prove its goal and of one that has not: work, not time, so that it ends the same.
NODES, FEW_NODES = 20_000, 20
# Presolving anew for each goal, restarts, and searches within the search cost more than they spare: measured in
# benchmarks/planning.py.
OPTIONS: dict[str, int | str] = {
    "threads": 1,
    "random_seed": 0,
    "presolve": "off",
    "mip_allow_restart": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_root_reduced_cost": False,
}


@dataclass(slots=True)
class Pair:
    """A case in a sitting, and what that is worth against leaving it out, for each goal."""

    candidate: Candidate
    sitting: Sitting
    gains: tuple[int, ...]


@dataclass(slots=True)
class Row:
    """At most ``most``, and at least ``least``, of a weighted sum of pairs."""

    columns: list[int]
    weights: list[float]
    most: float
    least: float = field(default=-float("inf"))


class Program:
    """The assignment of one problem; `solve` may be asked again after a set of cases was ruled out."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.pairs = list(_pairs(problem))
        self.rows = [*_rows(problem, self.pairs)]
        self.bounds: list[float] = []  # of the proven goals: no solution is better, whatever is ruled out later
        self.gaps: list[float] = []  # of the last solution, for each goal: how far from the best it may be, as a share

    def rule_out(self, sitting: Sitting, cases: Sequence[UUID]) -> None:
        """These cases, all together, never come to this sitting."""
        columns = [
            number
            for number, pair in enumerate(self.pairs)
            if pair.sitting is sitting and pair.candidate.case_id in cases
        ]
        self.rows.append(Row(columns, [1.0] * len(columns), len(columns) - 1))

    def solve(self) -> dict[UUID, list[Candidate]] | None:
        """The cases of each sitting; None if nothing keeps all rules."""
        chosen = self._search()
        if chosen is None:
            return None
        found: dict[UUID, list[Candidate]] = {one.meeting_id: [] for one in self.problem.sittings}
        for pair, taken in zip(self.pairs, chosen, strict=True):
            if taken:
                found[pair.sitting.meeting_id].append(pair.candidate)
        return found

    def _search(self) -> list[bool] | None:
        """Which pairs are taken; None if there is no solution."""
        chosen: list[bool] = []
        solver = _solver(len(self.pairs), self.rows)
        self.gaps = []
        for goal in range(GOALS):
            costs = [float(pair.gains[goal]) for pair in self.pairs]
            bound = self.bounds[goal] if goal < len(self.bounds) else -float("inf")
            found = _minimize(solver, costs, must_prove=goal < PROVEN, start=chosen, bound=bound)
            if not found and self.pairs:
                return None
            chosen = found
            best = sum(cost for cost, taken in zip(costs, chosen, strict=True) if taken)
            self.gaps.append(0.0 if best <= bound else float(solver.getInfo().mip_gap))
            if goal < PROVEN:
                self.bounds[goal:] = [best]
            _add(solver, Row([*range(len(costs))], costs, best + 0.5))
        return chosen


def _pairs(problem: Problem) -> Iterator[Pair]:
    pinned = pinned_to(problem.pins)
    for one in problem.candidates:
        left_out = _costs(problem, one, problem.horizon)
        for sitting in problem.sittings:
            if pinned.get(one.case_id, sitting.meeting_id) == sitting.meeting_id and bar(one, sitting) is None:
                there = _costs(problem, one, sitting.starts_at)
                yield Pair(one, sitting, tuple(a - b for a, b in zip(there, left_out, strict=True)))


def _costs(problem: Problem, candidate: Candidate, at: Any) -> tuple[int, ...]:
    wait = quarters(problem.moment, at)
    return (
        breach(problem, candidate, at),
        late(candidate, at),
        candidate.rollovers * wait,
        WEIGHTS[candidate.urgency] * wait,
    )


def _rows(problem: Problem, pairs: Sequence[Pair]) -> Iterator[Row]:
    of_case: dict[UUID, list[int]] = {}
    of_sitting: dict[UUID, list[int]] = {}
    for number, pair in enumerate(pairs):
        of_case.setdefault(pair.candidate.case_id, []).append(number)
        of_sitting.setdefault(pair.sitting.meeting_id, []).append(number)
    ids = [(pin.case_id, pin.after_id) for pin in problem.pins if pin.after_id in problem.by_case]
    must_come = {*pinned_to(problem.pins), *(one for pair in ids for one in pair)}
    for case_id, columns in of_case.items():
        yield Row(columns, [1.0] * len(columns), 1.0, 1.0 if case_id in must_come else -float("inf"))
    for sitting in problem.sittings:
        columns = of_sitting.get(sitting.meeting_id, [])
        minutes = [float(pairs[number].candidate.minutes) for number in columns]
        yield Row(columns, minutes, float(sitting.capacity))
        for specialty, most in caps(sitting).items():
            needing = [number for number in columns if specialty in pairs[number].candidate.needs]
            yield Row(needing, [1.0] * len(needing), float(most))
        yield from _windows(sitting, columns, pairs)
    yield from _together(problem, pairs)


def _windows(sitting: Sitting, columns: Sequence[int], pairs: Sequence[Pair]) -> Iterator[Row]:
    """Cases that can be discussed only from one minute to another share the minutes between."""
    spans: dict[int, tuple[int, int]] = {}
    for number in columns:
        one = pairs[number].candidate
        mask = starts(one, sitting)
        spans[number] = ((mask & -mask).bit_length() - 1, mask.bit_length() - 1 + one.minutes)
    for first in sorted({start for start, _end in spans.values()}):
        for last in sorted({end for _start, end in spans.values()}):
            inside = [number for number, (start, end) in spans.items() if first <= start and end <= last]
            minutes = [float(pairs[number].candidate.minutes) for number in inside]
            if last - first < min(sitting.minutes - sitting.buffer, sum(minutes)):
                yield Row(inside, minutes, float(last - first))


def _together(problem: Problem, pairs: Sequence[Pair]) -> Iterator[Row]:
    """A case that comes right after another comes to the same sitting."""
    for pin in problem.pins:
        if pin.after_id is None:
            continue
        for sitting in problem.sittings:
            mine = [
                n for n, pair in enumerate(pairs) if pair.sitting is sitting and pair.candidate.case_id == pin.case_id
            ]
            other = [
                n for n, pair in enumerate(pairs) if pair.sitting is sitting and pair.candidate.case_id == pin.after_id
            ]
            yield Row([*mine, *other], [1.0] * len(mine) + [-1.0] * len(other), 0.0)


def _solver(columns: int, rows: Sequence[Row]) -> Any:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    for option, setting in OPTIONS.items():
        solver.setOptionValue(option, setting)
    for _column in range(columns):
        solver.addVar(0.0, 1.0)
    every = np.arange(columns, dtype=np.int32)
    if columns:
        solver.changeColsIntegrality(columns, every, np.array([highspy.HighsVarType.kInteger] * columns))
    for row in rows:
        _add(solver, row)
    return solver


def _add(solver: Any, row: Row) -> None:
    columns = np.array(row.columns, dtype=np.int32)
    solver.addRow(row.least, row.most, len(row.columns), columns, np.array(row.weights, dtype=float))


def _minimize(
    solver: Any, costs: Sequence[float], *, must_prove: bool, start: Sequence[bool], bound: float
) -> list[bool]:
    """Which columns are taken; empty if there is no solution. A solution as good as ``bound`` is not improved."""
    solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), np.array(costs, dtype=float))
    solver.setOptionValue("objective_target", bound)
    solver.setOptionValue("mip_rel_gap", 0.0 if must_prove else GAP)
    solver.setOptionValue("mip_max_nodes", NODES if must_prove else FEW_NODES)
    if start:
        every = np.arange(len(costs), dtype=np.int32)
        solver.setSolution(len(costs), every, np.array(start, dtype=float))
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return []
    half = 0.5
    return [share > half for share in solver.getSolution().col_value]
