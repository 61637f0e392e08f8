"""The mailbox that answers arrive in, read over IMAP (RFC 9051)."""

import imaplib
import logging
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxUnencrypted

from config import Config
from eboard.ical.reading.mail import LARGEST

logger = logging.getLogger(__name__)

SECONDS = 15  # how long each step of the conversation may take
VISIT = 500  # mails of one visit; the next one goes on
BATCH = 25  # mails that are taken at once, each of a megabyte at most

# Takes some mails; says of each whether somebody has to look at it, None if it could not be taken. It must not mind to
# be given a mail twice.
Take = Callable[[Sequence[bytes]], Sequence[bool | None]]

FAILURES = (ImapToolsError, imaplib.IMAP4.error, OSError, EOFError)


def empty_mailbox(config: Config, take: Take) -> int:
    """Hand the mails of the folder to ``take`` and put them away; returns how many were put away.

    A mail is put away only after it was taken. If the connection is lost in between, the mail is there at the next
    visit and is taken again. A mail that cannot be taken stays where it is.
    """
    handled = 0
    try:
        box = _open(config)
        try:
            uids = box.uids()[:VISIT]
            for begin in range(0, len(uids), BATCH):
                handled += _handle(box, uids[begin : begin + BATCH], config, take)
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


def _handle(box: BaseMailBox, uids: list[str], config: Config, take: Take) -> int:
    mails = {uid: raw for uid in uids if (raw := _fetch(box, uid)) is not None}
    became = dict(zip(mails, take(list(mails.values())), strict=True))
    for is_parked, folder in ((False, config.imap_handled_folder), (True, config.imap_parked_folder)):
        box.move([uid for uid, said in became.items() if said is is_parked], folder)
    return sum(said is not None for said in became.values())


def _fetch(box: BaseMailBox, uid: str) -> bytes | None:
    """The bytes of one mail as they are, of one that is too large just enough to see it; None if it has gone."""
    _status, answer = box.client.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST + 1}>)")
    return next((part[1] for part in answer if isinstance(part, tuple)), None)
