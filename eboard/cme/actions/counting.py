"""Writing the ledger: what attendance says of a concluded meeting, as new entries where it differs."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from eboard.attendance.presence import minutes_of, spans_of
from eboard.attendance.sheet import window_of
from eboard.audit import Actor, record
from eboard.cme.credit import Earned, earned
from eboard.cme.enums import CmeEvent
from eboard.cme.models import CmeActivity, CmeCount, CmeEntry
from eboard.cme.queries import disclosures_at, newest_of_meeting, rule_of
from eboard.core import time
from eboard.core.db import db
from eboard.meetings.models import Meeting

IN_FLIGHT = timedelta(minutes=5)  # a change may be saved so long after its time, and was not seen by this count


def count_meeting(*, actor: Actor, activity: CmeActivity, meeting: Meeting) -> int:
    """Bring the ledger of an activity up to a meeting's attendance; returns how many entries were written.

    Counting again writes nothing. A meeting that was never started has no minutes.
    """
    known = newest_of_meeting(activity, meeting)
    written = 0
    for person_id, found in _earned(activity, meeting, known):
        last = known.get(person_id)
        if last is None or (last.minutes, last.credits, last.reason) != (found.minutes, found.credits, found.reason):
            _write(activity, meeting, person_id, found, version=last.version + 1 if last else 1)
            written += 1
    _mark(activity, meeting)
    if written:
        record(
            actor=actor,
            event=CmeEvent.COUNTED,
            subject=activity,
            organization_id=meeting.board.organization_id,
            meeting_id=meeting.id,
            entries=written,
        )
    return written


def _earned(activity: CmeActivity, meeting: Meeting, known: dict[UUID, CmeEntry]) -> Iterator[tuple[UUID, Earned]]:
    """Everybody who was there, and whoever the ledger thinks was."""
    window = window_of(meeting)
    if window is None:
        return
    spans = spans_of(meeting.attendances, window)
    people = sorted({*spans, *known})
    disclosed = disclosures_at(people, window.starts_at) if activity.demands_disclosure else dict.fromkeys(people)
    for person_id in people:
        minutes = minutes_of(spans.get(person_id, []))
        if minutes or person_id in known:
            yield person_id, earned(rule_of(activity), minutes, has_disclosed=person_id in disclosed)


def _write(activity: CmeActivity, meeting: Meeting, person_id: UUID, found: Earned, *, version: int) -> None:
    db.session.add(
        CmeEntry(
            activity_id=activity.id,
            meeting_id=meeting.id,
            person_id=person_id,
            version=version,
            minutes=found.minutes,
            credits=found.credits,
            reason=found.reason,
            at=time.now(),
        )
    )


def _mark(activity: CmeActivity, meeting: Meeting) -> None:
    certain = time.now() - IN_FLIGHT
    mark = db.session.get(CmeCount, (activity.id, meeting.id))
    if mark is None:
        db.session.add(CmeCount(activity_id=activity.id, meeting_id=meeting.id, counted_at=certain))
    else:
        mark.counted_at = certain
