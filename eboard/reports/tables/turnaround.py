"""How long each step took."""

from eboard.core.i18n import gettext as _
from eboard.reports.enums import Kind
from eboard.reports.ground import Ground
from eboard.reports.turnaround import STAGES, spread_of
from eboard.reports.values import Cell, Column, Line, Table, count


def turnaround(ground: Ground) -> Table:
    """Medians and 90th percentiles in days, of the cases presented."""
    spreads = [(stage, spread_of(stage, ground.presented)) for stage in STAGES]
    return Table(
        key="turnaround",
        title=_("Turnaround"),
        sentence=_(
            "Half of the cases took no longer than the median, nine of ten no longer than the 90th percentile. "
            "A letter is sent with its signature."
        ),
        head=_("Step"),
        columns=(
            Column(key="median", label=_("Median, days"), tone="accent"),
            Column(key="ninetieth", label=_("90th percentile, days")),
            Column(key="measured", label=_("Cases")),
            Column(key="missing", label=_("Missing")),
        ),
        lines=tuple(
            Line(
                key=stage.key,
                label=str(stage.label),
                cells=(
                    Cell(number=spread.median, kind=Kind.DAYS),
                    Cell(number=spread.ninetieth, kind=Kind.DAYS),
                    count(spread.measured, f"step.{stage.key}"),
                    count(spread.missing, f"no-step.{stage.key}"),
                ),
            )
            for stage, spread in spreads
        ),
    )
