"""The mailbox that answers arrive in, read over IMAP (RFC 9051)."""

import imaplib
import logging
import ssl
from collections.abc import Callable
from contextlib import suppress

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxStartTls, MailBoxUnencrypted

from config import Config

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
            with suppress(*FAILURES):
                box.logout()
    except FAILURES as error:
        logger.error("the mailbox cannot be read: %s", type(error).__name__)
    return handled


def _open(config: Config) -> BaseMailBox:
    """A conversation in the folder of new mails, with both other folders made."""
    context = ssl.create_default_context()
    host, port = config.imap_host, config.imap_port
    if config.imap_tls == "tls":
        box: BaseMailBox = MailBox(host, port, timeout=SECONDS, ssl_context=context)
    elif config.imap_tls == "starttls":
        box = MailBoxStartTls(host, port, timeout=SECONDS, ssl_context=context)
    else:
        box = MailBoxUnencrypted(host, port, timeout=SECONDS)
    try:
        box.login(config.imap_user, config.imap_password, initial_folder=None)
        for folder in (config.imap_handled_folder, config.imap_parked_folder):
            if not box.folder.exists(folder):
                box.folder.create(folder)
        box.folder.set(config.imap_folder)
    except FAILURES:
        box.client.shutdown()
        raise
    return box


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
    """The bytes of one mail as they are; None if somebody else took it meanwhile."""
    _status, answer = box.client.uid("FETCH", uid, "(BODY.PEEK[])")
    return next((part[1] for part in answer if isinstance(part, tuple)), None)
