"""Who is invited: everybody the meeting asks for, but those who organize it."""

from collections.abc import Iterable
from dataclasses import dataclass

from eboard.boards.enums import BoardRole
from eboard.invitations.enums import Participation
from eboard.meetings.enums import AskedAs, ItemState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.queries import invitees as asked_people
from eboard.meetings.queries import panel_on
from eboard.people.enums import Told
from eboard.people.models import Person

ROLES = {AskedAs.CHAIR: Participation.CHAIR, AskedAs.OBSERVER: Participation.OPTIONAL}
RANKS = (Participation.OPTIONAL, Participation.REQUIRED, Participation.CHAIR)


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody who is asked, and how much he or she is needed."""

    person: Person
    participation: Participation

    @property
    def gets_mail(self) -> bool:
        """Whether this person is told by mail, not by the subscribed calendar alone."""
        return self.person.told is not Told.FEED


def invitees(meeting: Meeting) -> list[Invitee]:
    """Everybody a meeting invites, by family name.

    Its coordinators invite others and not themselves: they see it in their feed.
    """
    organizers = {person.id for person in coordinators(meeting)}
    return [
        Invitee(one.person, _strongest(one.reasons)) for one in asked_people(meeting) if one.person.id not in organizers
    ]


def coordinators(meeting: Meeting) -> list[Person]:
    """Those who organize the meeting: the coordinators in force on its day."""
    return [member.person for member in panel_on(meeting.board_id, meeting.day, BoardRole.COORDINATOR)]


def contact_of(meeting: Meeting) -> str:
    """Whom to ask about a meeting: its coordinators, with their addresses."""
    return ", ".join(f"{one.name} <{one.email}>" for one in coordinators(meeting))


def listed_items(meeting: Meeting) -> list[AgendaItem]:
    """What stands on the agenda."""
    return [item for item in meeting.items if item.state is not ItemState.REMOVED]


def _strongest(reasons: Iterable[AskedAs]) -> Participation:
    return max((ROLES.get(reason, Participation.REQUIRED) for reason in reasons), key=RANKS.index)
