"""What an activity may be for, as choices of a form."""

from collections.abc import Sequence

from eboard.boards.models import Series
from eboard.core.i18n import gettext as _
from eboard.core.web.templating import day
from eboard.meetings.models import Meeting


def scopes_of(series: Sequence[Series], meetings: Sequence[Meeting]) -> list[tuple[str, str]]:
    """Series first, then single meetings, each with a key that says which it is."""
    return [
        *((f"series:{one.id}", _series_text(one)) for one in series),
        *((f"meeting:{one.id}", _("the meeting of %(day)s", day=day(one.day))) for one in meetings),
    ]


def _series_text(series: Series) -> str:
    clocks = ", ".join(f"{clock:%H:%M}" for clock in series.clocks)
    return _(
        "the series that meets %(repeat)s at %(clocks)s, since %(day)s",
        repeat=series.repeat.label.lower(),
        clocks=clocks,
        day=day(series.first_day),
    )
