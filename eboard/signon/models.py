"""Tables of the sign-in of organizations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.core.db import Row, Timestamped, Versioned
from eboard.people.models import Organization
from eboard.signon.enums import TripPurpose


class IdentityProvider(Timestamped, Versioned, Row):
    """The provider of an organization, as its administrator describes it and the network approved it."""

    __tablename__ = "identity_provider"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), unique=True)
    issuer: Mapped[str]
    client_id: Mapped[str]
    sealed_secret: Mapped[bytes]
    acr: Mapped[str] = mapped_column(default="")  # class of authentication a strong sign-on has to have; empty: any
    enforces_second_factor: Mapped[bool] = mapped_column(default=False)  # by agreement
    agreement: Mapped[str] = mapped_column(default="")  # where it can be found
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    organization: Mapped[Organization] = relationship()


class Trip(Row):
    """One way to a provider and back; the cookie and the address hold a state whose hash is stored here."""

    __tablename__ = "sign_on_trip"

    state_hash: Mapped[bytes] = mapped_column(unique=True)
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("identity_provider.id"))
    purpose: Mapped[TripPurpose]
    nonce: Mapped[str]
    verifier: Mapped[str]  # PKCE, RFC 7636
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("login_session.id"))  # to confirm or link in
    link_id: Mapped[UUID | None] = mapped_column(ForeignKey("one_time_link.id"))  # the invitation
    place: Mapped[str]  # where to go on
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    provider: Mapped[IdentityProvider] = relationship()
