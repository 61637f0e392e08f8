"""An announced meeting whose people were told, and the mails that time brings afterwards."""

from collections.abc import Callable
from datetime import datetime, timedelta

from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.invitations.jobs import ask_due, remind_due
from eboard.invitations.models import Invitation
from eboard.invitations.queries import mine
from eboard.meetings.models import Meeting
from eboard.people.models import Person
from tests.conftest import NOW
from tests.invitations.reading import Mail, delivered
from tests.world import World, make_meeting

TOLD = NOW + timedelta(seconds=121)


def announced(world: World, **values: object) -> Meeting:
    """A meeting on Monday 9 March, 14:00 in Chicago, which everybody was told of on Monday 2 March."""
    with unit_of_work():
        meeting = make_meeting(world.board, **values)
    with time.at(TOLD):
        delivered()
    return meeting


def invitation_of(meeting: Meeting, person: Person) -> Invitation:
    found = mine(person.id, meeting.id)
    assert found is not None
    return found


def at(moment: datetime, *jobs: Callable[[], int]) -> list[Mail]:
    """What arrives when these jobs run at a moment."""
    with time.at(moment):
        for job in jobs:
            job()
        return delivered()


def reminders(moment: datetime) -> list[Mail]:
    return at(moment, remind_due)


def questions(moment: datetime) -> list[Mail]:
    return at(moment, ask_due)


def readers(mails: list[Mail]) -> list[str]:
    """To whom, by the part before the @."""
    return [mail.to.split("@")[0] for mail in mails]


def text_of(mail: Mail) -> str:
    """The plain text, with the line ends that people write."""
    return mail.body("plain").replace("\r\n", "\n")
