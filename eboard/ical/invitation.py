"""Invitations, their withdrawal, and refused proposals as iTIP messages (RFC 5546 3.2): one event, one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icalendar import vText

from eboard.ical.address import cal_address
from eboard.ical.calendar import calendar_of
from eboard.ical.checks import check_sequence
from eboard.ical.details import title
from eboard.ical.enums import Method, Status
from eboard.ical.event import add_details, add_status, bare_event
from eboard.ical.phrases import ENGLISH, Phrases
from eboard.ical.text import PLACE_LENGTH, one_line

if TYPE_CHECKING:
    from icalendar import Event

    from eboard.ical.values import InvitationEvent

PRODUCT = "Invitations"


def request_calendar(invitation: InvitationEvent, phrases: Phrases = ENGLISH) -> bytes:
    """The message that invites one person, or tells of a change.

    Raises:
        ValueError: The meeting is cancelled; that takes `cancel_calendar`.
    """
    meeting = invitation.meeting
    if meeting.is_cancelled:
        raise ValueError("A cancelled meeting cannot be requested.")
    event = bare_event(meeting, summary=title(meeting, phrases), stamp=invitation.dtstamp)
    add_status(event, meeting.status)
    add_details(event, meeting, phrases, joinable=True, contact=invitation.contact)
    tentative = meeting.status is Status.TENTATIVE
    event["X-MICROSOFT-CDO-BUSYSTATUS"] = vText("TENTATIVE" if tentative else "BUSY")
    _add_people(event, invitation, {"RSVP": "TRUE"})
    return calendar_of(event, PRODUCT, Method.REQUEST)


def cancel_calendar(invitation: InvitationEvent, *, whole_meeting: bool, phrases: Phrases = ENGLISH) -> bytes:
    """The message that takes the meeting out of one person's calendar.

    With `whole_meeting` the meeting is called off for everybody. Without it only this person is no longer
    asked, and the event carries no STATUS (RFC 5546 3.2.5). Neither carries a way to join.
    """
    meeting = invitation.meeting
    summary = title(meeting, phrases)
    if whole_meeting:
        summary = phrases.canceled.format(title=summary)
    event = bare_event(meeting, summary=summary, stamp=invitation.dtstamp)
    if whole_meeting:
        add_status(event, Status.CANCELLED)
    add_details(event, meeting, phrases, joinable=False, contact=invitation.contact)
    _add_people(event, invitation, {})
    return calendar_of(event, PRODUCT, Method.CANCEL)


def decline_counter_calendar(invitation: InvitationEvent, *, sequence: int, phrases: Phrases = ENGLISH) -> bytes:
    """The message that keeps the time although this person proposed another (RFC 5546 3.2.8).

    `sequence` repeats that of the proposal.

    Raises:
        ValueError: The sequence is negative or no 32-bit number.
    """
    check_sequence(sequence)
    meeting = invitation.meeting
    event = bare_event(meeting, summary=title(meeting, phrases), stamp=invitation.dtstamp)
    del event["SEQUENCE"]
    event.add("SEQUENCE", sequence)
    _add_people(event, invitation, {})
    return calendar_of(event, PRODUCT, Method.DECLINECOUNTER)


def _add_people(event: Event, invitation: InvitationEvent, answer: dict[str, str]) -> None:
    person = {
        "CUTYPE": "INDIVIDUAL",
        "ROLE": invitation.role.value,
        "PARTSTAT": invitation.partstat.value,
    }
    event["ORGANIZER"] = cal_address(invitation.organizer)
    event["ATTENDEE"] = cal_address(invitation.attendee, person | answer)
    # Colleagues who may open the invited person's calendar need not read this entry.
    event.add("CLASS", "PRIVATE")
    if invitation.contact:
        event.add("CONTACT", one_line(invitation.contact, PLACE_LENGTH))
