"""Copies for the assistants whom an invited person named; they end with the delegation."""

from eboard.invitations.emails import News, Occasion, copied_news, copied_reminder, copy_thread, reminder_copy_thread
from eboard.invitations.models import Invitation
from eboard.mail.actions import queue, supersede
from eboard.mail.queries import may_have_reached
from eboard.people.queries.delegations import in_copy


def copy_news(invitation: Invitation, news: News) -> None:
    """Queue a copy of the news to each assistant; who never heard of an invitation hears nothing of its end.

    An assistant gets it however the person is told: whoever has the calendar subscription alone has a secretary, too.
    """
    for delegation in in_copy(invitation.person_id):
        thread = copy_thread(invitation, delegation)
        is_first = not may_have_reached(thread)
        if is_first and news.is_cancellation:
            supersede(thread)
        else:
            queue(copied_news(invitation, delegation, news, is_first=is_first))


def copy_reminder(invitation: Invitation, occasion: Occasion) -> None:
    """Queue a copy of the reminder to each assistant."""
    for delegation in in_copy(invitation.person_id):
        queue(copied_reminder(invitation, delegation, occasion))


def drop_reminder_copies(invitation: Invitation) -> None:
    """Take back the copies of a reminder that have not left."""
    for delegation in in_copy(invitation.person_id):
        supersede(reminder_copy_thread(invitation, delegation))
