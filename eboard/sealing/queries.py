"""Which values are sealed under which key. Values are looked at, never opened."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from eboard.cases.files import storage
from eboard.cases.models import Attachment, Case
from eboard.cases.queries.attachments import folder
from eboard.core.crypto import key_id_of
from eboard.core.db import db, read_only
from eboard.core.keys import keyring
from eboard.people.data_keys import is_owned
from eboard.sealing.places import COLUMNS, SealedColumn

PAGE = 200  # rows looked at, and at most moved, at a time
LONGEST_KEY_ID = 64
FILES = "files of attachments"
MISSING = "no key, for the file is not there"
OWNED = "data keys"
# Files that are there, with their owners; a removed one is, too, until a job deletes it, or while a hold lies on it.
STORED = (
    select(Attachment.id, Case.organization_id)
    .join(Case, Case.id == Attachment.case_id)
    .where(Attachment.sealed_name != b"")
)


def is_stale(sealed: bytes, owner: UUID | None) -> bool:
    """Whether a value is not under the data key of its owner or, without one, the newest key; nothing is not sealed."""
    if sealed == b"":
        return False
    return not is_owned(sealed) if owner else key_id_of(sealed) != keyring().current


def stale_rows(place: SealedColumn) -> Iterator[list[UUID]]:
    """Ids of rows with stale values, some at a time; each page is read by itself, so that nothing stays open."""
    for page in _pages(place.values):
        stale = [row_id for row_id, stored, owner in page if is_stale(place.unpacked(stored), owner)]
        if stale:
            yield stale


def stale_files() -> Iterator[UUID]:
    """Ids of attachments whose file is stale."""
    for page in _pages(STORED):
        yield from (row_id for row_id, owner in page if is_stale(beginning_of(row_id), owner))


def unowned(organization_id: UUID) -> bool:
    """Whether anything of an organization is sealed, but not under its data key."""
    for place in COLUMNS:
        if place.owner is not None:
            rows = db.session.execute(place.values.where(place.owner == organization_id))
            if any(is_stale(stored, owner) for _id, stored, owner in rows):
                return True
    files = db.session.execute(STORED.where(Case.organization_id == organization_id))
    return any(is_stale(beginning_of(row_id), owner) for row_id, owner in files)


def beginning_of(attachment_id: UUID) -> bytes:
    """As much of a file as names its key; empty where there is no file."""
    try:
        with storage.path_of(folder(), attachment_id).open("rb") as file:
            return file.read(LONGEST_KEY_ID)
    except FileNotFoundError:
        return b""


def counts() -> Iterator[tuple[str, Counter[str]]]:
    """For each place how many values are sealed under which key."""
    for place in COLUMNS:
        held: Counter[str] = Counter()
        for page in _pages(place.values):
            held.update(_named(sealed) for _id, stored, _owner in page if (sealed := place.unpacked(stored)))
        yield place.name, held
    files: Counter[str] = Counter()
    for page in _pages(STORED):
        files.update(_named(beginning_of(row_id)) for row_id, _owner in page)
    yield FILES, files


def _named(sealed: bytes) -> str:
    return MISSING if not sealed else OWNED if is_owned(sealed) else key_id_of(sealed)


def _pages(statement: Any) -> Iterator[Sequence[Any]]:
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
