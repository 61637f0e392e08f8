"""What a calendar shows of a meeting, and what an invitation should say: pure functions of the rows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from eboard.core.i18n import gettext as _
from eboard.core.i18n import ngettext
from eboard.ical import MeetingEvent, Phrases, Status
from eboard.invitations.enums import Method
from eboard.invitations.invitees import listed_items
from eboard.invitations.models import Invitation
from eboard.meetings.enums import ANNOUNCED_STATES, MeetingState
from eboard.meetings.models import Meeting
from eboard.people.enums import Told

Content = dict[str, Any]

UNSEEN: Content = {"sequence": None, "by_mail": None}  # of a request

# Columns that decide who is invited or what a calendar shows.
SHOWN_OF_MEETING = (
    "state", "starts_at", "ends_at", "zone", "room", "sequence", "announced_at", "conference_provider_id", "shown_link",
)  # fmt: skip
SHOWN_OF_ITEM = ("state", "meeting_id", "presenter_id")


def join_url(meeting: Meeting, base_url: str) -> str:
    """Where a calendar leads into the room; empty when there is none.

    It is our stable address, unless the board shows the provider's own link for the sake of room systems.
    """
    if meeting.shown_link:
        return meeting.shown_link
    has_room = meeting.conference_provider_id or meeting.board.conference_provider_id
    return f"{base_url}/join/{meeting.join_code}" if has_room else ""


def page_url(meeting_id: UUID, base_url: str) -> str:
    """The page of the meeting."""
    return f"{base_url}/meetings/{meeting_id}"


def calendar_event(meeting: Meeting, *, base_url: str, case_count: int | None = None) -> MeetingEvent:
    """A meeting as calendars show it; the count of cases is looked up unless it is given."""
    is_off = meeting.state is MeetingState.CANCELLED
    return MeetingEvent(
        uid=meeting.uid,
        sequence=meeting.sequence,
        status=Status.CANCELLED if is_off else Status.CONFIRMED,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        board_name=meeting.board.name,
        case_count=len(listed_items(meeting)) if case_count is None else case_count,
        page_url=page_url(meeting.id, base_url),
        created_at=meeting.created_at,
        changed_at=meeting.announced_at or meeting.published_at or meeting.created_at,
        zone=meeting.zone,
        join_url=join_url(meeting, base_url),
        place=meeting.room,
    )


def phrases() -> Phrases:
    """The few words of a calendar entry in the language in force."""

    def cases(count: int) -> str:
        return ngettext("%(n)s case", "%(n)s cases", count)

    return Phrases(
        cases=cases,
        busy=_("Busy"),
        canceled=_("Canceled: %(title)s", title="{title}"),
        join_label=_("Join"),
        join=_("Join: %(link)s", link="{link}"),
        details=_("Details: %(link)s", link="{link}"),
        contact=_("Contact: %(contact)s", contact="{contact}"),
    )


def desired(invitation: Invitation, meeting: Meeting, event: MeetingEvent, moment: datetime) -> Content | None:
    """What this person should have been told, or None when there is nothing to tell.

    Nobody hears of what is past, of what was never announced, or that something ends he or she never heard of.
    """
    if meeting.ends_at <= moment or meeting.state is MeetingState.CONCLUDED:
        return None
    if invitation.is_wanted and meeting.state in ANNOUNCED_STATES:
        return _request(invitation, event)
    if invitation.told is Method.REQUEST:
        return withdrawal(event)
    return None


def withdrawal(event: MeetingEvent) -> Content:
    """What says that the meeting is off, or asks this person no more."""
    return {"method": Method.CANCEL.value, "sequence": event.sequence, "whole": event.is_cancelled}


def _request(invitation: Invitation, event: MeetingEvent) -> Content:
    return {
        "method": Method.REQUEST.value,
        "sequence": event.sequence,
        "starts_at": event.starts_at.isoformat(),
        "ends_at": event.ends_at.isoformat(),
        "board": event.board_name,
        "cases": event.case_count,
        "place": event.place,
        "join": event.join_url,
        "page": event.page_url,
        "email": invitation.person.email,
        "role": invitation.participation.value,
        "by_mail": invitation.person.told is not Told.FEED,
    }


def doubtful(content: Content) -> Content:
    """What was told, when something else may have been told since: no news are the same as these."""
    return {**content, "method": Method.REQUEST.value, "is_doubtful": True}


def is_news(content: Content, told: Content) -> bool:
    """Whether somebody who was told one thing is to be told the other.

    Who had the subscription alone and now wants mail was never asked by mail.
    """
    wants_mail = content.get("by_mail", False) and not told.get("by_mail", True)
    return wants_mail or shows_otherwise(content, told)


def shows_otherwise(content: Content, known: Content) -> bool:
    """Whether two contents differ for the reader; SEQUENCE counts every change, also one that was undone."""
    if content["method"] == known.get("method") == Method.REQUEST.value:
        return content | UNSEEN != known | UNSEEN
    return content != known
