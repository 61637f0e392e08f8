"""Everyone who saw a case: the accounting of disclosures, on screen, on paper and as a file."""

from flask import Response, abort, render_template, request

from eboard import access
from eboard.audit import record_read
from eboard.audit.enums import AccessEvent
from eboard.core.i18n import gettext as _
from eboard.core.web import paginate
from eboard.core.web.downloads import as_file
from eboard.core.web.paging import page_number
from eboard.review.forms import CaseForm
from eboard.review.seeing import Named, case_named, every, who_saw
from eboard.review.views.blueprint import audited, blueprint, own_zone
from eboard.review.wording import Line, as_csv, lines


@blueprint.get("/case")
def case() -> tuple[str, int]:
    """Everyone who saw the case with a number."""
    organizations = audited(access.actor())
    form = CaseForm(request.args)
    if not form.validate() or not form.number.data:
        return render_template("review/case.html", form=form, case=None), form.status
    found = case_named(form.number.data, organizations)
    if found is None:
        form.number.errors = [_("There is no case with this number, or it is not yours to review.")]
        return render_template("review/case.html", form=form, case=None), form.status
    _record(found, AccessEvent.LISTED)
    page = paginate(who_saw(found.id), number=page_number())
    seen = lines(page.items, found.board_id, own_zone())
    return render_template("review/case.html", form=form, case=found, page=page, lines=seen), form.status


@blueprint.get("/case/print")
def case_print() -> str:
    """The same on paper, whole."""
    found = _asked()
    return render_template("review/case_print.html", case=found, lines=_all_lines(found))


@blueprint.get("/case.csv")
def case_csv() -> Response:
    """The same as a file, whole."""
    access.confirm_recently()
    found = _asked()
    content = as_csv(_all_lines(found), own_zone())
    return as_file(content, media_type="text/csv; charset=utf-8", name=f"who-saw-{found.number}.csv")


def _asked() -> Named:
    found = case_named(request.args.get("number", ""), audited(access.actor()))
    if found is None:
        abort(404)
    return found


def _all_lines(found: Named) -> list[Line]:
    _record(found, AccessEvent.EXPORTED)
    return lines(every(who_saw(found.id)), found.board_id, own_zone())


def _record(found: Named, event: AccessEvent) -> None:
    """That somebody reviewed is an entry too."""
    chain = found.organization_id
    record_read(actor=access.actor(), event=event, organization_id=chain, kind="audit_sight", asked=found.id)
