"""A doctor outside opens a letter with the code that the care team gave by another way."""

from flask import render_template, request
from werkzeug.wrappers import Response

from eboard.cases.queries import identities
from eboard.core.i18n import gettext as _
from eboard.core.typesetting import IS_AVAILABLE, MissingGlyphError
from eboard.core.web import public
from eboard.core.web.downloads import as_file
from eboard.outside.actions import try_code
from eboard.outside.actions.opening import STRANGER
from eboard.outside.forms import CodeForm
from eboard.outside.models import MOST_TRIES, OutsideLink
from eboard.outside.queries import link_of
from eboard.outside.views.blueprint import blueprint
from eboard.recommendations.letter import NOBODY, Letter, letter_of
from eboard.recommendations.pdf import pdf_of
from eboard.recommendations.snapshot import is_whole


@blueprint.route("/outside/<token>", methods=["GET", "POST"])
@public
def read(token: str) -> Response | str | tuple[str, int]:
    """Ask for the code; with it, show the letter or hand it over as PDF."""
    link = link_of(token)
    form = CodeForm()
    if form.validate_on_submit():
        if try_code(actor=STRANGER, link=link, code=form.code.data or ""):
            return _opened(link, form)
        left = MOST_TRIES - link.tries
        form.code.errors = [_("This code does not fit. Tries left: %(left)s.", left=left)]
    return render_template("outside/code.html", form=form, link=link), form.status


def _opened(link: OutsideLink, form: CodeForm) -> Response | str:
    letter = _letter(link)
    unprintable = False
    if request.form.get("do") == "pdf" and IS_AVAILABLE:
        try:
            return as_file(pdf_of(letter), media_type="application/pdf", name=f"letter-{link.id.hex[-8:]}.pdf")
        except MissingGlyphError:
            unprintable = True
    return render_template(
        "outside/letter.html",
        letter=letter,
        form=form,
        version=link.version,
        is_whole=is_whole(link.version),
        has_pdf=IS_AVAILABLE and not unprintable,
        unprintable=unprintable,
    )


def _letter(link: OutsideLink) -> Letter:
    """The letter as the care team has it on paper; the identity only where the care team chose so."""
    row = identities.row_of(link.version.case_id) if link.names_patient else None
    return letter_of(link.version, identity=identities.opened(row) if row else NOBODY)
