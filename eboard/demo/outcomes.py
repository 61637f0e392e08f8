"""What the board says about a story, as the draft of an outcome."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from eboard.cases.models import Case
from eboard.cases.staging import Staging
from eboard.core import time
from eboard.demo.fates import Fate
from eboard.recommendations.draft import Advice, Disagreement, Draft
from eboard.recommendations.enums import (
    Change,
    Considered,
    Guideline,
    Intent,
    Priority,
    RecommendationKind,
    Result,
)

DEFERRED = "The {what} has not arrived; the panel cannot answer without it."
NO_TIME = "No time was left; the presenter was called to the ward."
NO_ADVICE = "The panel agrees with the treatment under way and sees nothing to add; the question can be asked again."
NOTED = "Standard of care; recorded without discussion."
DISSENT = "Would have given more weight to the patient's wish for a shorter treatment."
OWNERS = ("Referring physician", "Local oncology team", "Presenter")
DUE = {Priority.ROUTINE: 28, Priority.SOON: 14, Priority.URGENT: 3}
GENETIC = frozenset({RecommendationKind.GENETIC_COUNSELLING, RecommendationKind.MOLECULAR_TESTING})
SUPPORTIVE = frozenset(
    {
        RecommendationKind.PALLIATIVE_CARE,
        RecommendationKind.NUTRITION,
        RecommendationKind.PSYCHO_ONCOLOGY,
        RecommendationKind.REHABILITATION,
        RecommendationKind.PAIN_SERVICE,
    }
)
RESULTS = {
    Fate.NO_RECOMMENDATION: Result.NO_RECOMMENDATION,
    Fate.DEFERRED: Result.DEFERRED,
    Fate.NOT_DISCUSSED: Result.NOT_DISCUSSED,
    Fate.NOTED_THERE: Result.NOTED,
}


def draft(case: Case, told: Mapping[str, Any], fate: Fate, random: Random, dissents: tuple[Disagreement, ...]) -> Draft:
    """The outcome a fate asks for, as of now."""
    today, result = time.now().date(), RESULTS.get(fate, Result.RECOMMENDATION)
    if result is Result.DEFERRED:
        what = told["materials"][-1][1]
        return Draft(result=result, result_reason=DEFERRED.format(what=what[0].lower() + what[1:]))
    if result is Result.NOT_DISCUSSED:
        return Draft(result=result, result_reason=NO_TIME)
    if result is Result.NOTED:
        return Draft(result=result, summary=NOTED, agreed_diagnosis=case.diagnosis)
    advice = tuple(_advice(row, random, today) for row in told["recommend"])
    return _discussed(case, told, advice if result is Result.RECOMMENDATION else (), result, dissents)


def _discussed(
    case: Case, told: Mapping[str, Any], advice: tuple[Advice, ...], result: Result, dissents: tuple[Disagreement, ...]
) -> Draft:
    kinds = {one.kind or "" for one in advice}
    return Draft(
        result=result,
        agreed_diagnosis=case.diagnosis,
        stage_confirmed=Considered.YES,
        agreed_stage=" · ".join(Staging.from_json(case.staging).parts),
        summary=told["summary"] if advice else NO_ADVICE,
        staging_discussed=Considered.YES,
        guideline_discussed=Considered.YES,
        trial_discussed=_said(RecommendationKind.TRIAL in kinds),
        genetics_discussed=_said(not GENETIC.isdisjoint(kinds)),
        supportive_care_discussed=_said(not SUPPORTIVE.isdisjoint(kinds)),
        preference_considered=Considered.YES,
        comorbidity_considered=Considered.YES,
        change=Change.of(told["change"]) if advice else Change.SAME,
        recommendations=advice,
        dissents=dissents,
    )


def _said(was_said: bool) -> Considered:  # noqa: FBT001 - a pair of words for yes and no
    return Considered.YES if was_said else Considered.NO


def _advice(row: Mapping[str, Any], random: Random, today: date) -> Advice:
    priority = Priority.of(row.get("priority", "routine"))
    return Advice(
        kind=row["kind"],
        text=row["text"],
        intent=Intent.of(row["intent"]),
        priority=priority,
        owner=random.choice(OWNERS),
        due_on=today + timedelta(days=DUE[priority]),
        guideline=Guideline.FOLLOWED,
        is_available_locally=row.get("local", True),
        alternative=row.get("alternative", ""),
        trial_name=row.get("trial", ""),
        trial_identifier=row.get("trial_number", ""),
        trial_site=row.get("trial_site", ""),
    )
