"""What must stand in an outcome before it can be signed: rules of the board's pack and of plain completeness."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from babel.support import LazyProxy

from eboard.boards.enums import OutcomeField
from eboard.boards.rules import Rules, rules_on
from eboard.core.i18n import gettext as _
from eboard.core.i18n import lazy
from eboard.meetings.models import Meeting
from eboard.recommendations.draft import Advice, Disagreement, Draft
from eboard.recommendations.enums import SIGNED_RESULTS, Guideline, RecommendationKind, Result

DISCUSSED_RESULTS = frozenset({Result.RECOMMENDATION, Result.NO_RECOMMENDATION})
REASONED_RESULTS = frozenset(Result) - SIGNED_RESULTS

# By what a pack may demand: the field of the form, and what is said while it is empty.
Asked = Mapping[str, tuple[str, LazyProxy]]
OF_A_DISCUSSION: Asked = {
    OutcomeField.AGREED_DIAGNOSIS: ("agreed_diagnosis", lazy("Write the agreed diagnosis.")),
    OutcomeField.SUMMARY: ("summary", lazy("Write a summary of the discussion.")),
    OutcomeField.STAGE: ("stage_confirmed", lazy("Say whether the stage was confirmed or changed.")),
    OutcomeField.PREFERENCE: (
        "preference_considered",
        lazy("Say whether the patient's preference was considered."),
    ),
    OutcomeField.COMORBIDITY: ("comorbidity_considered", lazy("Say whether comorbidity was considered.")),
    OutcomeField.CHANGE: ("change", lazy("Compare the outcome with the referrer's plan.")),
    "staging": ("staging_discussed", lazy("Say whether staging was discussed.")),
    "guideline": ("guideline_discussed", lazy("Say whether a guideline was discussed.")),
    "trial": ("trial_discussed", lazy("Say whether a clinical trial was discussed.")),
    "genetics": ("genetics_discussed", lazy("Say whether genetics was discussed.")),
    "supportive_care": ("supportive_care_discussed", lazy("Say whether supportive care was discussed.")),
}
OF_AN_ADVICE: Asked = {
    OutcomeField.INTENT: ("intent", lazy("Say what the treatment is for.")),
    OutcomeField.OWNER: ("owner", lazy("Say who carries it out.")),
    OutcomeField.DUE: ("due_on", lazy("Say until when.")),
    OutcomeField.STANDING: ("guideline", lazy("Say how it stands to the guideline.")),
    OutcomeField.EVIDENCE: ("evidence", lazy("Name the evidence or guideline.")),
    OutcomeField.AVAILABLE: ("is_available_locally", lazy("Say whether it is available locally.")),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing: the form field it belongs to and a sentence."""

    field: str
    sentence: str


def demanded_elements(meeting: Meeting) -> tuple[str, ...]:
    """What the board's rule pack asks for on the day of the meeting: discussion elements and other fields."""
    return demanded(rules_on(meeting.board, meeting.day))


def demanded(rules: Rules) -> tuple[str, ...]:
    """What rules ask for in an outcome; where departures are logged, each recommendation says whether it is one."""
    standing = (OutcomeField.STANDING,) if rules.deviations_logged else ()
    return tuple(dict.fromkeys((*rules.elements, *rules.needed, *standing)))


def gaps(draft: Draft, *, elements: Collection[str]) -> list[Gap]:
    """What is missing before this outcome is complete; ``elements`` is what the rule pack asks for."""
    found = list(_result_gaps(draft))
    if draft.result in DISCUSSED_RESULTS:
        found += _discussion_gaps(draft, elements)
    for number, advice in enumerate(draft.recommendations):
        found += [Gap(f"recommendations-{number}-{name}", text) for name, text in _advice_gaps(advice, elements)]
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


def _discussion_gaps(draft: Draft, asked: Collection[str]) -> Iterator[Gap]:
    for name, (field, sentence) in OF_A_DISCUSSION.items():
        is_said_above = field == "summary" and draft.result is Result.NO_RECOMMENDATION
        if name in asked and getattr(draft, field) in {None, ""} and not is_said_above:
            yield Gap(field, str(sentence))
    if draft.stage_confirmed == "no" and not draft.agreed_stage:
        yield Gap("agreed_stage", _("Write the changed stage."))


def _advice_gaps(advice: Advice, asked: Collection[str]) -> Iterator[tuple[str, str]]:
    if advice.kind is None:
        yield "kind", _("Choose the kind of the recommendation.")
    if not advice.text:
        yield "text", _("Write the recommendation.")
    for name, (field, sentence) in OF_AN_ADVICE.items():
        if name in asked and getattr(advice, field) in {None, ""}:
            yield field, str(sentence)
    if advice.guideline is Guideline.OUTSIDE and not advice.outside_reason:
        yield "outside_reason", _("Say why it is outside the guideline.")
    if advice.is_available_locally is False and not advice.alternative:
        yield "alternative", _("Name the alternative, because it is not available locally.")
    if advice.kind == RecommendationKind.TRIAL:
        yield from _trial_gaps(advice, asked)


def _trial_gaps(advice: Advice, asked: Collection[str]) -> Iterator[tuple[str, str]]:
    if not advice.trial_name and not advice.trial_identifier:
        yield "trial_name", _("Name the trial.")
    if OutcomeField.TRIAL_NUMBER in asked and not advice.trial_identifier:
        yield "trial_identifier", _("Give the registry number of the trial.")


def _dissent_gaps(dissent: Disagreement) -> Iterator[tuple[str, str]]:
    if dissent.person_id is None:
        yield "person_id", _("Say who disagreed.")
    if not dissent.opinion:
        yield "opinion", _("Write what he or she would do instead.")
