"""The minutes of a meeting in words, for page and PDF, as they stand or as they were kept."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from eboard.attendance.sheet import Sheet, sheet_of
from eboard.boards.rules import rules_on
from eboard.core.i18n import gettext as _
from eboard.core.i18n import locale, speaking
from eboard.core.web.templating import day, time_in
from eboard.meetings.agenda import shown
from eboard.meetings.enums import ItemState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.minutes.attendance import Present, beside, present, there_for
from eboard.minutes.queries import discussions_of, recused_names
from eboard.recommendations.draft import Draft, from_plain, read
from eboard.recommendations.enums import Result
from eboard.recommendations.kinds import labels
from eboard.recommendations.letter import dissent_rule, kinds_in
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.recommendations.queries import in_force
from eboard.recommendations.wording import AdviceText, DissentRule, DissentText, Fact, OutcomeText, outcome_text


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """What came of one case; `case_id` decides who may read it."""

    case_id: str
    number: str  # on the agenda
    name: str
    presenter: str
    outcome: OutcomeText
    signed: str
    there: str = ""  # who was there while it was discussed


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesText:
    """Everything the minutes say."""

    language: str
    title: str
    board: str
    day: str
    held: str
    quorum: str
    people: tuple[Present, ...]
    beside: tuple[Fact, ...] = ()  # what else is said about the attendance
    lines: tuple[CaseLine, ...]
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the lines are made of."""

    discussions: Mapping[UUID, Discussion]
    kinds: Mapping[str, str]
    recused: Mapping[UUID, tuple[str, ...]]
    there: Mapping[UUID, str]  # by agenda item
    rule: DissentRule


def minutes_of(meeting: Meeting) -> MinutesText:
    """The minutes as they stand now; ``meeting`` comes with what `meetings.queries.pages.FULL` loads.

    They are in the language of the host, whoever asks: the same minutes are the same texts, and nothing else changes.
    """
    with speaking(meeting.board.organization.locale):
        return _minutes_of(meeting)


def _minutes_of(meeting: Meeting) -> MinutesText:
    sheet = sheet_of(meeting)
    known = Known(
        discussions=discussions_of(meeting),
        kinds=labels(),
        recused=recused_names([item.case_id for item in meeting.items]),
        there={case.item.id: there_for(case) for case in sheet.cases} if sheet else {},
        rule=DissentRule.of(rules_on(meeting.board, meeting.day)),
    )
    return MinutesText(
        language=locale().language,
        title=_("Minutes of the %(board)s, %(day)s", board=meeting.board.name, day=day(meeting.day)),
        board=meeting.board.name,
        day=day(meeting.day),
        held=_held(meeting),
        quorum=_quorum(sheet),
        people=tuple(present(meeting, sheet)),
        beside=tuple(beside(meeting)),
        lines=tuple(_line(number, item, known) for number, item in enumerate(_items(meeting, known), start=1)),
        labels={
            "confidential": _("Confidential"),
            "people": _("Attendance"),
            "nobody": _("Nobody was noted."),
            "quorum": _("Quorum"),
            "there": _("There for this case"),
            "cases": _("Cases"),
            "none": _("No cases"),
            "recused": _("Took no part in the decision"),
            "dissent": _("Dissent"),
            "hidden": _("A restricted case"),
        },
    )


def shown_to(text: MinutesText, readable: Collection[str]) -> MinutesText:
    """The minutes for one reader; a case that is not among the ``readable`` ids is a line without a name."""
    empty = OutcomeText(result="", reason="", summary="", advice=(), discussion=(), dissents=(), recused=())
    name = text.labels["hidden"]
    lines = (
        line if line.case_id in readable else replace(line, name=name, presenter="", signed="", outcome=empty, there="")
        for line in text.lines
    )
    return replace(text, lines=tuple(lines))


def read_back(content: Mapping[str, Any]) -> MinutesText:
    """Minutes as they were kept; what old ones do not know was not said."""
    plain = dict(content)
    plain["beside"] = tuple(Fact(**one) for one in plain.get("beside", ()))
    plain["people"] = tuple(Present(**one) for one in plain["people"])
    plain["lines"] = tuple(CaseLine(**{**one, "outcome": _outcome_back(one["outcome"])}) for one in plain["lines"])
    return MinutesText(**plain)


def as_plain(text: MinutesText) -> dict[str, Any]:
    """The texts as JSON holds them."""
    return asdict(text)


def _outcome_back(plain: Mapping[str, Any]) -> OutcomeText:
    facts = tuple(Fact(**one) for one in plain["discussion"])
    advice = tuple(
        AdviceText(one["kind"], one["text"], tuple(Fact(**fact) for fact in one["facts"])) for one in plain["advice"]
    )
    dissents = tuple(DissentText(**one) for one in plain["dissents"])
    lists = {"discussion": facts, "advice": advice, "dissents": dissents, "recused": tuple(plain["recused"])}
    return OutcomeText(**{**plain, **lists})


def _held(meeting: Meeting) -> str:
    begin, end = meeting.live_at or meeting.starts_at, meeting.concluded_at or meeting.ends_at
    times = f"{time_in(begin, meeting.zone)}–{time_in(end, meeting.zone)}"
    return _("%(times)s (%(zone)s)", times=times, zone=meeting.zone)


def _quorum(sheet: Sheet | None) -> str:
    if sheet is None:
        return _("not met: %(missing)s", missing=_("the meeting was never started"))
    whole, found = sheet.whole, sheet.whole.quorum
    missing = [f"{need.specialty.label} ({need.have} / {need.need})" for need in found.missing]
    said = _("not met: %(missing)s", missing=", ".join(missing) or _("too few specialties"))
    counted = _("in %(met)s of %(all)s min", met=whole.minutes_met, all=whole.minutes)
    return f"{_('met') if found.is_met else said} · {counted}"


def _items(meeting: Meeting, known: Known) -> list[AgendaItem]:
    """The cases in order; at the end those that were taken off because the meeting found them withdrawn."""
    withdrawn = [item for item in meeting.items if _is_withdrawn(item, known.discussions.get(item.id))]
    return [*shown(meeting), *sorted(withdrawn, key=lambda item: item.position)]


def _is_withdrawn(item: AgendaItem, discussion: Discussion | None) -> bool:
    if discussion is None or discussion.recorded_at is None:
        return False
    return item.state is ItemState.REMOVED and discussion.result is Result.WITHDRAWN


def _line(number: int, item: AgendaItem, known: Known) -> CaseLine:
    discussion = known.discussions.get(item.id)
    version = in_force(discussion) if discussion else None
    return CaseLine(
        case_id=str(item.case_id),
        number=str(number),
        name=_("Case %(number)s", number=item.case.number),
        presenter=_("presented by %(name)s", name=item.presenter.name) if item.presenter else "",
        outcome=_signed(version) if version else _written(item, discussion, known),
        signed=_signature(version, discussion),
        there=known.there.get(item.id, ""),
    )


def _signature(version: SignedVersion | None, discussion: Discussion | None) -> str:
    if discussion is None:
        return ""
    if version is None:
        return _("signed in error, and not signed again") if discussion.versions else _("not signed")
    who = version.content["signed_by"]["name"]
    return _("Version %(number)s, signed by %(name)s", number=version.number, name=who)


def _signed(version: SignedVersion) -> OutcomeText:
    content = version.content
    return outcome_text(
        from_plain(content["outcome"]),
        kinds=kinds_in(content),
        people=content["people"],
        recused=[one["name"] for one in content.get("recused", ())],
        dissent=dissent_rule(content).on_paper,
    )


def _written(item: AgendaItem, discussion: Discussion | None, known: Known) -> OutcomeText:
    dissents = discussion.dissents if discussion else []
    text = outcome_text(
        read(discussion) if discussion else Draft(),
        kinds=known.kinds,
        people={str(row.person_id): row.person.name for row in dissents if row.person},
        recused=known.recused.get(item.case_id, ()),
        dissent=known.rule.on_paper,
    )
    return text if discussion else replace(text, result=item.state.label)
