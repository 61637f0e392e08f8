"""The proposed agendas of a board, taken over and undone."""

from uuid import UUID

from flask import Response, flash, render_template
from werkzeug import Response as AnyResponse

from eboard import access
from eboard.access import Permission
from eboard.cases.models import Case
from eboard.core.errors import StaleError
from eboard.core.i18n import gettext as _
from eboard.core.web import unattended
from eboard.core.web.templating import day
from eboard.meetings.models import Meeting
from eboard.planning.actions.accepting import accept
from eboard.planning.actions.undoing import moved_cases, undo
from eboard.planning.changes import digest
from eboard.planning.forms import AcceptForm
from eboard.planning.models import Takeover
from eboard.planning.planned import planned
from eboard.planning.queries import takeover_of
from eboard.planning.showing import proposal_of
from eboard.planning.views.blueprint import blueprint, is_free, load_board, to_proposal, with_undo
from eboard.planning.views.gathering import known_cases, queue_of, record_looks, state_for
from eboard.planning.wording import Words


@blueprint.route("/boards/<uuid:board_id>/proposal", methods=["GET", "POST"])
def show(board_id: UUID) -> AnyResponse | tuple[str, int]:
    """The proposal, and its acceptance, whole or case by case."""
    board = load_board(board_id)
    queue = queue_of(board, is_free=is_free())
    known = known_cases(queue)
    (found,) = planned([queue])
    name = digest(found.problem, found.plan)
    form = AcceptForm(digest=name)
    if form.validate_on_submit():
        if form.digest.data != name:
            form.refuse(StaleError(_("Something changed since this was proposed. Here is the new proposal.")))
        else:
            done, takeover = form.perform(
                lambda: accept(
                    actor=access.actor(),
                    board=board,
                    meetings=queue.meetings,
                    cases=queue.cases,
                    proposal=(found.problem, found.plan),
                    chosen=form.case_ids & known,
                    reordered=form.meeting_ids,
                )
            )
            if done and takeover is not None:
                flash(with_undo(_("The agendas are as you chose."), takeover), "ok")  # type: ignore[arg-type]
                return to_proposal(board)
    record_looks(queue, known)
    words = Words(found.problem, {one.id: day(one.day) for one in queue.meetings}, known)
    return render_template(
        "planning/proposal.html",
        board=board,
        form=form,
        digest=name,
        proposal=proposal_of(queue, found, words),
        days=words.days,
        is_free=is_free(),
        state=state_for(board),
        usual=queue.usual.figures,
        my_zone=access.current_session().person.zone,
    ), form.status


@blueprint.get("/boards/<uuid:board_id>/proposal/state")
@unattended
def state(board_id: UUID) -> Response:
    """What changes with what is planned; open pages ask for it."""
    return Response(state_for(load_board(board_id)), mimetype="text/plain")


@blueprint.post("/boards/<uuid:board_id>/proposal/<uuid:takeover_id>/undo")
def take_back(board_id: UUID, takeover_id: UUID) -> AnyResponse:
    """Undo what was taken over, while the agendas still stand so."""
    board = load_board(board_id)
    takeover = takeover_of(board, takeover_id)
    for case_id in moved_cases(takeover):
        access.load(access.actor(), Case, case_id, Permission.CASE_SCHEDULE)
    undo(actor=access.actor(), board=board, takeover=takeover, meetings=_meetings(takeover))
    flash(_("Undone. The agendas are as they were."), "ok")
    return to_proposal(board)


def _meetings(takeover: Takeover) -> list[Meeting]:
    actor = access.actor()
    return [access.load(actor, Meeting, UUID(key), Permission.MEETING_PLAN) for key in takeover.before]
