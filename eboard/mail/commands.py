"""Commands of the outbox, and of the mail that comes in."""

import json
from datetime import datetime
from typing import Any, BinaryIO

import click
from flask.cli import with_appcontext

from eboard.audit import Actor, Via
from eboard.core.db import unit_of_work
from eboard.core.web.settings import settings
from eboard.ical.reading import IncomingAnswer, IncomingMail, read_mail
from eboard.invitations.actions import receive
from eboard.invitations.jobs import fetch_answers, tell_due
from eboard.mail.actions import discard, release_outbox
from eboard.mail.jobs import deliver
from eboard.mail.queries import held_messages

ACTOR = Actor(via=Via.COMMAND)


@click.group()
def mail() -> None:
    """Look after the outbox, and after the answers that come in."""


@mail.command("deliver")
@with_appcontext
def deliver_once() -> None:
    """Tell who is due to be told, then send everything that waits, once."""
    tell_due()
    click.echo(f"Sent {deliver()}.")


@mail.command("release")
@click.option(
    "--discard-held", is_flag=True, help="Give up what was set apart, because it left before the backup was lost."
)
@with_appcontext
def release(*, discard_held: bool) -> None:
    """Let mail leave again after a restore; what was set apart stays so until somebody sends or discards it."""
    with unit_of_work():
        held = held_messages()
        if discard_held:
            discard(actor=ACTOR, messages=held)
        release_outbox(actor=ACTOR)
    click.echo(f"Mail leaves again. {len(held)} messages {'discarded' if discard_held else 'are set apart'}.")


@mail.command("read")
@click.argument("file", type=click.File("rb"))
def read(file: BinaryIO) -> None:
    """Print as JSON what the mail in FILE says, or why it is no answer; nothing is changed. FILE may be -."""
    click.echo(json.dumps(said(read_mail(file.read())), indent=2))


@mail.command("answer")
@click.argument("file", type=click.File("rb"))
@with_appcontext
def answer(file: BinaryIO) -> None:
    """Take the mail in FILE as if it had come in, and print as JSON what became of it. FILE may be -."""
    raw = file.read()
    with unit_of_work():
        received = receive(raw=raw)
    click.echo(json.dumps({"outcome": received.outcome, "reason": received.reason}, indent=2))


@mail.command("fetch")
@with_appcontext
def fetch() -> None:
    """Read the mailbox of the invitation address, once."""
    if not settings().imap_host:
        raise click.ClickException("EBOARD_IMAP_HOST is empty: there is no mailbox to read.")
    click.echo(f"Handled {fetch_answers()}.")


def said(mail: IncomingMail) -> dict[str, Any]:
    """What a mail says, as it is printed; ``reason`` stands there only if it is no answer."""
    found = mail.answer
    values: dict[str, Any] = {
        "method": mail.method or None,
        "uid": mail.uid or None,
        **(_answered(found) if found is not None else dict.fromkeys(ANSWER_KEYS)),
        "sender": mail.sender or None,
    }
    if mail.reason is not None:
        values["reason"] = mail.reason
    if mail.bounce is not None:
        bounce = mail.bounce
        values["bounce"] = {
            "message_id": bounce.message_id or None,
            "recipient": bounce.recipient or None,
            "action": bounce.action or None,
            "status": bounce.status or None,
        }
    return values


ANSWER_KEYS = (
    "recurrence_id", "sequence", "attendee", "attendee_count", "partstat", "delegated_to", "comment", "dtstamp",
    "proposed_start", "proposed_end", "copies_disagree",
)  # fmt: skip


def _answered(found: IncomingAnswer) -> dict[str, Any]:
    return {name: _plain(getattr(found, name)) for name in ANSWER_KEYS}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value if value != "" else None
