"""What a calendar shows of a meeting, and what an invitation should say: pure functions of the rows."""

from datetime import datetime
from typing import Any, NamedTuple
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

UNSEEN: Content = {"sequence": None, "by_mail": None, "slot": None}  # of a request

# Columns that decide who is invited or what a calendar shows.
SHOWN_OF_MEETING = (
    "state", "starts_at", "ends_at", "zone", "room", "sequence", "announced_at", "conference_provider_id", "shown_link",
)  # fmt: skip
SHOWN_OF_ITEM = ("state", "meeting_id", "presenter_id")


class Shown(NamedTuple):
    """All that a calendar shows of a meeting, as it is stored; equal values make equal entries."""

    id: UUID
    uid: str
    sequence: int
    state: MeetingState
    starts_at: datetime
    ends_at: datetime
    zone: str
    board_name: str
    place: str
    join_code: str
    provider_id: UUID | None  # the meeting's video service, else the board's
    shown_link: str  # the service's own link, where the board wants it
    created_at: datetime
    changed_at: datetime
    case_count: int


def shown_of(meeting: Meeting, case_count: int) -> Shown:
    """What a calendar shows of a meeting."""
    return Shown(
        id=meeting.id,
        uid=meeting.uid,
        sequence=meeting.sequence,
        state=meeting.state,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=meeting.zone,
        board_name=meeting.board.name,
        place=meeting.room,
        join_code=meeting.join_code,
        provider_id=meeting.conference_provider_id or meeting.board.conference_provider_id,
        shown_link=meeting.shown_link,
        created_at=meeting.created_at,
        changed_at=meeting.announced_at or meeting.published_at or meeting.created_at,
        case_count=case_count,
    )


def page_url(meeting_id: UUID, base_url: str) -> str:
    """The page of the meeting."""
    return f"{base_url}/meetings/{meeting_id}"


def calendar_event(meeting: Meeting, *, base_url: str) -> MeetingEvent:
    """A meeting as calendars show it."""
    return event_of(shown_of(meeting, len(listed_items(meeting))), base_url)


def event_of(shown: Shown, base_url: str, needed_zone: str = "") -> MeetingEvent:
    """The entry of a meeting, or of the part in which the reader is needed, with its times in ``needed_zone``.

    Its link is the stable address that leads into the room of the day, unless the board shows the service's own for the
    sake of room systems; there is none without a video service.
    """
    is_off = shown.state is MeetingState.CANCELLED
    return MeetingEvent(
        uid=shown.uid,
        sequence=shown.sequence,
        status=Status.CANCELLED if is_off else Status.CONFIRMED,
        starts_at=shown.starts_at,
        ends_at=shown.ends_at,
        board_name=shown.board_name,
        case_count=shown.case_count,
        page_url=page_url(shown.id, base_url),
        created_at=shown.created_at,
        changed_at=shown.changed_at,
        zone=shown.zone,
        join_url=shown.shown_link or (f"{base_url}/join/{shown.join_code}" if shown.provider_id else ""),
        place=shown.place,
        needed_zone=needed_zone,
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
        needed=_("%(board)s: needed %(time)s", board="{board}", time="{time}"),
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
        return _withdrawal(event)
    return None


def _withdrawal(event: MeetingEvent) -> Content:
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
