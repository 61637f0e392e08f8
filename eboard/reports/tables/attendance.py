"""Who came: each required specialty, and each person with a seat."""

from collections.abc import Iterator

from eboard.core.i18n import gettext as _
from eboard.people.enums import Specialty
from eboard.reports import assemblies, where
from eboard.reports.attending import Seat
from eboard.reports.enums import Secrecy
from eboard.reports.ground import Ground
from eboard.reports.presence import due_to, goal_of
from eboard.reports.tables.counting import assembled
from eboard.reports.values import Cell, Column, Line, Table, goal, percent


def specialties(ground: Ground) -> Table:
    """At how many meetings each required specialty was there, by the version in force on the day."""
    return Table(
        key="specialties",
        title=_("Attendance by specialty"),
        sentence=_("Meetings at which as many people of it were there as the rule pack of the day asks for."),
        head=_("Specialty"),
        columns=_columns(),
        lines=tuple(_specialty_lines(ground)),
        secrecy=Secrecy.FREE,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(key="attended", label=_("Attended")),
        Column(key="meetings", label=_("Meetings")),
        Column(key="share", label=_("Share"), tone="accent"),
        Column(key="goal", label=_("Goal")),
    )


def _specialty_lines(ground: Ground) -> Iterator[Line]:
    for part in ground.settings.parts:
        place = where.written(where.PACK, part.key)
        for specialty in part.rules.required:
            cells = (
                assembled(ground, f"{assemblies.SPECIALTY}.{specialty}", place),
                assembled(ground, assemblies.HELD, place),
            )
            yield _line(f"{part.key}.{specialty}", specialty.label, part.label, cells, part.rules.attendance_goal)


def people(ground: Ground) -> Table:
    """Of the meetings held while a person had a seat, how many he or she attended."""
    theirs = {
        seat.person_id: [other for other in ground.seats if other.person_id == seat.person_id] for seat in ground.seats
    }
    return Table(
        key="people",
        title=_("Attendance by person"),
        sentence=_("Of the meetings that were held while the person had a seat on the panel."),
        head=_("Person"),
        columns=_columns(),
        lines=tuple(_person_line(ground, seats) for seats in theirs.values()),
    )


def _person_line(ground: Ground, seats: list[Seat]) -> Line:
    key = seats[0].person_id.hex
    cells = (assembled(ground, f"{assemblies.ATTENDED}.{key}"), assembled(ground, f"{assemblies.DUE}.{key}"))
    wanted = goal_of(due_to(seats, ground.panel_meetings), ground.panel_settings.of)
    covers = dict.fromkeys(Specialty.of(seat.specialty).label for seat in seats if seat.specialty)
    return _line(key, seats[0].name, ", ".join(covers), cells, wanted)


def _line(key: str, label: str, note: str, counts: tuple[Cell, Cell], wanted: int | None) -> Line:
    attended, meetings = counts
    share = percent(int(attended.number or 0), int(meetings.number or 0))
    return Line(
        key=key,
        label=label,
        cells=(attended, meetings, share, goal(wanted)),
        note=note,
        met=None if wanted is None or share.number is None else share.number >= wanted,
    )
