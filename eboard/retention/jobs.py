"""Deleting what is over: class by class, in batches, each its own transaction, so that a run may be killed anywhere."""

import logging
import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from eboard.audit import SYSTEM, Actor
from eboard.cases.files import storage
from eboard.cases.jobs import purge_files
from eboard.cases.queries.attachments import folder
from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.jobs import each, job
from eboard.core.jobs.lease import take
from eboard.core.logs import place_of
from eboard.retention.actions.corrections import remind_of_correction
from eboard.retention.actions.deleting import Run, close_interrupted, delete_some, finish, note_sweep
from eboard.retention.corrections import to_remind
from eboard.retention.enums import RecordClass
from eboard.retention.files import orphans
from eboard.retention.queries import days_of
from eboard.retention.rows import SORTS, ids_due

logger = logging.getLogger(__name__)

BATCH = 200
LEASE, LEASE_DURATION = "retention", timedelta(minutes=5)  # renewed with each batch
ENDED = timedelta(seconds=-1)


@job(every=timedelta(days=1))
def delete_what_is_over() -> int:
    """Delete what the schedule says; returns how many rows and files went."""
    return sum(run_all(actor=SYSTEM).values())


@job(every=timedelta(hours=6))
def remind_of_corrections() -> int:
    """Write to care teams whose patients wait for an answer."""
    return each(to_remind(time.now()), remind_of_correction)


def run_all(*, actor: Actor) -> dict[str, int]:
    """Go through every class; what cannot be deleted is logged by its id and left for the next run.

    Returns how many rows went by class, and files without a row. Raises DomainError while another run is under way; one
    that was killed is over five minutes later.
    """
    owner = secrets.token_hex(8)
    with unit_of_work():
        if not take(LEASE, owner=owner, duration=LEASE_DURATION):
            raise DomainError(_("Another run is under way, or was killed within the last five minutes."))
        close_interrupted(actor=actor)
    gone = {str(kind): _run_class(kind, actor, owner) for kind in SORTS}
    purge_files()
    gone["files"] = _sweep(actor)
    with unit_of_work():
        take(LEASE, owner=owner, duration=ENDED)
    return gone


def _run_class(kind: RecordClass, actor: Actor, owner: str) -> int:
    run, after = Run(kind, days_of(kind), actor), None
    while keys := ids_due(SORTS[kind], run.cutoff, after=after, limit=BATCH):
        after = keys[-1]
        _delete(run, keys, owner)
    with unit_of_work():
        return finish(run)


def _delete(run: Run, keys: Sequence[UUID], owner: str) -> None:
    """Delete a batch; if it fails, each row alone, so that one bad row never keeps the others."""
    before = run.record_id
    try:
        with unit_of_work():
            take(LEASE, owner=owner, duration=LEASE_DURATION)
            files = delete_some(run, keys)
    except Exception as error:  # noqa: BLE001 - whatever it was, it is found below
        run.record_id = before
        if len(keys) == 1:
            where = place_of(error.__traceback__)
            logger.error("%s row %s was not deleted: %s at %s", run.kind, keys[0], type(error).__name__, where)
            return
        for key in keys:
            _delete(run, [key], owner)
        return
    for row_id in files:
        storage.delete(row_id=row_id, folder=folder())


def _sweep(actor: Actor) -> int:
    found = orphans(folder())
    if not found.is_ours:
        logger.error("%s files have no row, %s have one: none was swept", len(found.paths), found.known)
        return 0
    for path in found.paths:
        path.unlink(missing_ok=True)
    if found.paths:
        with unit_of_work():
            note_sweep(actor=actor, count=len(found.paths))
    return len(found.paths)
