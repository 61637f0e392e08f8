"""Jobs of the audit."""

from datetime import timedelta

from config import ROOT
from eboard.audit.checkpoints import note_heads
from eboard.core.db import read_only
from eboard.core.jobs import job
from eboard.core.keys import keyring
from eboard.core.web import settings


@job(every=timedelta(minutes=10))
def note_checkpoints() -> int:
    """Note the heads of the chains outside the database."""
    with read_only():
        return note_heads(ROOT / settings().checkpoint_file, keyring())
