"""The declarative base and the mixins that every table is made of."""

import enum
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Enum, MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from eboard.core import time
from eboard.core.db.types import UTCDateTime
from eboard.core.errors import StaleError
from eboard.core.i18n import gettext as _
from eboard.core.ids import new_id

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def _stored_values(kind: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in kind]


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UTCDateTime(),
        UUID: Uuid(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
        list[int]: JSON(),
        enum.Enum: Enum(enum.Enum, native_enum=False, length=40, values_callable=_stored_values),
    }


db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"expire_on_commit": False},
)


class Row(Base):
    """A table whose key is a UUID made by the application, known before the row is stored."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)

    def __init__(self, **values: Any) -> None:
        """Give the row its key at once, so that it can be sealed and audited before it is stored."""
        values.setdefault("id", new_id())
        super().__init__(**values)


class Timestamped:
    """Adds when the row was made and last changed."""

    created_at: Mapped[datetime] = mapped_column(default=time.now)
    changed_at: Mapped[datetime] = mapped_column(default=time.now, onupdate=time.now)


class Versioned:
    """Adds a row version that rises with each save; the second of two savers gets a StaleError."""

    row_version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.row_version}  # type: ignore[attr-defined]


def expect_version(row: Versioned, version: int) -> None:
    """Raise StaleError if ``row`` was saved by somebody else since ``version`` was shown."""
    if row.row_version != version:
        raise StaleError(
            _("This was saved after you opened it, by somebody else or in another window. Compare, and save again.")
        )
