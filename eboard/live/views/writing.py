"""Writing the outcome of the case on the table: batch by batch while people talk, or as a plain form."""

from uuid import UUID

from flask import Response, flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from eboard import access
from eboard.access import Permission
from eboard.cases.models import Case
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.live.actions import save_words
from eboard.live.forms import Words, stored_form
from eboard.live.room import item_at
from eboard.live.views.blueprint import blueprint
from eboard.live.views.page import page
from eboard.live.views.standing import standing_in
from eboard.meetings.forms.agenda import as_id
from eboard.meetings.models import AgendaItem, Meeting
from eboard.recommendations import queries
from eboard.recommendations.actions import record_outcome, save_draft
from eboard.recommendations.draft import Draft, read
from eboard.recommendations.forms import OutcomeForm


@blueprint.post("/cases/<uuid:case_id>/save")
def save(meeting_id: UUID, case_id: UUID) -> Response:
    """Keep a batch of words; answers with the places where somebody else wrote something else."""
    item = _item(meeting_id, case_id)
    batch_id = as_id(request.form.get("batch"))
    if batch_id is None:
        raise DomainError(_("Something in the form cannot be understood yet."))
    sent = request.form.get("changes", "")
    people = queries.discussants(item.meeting) if "dissents" in sent else ()  # nothing else names a person
    changes, problems = Words(people).changes(sent)
    refused = save_words(actor=access.actor(), item=item, batch_id=batch_id, changes=changes)
    saved = queries.discussion_of(item.id)
    places = [str(change.place) for change in refused]
    return jsonify(clashes=places, problems=problems, version=saved.row_version if saved else 0)


@blueprint.post("/cases/<uuid:case_id>")
def write(meeting_id: UUID, case_id: UUID) -> Answer | tuple[str, int]:
    """Keep the form as a whole: a draft, or a complete outcome; without scripts, rows are added here too."""
    item = _item(meeting_id, case_id)
    form = OutcomeForm()
    is_rearranged = form.rearrange(queries.discussants(item.meeting))
    if not is_rearranged and form.validate_on_submit():
        action = record_outcome if request.form.get("do") == "record" else save_draft
        done, _saved = form.perform(
            lambda: action(actor=access.actor(), item=item, version=form.version.data, draft=form.draft())
        )
        if done:
            return _back(item)
        discussion = queries.discussion_of(item.id)
        form.version.data = discussion.row_version if discussion else 0
    return page(meeting_id, case_id=case_id, typed=form, status=form.status)


@blueprint.post("/cases/<uuid:case_id>/record")
def record(meeting_id: UUID, case_id: UUID) -> Answer | tuple[str, int]:
    """Let the outcome take effect as it stands, after the page saved its last words."""
    item = _item(meeting_id, case_id)
    discussion = queries.discussion_of(item.id)
    form = stored_form(discussion)
    done, _saved = form.perform(
        lambda: record_outcome(
            actor=access.actor(),
            item=item,
            version=discussion.row_version if discussion else 0,
            draft=read(discussion) if discussion else Draft(),
        )
    )
    return _back(item) if done else page(meeting_id, case_id=case_id, typed=form, status=form.status)


def _item(meeting_id: UUID, case_id: UUID) -> AgendaItem:
    """The place of a case whose outcome this person may write; a glance tells, and a refusal is looked at closely."""
    if case_id not in standing_in(meeting_id).writable:
        actor = access.actor()
        meeting = access.load(actor, Meeting, meeting_id, Permission.MEETING_RUN)
        queries.item_of(meeting, access.load(actor, Case, case_id, Permission.CASE_RECORD))
        raise DomainError(_("You take no part in the decision on this case. Somebody else writes its outcome."))
    return item_at(meeting_id, case_id)


def _back(item: AgendaItem) -> Answer:
    flash(_("The outcome of case %(number)s is saved.", number=item.case.number), "ok")
    return redirect(url_for("live.show", meeting_id=item.meeting_id, case=item.case_id), 303)
