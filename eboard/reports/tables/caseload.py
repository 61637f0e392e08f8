"""What depends on the analytic caseload: the presented share, and how often a breast conference meets."""

from collections.abc import Iterator, Sequence

from eboard.boards.enums import SITES, TumorSite
from eboard.core.i18n import gettext as _
from eboard.reports import assemblies, caseload, where
from eboard.reports.facts import Held
from eboard.reports.figures import Counted
from eboard.reports.ground import Ground
from eboard.reports.measures import source_of
from eboard.reports.tables.counting import assembled
from eboard.reports.values import Column, Line, Table, count, goal, percent, words

BREAST = str(TumorSite.BREAST)
NAPBC = "US National Accreditation Program for Breast Centers, breast conference standard [check]"


def presented_share(ground: Ground) -> Table | None:
    """The share of an organization's yearly caseload that was presented; a board has no caseload of its own."""
    if ground.scope.board_id is not None:
        return None
    rules = [part.rules for part in ground.settings.parts if part.rules.presented_share is not None]
    wanted = rules[-1].presented_share if rules else None
    years = {year: {load.site: load.number for load in ground.loads if load.year == year} for year in _years(ground)}
    lines = [line for year, loads in years.items() for line in _of_year(ground, year, loads, wanted)]
    return Table(
        key="caseload",
        title=_("Share of the analytic caseload"),
        sentence=_(
            "Cases presented for the first time, of the analytic cases of the calendar year that the organization "
            "entered. A part of a year is set against the whole year."
        ),
        head=_("Year"),
        columns=(
            Column(key="numerator", label=_("Presented")),
            Column(key="denominator", label=_("Caseload")),
            Column(key="share", label=_("Share"), tone="accent"),
            Column(key="goal", label=_("Goal")),
        ),
        lines=tuple(lines),
        source=source_of(rules[-1], "presented_share") if rules else "",
    )


def _years(ground: Ground) -> Sequence[int]:
    return [year for year in ground.period.years if year <= ground.today.year]


def _of_year(ground: Ground, year: int, loads: dict[str, int], wanted: int | None) -> Iterator[Line]:
    nothing = Counted((), ground.presented.settings)
    cases = ground.presented.belonging("first").by(where.YEAR).get(str(year), nothing)
    whole = loads.get(caseload.ALL_SITES, sum(loads.values()) or None)
    yield _share((str(year), str(year), where.written(where.YEAR, str(year))), cases, whole, wanted)
    by_site = cases.by(where.SITE)
    for site, number in loads.items():
        if site:
            key = f"{year}-{site}"
            label = f"{year} · {SITES[site].label}"
            theirs = by_site.get(key, nothing)
            yield _share((key, label, where.written(where.SITE, key)), theirs, number, None)


def _share(name: tuple[str, str, str], cases: Counted, whole: int | None, wanted: int | None) -> Line:
    key, label, place = name
    presented = len({fact.case_id for fact in cases.facts})
    share = percent(presented, whole or 0)
    return Line(
        key=key,
        label=label,
        cells=(
            count(presented, "first", place),
            words(_("not entered")) if whole is None else count(whole),
            share,
            goal(wanted),
        ),
        met=None if wanted is None or share.number is None else share.number >= wanted,
    )


def breast_frequency(ground: Ground) -> Table | None:
    """Whether each board that discusses breast cancer met as often as NAPBC asks for."""
    boards = {
        board_id: name for board_id, name in ground.settings.boards.items() if BREAST in ground.settings.sites[board_id]
    }
    if not boards:
        return None
    loads = {load.year: load.number for load in ground.loads if load.site == BREAST}
    number = loads[max(loads)] if loads else None
    return Table(
        key="breast",
        title=_("Breast conference (NAPBC)"),
        sentence=_(
            "Below 100 analytic breast cases a year twice monthly, or in a general conference with 85 percent "
            "prospective; up to 250 every two weeks; above weekly."
        ),
        head=_("Board"),
        columns=(
            Column(key="caseload", label=_("Breast caseload")),
            Column(key="needed", label=_("Meetings needed")),
            Column(key="held", label=_("Held")),
            Column(key="gap", label=_("Longest gap, days")),
            Column(key="share", label=_("Prospective")),
        ),
        lines=tuple(
            _of_board(
                ground, board_id.hex, name, number, [one for one in ground.panel_meetings if one.board_id == board_id]
            )
            for board_id, name in boards.items()
        ),
        source=NAPBC,
    )


def _of_board(ground: Ground, key: str, name: str, number: int | None, meetings: Sequence[Held]) -> Line:
    breast = [
        one
        for one in ground.presented.facts
        if one.site == BREAST and ground.presented.settings[one.meeting_id].board == key
    ]
    cases = Counted(tuple(breast), ground.presented.settings)
    share = percent(cases.number("prospective"), len(breast))
    length = caseload.elapsed(ground.period, ground.today.toordinal())
    needed = None if number is None else caseload.frequency_for(number).needed(length)
    met = None if needed is None else len(meetings) >= needed
    if met is False and number is not None and number < caseload.FEW and share.number is not None:
        met = share.number >= caseload.GENERAL_SHARE
    return Line(
        key=key,
        label=name,
        cells=(
            words(_("not entered")) if number is None else count(number),
            words("") if needed is None else count(needed),
            assembled(ground, assemblies.SAT, where.written(where.BOARD, key)),
            count(caseload.longest_gap(meetings) or 0),
            share,
        ),
        met=met,
    )
