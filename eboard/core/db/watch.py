"""Noting which rows of interest a unit of work changed, for what has to follow in the same transaction."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session


class Watch(NamedTuple):
    """A kind of row: the names its key goes under, the key, and the columns that matter (none: every change)."""

    kind: str
    key: str
    columns: tuple[str, ...] = ()


class Watcher:
    """Collects the keys of changed rows at every flush, by kind, until they are taken.

    What a rolled back unit of work noted is taken with the next one; followers must not mind to look once too often.
    """

    def __init__(self, name: str, watches: Mapping[type[Any], tuple[Watch, ...]]) -> None:
        self.name = name
        self.watches = watches
        event.listen(Session, "after_flush", self._note)

    def take(self, session: Session) -> dict[str, set[UUID]]:
        """The keys noted since they were taken last."""
        noted: dict[str, set[UUID]] = session.info.pop(self.name, {})
        return noted

    def _note(self, session: Session, _context: object) -> None:
        noted: dict[str, set[UUID]] = session.info.setdefault(self.name, {})
        added_or_gone = {*session.new, *session.deleted}
        for row in (*added_or_gone, *session.dirty):
            for watch in self.watches.get(type(row), ()):
                if row in added_or_gone or _matters(row, watch):
                    noted.setdefault(watch.kind, set()).add(getattr(row, watch.key))


def _matters(row: object, watch: Watch) -> bool:
    attributes = inspect(row).attrs
    return not watch.columns or any(attributes[name].history.has_changes() for name in watch.columns)
