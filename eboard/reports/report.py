"""The whole report about a scope and a period."""

from babel.dates import format_date

from eboard.core.i18n import gettext as _
from eboard.core.i18n import locale
from eboard.reports.ground import Ground
from eboard.reports.minutes import minutes_of
from eboard.reports.periods import Period
from eboard.reports.shielding import shield
from eboard.reports.tables import tables_of
from eboard.reports.unswept import unswept
from eboard.reports.values import Report, count


@unswept()
def report_of(ground: Ground, *, is_shielded: bool = False) -> Report:
    """Everything that is reported; shielded for who may read none of the cases."""
    report = Report(
        title=ground.scope.name,
        period=worded(ground.period),
        presented=count(len(ground.presented.facts), "presented"),
        packs=tuple(dict.fromkeys(part.label for part in ground.settings.parts)),
        tables=tables_of(ground),
        minutes=minutes_of(ground),
    )
    return shield(report) if is_shielded else report


def worded(period: Period) -> str:
    """A period in words."""
    first, last = (format_date(day, "d MMMM y", locale=locale()) for day in (period.first, period.last))
    return _("%(first)s to %(last)s", first=first, last=last)
