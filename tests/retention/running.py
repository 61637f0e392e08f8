"""Running what the scheduler runs once a day."""

from eboard.audit import SYSTEM
from eboard.retention.jobs import run_all


def ran() -> dict[str, int]:
    """How many rows went, by class."""
    return run_all(actor=SYSTEM)
