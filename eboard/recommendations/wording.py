"""An outcome in words: the same texts for the page, the PDF, the plain copy and the minutes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eboard.boards.enums import DissentReaders
from eboard.boards.rules import Rules
from eboard.cases.queries.recusals import recusals_of
from eboard.core.i18n import gettext as _
from eboard.core.web.templating import day
from eboard.recommendations.draft import Advice, Disagreement, Draft, read
from eboard.recommendations.enums import Considered
from eboard.recommendations.kinds import labels
from eboard.recommendations.models import Discussion


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is known, under its label."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class AdviceText:
    """One recommendation."""

    kind: str
    text: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class DissentText:
    """Who disagreed, and what he or she would do; nobody is named where the rules want it so."""

    who: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DissentRule:
    """What a rule pack says about dissent in letters."""

    readers: DissentReaders = DissentReaders.CARE_TEAM
    is_named: bool = True
    is_printed: bool = True

    @classmethod
    def of(cls, rules: Rules) -> "DissentRule":
        """As the rules of a pack say."""
        return cls(readers=rules.dissent_readers, is_named=rules.dissent_named, is_printed=rules.dissent_printed)

    @property
    def for_everybody(self) -> "DissentRule | None":
        """What counts where care team and board look at one screen; None where they may not be told."""
        return None if self.readers is DissentReaders.BOARD else self

    @property
    def on_paper(self) -> "DissentRule | None":
        """What counts for what is printed; None where a dissent is not."""
        return self if self.is_printed else None

    @property
    def sentence(self) -> str:
        """What happens to a dissent, for whoever writes it down."""
        if self.readers is DissentReaders.BOARD:
            return _("Only the board reads it, not the care team.")
        if not self.is_printed:
            return _("The care team reads it on screen; it is not printed.")
        return _("It stands in the letter.")

    @property
    def sentence_on_names(self) -> str:
        """Whether somebody is named."""
        return _("The person's name is shown.") if self.is_named else _("The person's name is not shown.")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeText:
    """Everything that is said about one case."""

    result: str
    reason: str
    summary: str
    advice: tuple[AdviceText, ...]
    discussion: tuple[Fact, ...]
    dissents: tuple[DissentText, ...]
    recused: tuple[str, ...]


def outcome_text(
    draft: Draft,
    *,
    kinds: Mapping[str, str],
    people: Mapping[str, str],
    recused: Sequence[str] = (),
    dissent: DissentRule | None,
) -> OutcomeText:
    """The texts of a draft; ``kinds`` and ``people`` are names by code and id, without ``dissent`` none is told."""
    return OutcomeText(
        result=draft.result.label if draft.result else _("not said"),
        reason=draft.result_reason,
        summary=draft.summary,
        advice=tuple(_advice(one, kinds) for one in draft.recommendations),
        discussion=tuple(_facts(_discussion(draft))) if draft.agreed_diagnosis or draft.change else (),
        dissents=tuple(_dissent(one, people, dissent) for one in draft.dissents) if dissent else (),
        recused=tuple(recused),
    )


WRITERS = DissentRule()  # who writes and signs an outcome reads every dissent with its name


def text_of(discussion: Discussion, dissent: DissentRule | None = WRITERS) -> OutcomeText:
    """What stands in the tables, for those who write and sign it unless another rule of dissent is given."""
    return outcome_text(
        read(discussion),
        kinds=labels(),
        people={str(row.person_id): row.person.name for row in discussion.dissents if row.person},
        recused=[one.person.name for one in recusals_of(discussion.case_id)],
        dissent=dissent,
    )


def _facts(pairs: Iterator[tuple[str, str]]) -> Iterator[Fact]:
    return (Fact(label, text) for label, text in pairs if text)


def _advice(advice: Advice, kinds: Mapping[str, str]) -> AdviceText:
    kind = kinds.get(advice.kind, advice.kind) if advice.kind else _("not said")
    return AdviceText(kind, advice.text, tuple(_facts(_about(advice))))


def _about(advice: Advice) -> Iterator[tuple[str, str]]:
    standing = advice.guideline.label if advice.guideline else ""
    yield _("Intent"), advice.intent.label if advice.intent else ""
    yield _("Priority"), advice.priority.label
    yield _("Who carries it out"), advice.owner
    yield _("Due"), day(advice.due_on) if advice.due_on else ""
    yield _("Guideline"), ": ".join(filter(None, (standing, advice.outside_reason)))
    yield _("Evidence"), advice.evidence
    yield _("Trial"), " · ".join(filter(None, (advice.trial_name, advice.trial_identifier, advice.trial_site)))
    yield _("Available locally"), {True: _("Yes"), False: _("No"), None: ""}[advice.is_available_locally]
    yield _("Alternative"), advice.alternative


def _discussion(draft: Draft) -> Iterator[tuple[str, str]]:
    stage = {
        Considered.YES: _("confirmed"),
        Considered.NO: _("changed"),
        Considered.NOT_APPLICABLE: _("not applicable"),
    }
    said = stage[draft.stage_confirmed] if draft.stage_confirmed else _("not said")
    yield _("Agreed diagnosis"), draft.agreed_diagnosis
    yield _("Stage"), ": ".join(filter(None, (said, draft.agreed_stage)))
    yield _("Against the referrer's plan"), draft.change.label if draft.change else _("not said")
    considered = {
        _("staging"): draft.staging_discussed,
        _("guideline"): draft.guideline_discussed,
        _("clinical trial"): draft.trial_discussed,
        _("genetics"): draft.genetics_discussed,
        _("supportive care"): draft.supportive_care_discussed,
        _("patient's preference"): draft.preference_considered,
        _("comorbidity"): draft.comorbidity_considered,
    }
    heads = {
        Considered.YES: _("Considered"),
        Considered.NO: _("Not considered"),
        Considered.NOT_APPLICABLE: _("Not applicable"),
        None: _("Not said"),
    }
    for answer, head in heads.items():
        yield head, ", ".join(name for name, given in considered.items() if given is answer)


def _dissent(one: Disagreement, people: Mapping[str, str], rule: DissentRule) -> DissentText:
    reason = _("Reason: %(reason)s", reason=one.reason) if one.reason else ""
    who = people.get(str(one.person_id), "") if rule.is_named else _("A member of the board")
    return DissentText(who, " ".join(filter(None, (one.opinion, reason))))
