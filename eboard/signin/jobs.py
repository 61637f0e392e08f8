"""Jobs of signing in: forgetting what is over."""

from datetime import timedelta

from eboard.core.db import unit_of_work
from eboard.core.jobs import job
from eboard.signin.actions.forgetting import forget_attempts


@job(every=timedelta(hours=1))
def forget_sign_ins() -> int:
    """Forget attempts and challenges that are over."""
    with unit_of_work():
        return forget_attempts()
