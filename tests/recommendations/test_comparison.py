"""What two people wrote, side by side, in words."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from eboard.recommendations.comparison import Difference, differences
from eboard.recommendations.draft import Advice, Disagreement
from eboard.recommendations.enums import Considered, Priority
from tests.recommendations.outcomes import COMPLETE

ADVICE = Advice(text="Wait", priority=Priority.SOON, due_on=date(2026, 3, 9), is_available_locally=False)


def test_equal_drafts_do_not_differ() -> None:
    assert differences(typed=COMPLETE, saved=replace(COMPLETE), kinds={}) == []


def test_each_field_and_row_is_named_and_worded() -> None:
    typed = replace(COMPLETE, summary="Mine", trial_discussed=None, recommendations=(ADVICE,))
    dissents = (Disagreement(person_id=UUID(int=1), opinion="No", reason="Age"),)
    saved = replace(COMPLETE, trial_discussed=Considered.NO, recommendations=(), dissents=dissents)
    assert differences(typed=typed, saved=saved, kinds={}) == [
        Difference("summary", "Mine", "Resection is possible."),
        Difference("trial_discussed", "", "No"),
        Difference("recommendations-0", "Wait · Soon · Mon 9 Mar 2026 · No", ""),
        Difference("dissents-0", "", "No · Age"),
    ]


def test_a_kind_is_worded_as_the_network_calls_it() -> None:
    typed = replace(COMPLETE, recommendations=(Advice(kind="surgery", text="Wait"), Advice(kind="heat", text="Warm")))
    saved = replace(COMPLETE, recommendations=())
    assert [one.typed for one in differences(typed=typed, saved=saved, kinds={"surgery": "Operation"})] == [
        "Operation · Wait · Routine",
        "heat · Warm · Routine",
    ]
