"""The same numbers for each organization, board and month."""

from collections.abc import Iterable

from eboard.core.i18n import gettext as _
from eboard.reports import where
from eboard.reports.enums import Secrecy
from eboard.reports.figures import Counted
from eboard.reports.ground import Ground
from eboard.reports.values import Column, Line, Table, count, percent

TONES = {"prospective": "ok", "retrospective": "neutral", "no_statement": "warn"}


def by_organization(ground: Ground) -> Table | None:
    """A board's cases by who nominated them; an organization's report is about one."""
    if ground.scope.board_id is None:
        return None
    keys = [(one.hex, name) for one, name in ground.organizations.items()]
    lines = _lines(ground, where.ORGANIZATION, keys)
    return _table("organizations", _("By organization"), _("Organization"), lines, Secrecy.DOWN)


def by_board(ground: Ground) -> Table | None:
    """An organization's cases by the board that discussed them."""
    if ground.scope.board_id is not None:
        return None
    keys = [(one.hex, name) for one, name in ground.settings.boards.items()]
    lines = _lines(ground, where.BOARD, keys)
    return _table("boards", _("By board"), _("Board"), lines, Secrecy.CLOSED)


def by_month(ground: Ground) -> Table:
    """Month for month, drawn."""
    keys = [(f"{month:%Y-%m}", f"{month:%Y-%m}") for month in ground.period.months() if month <= ground.today]
    lines = _lines(ground, where.MONTH, keys)
    return _table("months", _("Month by month"), _("Month"), lines, Secrecy.CLOSED)


def _table(key: str, title: str, head: str, lines: Iterable[Line], secrecy: Secrecy) -> Table:
    drawn = [Column(key=figure, label=_heads()[figure], tone=tone) for figure, tone in TONES.items()]
    return Table(
        key=key,
        title=title,
        sentence=_("Cases presented, and whether the discussion could still change treatment."),
        head=head,
        columns=(
            Column(key="presented", label=_("Presented")),
            *drawn,
            Column(key="share", label=_("Share prospective")),
            Column(key="late", label=_("Late")),
        ),
        lines=tuple(lines),
        secrecy=secrecy,
    )


def _heads() -> dict[str, str]:
    return {"prospective": _("Prospective"), "retrospective": _("Retrospective"), "no_statement": _("No statement")}


def _lines(ground: Ground, kind: str, keys: Iterable[tuple[str, str]]) -> Iterable[Line]:
    groups = ground.presented.by(kind)
    for key, label in keys:
        cases = groups.get(key) or Counted((), {})
        place, whole = where.written(kind, key), len(cases.facts)
        numbers = {figure: cases.number(figure) for figure in (*TONES, "late")}
        yield Line(
            key=key,
            label=label,
            cells=(
                count(whole, "presented", place),
                *(count(numbers[figure], figure, place) for figure in TONES),
                percent(numbers["prospective"], whole),
                count(numbers["late"], "late", place),
            ),
        )
