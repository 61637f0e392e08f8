"""Reminding of an agreement that is about to end."""

from eboard.conferences.emails import agreement_mail
from eboard.conferences.models import ConferenceProvider
from eboard.core.web.settings import settings
from eboard.mail.actions import queue
from eboard.people.queries.affiliations import administrators_at


def remind_of_agreement(*, provider: ConferenceProvider) -> int:
    """Mail the administrators of the organization, each once for the day it ends; returns how many were told."""
    mails = [
        agreement_mail(provider=provider, person=person, base_url=settings().base_url)
        for person in administrators_at(provider.organization_id)
    ]
    return sum(queue(mail) is not None for mail in mails)
