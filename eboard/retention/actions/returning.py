"""Noting that the data of an organization were returned to it."""

from eboard.audit import Actor, record
from eboard.people.models import Organization
from eboard.retention.enums import RetentionEvent
from eboard.retention.returns import Said


def note_returned(*, actor: Actor, organization: Organization, said: Said) -> None:
    """Note when it was begun, for which keys it was sealed, what it holds in numbers, and its digest."""
    record(
        actor=actor,
        event=RetentionEvent.RETURNED,
        subject=organization,
        organization_id=organization.id,
        begun_at=said.begun_at.isoformat(),
        recipients=said.recipients,
        sha256=said.sha256,
        **said.contents._asdict(),
    )
