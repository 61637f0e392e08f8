"""The rules each meeting was held under: the version of its board's pack in force on its day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from eboard.boards.models import Board, RulePackVersion
from eboard.boards.queries import WITH_RULES, holidays
from eboard.boards.rules import Rules, in_force_on, parse_rules
from eboard.boards.working_days import WorkingDays
from eboard.core.db import db
from eboard.core.i18n import gettext as _
from eboard.core.time import wall
from eboard.reports.facts import Held

NONE = "none"
TWO_YEARS = timedelta(days=731)  # what is due after a meeting of December is due in the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a meeting is judged by; ``pack`` names the version, ``due_at`` is when its outcomes are to be back."""

    pack: str
    rules: Rules
    due_at: float | None  # in seconds since 1970, as facts have it
    ends_at: float
    board: str  # its key in hexadecimal
    year: int  # on the calendar of the report, as its month
    month: str
    order: int  # among the meetings of the report


@dataclass(frozen=True, slots=True)
class Part:
    """A version of a pack that some meetings of a report were held under."""

    key: str
    label: str
    rules: Rules


@dataclass(frozen=True, slots=True)
class Settings:
    """What each meeting is judged by, the versions in order of time, and the names of the boards."""

    of: dict[UUID, Setting]
    parts: tuple[Part, ...]
    boards: dict[UUID, str]
    sites: dict[UUID, tuple[str, ...]]


def settings_of(meetings: Sequence[Held], zone: str) -> Settings:
    """Look the rules of the meetings up, for a report on the clocks of ``zone``; a few queries for each board."""
    boards = {board.id: board for board in _boards({meeting.board_id for meeting in meetings})}
    calendars = _calendars(boards.values(), meetings)
    parts: dict[str, Part] = {}
    settings = {}
    for order, meeting in enumerate(meetings):
        part = _part(boards[meeting.board_id], meeting, parts)
        day = wall(meeting.starts_at, zone).date()
        settings[meeting.id] = Setting(
            pack=part.key,
            rules=part.rules,
            due_at=_due(part.rules.outcome_days, meeting, calendars[meeting.board_id, meeting.day.year]),
            ends_at=meeting.ends_at.timestamp(),
            board=meeting.board_id.hex,
            year=day.year,
            month=f"{day:%Y-%m}",
            order=order,
        )
    return Settings(
        settings,
        tuple(parts.values()),
        {board.id: board.name for board in boards.values()},
        {board.id: tuple(board.tumor_sites) for board in boards.values()},
    )


def _due(days: int | None, meeting: Held, calendar: WorkingDays) -> float | None:
    return calendar.after(meeting.ends_at, days).timestamp() if days else None


def _boards(ids: Collection[UUID]) -> Sequence[Board]:
    return db.session.scalars(select(Board).where(Board.id.in_(ids)).order_by(Board.name).options(*WITH_RULES)).all()


def _part(board: Board, meeting: Held, known: dict[str, Part]) -> Part:
    """The version in force on the day of a meeting, each read once."""
    version = in_force_on(board.rule_pack, meeting.day)
    key = NONE if version is None else str(version.id)
    if key not in known:
        known[key] = _read(board, key, version)
    return known[key]


def _read(board: Board, key: str, version: RulePackVersion | None) -> Part:
    if version is None:
        return Part(key, board.rule_pack.name, Rules())
    since = version.in_force_from.isoformat()
    label = _("%(pack)s, in force from %(day)s", pack=board.rule_pack.name, day=since)
    return Part(key, label, parse_rules(version.rules))


def _calendars(boards: Collection[Board], meetings: Sequence[Held]) -> dict[tuple[UUID, int], WorkingDays]:
    """The working days of each board's host in each year with a meeting, and in the months after it."""
    hosts = {board.id: board.organization for board in boards}
    firsts: dict[tuple[UUID, int], Held] = {}
    for meeting in meetings:
        firsts.setdefault((meeting.board_id, meeting.day.year), meeting)
    known: dict[tuple[UUID, int], WorkingDays] = {}
    calendars = {}
    for (board_id, year), first in firsts.items():
        host = hosts[board_id]
        if (host.id, year) not in known:
            start = first.day.replace(month=1, day=1)
            known[host.id, year] = WorkingDays(
                host.zone, frozenset(host.weekend), holidays(host.id, start, start + TWO_YEARS)
            )
        calendars[board_id, year] = known[host.id, year]
    return calendars
