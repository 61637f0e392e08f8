"""Signing outcomes, opening them again, and setting signed ones aside."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.boards.rules import rules_on
from eboard.core import time
from eboard.core.i18n import gettext as _
from eboard.core.web.paging import page_number, paginate
from eboard.recommendations import queries, recipients
from eboard.recommendations.actions import begin_amendment, mark_entered_in_error, sign_outcome, stop_amendment
from eboard.recommendations.actions.signing import SIGNED_STATES
from eboard.recommendations.draft import read
from eboard.recommendations.forms import ReasonForm, SignForm
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.recommendations.requirements import demanded_elements, gaps
from eboard.recommendations.signatures import days_left
from eboard.recommendations.views.waiting import unacknowledged_on_boards, unsigned_for, unsigned_on_boards
from eboard.recommendations.wording import DissentRule, text_of

blueprint = Blueprint("signing", __name__)


@blueprint.get("/outcomes")
def waiting() -> str:
    """Outcomes that wait for a signature."""
    actor = access.actor()
    page = paginate(unsigned_on_boards(actor), number=page_number())
    access.listed(actor, page.items)
    missing = {row.id: len(gaps(read(row), elements=demanded_elements(row.item.meeting))) for row in page.items}
    signable = queries.ids(unsigned_for(actor))
    left = days_left(page.items, time.now())
    return render_template("recommendations/waiting.html", page=page, missing=missing, signable=signable, left=left)


@blueprint.get("/outcomes/unread")
def unread() -> str:
    """Letters of my boards that nobody of the care team acknowledged."""
    actor = access.actor()
    page = paginate(unacknowledged_on_boards(actor), number=page_number())
    access.listed(actor, page.items)
    return render_template("recommendations/unread.html", page=page)


@blueprint.route("/outcomes/<uuid:discussion_id>/sign", methods=["GET", "POST"])
def sign(discussion_id: UUID) -> Response | tuple[str, int]:
    """Ask once, saying what happens and who is told."""
    actor = access.actor()
    discussion = access.load(
        actor, Discussion, discussion_id, Permission.OUTCOME_SIGN, options=queries.DISCUSSION_PARTS
    )
    access.confirm_recently()
    access.load(actor, Discussion, discussion_id, Permission.OUTCOME_DRAFT)
    form = SignForm()
    if form.validate_on_submit():
        done, signed = form.perform(lambda: sign_outcome(actor=actor, discussion=discussion, version=form.version.data))
        if done and signed is not None:
            flash(_("Version %(number)s is signed. The care team is told.", number=signed.number), "ok")
            return redirect(url_for("letters.letter", version_id=signed.id), 303)
    form.version.data = discussion.row_version
    page = render_template(
        "recommendations/sign.html",
        form=form,
        discussion=discussion,
        outcome=text_of(discussion),
        dissent_rule=DissentRule.of(rules_on(discussion.item.meeting.board, discussion.item.meeting.day)),
        gaps=gaps(read(discussion), elements=demanded_elements(discussion.item.meeting)),
        becomes=SIGNED_STATES.get(discussion.result) if discussion.result else None,
        told=recipients.care_team(discussion.case),
        in_force=queries.in_force(discussion),
    )
    return page, form.status


@blueprint.route("/outcomes/<uuid:discussion_id>/amend", methods=["GET", "POST"])
def amend(discussion_id: UUID) -> Response | tuple[str, int]:
    """Open a signed outcome for a new version."""
    actor = access.actor()
    discussion = access.load(actor, Discussion, discussion_id, Permission.OUTCOME_SIGN)
    form = ReasonForm()
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: begin_amendment(actor=actor, discussion=discussion, reason=form.reason.data)
        )
        if done:
            return redirect(_outcome_url(discussion), 303)
    return render_template("recommendations/amend.html", form=form, discussion=discussion), form.status


@blueprint.post("/outcomes/<uuid:discussion_id>/amend/stop")
def stop(discussion_id: UUID) -> Response:
    """Give an amendment up."""
    actor = access.actor()
    discussion = access.load(actor, Discussion, discussion_id, Permission.OUTCOME_SIGN)
    stop_amendment(actor=actor, discussion=discussion)
    flash(_("The amendment is given up. The signed version counts as before."), "ok")
    return redirect(_outcome_url(discussion), 303)


@blueprint.route("/letters/<uuid:version_id>/error", methods=["GET", "POST"])
def error(version_id: UUID) -> Response | tuple[str, int]:
    """Set a signed version aside because it was entered in error."""
    actor = access.actor()
    version = access.load(actor, SignedVersion, version_id, Permission.LETTER_READ)
    access.load(actor, Discussion, version.discussion_id, Permission.OUTCOME_SIGN)
    access.confirm_recently()
    form = ReasonForm()
    if form.validate_on_submit():
        done, notice = form.perform(
            lambda: mark_entered_in_error(actor=actor, version=version, reason=form.reason.data)
        )
        if done and notice is not None:
            flash(_("Version %(number)s is marked. Everybody who read it is told.", number=version.number), "ok")
            return redirect(url_for("letters.letter", version_id=notice.id), 303)
    page = render_template(
        "recommendations/error.html",
        form=form,
        version=version,
        told=recipients.care_team(version.case),
        readers=recipients.readers(version),
    )
    return page, form.status


def _outcome_url(discussion: Discussion) -> str:
    return url_for("outcomes.write", meeting_id=discussion.item.meeting_id, case_id=discussion.case_id)
