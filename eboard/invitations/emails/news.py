"""Mails that carry an invitation, a change or a withdrawal (RFC 6047)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from eboard.core import i18n
from eboard.ical import (
    CalendarPart,
    InvitationEvent,
    MeetingEvent,
    Partstat,
    Party,
    Role,
    cancel_calendar,
    request_calendar,
)
from eboard.ical import Method as IcalMethod
from eboard.invitations.content import Content, phrases
from eboard.invitations.enums import Method
from eboard.invitations.models import Invitation
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.meetings.needed import Needed


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What one person is to be told: the content now, what last reached him or her, and the meeting as it is."""

    content: Content
    reached: Content
    address: str  # where it goes to
    event: MeetingEvent
    contact: str
    organizer_address: str  # of all boards; the invitation's tag is put into it
    base_url: str
    moment: datetime
    needed: Needed
    is_spared: bool  # was needed by a case, and is not any more

    @property
    def is_cancellation(self) -> bool:
        """Whether something ends, instead of being asked or changed."""
        return bool(self.content["method"] == Method.CANCEL.value)

    @property
    def folder(self) -> str:
        """The folder of the texts."""
        if self.is_cancellation:
            return "invitations/mail/cancellation"
        is_known = self.reached.get("method") == Method.REQUEST.value
        return "invitations/mail/update" if is_known else "invitations/mail/invitation"


def thread_of(invitation: Invitation, address: str) -> str:
    """The key of everything that one invitation sends to one address."""
    return f"invitation:{invitation.id}:{hashlib.sha256(address.encode()).hexdigest()[:16]}"


def dedupe_key(invitation: Invitation) -> str:
    """The key of what the present revision says."""
    return f"invitation:{invitation.id}:{invitation.revision}"


def organizer_of(invitation: Invitation, address: str) -> Party:
    """The organizer as this person sees it: constant for the life of the invitation, so that answers find it."""
    local, _, domain = address.rpartition("@")
    return Party(email=f"{local}+{invitation.tag}@{domain}", name=invitation.meeting.board.name)


def invitation_message(invitation: Invitation, news: News) -> Message:
    """The mail that tells the news, in the language and on the clocks of the invited person."""
    organizer = organizer_of(invitation, news.organizer_address)
    values = {
        "event": news.event,
        "contact": news.contact,
        "content": news.content,
        "reached": news.reached,
        "needed": news.needed,
        "is_spared": news.is_spared,
        "was_starts_at": _moment(news.reached.get("starts_at")),
        "answer_url": f"{news.base_url}/invitations/{invitation.id}",
    }
    return write(
        invitation.person,
        news.folder,
        values,
        kind=NoticeKind.INVITATION,
        dedupe_key=dedupe_key(invitation),
        address=news.address,
        thread_key=thread_of(invitation, news.address),
        sender=organizer,
        reply_to=organizer,
        board_id=invitation.meeting.board_id,
        calendar=_calendar(invitation, news, organizer),
        good_until=news.event.ends_at,
    )


def _calendar(invitation: Invitation, news: News, organizer: Party) -> CalendarPart:
    asked = asked_event(
        invitation, organizer, event=news.event, contact=news.contact, moment=news.moment, address=news.address
    )
    with i18n.speaking(invitation.person.locale):
        if news.is_cancellation:
            whole = bool(news.content["whole"])
            return CalendarPart(cancel_calendar(asked, whole_meeting=whole, phrases=phrases()), IcalMethod.CANCEL)
        return CalendarPart(request_calendar(asked, phrases()), IcalMethod.REQUEST)


def asked_event(
    invitation: Invitation, organizer: Party, *, event: MeetingEvent, contact: str, moment: datetime, address: str
) -> InvitationEvent:
    """The meeting as this person is asked to it."""
    person = invitation.person
    return InvitationEvent(
        meeting=event,
        organizer=organizer,
        attendee=Party(email=address, name=person.name),
        dtstamp=moment,
        role=Role(invitation.participation.value),
        partstat=Partstat(invitation.answer.value),
        contact=contact,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
