"""How much there was: meetings, cases on agendas, late additions, cases that were put off."""

from eboard.core.i18n import gettext as _
from eboard.reports import assemblies
from eboard.reports.enums import Secrecy
from eboard.reports.figures import label_of
from eboard.reports.ground import Ground
from eboard.reports.tables.counting import assembled
from eboard.reports.values import Cell, Column, Line, Table, count, percent

OVERVIEW = ("presented", "first", "noted", "deferred", "not_discussed", "late", "unsigned")


def overview(ground: Ground) -> Table:
    """The numbers at a glance."""
    lines = [Line(key="meetings", label=_("Meetings held"), cells=(assembled(ground, assemblies.HELD),))]
    for figure in OVERVIEW:
        cell = count(ground.listed.number(figure), figure)
        lines.append(Line(key=figure, label=label_of(figure), cells=(cell,)))
    return Table(
        key="overview",
        title=_("At a glance"),
        sentence=_("Cases on the agendas of meetings that were held, as often as each was presented."),
        head=_("What"),
        columns=(Column(key="number", label=_("Number")),),
        lines=tuple(lines),
    )


def late(ground: Ground) -> Table:
    """Late additions; their reasons stand in the list of cases."""
    return _split(
        ground,
        "late",
        _("Late additions"),
        _("Presented cases by whether they were listed before the cut-off. The list of cases gives each reason."),
        ("on_time", "late"),
    )


def rollovers(ground: Ground) -> Table:
    """How often presented cases were put off before."""
    return _split(
        ground,
        "rollovers",
        _("Rollovers"),
        _("Presented cases by how often they had been put off."),
        ("rolled_never", "rolled_once", "rolled_more"),
    )


def _split(ground: Ground, key: str, title: str, sentence: str, figures: tuple[str, ...]) -> Table:
    whole = len(ground.presented.facts)
    numbers = {figure: ground.presented.number(figure) for figure in figures}
    return Table(
        key=key,
        title=title,
        sentence=sentence,
        head=_("Cases"),
        columns=(Column(key="number", label=_("Number"), tone="accent"), Column(key="share", label=_("Share"))),
        lines=tuple(
            Line(key=figure, label=label_of(figure), cells=cells_of(number, figure, whole))
            for figure, number in numbers.items()
        ),
        secrecy=Secrecy.DOWN,
    )


def cells_of(number: int, figure: str, whole: int) -> tuple[Cell, ...]:
    """A number with its share of the cases presented."""
    return count(number, figure), percent(number, whole)
