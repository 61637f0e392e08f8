"""What waits for somebody, as selects for lists and start pages; `core.web.paginate` or a count runs them."""

from sqlalchemy import Select

from eboard import access
from eboard.access import Permission
from eboard.audit import Actor
from eboard.recommendations import queries
from eboard.recommendations.models import Discussion, SignedVersion


def unsigned_for(actor: Actor) -> Select[Discussion]:
    """Outcomes this chair or deputy can sign."""
    return queries.unsigned(access.visible(actor, Discussion, Permission.OUTCOME_SIGN))


def unsigned_on_boards(actor: Actor) -> Select[Discussion]:
    """Outcomes of this person's boards that wait for a signature, whoever may give it."""
    return queries.unsigned(access.visible(actor, Discussion, Permission.OUTCOME_DRAFT))


def unread_for(actor: Actor) -> Select[SignedVersion]:
    """Letters that wait for somebody of this person's care team to acknowledge them."""
    return queries.unacknowledged(access.visible(actor, SignedVersion, Permission.LETTER_ACKNOWLEDGE))


def unacknowledged_on_boards(actor: Actor) -> Select[SignedVersion]:
    """Letters of this person's boards that no care team acknowledged yet."""
    mine = access.criterion(actor, Discussion, Permission.OUTCOME_DRAFT)
    letters = access.visible(actor, SignedVersion, Permission.LETTER_READ)
    return queries.unacknowledged(letters.join(SignedVersion.discussion).where(mine))
