"""Somebody outside opens a letter, and hears when it no longer counts."""

import hmac

from eboard.audit import Actor
from eboard.core import time
from eboard.mail.actions import queue
from eboard.outside import emails
from eboard.outside.actions.giving import index_of, note
from eboard.outside.enums import OutsideEvent
from eboard.outside.models import MOST_TRIES, OutsideLink

STRANGER = Actor()  # nobody who is signed in


def try_code(*, actor: Actor, link: OutsideLink, code: str) -> bool:
    """Whether the code opens a usable link; each opening and each wrong code is recorded, five of these lock it."""
    if not hmac.compare_digest(index_of(code, link.id), link.code_index):
        link.tries += 1
        note(actor, OutsideEvent.WRONG_CODE, link, left=MOST_TRIES - link.tries)
        return False
    link.opened_at = link.opened_at or time.now()
    note(actor, OutsideEvent.OPENED, link, names_patient=link.names_patient, seen=[link.version.case.id])
    return True


def recall_reader(*, actor: Actor, link: OutsideLink) -> None:
    """Tell who read a letter outside that it no longer counts; each is told once."""
    link.recalled_at = time.now()
    queue(emails.recall(link))
    note(actor, OutsideEvent.RECALLED, link)
