"""Where anybody verifies a certificate: a code shows name, activity, dates and credit, and nothing else."""

from datetime import timedelta

from flask import Blueprint, render_template, request
from werkzeug import Response

from eboard.cme.certificates import by_code, days_text, holds
from eboard.cme.credit import credit_text
from eboard.cme.forms import VerifyForm
from eboard.core import throttle
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.keys import keyring
from eboard.core.web import public

blueprint = Blueprint("verify", __name__, url_prefix="/verify")

Page = Response | str | tuple[str, int]
TRIES, WINDOW = 30, timedelta(minutes=15)  # by one address
LONGEST = 60


@blueprint.route("", methods=["GET", "POST"])
@public
def certificate() -> Page:
    """Type the code of a certificate."""
    form = VerifyForm()
    return _answer(form, form.code.data or "") if form.validate_on_submit() else _page(form)


@blueprint.get("/<code>")
@public
def by_address(code: str) -> Page:
    """The same with the code of the address that a certificate bears."""
    return _answer(VerifyForm(code=code[:LONGEST]), code)


def _answer(form: VerifyForm, typed: str) -> Page:
    throttle.count_apart(throttle.Try("certificate code", request.remote_addr or "", TRIES, WINDOW))
    row = by_code(typed, keyring())
    if row is None:
        form.refuse(DomainError(_("No certificate has this code."), field="code"))
        return _page(form)
    is_valid = holds(row)
    shown = {"row": row, "days": days_text(row), "credit": credit_text(row.credits)} if is_valid else {}
    return render_template("cme/verified.html", is_valid=is_valid, **shown)


def _page(form: VerifyForm) -> Page:
    return render_template("cme/verify.html", form=form), form.status
