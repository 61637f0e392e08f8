"""A letter that nobody acknowledged: first its referrer hears of it, then those who can step in."""

from collections.abc import Sequence

from eboard.audit import Actor, record
from eboard.mail.actions import queue
from eboard.people.models import Person
from eboard.recommendations import emails, recipients
from eboard.recommendations.actions.signing import letter_link
from eboard.recommendations.enums import OutcomeEvent
from eboard.recommendations.models import SignedVersion
from eboard.recommendations.reminding import STEPS


def remind(*, actor: Actor, version: SignedVersion) -> None:
    """Take the next step for a letter in force; each is taken once."""
    if version.reminders >= STEPS:
        return
    version.reminders += 1
    called = recipients.first_called(version.case)
    told = [*recipients.care_team(version.case)]
    if version.reminders == STEPS:
        told, called = [*told, *called], recipients.others_called(version.case)
    for person in called:
        queue(emails.reminder(version, person, link=letter_link(version), told=_names(told)))
    record(
        actor=actor,
        event=OutcomeEvent.REMINDED,
        subject=version,
        organization_id=version.case.organization_id,
        step=version.reminders,
        people=[person.id for person in called],
    )


def _names(people: Sequence[Person]) -> list[str]:
    return list(dict.fromkeys(person.name for person in people))
