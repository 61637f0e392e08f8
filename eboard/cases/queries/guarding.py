"""What the privacy guard finds in a case."""

from eboard.audit import Actor, record_read
from eboard.audit.enums import AccessEvent
from eboard.cases.fields import FREE_TEXTS
from eboard.cases.guard import Finding, findings
from eboard.cases.models import Case
from eboard.cases.queries import identities


def findings_in(actor: Actor, case: Case) -> list[Finding]:
    """Compare the texts of a case with the sealed identity, whose opening is recorded first."""
    row = identities.row_of(case.id)
    if row is not None:
        record_read(
            actor=actor,
            event=AccessEvent.READ,
            subject=row,
            organization_id=case.organization_id,
            purpose="privacy_guard",
            seen=[case.id],
        )
    identity = identities.opened(row) if row is not None else None
    return findings({name: getattr(case, name) for name in FREE_TEXTS}, identity)
