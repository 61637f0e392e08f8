"""Attendance in the minutes, as the page of attendance knows it: people, heads without a name, what was corrected."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from eboard.attendance.models import Correction
from eboard.attendance.queries import corrections_of, head_counts, walk_ins_of
from eboard.attendance.said import said_in
from eboard.attendance.sheet import CaseLine, Sheet
from eboard.boards.enums import PHYSICIAN_ROLES, STAFF_ROLES
from eboard.core.i18n import gettext as _
from eboard.core.web.templating import datetime_in, time_in
from eboard.meetings.enums import Learned
from eboard.meetings.models import Attendance, Meeting
from eboard.meetings.overview import specialties_of
from eboard.meetings.queries.invitees import panel_on
from eboard.minutes.queries import organizations_of
from eboard.recommendations.wording import Fact

TOLD = frozenset({Learned.NOTED, Learned.ROOM, Learned.WALK_IN, Learned.CORRECTED})  # what was not one's own check-in


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Somebody who was there."""

    name: str
    about: str  # role, organization, specialties, and whose seat
    how: str  # by which way, from when to when


def present(meeting: Meeting, sheet: Sheet | None) -> Iterator[Present]:
    """Everybody who was there by name, each once, in order of arrival; ``sheet`` is that of a meeting that was held."""
    stretches: dict[UUID, list[Attendance]] = defaultdict(list)
    for mark in sorted(meeting.attendances, key=lambda one: (one.from_at, one.id)):
        stretches[mark.person_id].append(mark)
    homes, roles = organizations_of(stretches, meeting.day), _roles(meeting)
    minutes = {line.person.id: line.minutes for line in sheet.lines} if sheet else {}
    for person_id, marks in stretches.items():
        person = marks[0].person
        known = ", ".join(sorted(one.label for one in specialties_of(person)))
        seats = dict.fromkeys(_("for %(name)s", name=one.proxy_for.name) for one in marks if one.proxy_for)
        how = "; ".join(_stretch(one, meeting.zone) for one in marks)
        counted = _("%(minutes)s min", minutes=minutes[person_id]) if person_id in minutes else ""
        yield Present(
            name=person.name,
            about=" · ".join(filter(None, (roles.get(person_id, ""), homes.get(person_id, ""), known, *seats))),
            how=" · ".join(filter(None, (how, counted))),
        )


def beside(meeting: Meeting) -> Iterator[Fact]:
    """What else is to be said: who of the board was missing, who came unexpected, heads without a name, corrections."""
    seats = panel_on(meeting.board_id, meeting.day, *STAFF_ROLES, *PHYSICIAN_ROLES)
    there = {mark.person_id for mark in meeting.attendances}
    covered = {mark.proxy_for_id for mark in meeting.attendances}
    missing = dict.fromkeys(seat.person.name for seat in seats if seat.person_id not in there | covered)
    if missing:
        yield Fact(_("Members who were not there"), ", ".join(missing))
    for row in walk_ins_of(meeting):
        when = _times(row.from_at, row.to_at, meeting.zone)
        yield Fact(_("Came unexpected, not confirmed"), f"{row.person.name}, {row.presence.label}, {when}")
    for room, count in head_counts(meeting).items():
        yield Fact(_("Without a name"), f"{room}: {count.heads}")
    names = {seat.person_id: seat.person.name for seat in seats}
    for one in reversed(corrections_of(meeting)):
        yield Fact(_("Attendance corrected"), _correction(one, names, meeting.zone))


def there_for(case: CaseLine) -> str:
    """Who was there while a case was discussed, and whether that was a quorum."""
    people = ", ".join(person.name for person in case.there) or _("nobody by name")
    some = ", ".join(person.name for person in case.partly)
    partly = _("for less than half: %(names)s", names=some) if some else ""
    return " · ".join(filter(None, (people, partly, "" if case.held.quorum.is_met else _("no quorum"))))


def _roles(meeting: Meeting) -> dict[UUID, str]:
    """What each person was in a meeting: roles on its board, presenter, guest."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for seat in sorted(panel_on(meeting.board_id, meeting.day), key=lambda seat: seat.role):
        found[seat.person_id].append(seat.role.label)
    for guest in meeting.guests:
        found[guest.person_id].append(_("Guest"))
    for item in meeting.items:
        if item.presenter_id is not None:
            found[item.presenter_id].append(_("Presenter"))
    return {person_id: ", ".join(dict.fromkeys(names)) for person_id, names in found.items()}


def _stretch(mark: Attendance, zone: str) -> str:
    where = f"{mark.presence.label} ({mark.room})" if mark.room else mark.presence.label
    learned = mark.learned.label if mark.learned in TOLD else ""
    return ", ".join(filter(None, (where, _times(mark.from_at, mark.to_at, zone), learned)))


def _correction(one: Correction, names: Mapping[UUID, str], zone: str) -> str:
    who = one.by.name if one.by else _("the system")
    change = f"{one.person.name}: {_said(one.before, names, zone)} → {_said(one.after, names, zone)}"
    return f"{change}. “{one.reason}” · {who}, {datetime_in(one.at, zone)}"


def _said(content: Mapping[str, Any], names: Mapping[UUID, str], zone: str) -> str:
    said = said_in(content)
    if said is None:
        return _("nothing")
    seat = _("for %(name)s", name=names.get(said.proxy_for_id, _("another seat"))) if said.proxy_for_id else ""
    return ", ".join(filter(None, (_times(said.from_at, said.to_at, zone), said.presence.label, seat)))


def _times(begin: datetime, end: datetime | None, zone: str) -> str:
    return f"{time_in(begin, zone)}–{time_in(end, zone) if end else ''}"
