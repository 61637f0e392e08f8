"""Jobs of people: forgetting what is over."""

from datetime import timedelta

from eboard.core import throttle
from eboard.core.db import unit_of_work
from eboard.core.jobs import job
from eboard.people.actions.addresses import forget_former_addresses
from eboard.people.actions.forgetting import forget_held_forms


@job(every=timedelta(minutes=10))
def forget_held() -> int:
    """Forget the forms that were kept for an hour, and the counts of tries."""
    with unit_of_work():
        return forget_held_forms() + throttle.forget_expired()


@job(every=timedelta(days=1))
def forget_addresses() -> int:
    """Forget the former addresses of people two years after they changed to others."""
    with unit_of_work():
        return forget_former_addresses()
