"""What changes the outbox."""

from eboard.mail.actions.delivering import body_to_send, claim, clear_bodies, mark_failed, mark_sent, release
from eboard.mail.actions.holding import discard, hold_outbox, release_outbox
from eboard.mail.actions.queueing import queue, queue_secret, quietly, secret_body, supersede
from eboard.mail.actions.retrying import retry

__all__ = [
    "body_to_send",
    "claim",
    "clear_bodies",
    "discard",
    "hold_outbox",
    "mark_failed",
    "mark_sent",
    "queue",
    "queue_secret",
    "quietly",
    "release",
    "release_outbox",
    "retry",
    "secret_body",
    "supersede",
]
