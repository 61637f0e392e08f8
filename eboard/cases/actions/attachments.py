"""Files of a case: taken, confirmed to show no identity, removed."""

import hashlib
from uuid import UUID

from eboard.audit import Actor, record
from eboard.cases.enums import AttachmentKind, CaseEvent
from eboard.cases.files import storage
from eboard.cases.files.sniffing import kind_of
from eboard.cases.files.stripping import strip_metadata
from eboard.cases.models import Attachment, Case
from eboard.cases.queries.attachments import folder
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError, TooLargeError
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.people.actions.data_keys import sealer_for

MEGABYTE = 1024 * 1024
LONGEST_NAME = 200


def attach_file(*, actor: Actor, case: Case, content: bytes, name: str) -> Attachment:
    """Take a file: told by its content, without metadata, sealed.

    Raises TooLargeError over the limit, DomainError for an empty or unreadable file or a kind that is not taken.
    """
    limit = settings().upload_megabytes
    if len(content) > limit * MEGABYTE:
        raise TooLargeError(_("This file is larger than %(limit)s MB. Choose a smaller one.", limit=limit))
    kind = _kind(content)
    bare = _stripped(content, kind)
    sealer = sealer_for(actor=actor, organization_id=case.organization_id)
    row = Attachment(case_id=case.id, case=case, kind=kind, size=len(bare), sha256=hashlib.sha256(bare).digest())
    row.uploaded_by_id = actor.person_id
    row.sealed_name = storage.seal_name(name[-LONGEST_NAME:], row_id=row.id, sealer=sealer)
    storage.store(bare, row_id=row.id, folder=folder(), sealer=sealer)
    db.session.add(row)
    _note(actor, row, CaseEvent.ATTACHED)
    return row


def _kind(content: bytes) -> AttachmentKind:
    if not content:
        raise DomainError(_("Choose a file first. This one is empty."), field="file")
    kind = kind_of(content)
    if kind is None:
        raise DomainError(
            _("This is no PDF, PNG, JPEG, Word, PowerPoint or DICOM file. Its content counts, not its name."),
            field="file",
        )
    return kind


def _stripped(content: bytes, kind: AttachmentKind) -> bytes:
    try:
        return strip_metadata(content, kind)
    except ValueError:
        raise DomainError(
            _("This file is damaged or locked by a password. Save it again without one, then attach it."),
            field="file",
        ) from None


def confirm_no_identity(*, actor: Actor, attachment: Attachment) -> None:
    """Note that somebody looked at the file and that it shows no identity; the board may see it from now on."""
    attachment.no_identity_at = time.now()
    attachment.no_identity_by_id = actor.person_id
    _note(actor, attachment, CaseEvent.ATTACHMENT_CONFIRMED)


def remove_attachment(*, actor: Actor, attachment: Attachment) -> None:
    """Take a file away from everybody; a job deletes its bytes."""
    attachment.removed_at = time.now()
    _note(actor, attachment, CaseEvent.ATTACHMENT_REMOVED)


def purge_file(attachment_id: UUID) -> None:
    """Delete the bytes of a removed file; its row keeps the trace, without the name it had."""
    attachment = db.session.get_one(Attachment, attachment_id)
    storage.delete(row_id=attachment.id, folder=folder())
    attachment.sealed_name = b""


def _note(actor: Actor, attachment: Attachment, event: CaseEvent) -> None:
    record(
        actor=actor,
        event=event,
        subject=attachment,
        organization_id=attachment.case.organization_id,
        kind=attachment.kind,
    )
