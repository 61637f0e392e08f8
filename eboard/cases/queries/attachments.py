"""Reads of attachments."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from config import ROOT
from eboard.cases.enums import Guarded
from eboard.cases.files import storage
from eboard.cases.models import Attachment, Case
from eboard.core.db import db
from eboard.core.errors import GoneError
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.people.data_keys import DestroyedError, Opener


def folder() -> Path:
    """Where the sealed files lie."""
    return ROOT / settings().attachment_dir


def on_case(statement: Select[Attachment], case: Case) -> list[Attachment]:
    """The visible files of a case that were not removed, in the order they came."""
    there = statement.where(Attachment.case_id == case.id, Attachment.removed_at.is_(None))
    return list(db.session.scalars(there.order_by(Attachment.id)))


def content_of(attachment: Attachment) -> bytes:
    """The bytes of a file; the caller has recorded the look. Raises GoneError for one that was removed or shredded."""
    if attachment.removed_at is not None:
        raise GoneError(_("This file was removed."))
    return storage.read(row_id=attachment.id, folder=folder(), reader=Opener())


def names_of_files(attachments: Sequence[Attachment]) -> dict[UUID, str]:
    """The names that files of one case had where they came from, for the nominating side only.

    None once the key of the organization was destroyed.
    """
    opener = Opener()
    try:
        return {row.id: storage.reveal_name(row.sealed_name, row_id=row.id, reader=opener) for row in attachments}
    except DestroyedError:  # they belong to one case, hence to one organization
        return {}


def to_look_through(statement: Select[Attachment]) -> Select[Attachment]:
    """The files that wait for somebody to look through them, the oldest first.

    These are the files the board does not see yet, and those it sees in which the guard found something only later.
    """
    found_later = and_(Attachment.guard == Guarded.FOUND, Attachment.guarded_at > Attachment.no_identity_at)
    return (
        statement.where(Attachment.removed_at.is_(None), or_(Attachment.no_identity_at.is_(None), found_later))
        .options(joinedload(Attachment.case))
        .order_by(Attachment.id)
    )


def count_to_look_through(statement: Select[Attachment]) -> int:
    """How many files wait for somebody to look through them."""
    waiting = to_look_through(statement).with_only_columns(Attachment.id).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(waiting)) or 0


def unread() -> list[UUID]:
    """Ids of files that the guard has not read with what is known of the patient today, the oldest first."""
    statement = select(Attachment.id).where(Attachment.guard == Guarded.UNREAD, Attachment.removed_at.is_(None))
    return list(db.session.scalars(statement.order_by(Attachment.id)))
