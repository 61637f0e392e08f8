"""All cases an account saw."""

from flask import render_template, request

from eboard import access
from eboard.access import Permission
from eboard.audit import record_read
from eboard.audit.enums import AccessEvent
from eboard.core.i18n import gettext as _
from eboard.core.web.paging import page_number
from eboard.people.models import Person
from eboard.review.forms import AccountForm
from eboard.review.seeing import Span, cases_seen, elsewhere, person_with
from eboard.review.views.blueprint import audited, blueprint, own_zone


@blueprint.get("/account")
def account() -> tuple[str, int]:
    """The cases, with how often and when; of organizations one may not review, their number alone."""
    actor = access.actor()
    organizations = audited(actor)
    form = AccountForm(request.args)
    if not form.validate() or not form.person.data:
        return render_template("review/account.html", form=form, person=None), form.status
    person = person_with(form.person.data, access.visible(actor, Person, Permission.PERSON_AUDIT))
    if person is None:
        form.person.errors = [_("There is nobody with this address, or he or she is not yours to review.")]
        return render_template("review/account.html", form=form, person=None), form.status
    record_read(actor=actor, event=AccessEvent.LISTED, kind="audit_sight", asked=person.id)
    span = Span(form.first_day.data, form.last_day.data, own_zone())
    page = cases_seen(person.id, span, organizations, number=page_number())
    beyond = elsewhere(person.id, span, organizations)
    return render_template("review/account.html", form=form, person=person, page=page, beyond=beyond), form.status
