"""A panelist's own notes."""

from eboard.audit import Actor, record
from eboard.cases.models import Case, PreparationNote
from eboard.core.db import db
from eboard.core.errors import StaleError
from eboard.core.i18n import gettext as _
from eboard.recommendations.enums import NoteEvent
from eboard.recommendations.preparation import note_of


def save_note(*, actor: Actor, case: Case, version: int, text: str) -> PreparationNote:
    """Keep the person's own note on a case; ``version`` is the row version he or she saw, 0 for a new note."""
    assert actor.person_id is not None, "only people take notes"  # noqa: S101 - narrows the type
    note = note_of(case.id, actor.person_id)
    if (note.row_version if note else 0) != version:
        raise StaleError(_("You saved this note in another window. Compare, then save again."), field="text")
    if note is None:
        note = PreparationNote(case_id=case.id, person_id=actor.person_id, text=text)
        db.session.add(note)
    elif note.text == text:
        return note
    note.text = text
    db.session.flush()
    record(actor=actor, event=NoteEvent.SAVED, subject=note, organization_id=case.organization_id)
    return note
