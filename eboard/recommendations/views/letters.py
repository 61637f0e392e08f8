"""Reading letters."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.cases.enums import Sex
from eboard.cases.models import Case
from eboard.core.db import unit_of_work
from eboard.core.i18n import gettext as _
from eboard.core.web.paging import page_number, paginate
from eboard.recommendations import queries
from eboard.recommendations.actions import acknowledge_letter, note_reading
from eboard.recommendations.draft import from_plain
from eboard.recommendations.models import SignedVersion
from eboard.recommendations.snapshot import is_whole
from eboard.recommendations.views.waiting import unread_for

blueprint = Blueprint("letters", __name__, url_prefix="/letters")


@blueprint.app_context_processor
def _letters() -> dict[str, Callable[[Case], Sequence[SignedVersion]]]:
    """`letters_of(case)` for the page of a case: the letters its reader may read."""
    return {"letters_of": _letters_of}


def _letters_of(case: Case) -> Sequence[SignedVersion]:
    letters = access.visible(access.actor(), SignedVersion, Permission.LETTER_READ)
    return queries.latest_versions(letters, case.id)


@blueprint.get("/")
def to_read() -> str:
    """Recommendations that wait for the care team."""
    actor = access.actor()
    page = paginate(unread_for(actor), number=page_number())
    access.listed(actor, page.items)
    return render_template("recommendations/to_read.html", page=page)


@blueprint.get("/<uuid:version_id>")
def letter(version_id: UUID) -> str:
    """One signed version."""
    return _letter(_opened(version_id))


@blueprint.post("/<uuid:version_id>/acknowledge")
def acknowledge(version_id: UUID) -> Response:
    """Say that the letter arrived."""
    actor = access.actor()
    version = access.load(actor, SignedVersion, version_id, Permission.LETTER_ACKNOWLEDGE)
    acknowledge_letter(actor=actor, version=version)
    flash(_("Thank you. The board sees that the recommendation arrived."), "ok")
    return redirect(url_for("letters.letter", version_id=version.id), 303)


def _opened(version_id: UUID) -> SignedVersion:
    actor = access.actor()
    version = access.load(actor, SignedVersion, version_id, Permission.LETTER_READ)
    with unit_of_work():
        note_reading(actor=actor, version=version)
    return version


def _letter(version: SignedVersion) -> str:
    actor = access.actor()
    return render_template(
        "recommendations/letter.html",
        version=version,
        starts_at=datetime.fromisoformat(version.content["meeting"]["starts_at"]),
        sex=dict(Sex.choices()).get(version.content["case"]["sex"]),
        content=version.content,
        draft=from_plain(version.content["outcome"]),
        is_whole=is_whole(version),
        newer=queries.newer_version(version),
        acknowledgements=queries.acknowledgements(version),
        may=access.permissions(actor, version) | access.permissions(actor, version.discussion),
    )
