"""Tables of invitations."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.boards.models import Board
from eboard.core.db import Row, Timestamped
from eboard.invitations.enums import Answer, Method, Outcome, Participation, ProposalState, Reason
from eboard.meetings.models import Meeting
from eboard.people.models import Person


class Invitation(Timestamped, Row):
    """One person asked to one meeting."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        Index("ix_invitation_due", "tell_at"),
        Index("ix_invitation_person", "person_id"),
        Index("ix_invitation_slot_due", "slot_tell_at"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    tag: Mapped[str] = mapped_column(unique=True)  # the opaque part of the organizer's address
    participation: Mapped[Participation] = mapped_column(default=Participation.REQUIRED)
    is_wanted: Mapped[bool] = mapped_column(default=True)  # False once un-invited

    answer: Mapped[Answer] = mapped_column(default=Answer.NEEDS_ACTION)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answer_sequence: Mapped[int | None]  # of the version that was answered
    answer_starts_at: Mapped[datetime | None]  # the time that was answered for
    answer_ends_at: Mapped[datetime | None]
    answer_stamp: Mapped[datetime | None]  # when it was given; an older answer that comes in later is dropped
    answered_from: Mapped[str] = mapped_column(default="")  # another address of the person's, if it came from one
    earlier_answer: Mapped[Answer | None]  # what was answered for a time that is over; it does not count
    delegated_to: Mapped[str] = mapped_column(default="")  # an address; nobody is invited for it
    comment: Mapped[str] = mapped_column(default="")

    revision: Mapped[int] = mapped_column(default=0)  # rises with each telling, by mail or not
    told: Mapped[Method | None]
    told_sequence: Mapped[int | None]
    told_content: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what the last news said
    reached_content: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what the last news that left said
    told_at: Mapped[datetime | None]
    asked_starts_at: Mapped[datetime | None]  # the time this person was last asked for …
    asked_ends_at: Mapped[datetime | None]
    asked_sequence: Mapped[int] = mapped_column(default=0)  # … and the SEQUENCE since which it is that time
    tell_at: Mapped[datetime | None]  # end of the hold window, while something is to be told
    told_slot: Mapped[int | None]  # minutes after the start at which the person was last told to be needed first
    slot_tell_at: Mapped[datetime | None]  # end of the hold window, while that has moved

    start_told_at: Mapped[datetime | None]  # when the person was first told of the start that was told last
    reminded_for: Mapped[datetime | None]  # the start that the last reminder was about
    asked_again_at: Mapped[datetime | None]  # when an answer was last asked for
    times_asked_again: Mapped[int] = mapped_column(default=0)

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])


class Proposal(Timestamped, Row):
    """Another time that an invited person proposes (COUNTER, RFC 5546 section 3.2.7); it moves nothing by itself."""

    __tablename__ = "proposal"

    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"), index=True)
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.OPEN)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]  # None: as long as the meeting is
    comment: Mapped[str] = mapped_column(default="")
    sequence: Mapped[int]  # of the version it is an answer to
    stamp: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    invitation: Mapped[Invitation] = relationship()


class IncomingMessage(Row):
    """A mail that came in, known by its fingerprint so that it is handled once; its content is kept only if parked."""

    __tablename__ = "incoming_message"
    __table_args__ = (
        Index("ix_incoming_message_parked", "outcome", "board_id"),
        Index("ix_incoming_message_received", "received_at"),
    )

    fingerprint: Mapped[bytes] = mapped_column(unique=True)
    received_at: Mapped[datetime]
    outcome: Mapped[Outcome]
    reason: Mapped[Reason | None]
    sender: Mapped[str] = mapped_column(default="")
    board_id: Mapped[UUID | None] = mapped_column(ForeignKey("board.id"))
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    sealed: Mapped[bytes | None]  # the mail as it came, while it is parked and its board is known
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    board: Mapped[Board | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship()

    @property
    def organization_id(self) -> UUID | None:
        """The host of the board, in whose audit a look at the mail stands."""
        return self.board.organization_id if self.board is not None else None
