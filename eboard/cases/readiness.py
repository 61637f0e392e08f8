"""Readiness of a case: what the minimum data set and the materials still lack. Pure: rows in, an answer out.

The required fields follow the minimum data set of ``docs/concepts.md``; a board whose rules ask for consent lists only
cases whose patient agreed or did not object.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from babel.support import LazyProxy

from eboard.cases.enums import SHARING_CONSENT, Consent, MaterialState, Urgency
from eboard.cases.models import Attachment, Case, Material
from eboard.cases.staging import Staging
from eboard.core.i18n import lazy as _

MATERIALS, FILES = "materials", "files"


@dataclass(frozen=True, slots=True)
class Requirement:
    """A thing every case needs: a stable code, the section of the form, a sentence, and the test."""

    code: str
    section: str
    sentence: LazyProxy
    is_met: Callable[[Case], bool]


@dataclass(frozen=True, slots=True)
class Readiness:
    """The codes of what is missing, in the order of the form, and how much is there in percent."""

    missing: tuple[str, ...]
    percent: int

    @property
    def is_ready(self) -> bool:
        """Whether the case can be listed."""
        return not self.missing

    @property
    def keeps_from_submission(self) -> tuple[str, ...]:
        """The missing fields; materials may still be on their way, and files wait for a look, when it is submitted."""
        return tuple(code for code in self.missing if code not in {MATERIALS, FILES})


def _has(name: str) -> Callable[[Case], bool]:
    return lambda case: getattr(case, name) is not None


def _says(name: str) -> Callable[[Case], bool]:
    return lambda case: bool((getattr(case, name) or "").strip())


def _urgency_is_explained(case: Case) -> bool:
    return case.urgency is not None and (case.urgency is Urgency.ROUTINE or _says("urgency_reason")(case))


def _staging_is_answered(case: Case) -> bool:
    return Staging.from_json(case.staging or {}).is_answered


def _wishes_are_answered(case: Case) -> bool:
    return bool(case.wishes_not_asked) or _says("patient_wishes")(case)


REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement("board", "who", _("Choose the board."), _has("board_id")),
    Requirement("referrer", "who", _("Name the referring physician."), _has("referrer_id")),
    Requirement("presenter", "who", _("Name the presenter who knows the patient."), _has("presenter_id")),
    Requirement("age", "who", _("Give the patient's age."), _has("age")),
    Requirement("sex", "who", _("Give the patient's sex."), _has("sex")),
    Requirement("question", "question", _("Write the question in one sentence."), _says("question")),
    Requirement("reason", "question", _("Choose the reason."), _has("reason")),
    Requirement("discussion_kind", "question", _("Say which discussion it is."), _has("discussion_kind")),
    Requirement("prospective", "question", _("Say whether treatment can still change."), _has("prospective")),
    Requirement("diagnosis", "disease", _("Write the diagnosis."), _says("diagnosis")),
    Requirement(
        "previous_treatment",
        "disease",
        _("Describe previous treatment, or write “none”."),
        _says("previous_treatment"),
    ),
    Requirement("staging", "staging", _("Give the stage, or mark it as not yet known."), _staging_is_answered),
    Requirement("ecog", "patient", _("Give the ECOG performance status."), _has("ecog")),
    Requirement("comorbidity", "patient", _("Describe comorbidity, or write “none”."), _says("comorbidity")),
    Requirement(
        "patient_wishes",
        "patient",
        _("Say what the patient wants, or mark it as not yet asked."),
        _wishes_are_answered,
    ),
    Requirement("consent", "patient", _("Say whether the patient agrees to sharing."), _has("consent")),
    Requirement("urgency", "logistics", _("Choose the urgency; explain it unless routine."), _urgency_is_explained),
)
CONSENT_WITHDRAWN = "consent_withdrawn"
CONSENT_NEEDED = "consent_needed"
SENTENCES: dict[str, LazyProxy] = {
    **{requirement.code: requirement.sentence for requirement in REQUIREMENTS},
    CONSENT_NEEDED: _("Ask the patient for consent to sharing: the board needs it."),
    CONSENT_WITHDRAWN: _("The patient withdrew consent: the case cannot be shared."),
    MATERIALS: _("Some materials have not arrived."),
    FILES: _("Look through the attached files: the board does not see them yet."),
}
SECTIONS = {requirement.code: requirement.section for requirement in REQUIREMENTS} | {
    CONSENT_NEEDED: "patient",
    CONSENT_WITHDRAWN: "patient",
}


def assess(
    case: Case,
    materials: Iterable[Material] = (),
    *,
    files: Iterable[Attachment] = (),
    is_consent_needed: bool = True,
) -> Readiness:
    """What ``case`` lacks; ``case``, ``materials`` and ``files`` need not be stored."""
    unmet = [requirement.code for requirement in REQUIREMENTS if not requirement.is_met(case)]
    unmet += _consent(case.consent, is_consent_needed=is_consent_needed)
    things = [material.state is MaterialState.RECEIVED for material in materials]
    shown = [not file.is_awaited for file in files if file.removed_at is None]
    total = len(REQUIREMENTS) + len(things) + len(shown)
    lacking = len(unmet) + things.count(False) + shown.count(False)
    missing = [*unmet, *([MATERIALS] if not all(things) else []), *([FILES] if not all(shown) else [])]
    return Readiness(tuple(missing), max(0, round(100 * (total - lacking) / total)))


def _consent(consent: Consent | None, *, is_consent_needed: bool) -> list[str]:
    if consent is Consent.WITHDRAWN:
        return [CONSENT_WITHDRAWN]
    if consent is None or consent in SHARING_CONSENT or not is_consent_needed:
        return []
    return [CONSENT_NEEDED]


def sentences(codes: Iterable[str]) -> list[str]:
    """The sentences of stored codes, in the reader's language; codes of an older version are left out."""
    return [str(SENTENCES[code]) for code in codes if code in SENTENCES]
