"""Organizations and boards by the codes that commands take."""

from sqlalchemy import select

from eboard.boards.models import Board
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.people.models import Organization


def organization_by_code(code: str) -> Organization:
    """The organization; raises DomainError if there is none."""
    found = db.session.scalar(select(Organization).where(Organization.code == code))
    if found is None:
        raise DomainError(_("There is no organization %(code)s.", code=code))
    return found


def board_by_code(code: str) -> Board:
    """The board; raises DomainError if there is none, or it no longer takes cases."""
    found = db.session.scalar(select(Board).where(Board.code == code, ~Board.has_closed))
    if found is None:
        raise DomainError(_("There is no board %(code)s that takes cases.", code=code))
    return found
