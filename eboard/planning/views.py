"""The proposed agendas of a board."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.availability.periods import Period
from eboard.availability.queries import busy_between
from eboard.boards.models import Board
from eboard.cases.models import Case
from eboard.core.errors import StaleError
from eboard.core.i18n import gettext as _
from eboard.core.i18n import ngettext
from eboard.core.web.templating import day
from eboard.invitations.answers import who_answered
from eboard.invitations.busy import meetings_between
from eboard.invitations.enums import Answer
from eboard.meetings.agenda import shown
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.queries.caps import caps_of
from eboard.meetings.queries.invitees import Invitee
from eboard.planning import actions
from eboard.planning.changes import digest
from eboard.planning.forms import AcceptForm
from eboard.planning.proposal import planned, proposal_of
from eboard.planning.queries import Queue, away, coming, discussed, expected, readable, waiting
from eboard.planning.wording import Words

blueprint = Blueprint("planning", __name__)


@blueprint.route("/boards/<uuid:board_id>/proposal", methods=["GET", "POST"])
def show(board_id: UUID) -> Response | tuple[str, int]:
    """The proposal, and its acceptance, whole or case by case."""
    board = access.load(access.actor(), Board, board_id, Permission.BOARD_STAFF)
    is_free = "free" in request.args
    queue = _queue(board, is_free=is_free)
    known = _known(queue)
    problem, plan = planned(queue)
    name = digest(problem, plan)
    form = AcceptForm(digest=name)
    if form.validate_on_submit():
        if form.digest.data != name:
            form.refuse(StaleError(_("Something changed since this was proposed. Here is the new proposal.")))
        else:
            done, count = form.perform(
                lambda: actions.accept(
                    actor=access.actor(),
                    board=board,
                    meetings=queue.meetings,
                    cases=queue.cases,
                    proposal=(problem, plan),
                    chosen=form.case_ids & known,
                )
            )
            if done and count is not None:
                flash(ngettext("%(n)s case is planned.", "%(n)s cases are planned.", count), "ok")
                return redirect(url_for("planning.show", board_id=board.id), 303)
    _record_looks(queue, known)
    words = Words(problem, {one.id: day(one.day) for one in queue.meetings}, known)
    return render_template(
        "planning/proposal.html",
        board=board,
        form=form,
        digest=name,
        proposal=proposal_of(queue, problem, plan, words),
        days=words.days,
        is_free=is_free,
        my_zone=access.current_session().person.zone,
    ), form.status


def _queue(board: Board, *, is_free: bool) -> Queue:
    actor = access.actor()
    meetings = coming(access.visible(actor, Meeting, Permission.MEETING_PLAN), board)
    cases = waiting(access.visible(actor, Case, Permission.CASE_SCHEDULE), board)
    ids = [meeting.id for meeting in meetings]
    accepted, declined = (who_answered(ids, answer) for answer in (Answer.ACCEPTED, Answer.DECLINED))
    people = expected(meetings, declined)
    return Queue(
        board=board,
        meetings=meetings,
        cases=cases,
        expected=people,
        away=away(_taken(board, meetings, cases, people), meetings, accepted=accepted, declined=declined),
        caps=caps_of(meetings),
        is_free=is_free,
    )


def _taken(
    board: Board, meetings: Sequence[Meeting], cases: Sequence[Case], people: Mapping[UUID, Sequence[Invitee]]
) -> dict[UUID, list[Period]]:
    """When those who are needed are taken: by their calendars, absences, and meetings of other boards."""
    if not meetings:
        return {}
    ids = {one.person.id for asked in people.values() for one in asked}
    presenting: list[Case | AgendaItem] = [*cases, *(item for meeting in meetings for item in shown(meeting))]
    ids |= {one.presenter_id for one in presenting if one.presenter_id is not None}
    first, last = meetings[0].starts_at, max(meeting.ends_at for meeting in meetings)
    taken = busy_between(ids, first, last)
    elsewhere = meetings_between(ids, first, last, not_of=board.id)
    return {person_id: [*periods, *elsewhere.get(person_id, ())] for person_id, periods in taken.items()}


def _known(queue: Queue) -> frozenset[UUID]:
    """Ids of the cases that the person at the screen may read."""
    listed = readable(access.visible(access.actor(), Case, Permission.CASE_SCHEDULE), queue.meetings)
    return frozenset({*listed, *(case.id for case in queue.cases)})


def _record_looks(queue: Queue, known: Collection[UUID]) -> None:
    items = [item.case for meeting in queue.meetings for item in discussed(meeting) if item.case_id in known]
    access.listed(access.actor(), [*queue.cases, *items])
