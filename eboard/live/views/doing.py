"""What the staff does with one key: the meeting, its clocks, the pen, an urgent case, and words that clash."""

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.audit import Actor
from eboard.cases.models import Case
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.live.actions import ask_for_pen, give_pen, leave_clash, take_over, take_pen
from eboard.live.forms import Words
from eboard.live.models import Clash
from eboard.live.queries import clash_of
from eboard.live.room import LIVE
from eboard.live.views.blueprint import blueprint
from eboard.meetings.actions import agenda, running
from eboard.meetings.agenda import minutes_used, shown
from eboard.meetings.forms.agenda import AddOnForm, as_id
from eboard.meetings.models import Meeting
from eboard.meetings.queries.minutes import usual_minutes_of
from eboard.meetings.queries.pages import item_of, waiting
from eboard.recommendations import queries
from eboard.recommendations.merging import Change, Place

NOTHING = UUID(int=0)


@blueprint.post("/do")
def do(meeting_id: UUID) -> Response:
    """Do what the pressed button says: ``next``, or a verb with what it is done to, such as ``start:<item>``."""
    actor = access.actor()
    meeting = access.load(actor, Meeting, meeting_id, Permission.MEETING_RUN, options=LIVE)
    verb, _colon, said = request.form.get("do", "").partition(":")
    if verb not in VERBS:
        raise DomainError(_("This page is out of date. Open it again."))
    VERBS[verb](actor, meeting, said)
    return redirect(url_for("live.show", meeting_id=meeting_id, case=request.form.get("case") or None), 303)


@blueprint.route("/add-on", methods=["GET", "POST"])
def add_on(meeting_id: UUID) -> Response | tuple[str, int]:
    """Put an urgent case on the agenda without leaving the call."""
    actor = access.actor()
    meeting = access.load(actor, Meeting, meeting_id, Permission.MEETING_RUN, options=LIVE)
    back = url_for("live.show", meeting_id=meeting_id)
    form = AddOnForm()
    if form.validate_on_submit():
        case = access.load(actor, Case, as_id(form.case.data) or NOTHING, Permission.CASE_SCHEDULE)
        done, _item = form.perform(
            lambda: agenda.add_on(actor=actor, meeting=meeting, case=case, reason=form.reason.data)
        )
        if done:
            return redirect(back, 303)
    cases = waiting(access.visible(actor, Case, Permission.CASE_SCHEDULE), meeting)
    access.listed(actor, cases)
    usual = usual_minutes_of(meeting.board_id)
    return render_template(
        "meetings/add_on.html",
        meeting=meeting,
        form=form,
        back=back,
        choices=[(case, usual.of(case)) for case in cases],
        used=minutes_used(shown(meeting)),
    ), form.status


def _start(actor: Actor, meeting: Meeting, item_id: str) -> None:
    running.start_item(actor=actor, item=item_of(meeting, as_id(item_id) or NOTHING))


def _stop(actor: Actor, meeting: Meeting, item_id: str) -> None:
    running.stop_item(actor=actor, item=item_of(meeting, as_id(item_id) or NOTHING))


def _later(actor: Actor, meeting: Meeting, item_id: str) -> None:
    running.leave_for_later(actor=actor, item=item_of(meeting, as_id(item_id) or NOTHING))


def _give(actor: Actor, meeting: Meeting, person_id: str) -> None:
    give_pen(actor=actor, meeting=meeting, person_id=as_id(person_id))


def _take_over(actor: Actor, meeting: Meeting, said: str) -> None:
    """After the clash a mark of what the person saw in the place, so that nothing unread is replaced."""
    clash_id, _colon, seen = said.partition(":")
    clash = _clash(actor, meeting, clash_id)
    words, place = Words(queries.discussants(meeting)), Place.of(clash.place)
    discussion = queries.discussion_of(clash.item_id)
    standing = words.texts(discussion).get(clash.place, "")
    if words.mark(clash.place, discussion) != seen:
        raise DomainError(_("This was changed again meanwhile. Look at it once more."))
    change = Change(place=place, was=words.value(place, standing), now=words.value(place, clash.text), text=clash.text)
    take_over(actor=actor, clash=clash, change=change)


def _leave(actor: Actor, meeting: Meeting, clash_id: str) -> None:
    leave_clash(actor=actor, clash=_clash(actor, meeting, clash_id))


def _clash(actor: Actor, meeting: Meeting, clash_id: str) -> Clash:
    clash = clash_of(meeting, as_id(clash_id) or NOTHING)
    access.load(actor, Case, clash.item.case_id, Permission.CASE_RECORD)
    return clash


VERBS: Mapping[str, Callable[[Actor, Meeting, str], None]] = {
    "begin": lambda actor, meeting, _said: running.start_meeting(actor=actor, meeting=meeting),
    "next": lambda actor, meeting, _said: running.next_item(actor=actor, meeting=meeting),
    "start": _start,
    "stop": _stop,
    "later": _later,
    "pen": lambda actor, meeting, _said: ask_for_pen(actor=actor, meeting=meeting),
    "take-pen": lambda actor, meeting, _said: take_pen(actor=actor, meeting=meeting),
    "give-pen": _give,
    "take-over": _take_over,
    "leave": _leave,
}
