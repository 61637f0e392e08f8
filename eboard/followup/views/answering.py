"""One page on which a care team says what became of its cases."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.core import time
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.core.i18n import ngettext
from eboard.core.web.paging import page_number, paginate
from eboard.followup import queries
from eboard.followup.actions import answer
from eboard.followup.forms import LineForm
from eboard.followup.models import FollowUp
from eboard.followup.views.again import begin_again
from eboard.followup.views.blueprint import blueprint
from eboard.followup.views.waiting import Tab, waiting_for

PER_PAGE = 25


@blueprint.get("/")
def index() -> str:
    """What is due, what is overdue, or what was answered."""
    return _page()


@blueprint.post("/")
def save() -> Response | tuple[str, int]:
    """Keep every line that is right; the others stay as they were typed, each with what is wrong."""
    lines = [LineForm.of(row) for row in _posted()]
    touched = [line for line in lines if line.is_touched]
    wrong = [line for line in touched if not _keep(line)]
    _say(len(touched) - len(wrong))
    if wrong:
        return _page(wrong), max(line.status for line in wrong)
    again = request.form.get("again", type=UUID)
    if again is not None:
        return begin_again(again)
    return redirect(url_for(".index", show=_tab(), page=page_number()), 303)


def _posted() -> Sequence[FollowUp]:
    """The rows that stood on the page; a row that is not the actor's to answer does not exist."""
    ids = set(request.form.getlist("row", type=UUID))
    rows = queries.with_ids(access.visible(access.actor(), FollowUp, Permission.FOLLOW_UP_ANSWER), ids)
    if len(rows) != len(ids):
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return rows


def _keep(line: LineForm) -> bool:
    row, actor = line.row, access.actor()
    if not line.validate():
        return False
    seen = line.version.data or 0
    done, _result = line.perform(lambda: answer(actor=actor, row=row, version=seen, reply=line.reply))
    if not done:
        line.version.data = row.row_version  # who saves again has seen what is stored now
    return done


def _say(saved: int) -> None:
    if saved:
        flash(ngettext("%(n)s answer saved.", "%(n)s answers saved.", saved), "ok")


def _page(wrong: Sequence[LineForm] = ()) -> str:
    """The lines of the tab, after those that have to be mended."""
    actor, tab = access.actor(), _tab()
    page = paginate(waiting_for(actor, tab).options(*queries.PARTS), number=page_number(), per_page=PER_PAGE)
    mended = {line.row.id for line in wrong}
    lines = [*wrong, *(LineForm.of(row, formdata=None) for row in page.items if row.id not in mended)]
    access.listed(actor, list({line.row.case_id: line.row.case for line in lines}.values()))
    return render_template(
        "followup/index.html",
        page=page,
        lines=lines,
        wrong=wrong,
        tab=tab,
        tabs=[(one, queries.number_of(waiting_for(actor, one))) for one in Tab],
        moment=time.now(),
    )


def _tab() -> Tab:
    text = request.args.get("show", "")
    return Tab.of(text) if text in set(Tab) else Tab.DUE
