"""Who came: each required specialty, and each person with a seat."""

from collections.abc import Iterator

from eboard.core.i18n import gettext as _
from eboard.people.enums import Specialty
from eboard.reports.attending import Seat
from eboard.reports.enums import Secrecy
from eboard.reports.ground import Ground
from eboard.reports.presence import Rate, due_to, goal_of, rate_of, rate_of_specialty
from eboard.reports.values import Column, Line, Table, count, goal, percent


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
        meetings = [one for one in ground.meetings if ground.settings.of[one.id].pack == part.key]
        for specialty, least in part.rules.required.items():
            rate = rate_of_specialty(str(specialty), least, meetings, ground.presence)
            yield _line(f"{part.key}.{specialty}", specialty.label, part.label, rate, part.rules.attendance_goal)


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
    due = due_to(seats, ground.panel_meetings)
    rate = rate_of(seats[0].person_id, due, ground.presence)
    wanted = goal_of(due, ground.panel_settings.of)
    covers = dict.fromkeys(Specialty.of(seat.specialty).label for seat in seats if seat.specialty)
    return _line(seats[0].person_id.hex, seats[0].name, ", ".join(covers), rate, wanted)


def _line(key: str, label: str, note: str, rate: Rate, wanted: int | None) -> Line:
    share = percent(rate.attended, rate.meetings)
    return Line(
        key=key,
        label=label,
        cells=(count(rate.attended), count(rate.meetings), share, goal(wanted)),
        note=note,
        met=None if wanted is None or share.number is None else share.number >= wanted,
    )
