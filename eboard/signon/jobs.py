"""Jobs of the sign-in of organizations."""

from datetime import timedelta

from eboard.core.db import unit_of_work
from eboard.core.jobs import job
from eboard.signon.actions.forgetting import forget_trips


@job(every=timedelta(hours=1))
def forget_sign_ons() -> int:
    """Forget the trips to providers that nobody came back from."""
    with unit_of_work():
        return forget_trips()
