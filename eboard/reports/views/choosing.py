"""Which reports somebody may read."""

from flask import render_template

from eboard import access
from eboard.access import Permission
from eboard.boards.models import Board
from eboard.core.web.paging import page_number, paginate
from eboard.people.models import Organization
from eboard.reports.views.blueprint import blueprint


@blueprint.get("/")
def index() -> str:
    """Boards and organizations by name."""
    actor = access.actor()
    boards = access.visible(actor, Board, Permission.BOARD_REPORT).order_by(Board.name, Board.id)
    organizations = access.visible(actor, Organization, Permission.ORGANIZATION_REPORT)
    return render_template(
        "reports/index.html",
        boards=paginate(boards, number=page_number()),
        organizations=paginate(organizations.order_by(Organization.name, Organization.id), number=1).items,
    )
