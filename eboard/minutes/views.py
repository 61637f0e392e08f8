"""The minutes of a meeting as page and PDF, with the cases that their reader may read."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.cases.models import Case
from eboard.core.i18n import gettext as _
from eboard.core.typesetting import IS_AVAILABLE, MissingGlyphError
from eboard.core.web.downloads import as_file
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.meetings.queries.pages import only_listed
from eboard.meetings.views.blueprint import load_meeting
from eboard.minutes.actions import keep_minutes
from eboard.minutes.forms import KeepForm
from eboard.minutes.models import Minutes
from eboard.minutes.pdf import pdf_of
from eboard.minutes.queries import version_of, versions_of
from eboard.minutes.wording import MinutesText, as_plain, minutes_of, read_back, shown_to
from eboard.recommendations.snapshot import stamp

blueprint = Blueprint("minutes", __name__, url_prefix="/meetings/<uuid:meeting_id>")


@blueprint.route("/minutes", methods=["GET", "POST"])
def show(meeting_id: UUID) -> Response | tuple[str, int]:
    """The newest version, or the one asked for, or the draft before the first; posting keeps them."""
    meeting = load_meeting(meeting_id, Permission.MEETING_MINUTES)
    form = KeepForm()
    if form.validate_on_submit():
        done, kept = form.perform(
            lambda: keep_minutes(actor=access.actor(), meeting=meeting, reason=form.reason.data or "")
        )
        if done and kept is not None:
            flash(_("Version %(number)s of the minutes is kept.", number=kept.number), "ok")
            return redirect(url_for("minutes.show", meeting_id=meeting.id), 303)
    versions = versions_of(meeting)
    chosen = version_of(versions, request.args.get("version"))
    now = minutes_of(meeting)
    is_newest = chosen is not None and chosen is versions[0]
    page = render_template(
        "minutes/show.html",
        meeting=meeting,
        minutes=_readable(meeting, read_back(chosen.content) if chosen else now),
        chosen=chosen,
        versions=versions,
        can_keep=meeting.state is MeetingState.CONCLUDED and chosen is None,
        can_correct=is_newest and stamp(as_plain(now)) != versions[0].sha256,
        form=form,
        has_pdf=IS_AVAILABLE,
    )
    return page, form.status


@blueprint.get("/minutes.pdf")
def pdf(meeting_id: UUID) -> Response:
    """The same as PDF; where it cannot be made, the page, which prints."""
    access.confirm_recently()
    meeting = load_meeting(meeting_id, Permission.MEETING_MINUTES)
    chosen = version_of(versions_of(meeting), request.args.get("version"))
    page = url_for("minutes.show", meeting_id=meeting.id, version=chosen.number if chosen else None)
    if not IS_AVAILABLE:
        flash(_("PDF is not installed on this system. This page prints the same."), "warn")
        return redirect(page, 303)
    text = _readable(meeting, read_back(chosen.content) if chosen else minutes_of(meeting))
    try:
        content = pdf_of(text, state=_state(chosen))
    except MissingGlyphError:
        flash(_("The fonts of this system lack characters of these minutes. Print this page instead."), "warn")
        return redirect(page, 303)
    name = f"minutes-{meeting.day}-{meeting.id.hex[-6:]}.pdf"
    return as_file(content, media_type="application/pdf", name=name)


def _readable(meeting: Meeting, text: MinutesText) -> MinutesText:
    """The minutes with the cases that the person at the screen may read; each of them counts as opened."""
    actor = access.actor()
    cases = only_listed(access.visible(actor, Case, Permission.CASE_READ), meeting)
    readable = {str(case.id) for case in cases}
    in_them = {line.case_id for line in text.lines}
    access.opened(actor, [case for case in cases if str(case.id) in in_them], Permission.CASE_READ)
    return shown_to(text, readable)


def _state(chosen: Minutes | None) -> str:
    if chosen is None:
        return _("Draft")
    kept = _("Version %(number)s, kept by %(name)s", number=chosen.number, name=chosen.kept_by.name)
    reason = _("Corrected: %(reason)s", reason=chosen.reason) if chosen.reason else ""
    return " · ".join(filter(None, (kept, reason)))
