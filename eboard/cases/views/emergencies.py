"""Opening a case in an emergency by its number, what its care team sees of that, and the queue of reviews."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.cases.actions import emergencies as actions
from eboard.cases.forms.emergencies import EmergencyForm, ReviewForm
from eboard.cases.models import Case, EmergencyAccess
from eboard.cases.panels import panel
from eboard.cases.queries.emergencies import openings_of, reviewed, unreviewed
from eboard.core import time
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web import paginate
from eboard.core.web.paging import page_number
from eboard.core.web.settings import settings
from eboard.people.models import Person

blueprint = Blueprint("emergencies", __name__, url_prefix="/emergency")


@panel("cases/parts/emergencies.html", order=5)
def _panel(case: Case, may: Collection[str]) -> dict[str, Any] | None:
    """All openings for the care team; to whoever opened it, until when."""
    me = access.actor().acts_as
    found = openings_of(case)
    mine = next((one for one in found if one.person_id == me and one.ends_at > time.now()), None)
    shown = found if Permission.CASE_EDIT in may else []
    return {"openings": shown, "mine": mine} if shown or mine else None


@blueprint.route("", methods=["GET", "POST"])
def start() -> Response | str | tuple[str, int]:
    """Ask for a case by its number, with a reason; after a fresh proof it is open for some hours."""
    actor = access.actor()
    access.require(actor, Permission.CASE_OPEN_IN_EMERGENCY)
    form = EmergencyForm()
    if form.validate_on_submit():
        access.confirm_recently()
        person = _me()
        actions.count_try(person)
        case = actions.seek_case(actor=actor, number=form.number.data)
        if case is None:
            form.refuse(DomainError(_("There is no case with this number, or it cannot be opened."), field="number"))
        elif Permission.CASE_READ in access.permissions(actor, case) or _opened(form, person, case):
            return redirect(url_for("cases.show", case_id=case.id), 303)
    return render_template("cases/emergency.html", form=form, hours=settings().emergency_hours), form.status


def _opened(form: EmergencyForm, person: Person, case: Case) -> bool:
    done, _row = form.perform(
        lambda: actions.open_in_emergency(
            actor=access.actor(), person=person, case=case, reason=form.reason.data, note=form.note.data or ""
        )
    )
    if done:
        flash(_("The case is open to you for a limited time. Its care team was told."), "warn")
    return done


@blueprint.get("/review")
def queue() -> str:
    """The openings that wait to be judged, and those that were."""
    return _queue()


def _queue(refused: ReviewForm | None = None, refused_id: UUID | None = None) -> str:
    actor = access.actor()
    rows = access.visible(actor, EmergencyAccess, Permission.EMERGENCY_REVIEW)
    page = paginate(unreviewed(rows), number=page_number())
    forms = {
        row.id: refused if refused is not None and row.id == refused_id else _form(row.id, formdata=None)
        for row in page.items
    }
    judged = paginate(reviewed(rows), number=1)
    return render_template("cases/emergency_review.html", page=page, forms=forms, judged=judged, refused=refused)


@blueprint.post("/<uuid:access_id>/review")
def review(access_id: UUID) -> Response | tuple[str, int]:
    """Judge one opening."""
    actor = access.actor()
    row = access.load(actor, EmergencyAccess, access_id, Permission.EMERGENCY_REVIEW)
    form = _form(row.id)
    if form.validate():
        done, _nothing = form.perform(
            lambda: actions.review_emergency(
                actor=actor, person=_me(), row=row, is_justified=form.is_justified, note=form.note.data or ""
            )
        )
        if done:
            flash(_("Your judgement is recorded."), "ok")
            return redirect(url_for("emergencies.queue"), 303)
    return _queue(form, row.id), form.status


def _form(row_id: UUID, **options: Any) -> ReviewForm:
    return ReviewForm(prefix=f"r{row_id.hex}-", **options)


def _me() -> Person:
    actor = access.actor()
    return access.load(actor, Person, actor.acts_as or UUID(int=0), Permission.PERSON_CHOOSE)
