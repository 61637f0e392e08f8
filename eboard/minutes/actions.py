"""Keeping the minutes of a meeting, and correcting them."""

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.minutes.enums import MinutesEvent
from eboard.minutes.models import Minutes
from eboard.minutes.queries import versions_of
from eboard.minutes.wording import as_plain, minutes_of
from eboard.recommendations.snapshot import stamp

LONGEST_REASON = 1000


def keep_minutes(*, actor: Actor, meeting: Meeting, reason: str = "") -> Minutes:
    """Keep the minutes as they stand now, as the next version.

    Raises DomainError before the meeting is concluded, for a correction without a reason, and if nothing changed.
    """
    if meeting.state is not MeetingState.CONCLUDED:
        raise DomainError(_("Minutes are kept once the meeting is concluded."))
    assert actor.person_id is not None, "only people keep minutes"  # noqa: S101 - narrows the type
    before = next(iter(versions_of(meeting)), None)
    content = as_plain(minutes_of(meeting))
    mark = stamp(content)
    if before is not None:
        _check_correction(before, mark, reason)
    row = Minutes(
        meeting_id=meeting.id,
        number=before.number + 1 if before else 1,
        content=content,
        sha256=mark,
        reason=reason if before else "",
        kept_by_id=actor.person_id,
        kept_at=time.now(),
    )
    db.session.add(row)
    db.session.flush()
    organization_id = meeting.board.organization_id
    record(actor=actor, event=MinutesEvent.KEPT, subject=row, organization_id=organization_id, number=row.number)
    return row


def _check_correction(before: Minutes, mark: str, reason: str) -> None:
    if before.sha256 == mark:
        raise DomainError(_("Nothing changed since version %(number)s.", number=before.number))
    if not reason:
        raise DomainError(_("Say why they are corrected: the reason stands in the minutes."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise DomainError(_("Say it in %(most)s characters at most.", most=LONGEST_REASON), field="reason")
