"""What is worth a look, and saying that one looked."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.audit import record_read
from eboard.audit.enums import AccessEvent
from eboard.core.i18n import gettext as _
from eboard.core.time import wall
from eboard.core.web import paginate
from eboard.core.web.paging import page_number
from eboard.review.actions import mark_looked_at
from eboard.review.enums import OddityKind
from eboard.review.forms import LookedForm
from eboard.review.models import Oddity
from eboard.review.oddities import listed
from eboard.review.views.blueprint import audited, blueprint, own_zone
from eboard.review.wording import why

KINDS = {kind.value: kind for kind in OddityKind}


@blueprint.get("/worth-a-look")
def worth_a_look() -> str:
    """What nobody looked at yet, or all of it."""
    actor = access.actor()
    audited(actor)
    is_all = request.args.get("show") == "all"
    kind = KINDS.get(request.args.get("kind", ""))
    record_read(actor=actor, event=AccessEvent.LISTED, kind="oddity")
    rows = listed(access.visible(actor, Oddity, Permission.ODDITY_SETTLE), open_only=not is_all, kind=kind)
    page = paginate(rows, number=page_number())
    return render_template("review/oddities.html", page=page, is_all=is_all, kind=kind, kinds=OddityKind, why=why)


@blueprint.route("/worth-a-look/<uuid:oddity_id>", methods=["GET", "POST"])
def oddity(oddity_id: UUID) -> Response | tuple[str, int]:
    """One of them, and what was found."""
    actor = access.actor()
    row = access.load(actor, Oddity, oddity_id, Permission.ODDITY_SETTLE)
    form = LookedForm(obj=row, version=row.row_version)
    if form.validate_on_submit():
        note = form.note.data or ""
        done, _nothing = form.perform(
            lambda: mark_looked_at(actor=actor, oddity=row, note=note, version=form.version.data)
        )
        if done:
            flash(_("Noted. It stands under “All” with what you found."), "ok")
            return redirect(url_for("review.worth_a_look"), 303)
    days = [wall(at, own_zone()).date() for at in (row.from_at, row.to_at)]
    return render_template("review/oddity.html", oddity=row, form=form, why=why(row), days=days), form.status
