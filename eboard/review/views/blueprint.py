"""What the pages share: who may review, and the tabs between them."""

from flask import Blueprint, url_for
from sqlalchemy import Select

from eboard import access
from eboard.access import Permission
from eboard.audit import Actor
from eboard.core.i18n import gettext as _
from eboard.people.models import Organization

blueprint = Blueprint("review", __name__, url_prefix="/audit")


def audited(actor: Actor) -> Select[Organization]:
    """The organizations whose cases the actor may review; raises ForbiddenError if there is none."""
    access.require_any(actor, Organization, Permission.ORGANIZATION_AUDIT)
    return access.visible(actor, Organization, Permission.ORGANIZATION_AUDIT)


def own_zone() -> str:
    """The zone of the person at the screen."""
    viewer = access.viewer()
    return viewer.zone if viewer else "UTC"


@blueprint.app_context_processor
def tabs() -> dict[str, object]:
    """The pages of the audit, for those who may open them."""
    return {"audit_tabs": audit_tabs}


def audit_tabs(active: str) -> list[dict[str, object]]:
    """The tabs of every page of the audit."""
    places = [
        ("review.worth_a_look", _("Worth a look")),
        ("review.case", _("Who saw a case")),
        ("review.account", _("What an account saw")),
    ]
    if access.holds(access.actor(), Permission.AUDIT_READ):
        places.append(("audit.index", _("All entries")))
    return [{"label": label, "href": url_for(name), "active": name == active} for name, label in places]
