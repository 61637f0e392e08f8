"""Presenting a case again, with everything and with what was recommended last as its plan."""

from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.cases.actions.onward import present_again
from eboard.cases.models import Case
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.followup.lines import plan_of
from eboard.followup.queries import version_in_force
from eboard.followup.views.blueprint import blueprint


@blueprint.post("/cases/<uuid:case_id>/again")
def present(case_id: UUID) -> Response:
    """Make the draft and go on to it."""
    return begin_again(case_id)


def begin_again(case_id: UUID) -> Response:
    """The way to a new draft of a case of one's own organization."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_EDIT)
    letter = version_in_force(case.id)
    try:
        draft = present_again(actor=actor, case=case, plan=plan_of(letter.content) if letter else "")
    except DomainError as refusal:  # it refuses before it changes anything, so answers beside it are kept
        flash(refusal.message, "warn")
        return redirect(url_for("cases.show", case_id=case.id), 303)
    flash(_("Everything is in the new draft. Say what is asked this time, and submit it."), "ok")
    return redirect(url_for("nomination.edit", case_id=draft.id), 303)
