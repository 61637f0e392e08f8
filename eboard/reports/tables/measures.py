"""What a rule pack asks for: each part of the period by the version in force on its days."""

from collections.abc import Iterator

from eboard.core.i18n import gettext as _
from eboard.reports import assemblies, where
from eboard.reports.enums import Secrecy
from eboard.reports.figures import Counted
from eboard.reports.ground import Ground
from eboard.reports.measures import MEASURES, Measure, source_of
from eboard.reports.packs import Part
from eboard.reports.tables.counting import assembled
from eboard.reports.values import Column, Line, Table, count, goal, percent


def by_pack(ground: Ground) -> Table:
    """A line for each measure of each version."""
    parts = ground.settings.parts
    groups = ground.presented.by(where.PACK)
    lines = [line for part in parts for line in _lines(ground, part, groups.get(part.key), has_others=len(parts) > 1)]
    return Table(
        key="measures",
        title=_("By the rule pack"),
        sentence=_("Each meeting is judged by the version of its board's rule pack in force on its day."),
        head=_("Measure"),
        columns=(
            Column(key="numerator", label=_("Reached")),
            Column(key="denominator", label=_("Of")),
            Column(key="share", label=_("Share"), tone="accent"),
            Column(key="goal", label=_("Goal")),
            Column(key="missing", label=_("Missing")),
        ),
        lines=tuple(lines),
        secrecy=Secrecy.ACROSS,
        source="; ".join(dict.fromkeys(part.label for part in parts)),
    )


def _lines(ground: Ground, part: Part, counted: Counted | None, *, has_others: bool) -> Iterator[Line]:
    cases = counted or Counted((), {})
    place = where.written(where.PACK, part.key) if has_others else ""
    for measure in MEASURES:
        if measure.applies(part.rules):
            yield _of_cases(measure, part, cases, place)
    yield _complete(ground, part, place)
    if part.rules.interval_days is not None:
        yield _close_enough(ground, part, part.rules.interval_days, place)


def _of_cases(measure: Measure, part: Part, cases: Counted, place: str) -> Line:
    reached, whole, missing = cases.number(measure.numerator), len(cases.facts), cases.number(measure.missing)
    wanted = measure.goal(part.rules)
    share = percent(reached, whole)
    return Line(
        key=f"{part.key}.{measure.key}",
        label=_labelled(str(measure.label), part, place),
        cells=(
            count(reached, measure.numerator, place),
            count(whole, "presented", place),
            share,
            goal(wanted),
            count(missing, measure.missing, place),
        ),
        note=_noted(str(measure.sentence), part, measure.rule),
        met=None if wanted is None or share.number is None else share.number >= wanted,
    )


def _complete(ground: Ground, part: Part, place: str) -> Line:
    complete, held = (assembled(ground, figure, place) for figure in (assemblies.COMPLETE, assemblies.HELD))
    return Line(
        key=f"{part.key}.complete",
        label=_labelled(_("Meetings with every required specialty"), part, place),
        cells=(
            complete,
            held,
            percent(int(complete.number or 0), int(held.number or 0)),
            goal(None),
            assembled(ground, assemblies.UNRECORDED, place),
        ),
        note=_noted(_("Missing are meetings without any attendance on record."), part, "required"),
    )


def _close_enough(ground: Ground, part: Part, days: int, place: str) -> Line:
    close, following = (assembled(ground, figure, place) for figure in (assemblies.CLOSE, assemblies.FOLLOWING))
    return Line(
        key=f"{part.key}.interval",
        label=_labelled(_("Meetings no more than %(days)s days after the one before", days=days), part, place),
        cells=(
            close,
            following,
            percent(int(close.number or 0), int(following.number or 0)),
            goal(None),
            count(0),
        ),
        note=_noted("", part, "interval_days"),
    )


def _labelled(label: str, part: Part, place: str) -> str:
    """A measure, with the version it is judged by where there are several."""
    return f"{label} · {part.label}" if place else label


def _noted(sentence: str, part: Part, rule: str) -> str:
    return " ".join(filter(None, (sentence, source_of(part.rules, rule))))
