"""Which values are sealed under which key. Values are looked at, never opened."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import Select, select

from eboard.cases.files import storage
from eboard.cases.models import Attachment
from eboard.cases.queries.attachments import folder
from eboard.core.crypto import Keyring, key_id_of
from eboard.core.db import db, read_only
from eboard.sealing.places import COLUMNS, SealedColumn

PAGE = 200  # rows looked at, and at most moved, at a time
LONGEST_KEY_ID = 64
FILES = "files of attachments"
MISSING = "(no file)"


def keyring() -> Keyring:
    """The keys of this application."""
    ring: Keyring = current_app.extensions["keyring"]
    return ring


def is_stale(sealed: bytes) -> bool:
    """Whether a value is sealed under a key that is not the newest; an empty one is not sealed."""
    return sealed != b"" and key_id_of(sealed) != keyring().current


def stale_rows(place: SealedColumn) -> Iterator[list[UUID]]:
    """Ids of rows with stale values, some at a time; each page is read by itself, so that nothing stays open."""
    for page in _pages(place.values):
        stale = [row_id for row_id, stored in page if is_stale(place.unpacked(stored))]
        if stale:
            yield stale


def stale_files() -> Iterator[UUID]:
    """Ids of attachments whose file is stale. Files that were removed are passed over: a job deletes them."""
    for page in _pages(select(Attachment.id).where(Attachment.removed_at.is_(None))):
        yield from (row_id for (row_id,) in page if is_stale(beginning_of(storage.path_of(folder(), row_id))))


def beginning_of(path: Path) -> bytes:
    """As much of a file as names its key; empty where there is no file."""
    try:
        with path.open("rb") as file:
            return file.read(LONGEST_KEY_ID)
    except FileNotFoundError:
        return b""


def counts() -> Iterator[tuple[str, Counter[str]]]:
    """For each place how many values are sealed under which key."""
    for place in COLUMNS:
        held: Counter[str] = Counter()
        for page in _pages(place.values):
            held.update(key_id_of(sealed) for _id, stored in page if (sealed := place.unpacked(stored)))
        yield place.name, held
    files: Counter[str] = Counter()
    for page in _pages(select(Attachment.id).where(Attachment.removed_at.is_(None))):
        begun = (beginning_of(storage.path_of(folder(), row_id)) for (row_id,) in page)
        files.update(key_id_of(sealed) if sealed else MISSING for sealed in begun)
    yield FILES, files


def _pages(statement: Select[Any]) -> Iterator[Sequence[Any]]:
    """The rows of a statement whose first column is an id, in its order."""
    key = statement.selected_columns[0]
    after: UUID | None = None
    while True:
        rest = statement if after is None else statement.where(key > after)
        with read_only():
            page = db.session.execute(rest.order_by(key).limit(PAGE)).all()
        if not page:
            return
        yield page
        after = page[-1][0]
