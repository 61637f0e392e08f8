"""Letters on paper and for the chart: PDF and plain text, with the patient's identity where it is asked for by POST."""

from contextlib import nullcontext
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.cases.identity import Identity
from eboard.core.db import is_writing, unit_of_work
from eboard.core.i18n import gettext as _
from eboard.core.typesetting import IS_AVAILABLE, MissingGlyphError
from eboard.core.web.downloads import as_file
from eboard.recommendations.actions import note_reading
from eboard.recommendations.chart import chart_text
from eboard.recommendations.letter import NOBODY, Letter, letter_of
from eboard.recommendations.models import SignedVersion
from eboard.recommendations.pdf import pdf_of
from eboard.recommendations.views.letters import identity_for, is_board, rights_on

blueprint = Blueprint("papers", __name__, url_prefix="/letters/<uuid:version_id>")
BOTH = ["GET", "POST"]  # POST asks for the identity too


@blueprint.route("/letter.pdf", methods=BOTH)
def letter(version_id: UUID) -> Response:
    """The letter as PDF; where it cannot be made, the page, which prints."""
    access.confirm_recently()
    version = _version(version_id, Permission.LETTER_READ)
    page = url_for("letters.letter", version_id=version.id)
    return _pdf(_letter(version), name=f"letter-{_tag(version)}.pdf", instead=page)


@blueprint.route("/chart", methods=BOTH)
def chart(version_id: UUID) -> str:
    """The letter as text to copy into the chart, for the care team."""
    if request.method == "POST":
        access.confirm_recently()
    version = _version(version_id, Permission.LETTER_ACKNOWLEDGE)
    made = _letter(version)
    return render_template(
        "recommendations/chart.html", version=version, letter=made, text=chart_text(made), has_pdf=IS_AVAILABLE
    )


@blueprint.route("/chart.txt", methods=BOTH)
def chart_as_text(version_id: UUID) -> Response:
    """The same as a file."""
    access.confirm_recently()
    version = _version(version_id, Permission.LETTER_ACKNOWLEDGE)
    return as_file(
        chart_text(_letter(version)), media_type="text/plain; charset=utf-8", name=f"chart-{_tag(version)}.txt"
    )


@blueprint.route("/chart.pdf", methods=BOTH)
def chart_as_pdf(version_id: UUID) -> Response:
    """The same on one page."""
    access.confirm_recently()
    version = _version(version_id, Permission.LETTER_ACKNOWLEDGE)
    page = url_for("papers.chart", version_id=version.id)
    return _pdf(_letter(version), name=f"chart-{_tag(version)}.pdf", instead=page, is_one_page=True)


def _version(version_id: UUID, permission: Permission) -> SignedVersion:
    """The letter; whoever takes it away has read it."""
    actor = access.actor()
    if permission is not Permission.LETTER_READ:
        access.load(actor, SignedVersion, version_id, permission)
    version = access.load(actor, SignedVersion, version_id, Permission.LETTER_READ)
    with nullcontext() if is_writing() else unit_of_work():
        note_reading(actor=actor, version=version)
    return version


def _letter(version: SignedVersion) -> Letter:
    return letter_of(version, identity=_identity(version), is_board=is_board(rights_on(version)))


def _identity(version: SignedVersion) -> Identity:
    return identity_for(version) if request.method == "POST" else NOBODY


def _tag(version: SignedVersion) -> str:
    return version.id.hex[-8:]


def _pdf(made: Letter, *, name: str, instead: str, is_one_page: bool = False) -> Response:
    if not IS_AVAILABLE:
        flash(_("PDF is not installed on this system. This page prints the same."), "warn")
        return redirect(instead, 303)
    try:
        content = pdf_of(made, is_one_page=is_one_page)
    except MissingGlyphError:
        flash(_("The fonts of this system lack characters of this letter. Print this page instead."), "warn")
        return redirect(instead, 303)
    return as_file(content, media_type="application/pdf", name=name)
