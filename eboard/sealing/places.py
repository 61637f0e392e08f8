"""What is sealed where: every column that holds sealed values. A column that is not named here would not be rotated."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from eboard.availability import sealing as calendars
from eboard.availability.models import PublishedCalendar
from eboard.cases import identity
from eboard.cases.files import storage
from eboard.cases.models import Attachment, Case, PatientIdentity
from eboard.conferences.models import ConferenceProvider, ConferenceRoom
from eboard.conferences.queries import credentials_place, join_place, old_secret_place
from eboard.core.crypto import Place
from eboard.invitations import incoming
from eboard.invitations.models import IncomingMessage
from eboard.people import data_keys
from eboard.people.enums import CredentialKind
from eboard.people.models import Credential, HeldForm, OrganizationKey
from eboard.people.queries import held
from eboard.signin import totp
from eboard.signon import queries as signon
from eboard.signon.models import IdentityProvider


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedColumn:
    """A column of sealed values, and where in each row they belong: the place of today first, then former ones."""

    column: InstrumentedAttribute[Any]
    places: tuple[Callable[[UUID], Place], ...]
    only: ColumnElement[bool] | None = None
    owner: ColumnElement[UUID] | None = None  # the organization under whose data key the values are, if any
    is_text: bool = False  # base64 in a text column

    @property
    def name(self) -> str:
        """Table and column, as the commands print it."""
        return f"{self.table.name}.{self.column.key}"

    @property
    def table(self) -> Table:
        """The table of the column."""
        return cast("Table", self.column.class_.__table__)

    @property
    def values(self) -> Select[Any]:
        """Id, value and owner of every row that has a value."""
        owner = literal(None) if self.owner is None else self.owner
        statement = select(self.column.class_.id, self.column, owner.label("owner")).where(self.column.is_not(None))
        return statement if self.only is None else statement.where(self.only)

    def unpacked(self, stored: Any) -> bytes:
        """The sealed bytes of what is stored; what is no base64 cannot be opened either."""
        if not self.is_text:
            return cast("bytes", stored)
        try:
            return base64.b64decode(stored.encode())
        except ValueError:
            return b"?:"

    def packed(self, sealed: bytes) -> bytes | str:
        """What is stored of sealed bytes."""
        return base64.b64encode(sealed).decode() if self.is_text else sealed


def _at(label: str, version: int) -> Callable[[UUID], Place]:
    return partial(_place, label, version)


def _place(label: str, version: int, row_id: UUID) -> Place:
    return Place(label=label, version=version, row_id=row_id)


def _of_case(case_id: InstrumentedAttribute[UUID]) -> ColumnElement[UUID]:
    return select(Case.organization_id).where(Case.id == case_id).scalar_subquery()


COLUMNS: tuple[SealedColumn, ...] = (
    SealedColumn(column=OrganizationKey.sealed_key, places=(data_keys.place_of,)),
    SealedColumn(
        column=PatientIdentity.sealed,
        places=(_at(identity.LABEL, identity.VERSION),),
        owner=_of_case(PatientIdentity.case_id),
    ),
    SealedColumn(
        column=Attachment.sealed_name,
        places=(_at(storage.NAME, storage.VERSION),),
        owner=_of_case(Attachment.case_id),
    ),
    SealedColumn(column=PublishedCalendar.sealed_address, places=(_at(calendars.LABEL, calendars.VERSION),)),
    SealedColumn(column=ConferenceProvider.sealed_credentials, places=(credentials_place, old_secret_place)),
    SealedColumn(column=ConferenceRoom.sealed_join, places=(join_place,)),
    SealedColumn(column=IncomingMessage.sealed, places=(_at(incoming.LABEL, incoming.VERSION),)),
    SealedColumn(column=IdentityProvider.sealed_secret, places=(_at(signon.LABEL, signon.SHAPE),)),
    SealedColumn(column=HeldForm.sealed, places=(held.place_of,)),
    SealedColumn(
        column=Credential.secret,
        places=(totp.place_of,),
        only=Credential.kind == CredentialKind.TOTP,
        is_text=True,
    ),
)
