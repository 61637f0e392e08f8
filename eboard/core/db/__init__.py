"""The database: the declarative base, the column types of our own, and the one way to a transaction."""

from eboard.core.db.base import Base, Row, Timestamped, Versioned, db, expect_version
from eboard.core.db.glance import Glance, install_glances
from eboard.core.db.kept import KeptStatement
from eboard.core.db.types import UTCDateTime
from eboard.core.db.work import (
    after_commit,
    attempt,
    before_commit,
    is_writing,
    last_before_commit,
    pending,
    read_only,
    unit_of_work,
)

__all__ = [
    "Base",
    "Glance",
    "KeptStatement",
    "Row",
    "Timestamped",
    "UTCDateTime",
    "Versioned",
    "after_commit",
    "attempt",
    "before_commit",
    "db",
    "expect_version",
    "install_glances",
    "is_writing",
    "last_before_commit",
    "pending",
    "read_only",
    "unit_of_work",
]
