"""Forms that were posted when nobody was signed in any more: kept sealed for their person, for an hour."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db
from eboard.core.keys import keyring
from eboard.people.models import HeldForm
from eboard.people.queries.held import place_of

KEPT_FOR = timedelta(hours=1)
MOST_PER_PERSON = 10

NEVER_KEPT = frozenset({"csrf_token", "secret", "answer"})  # what proves, and what an app or a provider shares with us

Field = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entries:
    """What a form held: its fields in order, and whether files were left behind."""

    fields: Sequence[Field]
    had_files: bool


def hold(*, person_id: UUID, path: str, entries: Entries) -> HeldForm:
    """Keep what was typed; the oldest gives way when there are too many."""
    older = db.session.scalars(
        select(HeldForm).where(HeldForm.person_id == person_id).order_by(HeldForm.expires_at.desc(), HeldForm.id.desc())
    ).all()
    for row in older[MOST_PER_PERSON - 1 :]:
        db.session.delete(row)
    row = HeldForm(person_id=person_id, path=path, expires_at=time.now() + KEPT_FOR)
    content = {"fields": [field for field in entries.fields if _is_kept(field[0])], "had_files": entries.had_files}
    row.sealed = keyring().seal(json.dumps(content).encode(), place_of(row.id))
    db.session.add(row)
    return row


def reveal(row: HeldForm) -> Entries:
    """What was typed."""
    content = json.loads(keyring().reveal(row.sealed, place_of(row.id)))
    return Entries([(name, value) for name, value in content["fields"]], content["had_files"])


def newest_held(person_id: UUID) -> HeldForm | None:
    """The form to offer after signing in."""
    return db.session.scalar(
        select(HeldForm)
        .where(HeldForm.person_id == person_id, HeldForm.expires_at > time.now())
        .order_by(HeldForm.expires_at.desc(), HeldForm.id.desc())
        .limit(1)
    )


def discard(row: HeldForm) -> None:
    """Forget what was kept, because it was sent or is not wanted."""
    db.session.delete(row)


def _is_kept(name: str) -> bool:
    return name not in NEVER_KEPT and "password" not in name
