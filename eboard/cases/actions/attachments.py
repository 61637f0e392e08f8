"""Files of a case: taken, read by the guard, confirmed to show no identity, removed."""

import hashlib
from collections.abc import Callable, Mapping
from uuid import UUID

from sqlalchemy.exc import InvalidRequestError

from eboard.audit import SYSTEM, Actor, record
from eboard.cases.actions import computed
from eboard.cases.enums import AttachmentKind, CaseEvent, Guarded, Harmless, Trace
from eboard.cases.files import storage
from eboard.cases.files.reading.pieces import Reading
from eboard.cases.files.reading.process import take_apart
from eboard.cases.files.sniffing import kind_of
from eboard.cases.models import Attachment, Case
from eboard.cases.passages import counts
from eboard.cases.queries.attachments import folder
from eboard.cases.queries.boards import needs_consent
from eboard.cases.queries.guarding import Look, look_at
from eboard.cases.states import OPEN_TO_EDITS
from eboard.core import time
from eboard.core.apart import ApartError
from eboard.core.db import db
from eboard.core.errors import DomainError, GoneError, StaleError, TooLargeError
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.people.actions.data_keys import sealer_for

MEGABYTE = 1024 * 1024
LONGEST_NAME = 200


def attach_file(*, actor: Actor, case: Case, content: bytes, name: str) -> Attachment:
    """Take a file: told by its content, without metadata, read by the guard, sealed.

    Raises TooLargeError over the limit, DomainError once the case was discussed or has ended, for an empty or
    unreadable file or a kind that is not taken, and BusyError while too many files are read.
    """
    if case.state not in OPEN_TO_EDITS:
        raise DomainError(_("The case is %(state)s. No file can be attached any more.", state=case.state.label))
    limit = settings().upload_megabytes
    if len(content) > limit * MEGABYTE:
        raise TooLargeError(_("This file is larger than %(limit)s MB. Choose a smaller one.", limit=limit))
    kind = _kind(content)
    bare, reading = _taken(content, kind)
    _lock(case)
    look = look_at(actor, case, reading)
    sealer = sealer_for(actor=actor, organization_id=case.organization_id)
    row = Attachment(case_id=case.id, case=case, kind=kind, size=len(bare), sha256=hashlib.sha256(bare).digest())
    row.uploaded_by_id = actor.person_id
    row.sealed_name = storage.seal_name(name[-LONGEST_NAME:], row_id=row.id, sealer=sealer)
    storage.store(bare, row_id=row.id, folder=folder(), sealer=sealer)
    db.session.add(row)
    _keep(row, look)
    _note(actor, row, CaseEvent.ATTACHED, **_said(row))
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


def _taken(content: bytes, kind: AttachmentKind) -> tuple[bytes, Reading]:
    try:
        return take_apart(content, kind)
    except ApartError:
        raise DomainError(
            _("Reading this file took too long, or too much memory. Attach it in smaller parts."), field="file"
        ) from None
    except ValueError:
        raise DomainError(
            _("This file is damaged or locked by a password. Save it again without one, then attach it."),
            field="file",
        ) from None


def take_note(attachment_id: UUID, reading: Reading) -> None:
    """Note what the guard made of a stored file that it had not read; who sees the file stays as it is."""
    attachment = db.session.get_one(Attachment, attachment_id)
    _lock(attachment.case, attachment)
    if attachment.guard is not Guarded.UNREAD or attachment.removed_at is not None:
        return
    _keep(attachment, look_at(SYSTEM, attachment.case, reading))
    _note(SYSTEM, attachment, CaseEvent.ATTACHMENT_READ, **_said(attachment))


def confirm_no_identity(
    *, actor: Actor, attachment: Attachment, look: Look, reasons: Mapping[Trace, Harmless] | None = None
) -> None:
    """Note that somebody looked through the file and that it shows no identity; the board may see it from now on.

    ``look`` is what was shown, and counts from now on; ``reasons`` says of each kind in it why it does no harm. Raises
    DomainError if one is missing, StaleError if who the patient is was changed after the look.
    """
    was_compared = attachment.guard is not Guarded.UNREAD
    _lock(attachment.case, attachment)
    if was_compared and attachment.guard is Guarded.UNREAD:
        raise StaleError(_("Somebody changed who the patient is. Look at what is found in this file now."))
    _keep(attachment, look)
    given = reasons or {}
    for kind in map(Trace.of, attachment.found):
        if kind not in given:
            raise DomainError(
                _("Say why “%(kind)s” does no harm, or replace the file.", kind=kind.label), field=kind.value
            )
    attachment.no_identity_at = time.now()
    attachment.no_identity_by_id = actor.person_id
    said = [f"{kind.value}: {given[kind].value}" for kind in given if kind.value in attachment.found]
    _note(actor, attachment, CaseEvent.ATTACHMENT_CONFIRMED, guard=attachment.guard, reasons=said)


def remove_attachment(*, actor: Actor, attachment: Attachment) -> None:
    """Take a file away from everybody; a job deletes its bytes."""
    attachment.removed_at = time.now()
    _note(actor, attachment, CaseEvent.ATTACHMENT_REMOVED)


def purge_file(attachment_id: UUID, *, is_free: Callable[[UUID], bool]) -> None:
    """Delete the bytes of a removed file; its row keeps the trace, without the name it had.

    ``is_free`` asks whether no hold lies on it, once the row is locked: one may have come since it was listed.
    """
    attachment = db.session.get_one(Attachment, attachment_id, with_for_update=True)
    if not is_free(attachment.id):
        return
    storage.delete(row_id=attachment.id, folder=folder())
    attachment.sealed_name = b""


def _lock(*rows: Case | Attachment) -> None:
    """Read rows again, which others saved while a file was read, and keep others from them; the case comes first.

    Raises GoneError if one was deleted meanwhile.
    """
    db.session.flush()
    try:
        for row in rows:
            db.session.refresh(row, with_for_update=True)
    except InvalidRequestError:
        raise GoneError(_("This case or its file was deleted meanwhile.")) from None


def _keep(attachment: Attachment, look: Look) -> None:
    """Keep the kinds and how many there are, never the words."""
    attachment.guard, attachment.guarded_at = look.guard, time.now()
    attachment.found, attachment.lacking = counts(look.passages), [why.value for why in look.lacking]


def _said(attachment: Attachment) -> dict[str, object]:
    found = [f"{kind}: {count}" for kind, count in attachment.found.items()]
    return {"guard": attachment.guard, "found": found, "lacking": attachment.lacking}


def _note(actor: Actor, attachment: Attachment, event: CaseEvent, **details: object) -> None:
    case = attachment.case
    computed.refresh(case, case.materials, is_consent_needed=needs_consent(case))
    record(
        actor=actor,
        event=event,
        subject=attachment,
        organization_id=case.organization_id,
        kind=attachment.kind,
        **details,
    )
