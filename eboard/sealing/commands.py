"""Commands that look after the sealing keys."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import sleep
from uuid import UUID

import click
from flask.cli import with_appcontext

from config import ROOT, Config, load
from eboard.audit import Actor, Via
from eboard.core.db import db, read_only, unit_of_work
from eboard.core.errors import BusyError, DomainError
from eboard.core.keys import add_key, keyring
from eboard.core.web import settings
from eboard.people.models import Organization
from eboard.people.queries.organizations import organization_by_code
from eboard.retention.returns import last_return, told
from eboard.sealing import queries
from eboard.sealing.actions import Moved, destroy_key_of, reseal_file, reseal_rows
from eboard.sealing.places import COLUMNS, SealedColumn

ACTOR = Actor(via=Via.COMMAND)
ROUNDS = 20  # what others hold is tried again so often
PAUSE = 0.2  # seconds between two rounds


@dataclass(frozen=True, slots=True)
class Task:
    """A place to go through: ids of stale values some at a time, and what seals those of one batch again."""

    name: str
    batches: Callable[[], Iterable[list[UUID]]]
    move: Callable[[list[UUID]], Moved]


@click.group()
def keys() -> None:
    """Look after the sealing keys."""


@keys.command("create")
def create_key() -> None:
    """Add a key to the key file; the newest seals, the older ones still open."""
    click.echo(f"Added {_add(load())}. Back the file up, apart from the database.")


@keys.command("status")
@with_appcontext
def show_status() -> None:
    """Print how many values are sealed under which key; exit with 1 if a key is missing."""
    ring = keyring()
    ring.refresh()
    total: Counter[str] = Counter()
    for name, held in queries.counts():
        total.update(held)
        click.echo(f"{name}: {_listed(held)}")
    click.echo(f"In all: {_listed(total)}. The newest key is {ring.current}.")
    missing = sorted(total.keys() - ring.keys.keys() - {queries.OWNED})
    if missing:
        click.echo(f"Cannot be opened: {', '.join(missing)}.", err=True)
        sys.exit(1)


@keys.command("rotate")
@click.option("--new-key", is_flag=True, help="Add a key to the key file first.")
@with_appcontext
def rotate(*, new_key: bool) -> None:
    """Seal again, under the newest key, all that is sealed under an older one; the system may run meanwhile.

    May be ended at any moment and begun again. Exits with 1 if something could not be opened or moved.
    """
    if new_key:
        click.echo(f"Added {_add(settings())}. Back the file up, apart from the database.")
    keyring().refresh()
    problems = sum(_rotated(task) for task in (*map(_rows_of, COLUMNS), _files()))
    if problems:
        sys.exit(1)
    click.echo(f"All that is sealed is sealed under {keyring().current}.")


@keys.command("destroy")
@click.argument("organization")
@with_appcontext
def destroy(organization: str) -> None:
    """Shred who the patients of ORGANIZATION are and its attachments, for ever. It must have left the network."""
    with read_only():  # nobody waits while somebody types
        row = organization_by_code(organization)
        if row is None:
            raise DomainError(f"There is no organization with the code {organization}.")
        key, code, name, returned = row.id, row.code, row.name, told(last_return(row.id))
    click.echo(f"This shreds the identities and attachments of {name} for ever. {returned}")
    if click.prompt("Type its code again") != code:
        raise DomainError("That is another code. Nothing was destroyed.")
    with unit_of_work():
        destroy_key_of(actor=ACTOR, organization=db.session.get_one(Organization, key))
    click.echo(f"The key of {name} is destroyed. Backups of before still hold it: delete them, too.")


def _rows_of(place: SealedColumn) -> Task:
    return Task(
        place.name,
        lambda: queries.stale_rows(place),
        lambda ids: reseal_rows(actor=ACTOR, place=place, ids=ids),
    )


def _files() -> Task:
    return Task(
        queries.FILES,
        lambda: ([attachment_id] for attachment_id in queries.stale_files()),
        lambda ids: reseal_file(actor=ACTOR, attachment_id=ids[0]),
    )


def _rotated(task: Task) -> int:
    """Go through a place until a round finds nothing; what others hold, or seal meanwhile, is met in the next one.

    Returns how many values are left.
    """
    done, left = Moved(), 0
    for _round in range(ROUNDS):
        left = 0
        for ids in task.batches():
            asked = [row_id for row_id in ids if row_id not in done.unopened]
            moved = _in_a_unit(task, asked) if asked else Moved()
            done.count += moved.count
            done.unopened += moved.unopened
            left += len(asked) - len(moved.unopened)
        if not left:
            break
        sleep(PAUSE)
    if done.count:
        click.echo(f"{task.name}: {done.count} sealed again.")
    if left:
        click.echo(f"{task.name}: {left} are in use by others. Run this again.", err=True)
    for row_id in done.unopened:
        click.echo(f"{task.name}, row {row_id}: cannot be opened.", err=True)
    return left + len(done.unopened)


def _in_a_unit(task: Task, ids: list[UUID]) -> Moved:
    try:
        with unit_of_work():
            return task.move(ids)
    except BusyError:
        return Moved()


def _add(config: Config) -> str:
    if config.keys_command:
        raise click.ClickException("The keys come from EBOARD_KEYS_COMMAND. Add one where that program reads them.")
    try:
        return add_key(ROOT / config.keys_file)
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from None


def _listed(held: Counter[str]) -> str:
    return ", ".join(f"{count} under {key_id}" for key_id, count in sorted(held.items())) or "nothing"
