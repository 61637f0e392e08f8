"""Files of attachments that no row names: what a crash between a file and its row left behind."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from eboard.cases.models import Attachment
from eboard.core import time
from eboard.core.db import db

GRACE = timedelta(days=1)  # a file is written before the row that names it is stored
PAGE = 500


def orphans(folder: Path) -> list[Path]:
    """Files older than a day whose row is not there, and pieces that were never finished.

    Empty where more files are without a row than with one: then this is not the folder of this database.
    """
    before = time.now() - GRACE
    found: list[Path] = []
    known = 0
    paths = sorted(_sealed(folder))
    for start in range(0, len(paths), PAGE):
        ids = {path: _id_of(path) for path in paths[start : start + PAGE]}
        there = set(
            db.session.scalars(select(Attachment.id).where(Attachment.id.in_(list(filter(None, ids.values())))))
        )
        known += len(there)
        found += [path for path, row_id in ids.items() if row_id not in there and _is_older(path, before)]
    return found if len(found) <= max(known, 1) else []


def _sealed(folder: Path) -> Iterator[Path]:
    yield from folder.glob("??/*.sealed")
    yield from folder.glob("??/*.unfinished")


def _id_of(path: Path) -> UUID | None:
    if path.suffix == ".unfinished":
        return None
    try:
        return UUID(path.stem)
    except ValueError:
        return None


def _is_older(path: Path, before: datetime) -> bool:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) < before
    except FileNotFoundError:
        return False
