"""Who is asked to a meeting: derived from the panel, the agenda and the guests."""

from collections.abc import Iterable
from dataclasses import dataclass

from eboard.boards.enums import INVITED_ROLES, BoardRole
from eboard.boards.models import BoardMembership
from eboard.core.i18n import gettext as _
from eboard.invitations.enums import Participation
from eboard.meetings.enums import ItemState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.enums import PersonState, Told
from eboard.people.models import Person

REACHABLE_STATES = frozenset({PersonState.INVITED, PersonState.ACTIVE})
ROLES = {
    BoardRole.CHAIR: Participation.CHAIR,
    BoardRole.DEPUTY: Participation.REQUIRED,
    BoardRole.PANELIST: Participation.REQUIRED,
    BoardRole.OBSERVER: Participation.OPTIONAL,
}
RANKS = (Participation.OPTIONAL, Participation.REQUIRED, Participation.CHAIR)


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody who is asked, how much he or she is needed, and why."""

    person: Person
    participation: Participation
    reason: str

    @property
    def gets_mail(self) -> bool:
        """Whether this person is told by mail, not by the subscribed calendar alone."""
        return self.person.told is not Told.FEED


def invitees(meeting: Meeting) -> list[Invitee]:
    """Everybody a meeting asks, each once with the strongest reason, in the order of the family names.

    The coordinators organize it and ask nobody but others: they see it in their feed.
    """
    coordinators = {member.person_id for member in _members(meeting) if member.role is BoardRole.COORDINATOR}
    asked: dict[Person, Invitee] = {}
    for candidate in _candidates(meeting):
        person = candidate.person
        if person.id in coordinators or person.state not in REACHABLE_STATES:
            continue
        known = asked.get(person)
        if known is None or RANKS.index(known.participation) < RANKS.index(candidate.participation):
            asked[person] = candidate
    return sorted(asked.values(), key=lambda one: (one.person.family_name, one.person.given_name, one.person.id))


def listed_items(meeting: Meeting) -> list[AgendaItem]:
    """What stands on the agenda."""
    return [item for item in meeting.items if item.state is not ItemState.REMOVED]


def _candidates(meeting: Meeting) -> Iterable[Invitee]:
    for member in _members(meeting):
        if member.role in INVITED_ROLES:
            yield Invitee(member.person, ROLES[member.role], member.role.label)
    for item in listed_items(meeting):
        for person, reason in ((item.presenter, _("Presents a case")), (item.case.referrer, _("Referred a case"))):
            if person is not None:
                yield Invitee(person, Participation.REQUIRED, reason)
    for guest in meeting.guests:
        yield Invitee(guest.person, Participation.REQUIRED, _("Guest"))


def _members(meeting: Meeting) -> list[BoardMembership]:
    """Those whose membership is in force on the day of the meeting."""
    return [
        member
        for member in meeting.board.memberships
        if member.starts_on <= meeting.day and (member.ends_on is None or meeting.day <= member.ends_on)
    ]
