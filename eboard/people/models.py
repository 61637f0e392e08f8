"""Tables of organizations and people."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.core import time
from eboard.core.db import Base, Row, Timestamped, Versioned
from eboard.core.folding import fold
from eboard.people.enums import (
    AffiliationRole,
    CredentialKind,
    FeedPolicy,
    LeavingReason,
    LinkPurpose,
    OrganizationKind,
    PersonState,
    Specialty,
    Told,
)


class Organization(Timestamped, Versioned, Row):
    """The hub or a member of the network."""

    __tablename__ = "organization"

    code: Mapped[str] = mapped_column(unique=True)  # short and stable, for imports and case numbers
    name: Mapped[str]
    kind: Mapped[OrganizationKind] = mapped_column(default=OrganizationKind.MEMBER)
    country: Mapped[str]  # ISO 3166-1 alpha-2
    zone: Mapped[str]  # IANA
    locale: Mapped[str] = mapped_column(default="en")
    weekend: Mapped[list[str]] = mapped_column(default=lambda: ["SA", "SU"])  # RFC 5545 weekday names
    feed_policy: Mapped[FeedPolicy] = mapped_column(default=FeedPolicy.FULL)
    allows_password: Mapped[bool] = mapped_column(default=True)  # for its people who have another sign-in
    left_on: Mapped[date | None]  # its last day
    left_reason: Mapped[LeavingReason | None]

    @property
    def has_left(self) -> bool:
        """Whether its last day is over."""
        return self.left_on is not None and self.left_on < time.now().date()


class OrganizationKey(Timestamped, Row):
    """The data key under which an organization's patient data are sealed; itself sealed under a key of the network."""

    __tablename__ = "organization_key"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), unique=True)
    sealed_key: Mapped[bytes | None]  # None once it was destroyed
    destroyed_at: Mapped[datetime | None]


class Person(Timestamped, Versioned, Row):
    """Somebody with an account."""

    __tablename__ = "person"

    email: Mapped[str] = mapped_column(unique=True)  # lower case
    given_name: Mapped[str]
    family_name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    zone: Mapped[str]
    locale: Mapped[str] = mapped_column(default="en")
    told: Mapped[Told] = mapped_column(default=Told.BOTH)
    reminder_hours: Mapped[int | None]  # before a meeting; None: as each board says
    digest_hour: Mapped[int] = mapped_column(default=7)  # of the daily summary, on the person's own clock
    state: Mapped[PersonState] = mapped_column(default=PersonState.INVITED)
    not_reached_since: Mapped[datetime | None]  # mail to this address bounced
    search_text: Mapped[str] = mapped_column(default="")  # folded name and address

    affiliations: Mapped[list["Affiliation"]] = relationship(
        back_populates="person", foreign_keys="Affiliation.person_id", order_by="Affiliation.id"
    )
    specialties: Mapped[list["PersonSpecialty"]] = relationship(cascade="all, delete-orphan")

    @property
    def name(self) -> str:
        """Title, given and family name, as it stands in lists and mail."""
        return " ".join(filter(None, (self.title, self.given_name, self.family_name)))

    @property
    def current_affiliations(self) -> list["Affiliation"]:
        """Those that are not over, also the ones that wait for approval."""
        return [affiliation for affiliation in self.affiliations if not affiliation.is_over]

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        return (self.given_name[:1] + self.family_name[:1]).upper()


@event.listens_for(Person, "before_insert")
@event.listens_for(Person, "before_update")
def _fold_for_search(_mapper: object, _connection: object, person: Person) -> None:
    person.search_text = fold(f"{person.name} {person.email}")


class FormerAddress(Row):
    """A mail address that a person had: nobody else can have it until it is forgotten."""

    __tablename__ = "former_address"

    address: Mapped[str] = mapped_column(unique=True)  # lower case
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[datetime]  # when the person changed to another one
    until: Mapped[datetime]

    person: Mapped[Person] = relationship()


class PersonSpecialty(Base):
    """A specialty a person covers."""

    __tablename__ = "person_specialty"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    specialty: Mapped[Specialty] = mapped_column(primary_key=True)


class Affiliation(Timestamped, Row):
    """A role of a person in an organization, from–to; an approved one only gives rights."""

    __tablename__ = "affiliation"
    __table_args__ = (
        Index("ix_affiliation_person_role", "person_id", "role"),
        Index("ix_affiliation_organization_role", "organization_id", "role"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    role: Mapped[AffiliationRole]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]  # the last day
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    suspended_at: Mapped[datetime | None]  # nobody certified it in time: it gives no rights until somebody does

    person: Mapped[Person] = relationship(back_populates="affiliations", foreign_keys=[person_id])
    organization: Mapped[Organization] = relationship()

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.ends_on is not None and self.ends_on < time.now().date()


class Delegation(Timestamped, Row):
    """A person who may act on behalf of another: a nurse for a physician, a secretary for a surgeon."""

    __tablename__ = "delegation"
    __table_args__ = (
        Index("ix_delegation_delegate", "delegate_id"),
        Index("ix_delegation_principal", "principal_id"),
    )

    principal_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    delegate_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]
    gets_copies: Mapped[bool] = mapped_column(default=False)  # of what the principal is told about meetings

    principal: Mapped[Person] = relationship(foreign_keys=[principal_id])
    delegate: Mapped[Person] = relationship(foreign_keys=[delegate_id])


class Credential(Timestamped, Row):
    """Something a person signs in with; several per person."""

    __tablename__ = "credential"
    __table_args__ = (Index("ix_credential_person_kind", "person_id", "kind"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[CredentialKind]
    secret: Mapped[str | None]  # a hash, or a sealed value, by kind
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class LoginSession(Row):
    """A sign-in; the cookie holds a token whose hash is stored here."""

    __tablename__ = "login_session"

    token_hash: Mapped[bytes] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    on_behalf_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]  # last proof of identity, for signing and revealing
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str]
    browser: Mapped[str]
    proofs: Mapped[list[str]] = mapped_column(default=list)  # by what its person proved who he or she is

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class OneTimeLink(Row):
    """A link that works once, sent by mail; its token is made when the mail is sent and stored as a hash."""

    __tablename__ = "one_time_link"
    __table_args__ = (UniqueConstraint("token_hash"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[LinkPurpose]
    token_hash: Mapped[bytes | None]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    new_email: Mapped[str | None]  # the address that is to be changed to

    person: Mapped[Person] = relationship()


class ResetAsk(Row):
    """An address for which somebody asked for a new password, until a job answers it within seconds."""

    __tablename__ = "reset_ask"

    email: Mapped[str]
    asked_at: Mapped[datetime]


class HeldForm(Row):
    """What was posted into an expired session, sealed for its person until the next sign-in."""

    __tablename__ = "held_form"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    path: Mapped[str]
    sealed: Mapped[bytes]
    expires_at: Mapped[datetime]
