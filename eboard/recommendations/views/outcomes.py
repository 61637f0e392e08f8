"""Writing an outcome down, case by case."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.boards.rules import rules_on
from eboard.cases.models import Case
from eboard.cases.queries.recusals import recusals_of
from eboard.core.errors import DomainError, StaleError
from eboard.core.i18n import gettext as _
from eboard.meetings.models import AgendaItem, Meeting
from eboard.recommendations import queries
from eboard.recommendations.actions import record_outcome, save_draft
from eboard.recommendations.comparison import differences
from eboard.recommendations.draft import Draft, read
from eboard.recommendations.forms import OutcomeForm
from eboard.recommendations.kinds import labels
from eboard.recommendations.models import Discussion
from eboard.recommendations.progress import asked_for, foreseen_gaps, progress_of
from eboard.recommendations.requirements import demanded_elements, gaps
from eboard.recommendations.wording import DissentRule, text_of

blueprint = Blueprint("outcomes", __name__)
blueprint.add_app_template_global(progress_of, "outcome_progress")
blueprint.add_app_template_global(asked_for, "outcome_demands")
blueprint.add_app_template_global(foreseen_gaps, "outcome_foreseen")
PLACE = "/meetings/<uuid:meeting_id>/cases/<uuid:case_id>/outcome"


@dataclass(frozen=True, slots=True)
class Place:
    """A case on the agenda of a meeting, and its outcome if somebody began to write it."""

    meeting: Meeting
    case: Case
    item: AgendaItem
    discussion: Discussion | None

    @property
    def url(self) -> str:
        """Where its outcome is written."""
        return url_for("outcomes.write", meeting_id=self.meeting.id, case_id=self.case.id)

    @property
    def next_url(self) -> str:
        """Where the next case's outcome is written; after the last case, this one's."""
        after = queries.neighbours(self.item).after
        return url_for("outcomes.write", meeting_id=self.meeting.id, case_id=after) if after else self.url


@blueprint.route(PLACE, methods=["GET", "POST"])
def write(meeting_id: UUID, case_id: UUID) -> Response | tuple[str, int]:
    """The outcome of one case."""
    place = _place(meeting_id, case_id)
    form = OutcomeForm.of(place.discussion)
    if not form.rearrange(queries.discussants(place.meeting)) and form.validate_on_submit():
        done, _saved = form.perform(lambda: _save(place, form))
        if done:
            flash(_("The outcome of case %(number)s is saved.", number=place.case.number), "ok")
            return redirect(place.next_url if request.form.get("do") == "next" else place.url, 303)
    return _page(place, form)


@blueprint.post(f"{PLACE}/autosave")
def autosave(meeting_id: UUID, case_id: UUID) -> Response:
    """Keep a draft while people talk; answers with the new row version."""
    place = _place(meeting_id, case_id)
    form = OutcomeForm()
    form.rearrange(queries.discussants(place.meeting))
    if not form.validate():
        raise DomainError(_("Something in the form cannot be understood yet."))
    saved = save_draft(actor=access.actor(), item=place.item, version=form.version.data, draft=form.draft())
    return jsonify(fields={"version": str(saved.row_version)})


def _place(meeting_id: UUID, case_id: UUID) -> Place:
    actor = access.actor()
    meeting = access.load(actor, Meeting, meeting_id, Permission.MEETING_RUN)
    case = access.load(actor, Case, case_id, Permission.CASE_READ)
    item = queries.item_of(meeting, case)
    discussion = queries.discussion_of(item.id)
    if discussion is not None:
        access.load(actor, Discussion, discussion.id, Permission.OUTCOME_DRAFT)
    return Place(meeting, case, item, discussion)


def _save(place: Place, form: OutcomeForm) -> Discussion:
    action = save_draft if request.form.get("do") == "draft" else record_outcome
    return action(actor=access.actor(), item=place.item, version=form.version.data, draft=form.draft())


def _page(place: Place, form: OutcomeForm) -> tuple[str, int]:
    discussion = place.discussion
    stored = read(discussion) if discussion else Draft()
    changes = []
    if isinstance(form.refusal, StaleError):  # what was typed wins only when it is saved a second time, knowingly
        changes = differences(typed=form.draft(), saved=stored, kinds=labels())
        form.version.data = discussion.row_version if discussion else 0
    page = render_template(
        "recommendations/outcome.html",
        form=form,
        place=place,
        case=place.case,
        gaps=gaps(stored, elements=demanded_elements(place.meeting)),
        demanded=demanded_elements(place.meeting),
        differences=changes,
        neighbours=queries.neighbours(place.item),
        in_force=queries.in_force(discussion) if discussion else None,
        outcome=text_of(discussion) if discussion else None,
        recused=recusals_of(place.case.id),
        dissent_rule=DissentRule.of(rules_on(place.meeting.board, place.meeting.day)),
        may=access.permissions(access.actor(), discussion) if discussion else frozenset(),
        number=len([item for item in place.meeting.items if item.position <= place.item.position]),
    )
    return page, form.status
