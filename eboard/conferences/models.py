"""Tables of conference providers and of the rooms they made."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.conferences.enums import AgreementKind, ProviderKind, RoomState
from eboard.core.db import Row, Timestamped, Versioned
from eboard.people.models import Organization


class ConferenceProvider(Timestamped, Versioned, Row):
    """A video service an organization lets its boards use."""

    __tablename__ = "conference_provider"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    kind: Mapped[ProviderKind]
    name: Mapped[str]
    url: Mapped[str]  # the fixed link, or the server's base address; empty: where the vendor has it
    app_id: Mapped[str] = mapped_column(default="")
    account_id: Mapped[str] = mapped_column(default="")  # account or tenant at the vendor
    host: Mapped[str] = mapped_column(default="")  # the vendor's user in whose name rooms are made
    sealed_credentials: Mapped[bytes | None]  # one JSON value

    agreement_kind: Mapped[AgreementKind | None]
    agreement_reference: Mapped[str] = mapped_column(default="")
    agreement_signed_on: Mapped[date | None]
    agreement_expires_on: Mapped[date | None]  # its last day; None: until somebody ends it

    organization: Mapped[Organization] = relationship()


class ConferenceRoom(Timestamped, Versioned, Row):
    """A room at a service that makes rooms; a meeting wants the one that has its provider and its room name."""

    __tablename__ = "conference_room"
    __table_args__ = (
        UniqueConstraint("provider_id", "name"),
        Index("ix_conference_room_state_next_try_at", "state", "next_try_at"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("conference_provider.id"))
    name: Mapped[str]  # random
    state: Mapped[RoomState] = mapped_column(default=RoomState.WANTED)
    external_id: Mapped[str] = mapped_column(default="")  # what the service calls it
    sealed_join: Mapped[bytes | None]  # where people enter, if the service gave an address
    attempts: Mapped[int] = mapped_column(default=0)  # since something last worked
    next_try_at: Mapped[datetime | None]  # not before; while somebody is at it, the end of the lease
    last_problem: Mapped[str] = mapped_column(default="")  # a Problem and the HTTP status, nothing that was said

    provider: Mapped[ConferenceProvider] = relationship()
