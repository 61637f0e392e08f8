"""Where messages go: a mail server, or a folder of .eml files."""

import os
import smtplib
import ssl
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from uuid import UUID

from config import ROOT, Config
from eboard.mail.enums import UNCONFIRMED

SECONDS = 15  # how long each step of the conversation may take
CLOSING = 421  # the server ends the conversation (RFC 5321 section 3.8)
PERMANENT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message as it leaves: envelope and bytes."""

    row_id: UUID
    sender: str
    recipient: str
    body: bytes


class TransportError(Exception):
    """A message did not leave; the text is a type and a code, never what anybody wrote.

    ``is_final``: trying again cannot help. ``is_unreachable``: nothing else can leave now either.
    """

    def __init__(self, text: str, *, is_final: bool = False, is_unreachable: bool = False) -> None:
        super().__init__(text)
        self.is_final = is_final
        self.is_unreachable = is_unreachable


class Transport(AbstractContextManager["Transport"], Protocol):
    """Takes one message after the other; leaving the context ends the conversation."""

    def send(self, message: Outgoing) -> None:
        """Hand one message over; raises TransportError if it was not taken."""


class Folder:
    """Each message becomes a file named after its row, complete as soon as it is there."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None: ...

    def send(self, message: Outgoing) -> None:
        """Write the file beside, then give it its name."""
        part = self.path / f".{message.row_id}.part"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            part.write_bytes(message.body)
            os.replace(part, self.path / f"{message.row_id}.eml")  # noqa: PTH105 - atomic on every system
        except OSError as error:
            raise TransportError(f"{type(error).__name__} {error.errno}", is_unreachable=True) from None


class Smtp:
    """A conversation with a mail server, opened by the first message."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.client: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self.client is not None:
            with suppress(smtplib.SMTPException, OSError):
                self.client.quit()
            self.client.close()

    def send(self, message: Outgoing) -> None:
        """Hand one message over."""
        client = self._connect() if self.client is None else self.client
        try:
            client.sendmail(message.sender, [message.recipient], message.body)
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal(error, *[code for code, _ in error.recipients.values()]) from None
        except smtplib.SMTPResponseException as error:
            raise _refusal(error, error.smtp_code) from None
        except (smtplib.SMTPException, OSError) as error:
            raise TransportError(f"{UNCONFIRMED} {type(error).__name__}", is_unreachable=True) from None

    def _connect(self) -> smtplib.SMTP:
        config = self.config
        try:
            if config.smtp_tls == "tls":
                client: smtplib.SMTP = smtplib.SMTP_SSL(
                    config.smtp_host, config.smtp_port, timeout=SECONDS, context=ssl.create_default_context()
                )
            else:
                client = smtplib.SMTP(config.smtp_host, config.smtp_port, timeout=SECONDS)
            self.client = client  # so that it is closed, whatever comes now
            if config.smtp_tls == "starttls":
                client.starttls(context=ssl.create_default_context())
            if config.smtp_user:
                client.login(config.smtp_user, config.smtp_password)
        except (smtplib.SMTPException, OSError) as error:
            code = getattr(error, "smtp_code", None)
            text = f"{type(error).__name__} {code}" if code else type(error).__name__
            raise TransportError(text, is_unreachable=True) from None
        return client


def _refusal(error: Exception, code: int) -> TransportError:
    return TransportError(f"{type(error).__name__} {code}", is_final=code >= PERMANENT, is_unreachable=code == CLOSING)


def open_transport(config: Config) -> Transport:
    """The transport of the settings."""
    return Smtp(config) if config.mail_dir is None else Folder(ROOT / config.mail_dir)
