"""The panel of recusals on the case page: one's own, and for those who run the board, everybody's."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.cases.actions.recusals import end_recusal, recuse
from eboard.cases.forms.recusals import RecusalForm
from eboard.cases.models import Case
from eboard.cases.panels import panel
from eboard.cases.queries.recusals import recusals_of
from eboard.cases.views.case_page import page_of
from eboard.core.i18n import gettext as _
from eboard.people.models import Person

blueprint = Blueprint("recusals", __name__)


@panel("cases/parts/recusals.html", order=80)
def recusals(case: Case, may: Collection[str]) -> dict[str, Any] | None:
    """What the panel shows; a care team sees nothing of it."""
    if Permission.CASE_PREPARE not in may:
        return None
    me = access.actor().acts_as
    found = recusals_of(case.id)
    seen = found if Permission.CASE_SCHEDULE in may else [one for one in found if one.person_id == me]
    return {"recusals": seen, "is_mine": any(one.person_id == me for one in found)}


@blueprint.post("/cases/<uuid:case_id>/recusal")
def begin(case_id: UUID) -> Response | tuple[str, int]:
    """Take no part in the decision on this case."""
    actor = access.actor()
    case, me = access.load(actor, Case, case_id, Permission.CASE_PREPARE), _me()
    form = RecusalForm()
    if not form.validate():
        return page_of(case_id, recusing=form), form.status
    recuse(actor=actor, case=case, person=me, reason=form.reason.data or "")
    flash(_("You take no part in the decision on this case. It is planned without you."), "ok")
    return redirect(url_for("cases.show", case_id=case.id), 303)


@blueprint.post("/cases/<uuid:case_id>/recusal/<uuid:person_id>/end")
def end(case_id: UUID, person_id: UUID) -> Response:
    """Take part again; those who run the board end anybody's recusal."""
    actor = access.actor()
    is_own = person_id == actor.acts_as
    case = access.load(actor, Case, case_id, Permission.CASE_PREPARE if is_own else Permission.CASE_SCHEDULE)
    person = _me() if is_own else next((one.person for one in recusals_of(case.id) if one.person_id == person_id), None)
    if person is not None:
        end_recusal(actor=actor, case=case, person=person)
        flash(_("%(name)s takes part in the decision again.", name=person.name), "ok")
    return redirect(url_for("cases.show", case_id=case.id), 303)


def _me() -> Person:
    actor = access.actor()
    return access.load(actor, Person, actor.acts_as or UUID(int=0), Permission.PERSON_CHOOSE)
