"""The notes for a meeting."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from eboard.audit import Actor, record
from eboard.cases.queries.recusals import recusal_of
from eboard.core.db import db
from eboard.core.errors import DomainError, StaleError
from eboard.core.i18n import gettext as _
from eboard.meetings.enums import OPEN_STATES, SHOWN_ITEMS
from eboard.meetings.models import AgendaItem
from eboard.people.enums import Specialty
from eboard.preparation.enums import PreparationEvent
from eboard.preparation.models import MeetingNote
from eboard.preparation.queries import note_on


def save_note(*, actor: Actor, item: AgendaItem, specialty: Specialty, version: int, text: str) -> None:
    """Keep what a specialty found; ``version`` is the row version that was seen, 0 for a new note.

    Raises StaleError if somebody else saved it meanwhile, DomainError once the meeting is over, or for who is recused.
    """
    assert actor.person_id is not None, "only people write notes"  # noqa: S101 - narrows the type
    if item.meeting.state not in OPEN_STATES:
        raise DomainError(_("This meeting is over. Its notes stay as they are."), field="text")
    if item.state not in SHOWN_ITEMS:
        raise DomainError(_("This case is not on the agenda any more."), field="text")
    if recusal_of(item.case_id, actor.acts_as or actor.person_id) is not None:
        raise DomainError(_("You take no part in the decision on this case."), field="text")
    note = note_on(item, specialty)
    if note is not None and note.text == text:
        return
    if (note.row_version if note else 0) != version:
        raise _stale()
    if note is None:
        note = MeetingNote(item_id=item.id, specialty=specialty)
        db.session.add(note)
    note.text, note.author_id = text, actor.person_id
    try:
        db.session.flush()
    except (IntegrityError, StaleDataError) as error:
        raise _stale() from error
    record(
        actor=actor,
        event=PreparationEvent.NOTED,
        subject=note,
        organization_id=item.case.organization_id,
        case_id=item.case_id,
        specialty=specialty,
    )


def _stale() -> StaleError:
    return StaleError(_("Somebody else saved this note meanwhile. Compare, then save again."), field="text")
