"""Catching up with revocations that were not noted at once."""

from datetime import timedelta

from config import ROOT
from eboard.backup import (
    log,
    watching,  # noqa: F401 - it notes what follows
)
from eboard.backup.revoked import everything
from eboard.core.db import read_only
from eboard.core.jobs import job
from eboard.core.web import settings


@job(every=timedelta(minutes=10))
def note_revocations() -> int:
    """Note what is revoked and is not in the log, such as a role whose last day has passed."""
    path = ROOT / settings().revocation_file
    with read_only():
        missing = frozenset(everything()) - log.read(path)
    if missing:
        log.append(path, missing)
    return len(missing)
