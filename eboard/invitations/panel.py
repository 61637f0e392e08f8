"""What the page of a meeting shows about its invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eboard.core import time
from eboard.invitations.enums import Answer
from eboard.invitations.incoming import parked_count
from eboard.invitations.invitees import Invitee, coordinators
from eboard.invitations.models import Invitation, Proposal
from eboard.invitations.queries import counts, invitations_to, open_proposals, preview
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
    proposals: Sequence[Proposal]  # other times that are proposed and still to come
    parked: int  # mails about this meeting that wait for its coordinator

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
    def delegated(self) -> list[Invitation]:
        """Those who named somebody else to come; nobody is invited for it."""
        return [invitation for invitation in self.asked if invitation.answer is Answer.DELEGATED]

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
    is_organizer = viewer_id in {person.id for person in coordinators(meeting)}
    return Panel(
        invitees=preview(meeting).invitees if is_waiting else (),
        invitations=invitations,
        mine=mine,
        is_organizer=is_organizer,
        proposals=open_proposals(meeting.id),
        parked=parked_count(meeting.id) if is_organizer else 0,
        takes_answers=meeting.state is not MeetingState.CANCELLED and meeting.ends_at > time.now(),
    )
