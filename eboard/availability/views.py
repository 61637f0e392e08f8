"""My availability: the calendars a person publishes, and the days he or she is away."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.availability.actions import absences, calendars
from eboard.availability.forms import AbsenceForm, CalendarForm
from eboard.availability.models import Absence, PublishedCalendar
from eboard.availability.queries import absences_of, calendars_of
from eboard.core.i18n import gettext as _
from eboard.people.models import Person
from eboard.people.views.account import me
from eboard.people.views.search import chosen

blueprint = Blueprint("availability", __name__, url_prefix="/availability")
Page = Response | str | tuple[str, int]


@blueprint.get("/")
def mine() -> str:
    """Calendars and absences of the person, or of whom he or she acts for."""
    return _page(CalendarForm(), AbsenceForm())


@blueprint.post("/calendars")
def add_calendar() -> Page:
    """Take an address; it is not shown again, also not in the form that refuses it."""
    form = CalendarForm()
    if form.validate_on_submit():
        done, _row = form.perform(
            lambda: calendars.add_calendar(actor=access.actor(), person=me(), address=form.address.data)
        )
        if done:
            flash(_("The calendar is on the list. It is read within a minute."), "ok")
            return _back()
    return _page(form, AbsenceForm(formdata=None)), form.status


@blueprint.post("/calendars/<uuid:calendar_id>/read")
def read_calendar(calendar_id: UUID) -> Response:
    """Have it read now."""
    calendars.read_again(calendar=_calendar(calendar_id))
    flash(_("The calendar is read within a minute."), "ok")
    return _back()


@blueprint.post("/calendars/<uuid:calendar_id>/remove")
def remove_calendar(calendar_id: UUID) -> Response:
    """Forget it."""
    calendars.remove_calendar(actor=access.actor(), calendar=_calendar(calendar_id))
    flash(_("The calendar and its busy times are forgotten."), "ok")
    return _back()


@blueprint.post("/absences")
def add_absence() -> Page:
    """Note days away."""
    form = AbsenceForm()
    if form.validate_on_submit():
        done, _row = form.perform(lambda: _add_absence(form))
        if done:
            flash(_("The absence is noted. Coordinators of your meetings see it."), "ok")
            return _back()
    return _page(CalendarForm(formdata=None), form), form.status


@blueprint.post("/absences/<uuid:absence_id>/remove")
def remove_absence(absence_id: UUID) -> Response:
    """Take an absence back."""
    actor = access.actor()
    absence = access.load(actor, Absence, absence_id, Permission.ABSENCE_REMOVE)
    absences.remove_absence(actor=actor, absence=absence)
    flash(_("The absence is taken back."), "ok")
    return _back()


def _add_absence(form: AbsenceForm) -> Absence:
    actor = access.actor()
    named = form.deputy_id.data or form.deputy.data
    return absences.add_absence(
        actor=actor,
        person=_person(),
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        deputy=chosen(actor, form.deputy_id.data, form.deputy.data, field="deputy") if named else None,
    )


def _person() -> Person:
    """The person at the screen, or whom he or she acts for."""
    actor = access.actor()
    current = access.current_session()
    return access.load(actor, Person, actor.acts_as or current.person_id, Permission.AVAILABILITY_MANAGE)


def _calendar(calendar_id: UUID) -> PublishedCalendar:
    return access.load(access.actor(), PublishedCalendar, calendar_id, Permission.CALENDAR_MANAGE)


def _page(calendar_form: CalendarForm, absence_form: AbsenceForm) -> str:
    person = _person()
    return render_template(
        "availability/mine.html",
        person=person,
        calendar_form=calendar_form,
        absence_form=absence_form,
        calendars=calendars_of(person.id),
        absences=absences_of(person.id),
        is_oneself=access.actor().on_behalf_of_id is None,
    )


def _back() -> Response:
    return redirect(url_for("availability.mine"), 303)
