"""How many cases each person of a board can prepare for one meeting."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from eboard.boards.models import BoardMembership
from eboard.core.db import db
from eboard.meetings.models import Meeting


def caps_of(meetings: Sequence[Meeting]) -> Mapping[UUID, Mapping[UUID, int]]:
    """By meeting, the cap of everybody who has one on its day; of several seats the smallest counts. One query."""
    seats = db.session.scalars(
        select(BoardMembership).where(
            BoardMembership.board_id.in_({meeting.board_id for meeting in meetings}),
            BoardMembership.most_cases.is_not(None),
        )
    ).all()
    return {meeting.id: _caps(meeting, seats) for meeting in meetings}


def _caps(meeting: Meeting, seats: Sequence[BoardMembership]) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for seat in seats:
        is_in_force = seat.starts_on <= meeting.day and (seat.ends_on is None or seat.ends_on >= meeting.day)
        if seat.board_id == meeting.board_id and seat.most_cases is not None and is_in_force:
            found[seat.person_id] = min(seat.most_cases, found.get(seat.person_id, seat.most_cases))
    return found
