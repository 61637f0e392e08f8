"""Jobs of people: answering who forgot a password, and forgetting what is over."""

from datetime import timedelta

from eboard.core import throttle
from eboard.core.db import unit_of_work
from eboard.core.jobs import each, job
from eboard.people.actions.addresses import forget_former_addresses
from eboard.people.actions.forgetting import forget_held_forms
from eboard.people.actions.links import answer_ask
from eboard.people.queries.credentials import waiting_asks


@job(every=timedelta(seconds=10))
def answer_resets() -> int:
    """Send links for new passwords to those who asked and have an account."""
    return each(waiting_asks(), answer_ask)


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
