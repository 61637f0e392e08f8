"""Mail of ours that came back."""

from sqlalchemy import select

from eboard.audit import Actor, Via, record
from eboard.core import time
from eboard.core.db import db
from eboard.ical.reading import Bounce
from eboard.invitations.emails import thread_of
from eboard.invitations.enums import InvitationEvent
from eboard.invitations.models import Invitation
from eboard.mail.actions import mark_bounced
from eboard.mail.enums import MailState
from eboard.mail.models import OutboxMessage
from eboard.people.models import Person


def note_bounce(*, bounce: Bounce, tagged: Invitation | None) -> bool:
    """Mark the mail that came back, and its person as not reached; False when the report is about no mail of ours.

    A delay changes nothing: the mail is still on its way. A former address says nothing about the one in use.
    """
    mail = _returned(bounce, tagged) if bounce.is_final else None
    if mail is None:
        return False
    mark_bounced(mail, status=bounce.status)
    person = db.session.get(Person, mail.person_id) if mail.person_id is not None else None
    if person is not None and person.email == mail.recipient and person.not_reached_since is None:
        person.not_reached_since = time.now()
    record(actor=Actor(via=Via.MAIL), event=InvitationEvent.BOUNCED, subject=mail, status=bounce.status)
    return True


def _returned(bounce: Bounce, tagged: Invitation | None) -> OutboxMessage | None:
    """The mail by its Message-ID, which nobody can guess; else the last one that went where the report came from."""
    rows = select(OutboxMessage).with_for_update().execution_options(populate_existing=True)
    if bounce.message_id:
        return db.session.scalar(rows.where(OutboxMessage.message_id == bounce.message_id))
    if tagged is None:
        return None
    return db.session.scalar(
        rows.where(
            OutboxMessage.thread_key == thread_of(tagged, bounce.recipient),
            OutboxMessage.state == MailState.SENT,
            OutboxMessage.recipient == bounce.recipient,
        )
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )
