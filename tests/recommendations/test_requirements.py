"""What is missing before a signature, named field by field."""

from dataclasses import replace
from uuid import UUID

import pytest

from eboard.recommendations.draft import Advice, Disagreement, Draft
from eboard.recommendations.enums import Considered, Guideline, RecommendationKind, Result
from eboard.recommendations.requirements import gaps
from tests.recommendations.outcomes import COMPLETE

ELEMENTS = ("staging", "guideline", "trial", "genetics", "supportive_care")
SOMEBODY = UUID(int=1)


def fields(draft: Draft, elements: tuple[str, ...] = ELEMENTS) -> list[str]:
    return [gap.field for gap in gaps(draft, elements=elements)]


def test_a_complete_outcome_misses_nothing() -> None:
    assert fields(COMPLETE) == []


def test_an_empty_recommendation_misses_all_of_it() -> None:
    assert fields(Draft(result=Result.RECOMMENDATION)) == [
        "recommendations",
        "agreed_diagnosis",
        "stage_confirmed",
        "preference_considered",
        "comorbidity_considered",
        "change",
        *(f"{element}_discussed" for element in ELEMENTS),
    ]


def test_only_the_elements_that_the_rules_name_are_asked_for() -> None:
    bare = replace(COMPLETE, staging_discussed=None, trial_discussed=None, genetics_discussed=None)
    assert fields(bare, ("trial", "genetics")) == ["trial_discussed", "genetics_discussed"]
    assert fields(bare, ()) == []


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"result": None, "recommendations": ()}, ["result"]),
        ({"result": Result.NO_RECOMMENDATION}, ["result"]),
        ({"result": Result.NO_RECOMMENDATION, "recommendations": (), "summary": ""}, ["summary"]),
        ({"result": Result.DEFERRED, "recommendations": ()}, ["result_reason"]),
        ({"stage_confirmed": Considered.NO}, ["agreed_stage"]),
        ({"stage_confirmed": Considered.NO, "agreed_stage": "IIIB"}, []),
        ({"recommendations": (Advice(owner="Surgeon"),)}, ["recommendations-0-kind", "recommendations-0-text"]),
        ({"dissents": (Disagreement(reason="Age"),)}, ["dissents-0-person_id", "dissents-0-opinion"]),
        ({"dissents": (Disagreement(person_id=SOMEBODY, opinion="Wait"),)}, []),
    ],
)
def test_each_gap_is_named(changes: dict[str, object], missing: list[str]) -> None:
    assert fields(replace(COMPLETE, **changes)) == missing  # type: ignore[arg-type]


def test_outside_the_guideline_and_not_available_need_their_sentences() -> None:
    advice = Advice(
        kind=RecommendationKind.SURGERY, text="Resect.", guideline=Guideline.OUTSIDE, is_available_locally=False
    )
    rows = (*COMPLETE.recommendations, advice)
    assert fields(replace(COMPLETE, recommendations=rows)) == [
        "recommendations-1-outside_reason",
        "recommendations-1-alternative",
    ]


def test_a_noted_case_needs_its_result_alone() -> None:
    assert fields(Draft(result=Result.NOTED)) == []
