"""Jobs of cases: reminders of materials and of openings nobody judged, files to read and files to delete."""

from datetime import timedelta
from uuid import UUID

from eboard.cases.actions.attachments import purge_file, take_note
from eboard.cases.actions.emergencies import remind_reviewers
from eboard.cases.actions.materials import remind_chaser
from eboard.cases.models import Attachment
from eboard.cases.queries.attachments import unread
from eboard.cases.queries.emergencies import to_remind
from eboard.cases.queries.guarding import reading_from, stored
from eboard.cases.queries.materials import due
from eboard.core import time
from eboard.core.db import db, read_only, unit_of_work
from eboard.core.jobs import each, job, one_by_one
from eboard.retention.holds import files_to_purge, is_free

FILES_AT_ONCE = 20


@job(every=timedelta(hours=1))
def remind_of_materials() -> int:
    """Write to those who chase what has not arrived."""
    return each(due(time.now().date()), remind_chaser)


@job(every=timedelta(minutes=10))
def purge_files() -> int:
    """Delete the bytes of removed attachments on which no hold lies; the row stays as their trace."""
    return each(files_to_purge(), _purge)


def _purge(attachment_id: UUID) -> None:
    purge_file(attachment_id, is_free=is_free)


@job(every=timedelta(minutes=5))
def read_files() -> int:
    """Let the guard read files that came before it, or before the patient was known; no transaction waits for it."""
    return one_by_one(unread()[:FILES_AT_ONCE], _read)


def _read(attachment_id: UUID) -> None:
    with read_only():
        attachment = db.session.get_one(Attachment, attachment_id)
        content, kind = stored(attachment), attachment.kind
    reading = reading_from(content, kind)
    with unit_of_work():
        take_note(attachment_id, reading)


@job(every=timedelta(hours=1))
def remind_of_emergencies() -> int:
    """Write to those who may judge what was opened in an emergency and waits for it."""
    return each(to_remind(time.now()), remind_reviewers)
