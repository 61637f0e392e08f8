"""The proposals of all boards that somebody runs, on one page."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.boards.models import Board
from eboard.cases.queries.choices import boards_by_name
from eboard.core.errors import DomainError, StaleError
from eboard.core.i18n import gettext as _
from eboard.core.web.templating import day
from eboard.planning.actions.accepting import accept
from eboard.planning.changes import digest
from eboard.planning.forms import EverywhereForm
from eboard.planning.models import Takeover
from eboard.planning.planned import Planned, planned
from eboard.planning.proposal import Proposal
from eboard.planning.queries import Queue
from eboard.planning.showing import proposal_of
from eboard.planning.views.blueprint import blueprint, with_undo
from eboard.planning.views.gathering import known_cases, queue_of, record_looks
from eboard.planning.wording import Words


@dataclass(frozen=True, slots=True)
class Sheet:
    """The proposal of one board; ``name`` stands for it as it is now."""

    board: Board
    queue: Queue
    found: Planned
    known: frozenset[UUID]
    name: str
    proposal: Proposal


@blueprint.route("/boards/proposals", methods=["GET", "POST"])
def everywhere() -> Response | tuple[str, int]:
    """What is proposed for each board, taken over for those that are ticked: all of them or none."""
    boards = boards_by_name(access.visible(access.actor(), Board, Permission.BOARD_STAFF))
    queues = [queue_of(board, is_free=False) for board in boards if not board.has_closed]
    sheets = [_sheet(queue, found) for queue, found in zip(queues, planned(queues), strict=True)]
    form = EverywhereForm()
    if form.validate_on_submit():
        done, taken = form.perform(lambda: _accept_all(_chosen(sheets, form.digests)))
        if done and taken is not None:
            for board, takeover in taken:
                flash(with_undo(_("%(board)s: the agendas are planned.", board=board.name), takeover), "ok")  # type: ignore[arg-type]
            return redirect(url_for("planning.everywhere"), 303)
    for sheet in sheets:
        record_looks(sheet.queue, sheet.known)
    return render_template("planning/everywhere.html", sheets=sheets, form=form), form.status


def _sheet(queue: Queue, found: Planned) -> Sheet:
    known = known_cases(queue)
    words = Words(found.problem, {one.id: day(one.day) for one in queue.meetings}, known)
    return Sheet(queue.board, queue, found, known, digest(found.problem, found.plan), proposal_of(queue, found, words))


def _chosen(sheets: Iterable[Sheet], digests: dict[UUID, str]) -> list[Sheet]:
    """The ticked sheets; raises StaleError for one that is no longer what was shown, DomainError if there is none."""
    if not digests:
        raise DomainError(_("Choose at least one board."))
    chosen = [sheet for sheet in sheets if sheet.board.id in digests]
    for sheet in chosen:
        if digests[sheet.board.id] != sheet.name:
            raise StaleError(_("Something changed for %(board)s. Look at it again.", board=sheet.board.name))
    if len(chosen) < len(digests):
        raise StaleError(_("A board is no longer yours to plan. Look at the others again."))
    return chosen


def _accept_all(sheets: Iterable[Sheet]) -> list[tuple[Board, Takeover]]:
    return [(sheet.board, _accept(sheet)) for sheet in sheets]


def _accept(sheet: Sheet) -> Takeover:
    return accept(
        actor=access.actor(),
        board=sheet.board,
        meetings=sheet.queue.meetings,
        cases=sheet.queue.cases,
        proposal=(sheet.found.problem, sheet.found.plan),
        chosen=sheet.known,
    )
