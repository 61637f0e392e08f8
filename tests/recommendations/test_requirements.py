"""What is missing before a signature, named field by field."""

from dataclasses import replace
from uuid import UUID

import pytest

from eboard.boards.enums import USUALLY_NEEDED, OutcomeField
from eboard.boards.rules import Rules
from eboard.recommendations.draft import Advice, Disagreement, Draft
from eboard.recommendations.enums import Considered, Guideline, RecommendationKind, Result
from eboard.recommendations.requirements import demanded, gaps
from tests.recommendations.outcomes import COMPLETE

ELEMENTS = (*USUALLY_NEEDED, "staging", "guideline", "trial", "genetics", "supportive_care")
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
        "staging_discussed",
        "guideline_discussed",
        "trial_discussed",
        "genetics_discussed",
        "supportive_care_discussed",
    ]


def test_what_the_rules_need_of_each_recommendation_is_asked_for() -> None:
    asked = tuple(OutcomeField)
    advice = Advice(kind="surgery", text="Resect.")
    assert fields(replace(COMPLETE, summary="", recommendations=(advice,)), asked) == [
        "summary",
        *(
            f"recommendations-0-{name}"
            for name in ("intent", "owner", "due_on", "guideline", "evidence", "is_available_locally")
        ),
    ]


def test_a_trial_is_named_and_where_the_rules_want_it_numbered() -> None:
    advice = replace(COMPLETE.recommendations[0], kind="trial")
    draft = replace(COMPLETE, recommendations=(advice,))
    assert fields(draft) == ["recommendations-0-trial_name"]
    assert fields(draft, (OutcomeField.TRIAL_NUMBER,)) == [
        "recommendations-0-trial_name",
        "recommendations-0-trial_identifier",
    ]
    named = replace(COMPLETE, recommendations=(replace(advice, trial_name="HOPE-1"),))
    assert (fields(named), fields(named, (OutcomeField.TRIAL_NUMBER,))) == ([], ["recommendations-0-trial_identifier"])
    numbered = replace(COMPLETE, recommendations=(replace(advice, trial_identifier="NCT01234567"),))
    assert fields(numbered, (OutcomeField.TRIAL_NUMBER,)) == []


def test_where_departures_are_logged_each_recommendation_says_whether_it_is_one() -> None:
    assert demanded(Rules(deviations_logged=True)) == (*USUALLY_NEEDED, OutcomeField.STANDING)
    assert demanded(Rules(elements=("trial",), needed=(OutcomeField.STANDING,), deviations_logged=True)) == (
        "trial",
        OutcomeField.STANDING,
    )


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
