"""What the pages share: who may read them, and the tabs between them."""

from flask import Blueprint, url_for

from eboard import access
from eboard.access import Permission
from eboard.core.i18n import gettext as _

blueprint = Blueprint("retention", __name__, url_prefix="/retention")


@blueprint.app_context_processor
def tabs() -> dict[str, object]:
    """The pages of retention, for those who may open them."""
    return {"retention_tabs": retention_tabs}


def retention_tabs(active: str) -> list[dict[str, object]]:
    """The tabs of every page of retention."""
    places = [("retention.index", _("Schedule")), ("retention.deleted", _("What was deleted"))]
    if access.holds(access.actor(), Permission.HOLD_MANAGE):
        places.append(("retention.held", _("Legal holds")))
    return [{"label": label, "href": url_for(name), "active": name == active} for name, label in places]
