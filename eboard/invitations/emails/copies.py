"""Copies for assistants: a mail of their own, with what the person was told and no calendar part.

An answer belongs to the invited person: with the invitation in it, an assistant's calendar would ask the assistant, and
its answer would come from an address that was never asked (RFC 5546 section 3.2.3).
"""

from datetime import UTC, date, datetime, time
from typing import Any

from eboard.ical import MeetingEvent
from eboard.invitations.emails.news import News
from eboard.invitations.emails.notices import Occasion
from eboard.invitations.models import Invitation
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.people.models import Delegation
from eboard.people.queries.delegations import copies_of


def copy_thread(invitation: Invitation, delegation: Delegation) -> str:
    """The key of all copies of the news of one invitation to one assistant."""
    return f"{copies_of(delegation)}{invitation.id}"


def reminder_copy_thread(invitation: Invitation, delegation: Delegation) -> str:
    """The key of the copies of its reminders."""
    return f"{copy_thread(invitation, delegation)}:reminder"


def copied_news(invitation: Invitation, delegation: Delegation, news: News, *, is_first: bool) -> Message:
    """The copy of an invitation, a change or a withdrawal; ``is_first`` if the assistant never had one."""
    thread = copy_thread(invitation, delegation)
    return _copy(
        invitation,
        delegation,
        news.event,
        about="cancellation" if news.is_cancellation else "invitation" if is_first else "update",
        base_url=news.base_url,
        good_until=news.event.ends_at,
        whole=bool(news.content.get("whole")),
        dedupe_key=f"{thread}:{invitation.revision}",
        thread_key=thread,
    )


def copied_reminder(invitation: Invitation, delegation: Delegation, occasion: Occasion) -> Message:
    """The copy of a reminder."""
    thread = reminder_copy_thread(invitation, delegation)
    return _copy(
        invitation,
        delegation,
        occasion.event,
        about="reminder",
        base_url=occasion.base_url,
        good_until=occasion.event.starts_at,
        whole=False,
        dedupe_key=f"{thread}:{occasion.event.starts_at.isoformat()}",
        thread_key=thread,
    )


def _copy(
    invitation: Invitation,
    delegation: Delegation,
    event: MeetingEvent,
    *,
    about: str,
    base_url: str,
    good_until: datetime,
    whole: bool,
    **keys: Any,
) -> Message:
    values = {
        "principal": invitation.person,
        "event": event,
        "about": about,
        "whole": whole,
        "answer_url": f"{base_url}/account/acting?next=/invitations/{invitation.id}",
    }
    return write(
        delegation.delegate,
        "invitations/mail/copy",
        values,
        **keys,
        kind=NoticeKind.COPY,
        board_id=invitation.meeting.board_id,
        good_until=min(good_until, _end_of(delegation)),
    )


def _end_of(delegation: Delegation) -> datetime:
    """The end of the last day of a delegation, in UTC as all its days."""
    return datetime.combine(delegation.ends_on or date.max, time.max, UTC)
