"""Reading the published calendars that are due."""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from uuid import UUID

from eboard.availability.actions.reading import assign, take_over
from eboard.availability.enums import Problem
from eboard.availability.fetching import Reach
from eboard.availability.queries import due_to_be_read
from eboard.availability.readout import Assignment, Outcome, read_out
from eboard.core.jobs import each, job
from eboard.core.web import settings

logger = logging.getLogger(__name__)

AT_ONCE = 8
BATCH = 40


@job(every=timedelta(seconds=30))
def read_due() -> int:
    """Claim what is due, fetch and read it outside of any transaction, and store each result in its own."""
    assignments = _assigned(due_to_be_read()[:BATCH])
    reach = Reach(settings().calendar_networks, settings().calendar_ca_file)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = dict(zip(assignments, pool.map(partial(_outcome, reach), assignments.values()), strict=True))
    return each(assignments, lambda calendar_id: take_over(assignments[calendar_id], outcomes[calendar_id]))


def _outcome(reach: Reach, assignment: Assignment) -> Outcome:
    try:
        return read_out(assignment, reach)
    except Exception as error:  # noqa: BLE001 - one calendar never stops the others
        logger.error("Reading calendar %s failed: %s", assignment.calendar_id, type(error).__name__)
        return Outcome(problem=Problem.UNREADABLE)


def _assigned(calendar_ids: Sequence[UUID]) -> dict[UUID, Assignment]:
    found: dict[UUID, Assignment] = {}

    def claim(calendar_id: UUID) -> None:
        assignment = assign(calendar_id)
        if assignment is not None:
            found[calendar_id] = assignment

    each(calendar_ids, claim)
    return found
