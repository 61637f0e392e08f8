"""Triage of many cases at once: each succeeds or is refused on its own, and says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from eboard.audit import Actor
from eboard.cases.actions.triage import take_back, triage_case
from eboard.cases.enums import TriageResult
from eboard.cases.models import Case
from eboard.cases.states import is_reversible
from eboard.core.db import attempt
from eboard.core.errors import DomainError


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one case: done, or refused with a sentence."""

    case: Case
    refusal: str = ""
    is_reversible: bool = False


def triage_cases(*, actor: Actor, cases: Sequence[Case], result: TriageResult, reason: str = "") -> list[Outcome]:
    """Accept or return each of ``cases``."""
    return [_triage_one(actor, case, result, reason) for case in cases]


def take_back_cases(*, actor: Actor, cases: Sequence[Case]) -> list[Outcome]:
    """Undo the last step on each of ``cases``."""
    return [_take_one_back(actor, case) for case in cases]


def _triage_one(actor: Actor, case: Case, result: TriageResult, reason: str) -> Outcome:
    before = case.state
    try:
        with attempt():
            triage_case(actor=actor, case=case, result=result, reason=reason)
    except DomainError as error:
        return Outcome(case=case, refusal=error.message)
    return Outcome(case=case, is_reversible=is_reversible(before, case.state))


def _take_one_back(actor: Actor, case: Case) -> Outcome:
    try:
        with attempt():
            take_back(actor=actor, case=case)
    except DomainError as error:
        return Outcome(case=case, refusal=error.message)
    return Outcome(case=case)
