"""Several people at one device, checked in by one of them."""

from uuid import UUID

from flask import flash, render_template

from eboard import access
from eboard.access import Permission
from eboard.attendance.actions.rooms import check_in_room
from eboard.attendance.forms import NameForm, RoomForm
from eboard.attendance.queries import head_counts
from eboard.attendance.views.blueprint import Page, blueprint, to_mine
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.forms.agenda import as_id
from eboard.meetings.models import Meeting
from eboard.meetings.views.blueprint import load_meeting
from eboard.people.models import Person
from eboard.people.views.search import chosen


@blueprint.route("/room", methods=["GET", "POST"])
def room(meeting_id: UUID) -> Page:
    """Name those who share a device, and say how many others there are."""
    meeting = load_meeting(meeting_id, Permission.MEETING_JOIN)
    form = RoomForm()
    if form.validate_on_submit() and (people := _people(form)) is not None:
        is_staff = Permission.MEETING_RUN in access.permissions(access.actor(), meeting)
        done, unexpected = form.perform(
            lambda: check_in_room(
                actor=access.actor(),
                meeting=meeting,
                room=form.room.data,
                people=people,
                heads=form.heads.data or 0,
                is_staff=is_staff,
            )
        )
        if done:
            _say(len(people), unexpected or 0)
            return to_mine(meeting)
    page = render_template("attendance/room.html", meeting=meeting, form=form, rooms=_rooms(meeting))
    return page, form.status


def _people(form: RoomForm) -> list[Person] | None:
    """Those who were named, each once; None when a name was not found, which then stands beside its row."""
    rows = [(entry.form, _found(entry.form)) for entry in form.people if entry.form.person.data]
    missing = [row for row, person in rows if person is None]
    if missing:
        for row in missing:
            row.person.errors = [_("Choose a person from the list that appears as you type.")]
        form.people.errors = [row.errors for row in missing]
        form.refuse(DomainError(_("Some names were not found.")))
        return None
    return list({person.id: person for _row, person in rows if person is not None}.values())


def _found(row: NameForm) -> Person | None:
    try:
        return chosen(access.actor(), as_id(row.person_id.data), row.person.data, field="person")
    except DomainError:
        return None


def _rooms(meeting: Meeting) -> list[tuple[str, list[str], int]]:
    """By room, who is known to be there now, and how many more."""
    heads = head_counts(meeting)
    named: dict[str, list[str]] = {room: [] for room in heads}
    for mark in meeting.attendances:
        if mark.room and mark.to_at is None:
            named.setdefault(mark.room, []).append(mark.person.name)
    return [(one, people, heads[one].heads if one in heads else 0) for one, people in sorted(named.items())]


def _say(named: int, unexpected: int) -> None:
    if unexpected:
        flash(_("Noted. %(count)s of them were not expected; the coordinator confirms them.", count=unexpected), "warn")
    else:
        flash(_("Noted: %(count)s by name.", count=named), "ok")
