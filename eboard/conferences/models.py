"""Tables of conference providers."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eboard.conferences.enums import ProviderKind
from eboard.core.db import Row, Timestamped, Versioned


class ConferenceProvider(Timestamped, Versioned, Row):
    """A video service an organization lets its boards use."""

    __tablename__ = "conference_provider"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    kind: Mapped[ProviderKind]
    name: Mapped[str]
    url: Mapped[str]  # the fixed link, or the server's base address
    app_id: Mapped[str] = mapped_column(default="")
    sealed_secret: Mapped[bytes | None]
