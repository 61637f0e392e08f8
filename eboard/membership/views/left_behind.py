"""What leavers left behind: handed over on one page."""

from collections.abc import Iterable, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access.handover import hand_over, left_behind
from eboard.boards.enums import BoardRole
from eboard.core.i18n import gettext as _
from eboard.core.i18n import ngettext
from eboard.membership.forms import SuccessorForm
from eboard.people.models import Person

blueprint = Blueprint("left_behind", __name__, url_prefix="/left-behind")


@blueprint.get("/")
def index() -> str:
    """What waits for somebody, with a proposed successor for each."""
    return _page([SuccessorForm.of(left, formdata=None) for left in left_behind(access.actor())])


@blueprint.post("/")
def save() -> Response | tuple[str, int]:
    """Hand over every line in which somebody was chosen; those that are refused stay, each with the reason."""
    lines = [SuccessorForm.of(left) for left in left_behind(access.actor())]
    chosen = [line for line in lines if not line.is_open]
    wrong = [line for line in chosen if not _keep(line)]
    done = len(chosen) - len(wrong)
    if done:
        flash(ngettext("%(n)s duty handed over.", "%(n)s duties handed over.", done), "ok")
    if not wrong:
        return redirect(url_for(".index"), 303)
    return _page([line for line in lines if line.left.row.settled_at is None]), max(line.status for line in wrong)


def say_who_left(people: Iterable[Person]) -> None:
    """After people left: where it stands what nobody took over from them."""
    gone = {person.id for person in people}
    if gone and any(left.row.person_id in gone for left in left_behind(access.actor())):
        flash(_("Not everything was handed over. What waits for somebody stands under “Left behind”."), "warn")


def _page(lines: Sequence[SuccessorForm]) -> str:
    roles = {str(role): role for role in BoardRole}
    return render_template("membership/left_behind.html", lines=lines, roles=roles, tried=request.method == "POST")


def _keep(line: SuccessorForm) -> bool:
    if not line.validate():
        return False
    done, _nothing = line.perform(lambda: hand_over(actor=access.actor(), left=line.left, successor=line.chosen))
    return done
