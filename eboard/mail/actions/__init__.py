"""What changes the outbox."""

from eboard.mail.actions.bouncing import mark_bounced
from eboard.mail.actions.choosing import choose
from eboard.mail.actions.delivering import body_to_send, claim, mark_failed, mark_sent, release
from eboard.mail.actions.holding import discard, hold_outbox, release_outbox
from eboard.mail.actions.queueing import queue, queue_secret, quietly, secret_body, supersede, supersede_below
from eboard.mail.actions.readdressing import readdress
from eboard.mail.actions.retrying import retry

__all__ = [
    "body_to_send",
    "choose",
    "claim",
    "discard",
    "hold_outbox",
    "mark_bounced",
    "mark_failed",
    "mark_sent",
    "queue",
    "queue_secret",
    "quietly",
    "readdress",
    "release",
    "release_outbox",
    "retry",
    "secret_body",
    "supersede",
    "supersede_below",
]
