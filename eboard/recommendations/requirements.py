"""What must stand in an outcome before it can be signed: rules of the board's pack and of plain completeness."""

from collections.abc import Iterator
from dataclasses import dataclass

from eboard.boards.rules import rules_on
from eboard.core.i18n import gettext as _
from eboard.meetings.models import Meeting
from eboard.recommendations.draft import Advice, Disagreement, Draft
from eboard.recommendations.enums import SIGNED_RESULTS, Guideline, Result

DISCUSSED_RESULTS = frozenset({Result.RECOMMENDATION, Result.NO_RECOMMENDATION})
REASONED_RESULTS = frozenset(Result) - SIGNED_RESULTS


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing: the form field it belongs to and a sentence."""

    field: str
    sentence: str


def demanded_elements(meeting: Meeting) -> tuple[str, ...]:
    """The discussion elements that the board's rule pack asks for on the day of the meeting."""
    return rules_on(meeting.board, meeting.day).elements


def gaps(draft: Draft, *, elements: tuple[str, ...]) -> list[Gap]:
    """What is missing before this outcome is complete; ``elements`` are those the rule pack asks for."""
    found = list(_result_gaps(draft))
    if draft.result in DISCUSSED_RESULTS:
        found += [*_discussion_gaps(draft), *_element_gaps(draft, elements)]
    for number, advice in enumerate(draft.recommendations):
        found += [Gap(f"recommendations-{number}-{name}", text) for name, text in _advice_gaps(advice)]
    for number, dissent in enumerate(draft.dissents):
        found += [Gap(f"dissents-{number}-{name}", text) for name, text in _dissent_gaps(dissent)]
    return found


def _result_gaps(draft: Draft) -> Iterator[Gap]:
    if draft.result is None:
        yield Gap("result", _("Say what came of the case."))
    if draft.result in REASONED_RESULTS and not draft.result_reason:
        yield Gap("result_reason", _("Say what is missing, or why it was not discussed."))
    if draft.result is Result.RECOMMENDATION and not draft.recommendations:
        yield Gap("recommendations", _("Add the recommendation."))
    if draft.result is not Result.RECOMMENDATION and draft.recommendations:
        yield Gap("result", _("There is a recommendation: choose “Recommendation” as the result, or remove it."))
    if draft.result is Result.NO_RECOMMENDATION and not draft.summary:
        yield Gap("summary", _("Say in the summary why there is no recommendation."))


def _discussion_gaps(draft: Draft) -> Iterator[Gap]:
    if not draft.agreed_diagnosis:
        yield Gap("agreed_diagnosis", _("Write the agreed diagnosis."))
    if draft.stage_confirmed is None:
        yield Gap("stage_confirmed", _("Say whether the stage was confirmed or changed."))
    if draft.stage_confirmed == "no" and not draft.agreed_stage:
        yield Gap("agreed_stage", _("Write the changed stage."))
    if draft.preference_considered is None:
        yield Gap("preference_considered", _("Say whether the patient's preference was considered."))
    if draft.comorbidity_considered is None:
        yield Gap("comorbidity_considered", _("Say whether comorbidity was considered."))
    if draft.change is None:
        yield Gap("change", _("Compare the outcome with the referrer's plan."))


def _element_gaps(draft: Draft, elements: tuple[str, ...]) -> Iterator[Gap]:
    sentences = {
        "staging": _("Say whether staging was discussed."),
        "guideline": _("Say whether a guideline was discussed."),
        "trial": _("Say whether a clinical trial was discussed."),
        "genetics": _("Say whether genetics was discussed."),
        "supportive_care": _("Say whether supportive care was discussed."),
    }
    for element, sentence in sentences.items():
        if element in elements and getattr(draft, f"{element}_discussed") is None:
            yield Gap(f"{element}_discussed", sentence)


def _advice_gaps(advice: Advice) -> Iterator[tuple[str, str]]:
    if advice.kind is None:
        yield "kind", _("Choose the kind of the recommendation.")
    if not advice.text:
        yield "text", _("Write the recommendation.")
    if advice.guideline is Guideline.OUTSIDE and not advice.outside_reason:
        yield "outside_reason", _("Say why it is outside the guideline.")
    if advice.is_available_locally is False and not advice.alternative:
        yield "alternative", _("Name the alternative, because it is not available locally.")


def _dissent_gaps(dissent: Disagreement) -> Iterator[tuple[str, str]]:
    if dissent.person_id is None:
        yield "person_id", _("Say who disagreed.")
    if not dissent.opinion:
        yield "opinion", _("Write what he or she would do instead.")
