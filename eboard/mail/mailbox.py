"""The mailbox that answers arrive in, read over IMAP (RFC 9051)."""

import imaplib
import logging
import ssl
from collections.abc import Callable
from contextlib import suppress

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxUnencrypted

from config import Config
from eboard.ical.reading.mail import LARGEST

logger = logging.getLogger(__name__)

SECONDS = 15  # how long each step of the conversation may take
BATCH = 200  # mails of one visit; the next one goes on

# Takes the bytes of one mail; whether somebody has to look at it. It must not mind to be given a mail twice.
Take = Callable[[bytes], bool]

FAILURES = (ImapToolsError, imaplib.IMAP4.error, OSError, EOFError)


def empty_mailbox(config: Config, take: Take) -> int:
    """Hand every mail of the folder to ``take`` and put it away; returns how many were put away.

    A mail is put away only after it was taken. If the connection is lost in between, the mail is there at the next
    visit and is taken again. A mail that cannot be taken stays where it is, and the others go on.
    """
    handled = 0
    try:
        box = _open(config)
        try:
            for uid in box.uids()[:BATCH]:
                handled += _handle(box, uid, config, take)
        finally:
            _close(box)
    except FAILURES as error:
        logger.error("the mailbox cannot be read: %s", type(error).__name__)
    return handled


def _open(config: Config) -> BaseMailBox:
    """A conversation in the folder of new mails, with both other folders made."""
    context = ssl.create_default_context()
    host, port = config.imap_host, config.imap_port
    box: BaseMailBox = (
        MailBox(host, port, timeout=SECONDS, ssl_context=context)
        if config.imap_tls == "tls"
        else MailBoxUnencrypted(host, port, timeout=SECONDS)
    )
    try:
        if config.imap_tls == "starttls":
            box.client.starttls(context)  # raises where the server does not offer it
        box.login(config.imap_user, config.imap_password, initial_folder=None)
        for folder in (config.imap_handled_folder, config.imap_parked_folder):
            if not box.folder.exists(folder):
                box.folder.create(folder)
        box.folder.set(config.imap_folder)
    except FAILURES:
        _close(box)
        raise
    return box


def _close(box: BaseMailBox) -> None:
    """End the conversation, in good manners if that is still possible."""
    with suppress(*FAILURES):
        box.logout()
    with suppress(OSError):
        box.client.shutdown()


def _handle(box: BaseMailBox, uid: str, config: Config, take: Take) -> int:
    raw = _fetch(box, uid)
    if raw is None:
        return 0
    try:
        is_parked = take(raw)
    except Exception as error:  # noqa: BLE001 - one bad mail never stops the rest
        logger.error("mail %s was left in the mailbox: %s", uid, type(error).__name__)
        return 0
    box.move(uid, config.imap_parked_folder if is_parked else config.imap_handled_folder)
    return 1


def _fetch(box: BaseMailBox, uid: str) -> bytes | None:
    """The bytes of one mail as they are, of one that is too large just enough to see it; None if it has gone."""
    _status, answer = box.client.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST + 1}>)")
    return next((part[1] for part in answer if isinstance(part, tuple)), None)
