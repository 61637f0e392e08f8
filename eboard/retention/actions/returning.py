"""Noting that the data of an organization were returned to it."""

from collections.abc import Sequence

from eboard.audit import Actor, record
from eboard.people.models import Organization
from eboard.retention.enums import RetentionEvent
from eboard.retention.returns import Contents


def note_returned(
    *, actor: Actor, organization: Organization, recipients: Sequence[str], contents: Contents, sha256: str
) -> None:
    """Note for which keys the file was sealed, what it holds in numbers, and the digest by which it is known again."""
    record(
        actor=actor,
        event=RetentionEvent.RETURNED,
        subject=organization,
        organization_id=organization.id,
        recipients=recipients,
        sha256=sha256,
        **contents._asdict(),
    )
