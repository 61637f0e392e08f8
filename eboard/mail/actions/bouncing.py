"""A message that came back."""

from eboard.mail.enums import MailState
from eboard.mail.models import OutboxMessage


def mark_bounced(row: OutboxMessage, *, status: str) -> None:
    """The message had left and did not arrive; ``status`` is the code of RFC 3463, such as 5.1.1."""
    if row.state is MailState.SENT:
        row.state = MailState.BOUNCED
        row.error = f"Returned {status}".strip()
