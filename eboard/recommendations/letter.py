"""A signed version as a letter: texts that the page, the PDF and the copy for the chart share.

Who the patient is comes into it only where the caller hands it over, for the nominating side.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from eboard.boards.enums import DissentReaders
from eboard.cases.enums import Sex
from eboard.cases.fields import age_text
from eboard.cases.identity import Identity
from eboard.core.i18n import gettext as _
from eboard.core.i18n import locale
from eboard.core.web.templating import date_in, datetime_in, day
from eboard.recommendations.draft import from_plain
from eboard.recommendations.enums import RecommendationKind, VersionState
from eboard.recommendations.models import SignedVersion
from eboard.recommendations.wording import DissentRule, OutcomeText, outcome_text

NOBODY = Identity()
Provider = Callable[[UUID], Sequence[str]]
_providers: list[Provider] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Everything a letter says."""

    language: str
    title: str
    board: str
    day: str
    organization: str
    number: str  # of the case
    version: str
    warnings: tuple[str, ...]  # what a reader must know before acting on it, with the statements
    statements: tuple[str, ...]  # what goes with every letter of the case
    identity: str
    patient: str
    question: str
    prior_plan: str
    outcome: OutcomeText
    signed: str
    stamp: str
    labels: Mapping[str, str]


def with_every_letter(provider: Provider) -> Provider:
    """Register what else has to stand in every letter of a case, such as a statement of its patient."""
    _providers.append(provider)
    return provider


def dissent_rule(content: Mapping[str, Any]) -> DissentRule:
    """What the rules said about dissent when this was signed; an old version says it to everybody, with names."""
    kept = content.get("dissent", {})
    return DissentRule(
        readers=DissentReaders.of(kept.get("readers", DissentReaders.CARE_TEAM)),
        is_named=kept.get("is_named", True),
        is_printed=kept.get("is_printed", True),
    )


def kinds_in(content: Mapping[str, Any]) -> dict[str, str]:
    """What the codes of a signed version meant when it was signed; an old one used those eBoard comes with."""
    return {**dict(RecommendationKind.choices()), **content.get("kinds", {})}


def letter_of(
    version: SignedVersion, *, identity: Identity = NOBODY, is_board: bool = False, is_paper: bool = True
) -> Letter:
    """The letter for one reader, on the board or not, on paper or on screen."""
    content = version.content
    case, meeting, rule = content["case"], content["meeting"], dissent_rule(content)
    statements = tuple(said for provider in _providers for said in provider(version.case_id))
    is_told = (is_board or rule.readers is DissentReaders.CARE_TEAM) and (rule.is_printed or not is_paper)
    return Letter(
        language=locale().language,
        title=_("Recommendation for case %(number)s", number=case["number"]),
        board=meeting["board"],
        day=date_in(datetime.fromisoformat(meeting["starts_at"]), meeting["zone"]),
        organization=case["organization"],
        number=case["number"],
        version=_("Version %(number)s · %(state)s", number=version.number, state=version.state.label),
        warnings=(*_warnings(version), *statements),
        statements=statements,
        identity=identity_text(identity),
        patient=" · ".join(filter(None, _patient(case))),
        question=case["question"],
        prior_plan=case["prior_plan"],
        outcome=outcome_text(
            from_plain(content["outcome"]),
            kinds=kinds_in(content),
            people=content["people"],
            recused=[one["name"] for one in content.get("recused", ())],
            dissent=rule if is_told else None,
        ),
        signed=_("Signed by %(name)s, %(when)s (%(zone)s)", **_signature(version)),
        stamp=version.sha256,
        labels=_labels(),
    )


def identity_text(identity: Identity) -> str:
    """Who the patient is, in one line."""
    number = _("record number %(number)s", number=identity.record_number) if identity.record_number else ""
    born = _("born %(day)s", day=day(identity.born_on)) if identity.born_on else ""
    return " · ".join(filter(None, (identity.name, number, born)))


def _patient(case: Mapping[str, Any]) -> Iterator[str]:
    age = age_text(case["age"])
    yield _("Age %(age)s", age=age) if age else ""
    yield dict(Sex.choices()).get(case["sex"], "")
    yield case["diagnosis"]


def _signature(version: SignedVersion) -> dict[str, str]:
    zone = version.content["meeting"]["zone"]
    return {"name": version.content["signed_by"]["name"], "when": datetime_in(version.signed_at, zone), "zone": zone}


def _warnings(version: SignedVersion) -> Iterator[str]:
    if version.state is VersionState.ENTERED_IN_ERROR:
        yield _("Entered in error. Do not act on this letter. %(reason)s", reason=version.error_reason)
    if version.state is VersionState.AMENDED:
        yield _("A newer version replaces this letter.")
    if version.reason and not sets_aside(version):
        yield _("Why this is a new version: %(reason)s", reason=version.reason)


def sets_aside(version: SignedVersion) -> bool:
    """Whether a version is there only to say that the one before was entered in error."""
    return "entered_in_error" in version.content


def _labels() -> dict[str, str]:
    return {
        "patient": _("Patient"),
        "question": _("Question"),
        "plan": _("The referrer's plan before"),
        "result": _("Result"),
        "recommendations": _("Recommendations"),
        "discussion": _("Discussion"),
        "dissent": _("Dissent"),
        "recused": _("Took no part in the decision"),
        "foot": _("This recommendation supports the treating team, which remains responsible for the decision."),
        "confidential": _("Confidential"),
    }
