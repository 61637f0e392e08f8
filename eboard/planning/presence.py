"""Who is there at which minute, as bit masks: bit n stands for the minute n of a sitting."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import lru_cache
from uuid import UUID

from eboard.planning.values import Attendee, Candidate, Sitting, Span

MINUTE = timedelta(minutes=1)


def whole(sitting: Sitting) -> int:
    """Every minute of a sitting."""
    return (1 << sitting.minutes) - 1


def there(sitting: Sitting, away: Iterable[Span]) -> int:
    """The minutes of a sitting that lie in none of the spans."""
    present = whole(sitting)
    for span in away:
        first = max(0, (span.starts_at - sitting.starts_at) // MINUTE)
        end = min(sitting.minutes, -((sitting.starts_at - span.ends_at) // MINUTE))
        if first < end:
            present &= ~(((1 << end - first) - 1) << first)
    return present


@lru_cache(maxsize=4096)
def coverage(sitting: Sitting, recused: frozenset[UUID]) -> Mapping[str, int]:
    """The minutes in which each specialty is there, without those who are recused."""
    covered: dict[str, int] = {}
    for attendee in sitting.attendees:
        if attendee.person_id not in recused:
            present = there(sitting, attendee.away)
            for specialty in attendee.specialties:
                covered[specialty] = covered.get(specialty, 0) | present
    return covered


def presenter_minutes(candidate: Candidate, sitting: Sitting) -> int:
    """The minutes in which the presenter is there; every minute for a case that names none."""
    own: Attendee | None = next((one for one in sitting.attendees if one.person_id == candidate.presenter_id), None)
    return there(sitting, (*candidate.presenter_away, *(own.away if own else ())))


@lru_cache(maxsize=65536)
def starts(candidate: Candidate, sitting: Sitting) -> int:
    """The minutes at which a case may begin, so that everybody it needs is there to its end."""
    present = presenter_minutes(candidate, sitting)
    covered = coverage(sitting, candidate.recused)
    for specialty in candidate.needs:
        present &= covered.get(specialty, 0)
    return throughout(present, candidate.minutes)


def throughout(present: int, minutes: int) -> int:
    """The minutes from which on ``minutes`` minutes in a row are in ``present``."""
    begin = present
    for later in range(1, minutes):
        begin &= present >> later
    return begin
