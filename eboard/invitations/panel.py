"""What the page of a meeting shows about its invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eboard.core import time
from eboard.invitations.enums import Answer
from eboard.invitations.invitees import Invitee, coordinators
from eboard.invitations.models import Invitation
from eboard.invitations.queries import counts, invitations_to, preview
from eboard.invitations.reminding import can_be_asked
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Who would be asked, who was, who answered, and what is about to be told."""

    invitees: Sequence[Invitee]  # of a meeting that is not published yet
    invitations: Sequence[Invitation]
    mine: Invitation | None
    takes_answers: bool
    is_organizer: bool  # the viewer may answer for the others

    @property
    def mailed(self) -> int:
        """How many publishing would mail."""
        return sum(one.gets_mail for one in self.invitees)

    @property
    def asked(self) -> list[Invitation]:
        """The invitations in force."""
        return [invitation for invitation in self.invitations if invitation.is_wanted]

    @property
    def askable(self) -> int:
        """How many may be asked for an answer again now."""
        return sum(can_be_asked(invitation, time.now()) for invitation in self.asked)

    @property
    def pending(self) -> list[Invitation]:
        """Those who are about to be told something."""
        return [invitation for invitation in self.invitations if invitation.tell_at is not None]

    @property
    def tell_at(self) -> datetime | None:
        """When the last of them is told."""
        return max((one.tell_at for one in self.pending if one.tell_at is not None), default=None)

    @property
    def counts(self) -> dict[Answer, int]:
        """How many gave each answer."""
        return counts(self.invitations)


def panel(meeting: Meeting, viewer_id: UUID) -> Panel:
    """The panel as one person sees it."""
    is_waiting = meeting.state in {MeetingState.PLANNED, MeetingState.CANCELLED}
    invitations = invitations_to(meeting.id)
    mine = next((one for one in invitations if one.person_id == viewer_id and one.is_wanted), None)
    return Panel(
        invitees=preview(meeting).invitees if is_waiting else (),
        invitations=invitations,
        mine=mine,
        is_organizer=viewer_id in {person.id for person in coordinators(meeting)},
        takes_answers=meeting.state is not MeetingState.CANCELLED and meeting.ends_at > time.now(),
    )
