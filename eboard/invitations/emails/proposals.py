"""The mail that declines a proposed time."""

from datetime import datetime

from eboard.core import i18n
from eboard.ical import CalendarPart, MeetingEvent, Method, decline_counter_calendar
from eboard.invitations.content import phrases
from eboard.invitations.emails.news import asked_event, organizer_of
from eboard.invitations.models import Proposal
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write


def proposal_declined_message(
    proposal: Proposal, *, event: MeetingEvent, contact: str, organizer_address: str, moment: datetime
) -> Message:
    """The mail to somebody who proposed another time, that the meeting keeps its own (RFC 5546 section 3.2.8)."""
    invitation = proposal.invitation
    person = invitation.person
    organizer = organizer_of(invitation, organizer_address)
    asked = asked_event(invitation, organizer, event=event, contact=contact, moment=moment, address=person.email)
    with i18n.speaking(person.locale):
        calendar = decline_counter_calendar(asked, sequence=proposal.sequence, phrases=phrases())
    return write(
        person,
        "invitations/mail/proposal_declined",
        {"event": event, "contact": contact, "proposed_at": proposal.starts_at},
        kind=NoticeKind.INVITATION,
        dedupe_key=f"proposal:{proposal.id}:declined",
        sender=organizer,
        reply_to=organizer,
        board_id=invitation.meeting.board_id,
        calendar=CalendarPart(calendar, Method.DECLINECOUNTER),
        good_until=event.ends_at,
    )
