"""The report in sentences, for the minutes of a cancer committee."""

from collections.abc import Iterator

from eboard.core.i18n import gettext as _
from eboard.core.i18n import ngettext
from eboard.reports import where
from eboard.reports.assemblies import COMPLETE, HELD, meetings_behind
from eboard.reports.caseload import ALL_SITES
from eboard.reports.figures import Counted
from eboard.reports.ground import Ground
from eboard.reports.measures import MEASURES
from eboard.reports.packs import Part
from eboard.reports.turnaround import STAGES, spread_of
from eboard.reports.values import percent, shown


def minutes_of(ground: Ground) -> tuple[str, ...]:
    """What a committee writes into its yearly minutes, a sentence each."""
    return tuple(_sentences(ground))


def _sentences(ground: Ground) -> Iterator[str]:
    listed, presented = ground.listed, ground.presented
    yield ngettext("%(n)s meeting was held.", "%(n)s meetings were held.", len(ground.meetings))
    yield _(
        "%(listed)s cases stood on their agendas; %(presented)s were presented, %(noted)s noted, %(deferred)s deferred "
        "for missing information, %(missed)s not reached.",
        listed=len(listed.facts),
        presented=len(presented.facts),
        noted=listed.number("noted"),
        deferred=listed.number("deferred"),
        missed=listed.number("not_discussed"),
    )
    yield from _of_caseload(ground)
    groups = presented.by(where.PACK)
    for part in ground.settings.parts:
        yield from _of_part(ground, part, groups.get(part.key, Counted((), presented.settings)))
    yield from _of_times(ground)


def _of_caseload(ground: Ground) -> Iterator[str]:
    if ground.scope.board_id is not None:
        return
    first = ground.presented.belonging("first").by(where.YEAR)
    for year in ground.period.years:
        loads = {load.site: load.number for load in ground.loads if load.year == year}
        whole = loads.get(ALL_SITES, sum(loads.values()))
        number = len({fact.case_id for fact in first[str(year)].facts}) if str(year) in first else 0
        if whole:
            share = shown(percent(number, whole))
            yield _(
                "In %(year)s that is %(number)s of %(whole)s analytic cases (%(share)s).",
                year=year,
                number=number,
                whole=whole,
                share=share,
            )
        elif year <= ground.today.year:
            yield _("The analytic caseload of %(year)s was not entered.", year=year)


def _of_part(ground: Ground, part: Part, cases: Counted) -> Iterator[str]:
    yield _("Under %(pack)s:", pack=part.label)
    for measure in MEASURES:
        if measure.applies(part.rules):
            goal, missing = measure.goal(part.rules), cases.number(measure.missing)
            reached, whole = cases.number(measure.numerator), len(cases.facts)
            sentence = _(
                "%(name)s: %(reached)s of %(whole)s (%(share)s)",
                name=measure.label,
                reached=reached,
                whole=whole,
                share=shown(percent(reached, whole)) or "–",
            )
            yield (
                sentence
                + (_("; the goal is %(goal)s %%", goal=goal) if goal is not None else "")
                + (_("; missing in %(missing)s", missing=missing) if missing else "")
                + "."
            )
    place = where.Where(where.PACK, part.key)
    complete, held = (len(meetings_behind(ground, figure, place)) for figure in (COMPLETE, HELD))
    yield _("Every required specialty was there at %(complete)s of %(all)s meetings.", complete=complete, all=held)


def _of_times(ground: Ground) -> Iterator[str]:
    spread = spread_of(STAGES[-1], ground.presented)
    if spread.median is not None:
        yield _(
            "Half of the cases had their signed letter within %(median)s days of the submission, nine of ten within "
            "%(ninetieth)s days.",
            median=f"{spread.median:g}",
            ninetieth=f"{spread.ninetieth:g}",
        )
    late = ground.presented.number("late")
    yield ngettext("%(n)s case was added after the cut-off.", "%(n)s cases were added after the cut-off.", late)
