"""The list of jobs."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import TypeVar
from uuid import UUID

from eboard.core.db import unit_of_work
from eboard.core.logs import place_of

logger = logging.getLogger(__name__)

Work = Callable[[], int]
WorkType = TypeVar("WorkType", bound=Work)


@dataclass(frozen=True, slots=True)
class Job:
    """A function without arguments that does what is due and returns how many rows it handled."""

    name: str
    every: timedelta
    run: Work


_jobs: dict[str, Job] = {}


def job(*, every: timedelta) -> Callable[[WorkType], WorkType]:
    """Register a function as a job that runs at this interval."""

    def register(work: WorkType) -> WorkType:
        name = f"{work.__module__.removeprefix('eboard.').removesuffix('.jobs')}.{work.__name__}"
        _jobs[name] = Job(name, every, work)
        return work

    return register


def registered() -> dict[str, Job]:
    """All jobs by name."""
    return dict(_jobs)


def each(ids: Iterable[UUID], action: Callable[[UUID], None]) -> int:
    """Run ``action`` for each id in a unit of work of its own; a failing row is logged and left for the next run."""

    @wraps(action)
    def work(row_id: UUID) -> None:
        with unit_of_work():
            action(row_id)

    return one_by_one(ids, work)


def one_by_one(ids: Iterable[UUID], work: Callable[[UUID], None]) -> int:
    """Run ``work``, which opens its own units of work, for each id; a failing row is logged and left for later."""
    done = 0
    for row_id in ids:
        try:
            work(row_id)
            done += 1
        except Exception as error:  # noqa: BLE001 - one bad row never stops the rest
            where = place_of(error.__traceback__)
            logger.error("%s failed on row %s: %s at %s", work.__qualname__, row_id, type(error).__name__, where)
    return done
