"""Files of attachments that no row names: what a crash between a file and its row left behind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from eboard.cases.models import Attachment
from eboard.core import time
from eboard.core.db import db

GRACE = timedelta(days=1)  # a file is written before the row that names it is stored
PAGE = 500
SHARE, HANDFUL = 5, 5  # per cent of the files with a row, and as many anyhow


@dataclass(frozen=True, slots=True)
class Orphans:
    """Files older than a day whose row is not there, and pieces that were never finished."""

    paths: Sequence[Path]
    known: int  # files with a row

    @property
    def is_ours(self) -> bool:
        """Whether they are few; else this is rather the folder of another database, or a newer one."""
        return len(self.paths) <= max(HANDFUL, self.known * SHARE // 100)


def orphans(folder: Path) -> Orphans:
    """What a run sweeps if it is ours.

    A file newer than the newest row is none of it: after the restore of a backup it may be all that there is.
    """
    before = time.now() - GRACE
    newest = db.session.scalar(select(Attachment.id).order_by(Attachment.id.desc()).limit(1)) or UUID(int=0)
    found: list[Path] = []
    known = 0
    paths = sorted(_sealed(folder))
    for start in range(0, len(paths), PAGE):
        ids = {path: _id_of(path) for path in paths[start : start + PAGE]}
        there = set(
            db.session.scalars(select(Attachment.id).where(Attachment.id.in_(list(filter(None, ids.values())))))
        )
        known += len(there)
        lost = (path for path, row_id in ids.items() if row_id is None or (row_id not in there and row_id < newest))
        found += [path for path in lost if _is_older(path, before)]
    return Orphans(found, known)


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
