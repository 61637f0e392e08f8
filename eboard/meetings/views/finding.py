"""Find a time: the best slots for the people of a board and for those who are added."""

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from flask import redirect, render_template, request, url_for

from eboard import access
from eboard.access import Permission
from eboard.availability.burden import points
from eboard.availability.grid import make_grid
from eboard.availability.queries import known_until
from eboard.availability.reasons import reasons
from eboard.availability.slots import Attendee, Search, Slot, find_slots
from eboard.boards.models import Board
from eboard.core import time
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.invitations.attendees import attendees, usually_asked
from eboard.meetings.forms.agenda import as_id
from eboard.meetings.forms.finding import (
    MOST_PEOPLE,
    NEEDS,
    NOT_ASKED,
    OPTIONAL,
    REQUIRED,
    FindTimeForm,
    day_in,
    needs_in,
    question_in,
)
from eboard.meetings.views.blueprint import blueprint, zone_of_viewer
from eboard.meetings.views.plans import Page
from eboard.people.models import Person
from eboard.people.queries.directory import active_among
from eboard.people.views.search import chosen


@blueprint.get("/boards/<uuid:board_id>/find-time")
def find_time(board_id: UUID) -> Page:
    """The question beside its answer; the address holds both and can be shared among the staff of the board."""
    board = access.load(access.actor(), Board, board_id, Permission.BOARD_STAFF)
    form = FindTimeForm.for_board(board, request.args.to_dict())
    form.validate()
    added = _added(form)
    if added is not None:
        return redirect(_address(board, **{str(added.id): REQUIRED}))  # an address that is shared holds no name
    needs = _needs(board, form)
    people = [person for person, need in needs.items() if need != NOT_ASKED]
    search = None if form.errors or not people else _search(board, form, needs, people)
    slots = find_slots(search) if search else []
    return render_template(
        "meetings/find_time.html",
        board=board,
        form=form,
        needs=needs,
        choices=NEEDS,
        unknown=_unknown(people, search) if search else [],
        slots=slots,
        grid=make_grid(search, slots, _day_shown(search, slots)) if search else None,
        days=search.days if search else [],
        reasons=reasons,
        points=points,
        my_zone=zone_of_viewer(),
        on_day=lambda day: _address(board, show=day.isoformat()),
    ), form.status


def _added(form: FindTimeForm) -> Person | None:
    """Somebody whom the type-ahead field adds, if it is filled and names one person."""
    if not form.person.data:
        return None
    name, key = form.person.data, as_id(form.person_id.data)
    _done, person = form.perform(lambda: chosen(access.actor(), key, name, field="person"))
    return person


def _address(board: Board, **changes: str) -> str:
    """The address of the same question with some of it changed."""
    question = {**question_in(request.args), **changes}
    return f"{url_for('meetings.find_time', board_id=board.id)}?{urlencode(question)}"


def _needs(board: Board, form: FindTimeForm) -> dict[Person, str]:
    """Whom the page lists, and how much each is needed: the people of the board, and those of the address.

    Somebody whom the person at the screen may not choose is left out, in words that do not say who that is.
    """
    actor, named = access.actor(), needs_in(request.args)
    found: dict[Person, str] = {}
    for person, is_required in usually_asked(board, form.first_day.data or time.now().date()).items():
        found[person] = named.pop(person.id, REQUIRED if is_required else OPTIONAL)
    others = active_among(access.visible(actor, Person, Permission.PERSON_CHOOSE), named)
    found.update((person, named[person.id]) for person in others)
    if len(others) < len(named):
        form.refuse(DomainError(_("Somebody in this address cannot be chosen. They are left out.")))
    if len(found) > MOST_PEOPLE:
        form.refuse(DomainError(_("Choose at most %(most)s people.", most=MOST_PEOPLE)))
    return found


def _search(board: Board, form: FindTimeForm, needs: dict[Person, str], people: Sequence[Person]) -> Search:
    required = [person.id for person in people if needs[person] == REQUIRED]
    first, last = form.first_day.data, form.last_day.data
    found: list[Attendee] = attendees(people, required, first, last)
    return Search(
        attendees=found,
        zone=board.zone,
        first_day=first,
        last_day=last,
        minutes=form.minutes.data,
        hours=(form.opens.data, form.closes.data),
        earliest=time.now() + timedelta(hours=form.notice.data),
    )


def _unknown(people: Sequence[Person], search: Search) -> list[Person]:
    """Those of whom no calendar was read as far as the last day."""
    known = known_until([person.id for person in people])
    return [person for person in people if person.id not in known or known[person.id].date() <= search.last_day]


def _day_shown(search: Search, slots: Sequence[Slot]) -> date:
    """The day the address asks for, else that of the best slot."""
    asked = day_in(request.args, search.first_day, search.last_day)
    return asked or (slots[0].starts.date() if slots else search.first_day)
