"""What happens when the list of a meeting closes: cases are shared out, and those who have to act hear of it, once."""

from collections import Counter, defaultdict

from eboard.audit import SYSTEM, record
from eboard.cases.enums import MaterialState
from eboard.core import time
from eboard.core.web.settings import settings
from eboard.invitations.invitees import coordinators
from eboard.invitations.reminding import is_night
from eboard.mail.actions import queue
from eboard.mail.message import Message
from eboard.meetings.models import Meeting
from eboard.people.enums import PersonState, Specialty
from eboard.people.models import Person
from eboard.preparation import emails
from eboard.preparation.actions.preparers import share_cases
from eboard.preparation.emails import Share
from eboard.preparation.enums import PREPARING, PreparationEvent
from eboard.preparation.lists import materials_for
from eboard.preparation.queries import Naming, naming, to_prepare


def close_list(*, meeting: Meeting) -> None:
    """Name who prepares what was left without a preparer, and tell those who were not told; nobody is at night.

    Doing it again changes nothing unless a case came, or somebody cannot come any more.
    """
    share_cases(actor=SYSTEM, meeting=meeting)
    found = naming(meeting)
    mails = [*_to_preparers(meeting, found), *_to_coordinators(meeting, found)]
    awake = [(person, mail) for person, mail in mails if not is_night(time.now(), person.zone)]
    told = [person for person, mail in awake if queue(mail) is not None]
    if told:
        record(
            actor=SYSTEM,
            event=PreparationEvent.TOLD,
            subject=meeting,
            organization_id=meeting.board.organization_id,
            people=[person.id for person in told],
        )


def _to_preparers(meeting: Meeting, found: Naming) -> list[tuple[Person, Message]]:
    people: dict[Person, list[Share]] = defaultdict(list)
    for specialty in PREPARING:
        cases, missing = _counted(meeting, specialty, found)
        for person in cases:
            people[person].append(Share(specialty=specialty, cases=cases[person], missing=missing[person]))
    base_url = settings().base_url
    return [(one, emails.preparer_mail(meeting, one, shares, base_url=base_url)) for one, shares in people.items()]


def _counted(meeting: Meeting, specialty: Specialty, found: Naming) -> tuple[Counter[Person], Counter[Person]]:
    """How many cases each person prepares, and how many of their materials have not arrived."""
    cases: Counter[Person] = Counter()
    missing: Counter[Person] = Counter()
    for item in to_prepare(meeting):
        row = found.of(item, specialty)
        if row is not None:
            cases[row.person] += 1
            materials = materials_for(specialty, item.case.materials)
            missing[row.person] += sum(one.state is not MaterialState.RECEIVED for one in materials)
    return cases, missing


def _to_coordinators(meeting: Meeting, found: Naming) -> list[tuple[Person, Message]]:
    """What is missing, but for restricted cases: what those need is for the persons they name."""
    items = [item for item in to_prepare(meeting) if not item.case.is_restricted]
    missing = {
        one.id
        for item in items
        for specialty in PREPARING
        for one in materials_for(specialty, item.case.materials)
        if one.state is not MaterialState.RECEIVED
    }
    without = sum(found.of(item, specialty) is None for item in items for specialty in PREPARING)
    if not (missing or without):
        return []
    base_url = settings().base_url
    return [
        (
            person,
            emails.coordinator_mail(meeting, person, missing=len(missing), without_preparer=without, base_url=base_url),
        )
        for person in coordinators(meeting)
        if person.state is PersonState.ACTIVE
    ]
