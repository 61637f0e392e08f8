"""What the privacy guard finds in a case and in its files."""

from dataclasses import dataclass

from eboard.audit import Actor, record_read
from eboard.audit.enums import AccessEvent
from eboard.cases.enums import AttachmentKind, Guarded, Trace, Unread
from eboard.cases.fields import FREE_TEXTS
from eboard.cases.files.reading.pieces import Reading
from eboard.cases.files.reading.process import read_apart
from eboard.cases.guard import Finding, findings
from eboard.cases.identity import Identity
from eboard.cases.models import Attachment, Case
from eboard.cases.passages import Passage, counts, passages
from eboard.cases.queries import identities
from eboard.cases.queries.attachments import content_of
from eboard.core.crypto import SealError
from eboard.people.data_keys import DestroyedError


@dataclass(frozen=True, slots=True)
class Look:
    """What the guard found in a file, and what of it could not be read; shown to its care team, never stored."""

    passages: list[Passage]
    lacking: list[Unread]

    @property
    def guard(self) -> Guarded:
        """The result in a word."""
        if self.passages:
            return Guarded.FOUND
        return Guarded.UNREADABLE if self.lacking else Guarded.CLEAN

    @property
    def by_kind(self) -> dict[Trace, list[Passage]]:
        """The passages by what they look like, in the order of the kinds."""
        return {Trace.of(kind): [one for one in self.passages if one.kind == kind] for kind in counts(self.passages)}


def findings_in(actor: Actor, case: Case) -> list[Finding]:
    """Compare the texts of a case with the sealed identity, whose opening is recorded first."""
    return findings({name: getattr(case, name) for name in FREE_TEXTS}, _identity(actor, case))


def look_at(actor: Actor, case: Case, reading: Reading) -> Look:
    """Compare what was read of a file with the sealed identity, whose opening is recorded first.

    One that does not open is compared with nothing, and that is said.
    """
    lacking = [Unread.of(why) for why in reading.lacking]
    try:
        identity = _identity(actor, case)
    except SealError:
        identity = Identity()
        lacking.append(Unread.SEALED)
    return Look(passages(reading.pieces, identity), lacking)


def reading_of(attachment: Attachment) -> Reading:
    """The texts of a stored file; the caller has recorded the look. Raises GoneError for one that was removed."""
    return reading_from(stored(attachment), attachment.kind)


def stored(attachment: Attachment) -> bytes | None:
    """The bytes of a file, None if they do not open any more; the caller has recorded the look. Raises GoneError."""
    try:
        return content_of(attachment)
    except (DestroyedError, SealError, FileNotFoundError):
        return None


def reading_from(content: bytes | None, kind: AttachmentKind) -> Reading:
    """The texts of what `stored` gave, without the database."""
    return Reading([], [Unread.GONE]) if content is None else read_apart(content, kind)


def _identity(actor: Actor, case: Case) -> Identity:
    row = identities.row_of(case.id)
    if row is None:
        return Identity()
    record_read(
        actor=actor,
        event=AccessEvent.READ,
        subject=row,
        organization_id=case.organization_id,
        purpose="privacy_guard",
        seen=[case.id],
    )
    try:
        return identities.opened(row)
    except DestroyedError:
        return Identity()
