"""Sign-in sessions in the database: the cookie holds a token, this table its hash."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import joinedload

from eboard.core import time
from eboard.core.db import db
from eboard.core.tokens import hash_token, new_token
from eboard.core.web.settings import settings
from eboard.people.enums import PersonState
from eboard.people.models import LoginSession, Person

TOUCH_EVERY = timedelta(minutes=1)
BROWSER_LENGTH = 200


def start(
    person: Person, *, address: str, browser: str, proofs: Sequence[str] = (), confirmed_at: datetime | None = None
) -> tuple[LoginSession, str]:
    """A new sign-in and its token, which is stored nowhere; ``confirmed_at`` is the last proof, now without it."""
    moment = time.now()
    token = new_token()
    row = LoginSession(
        token_hash=hash_token(token),
        person_id=person.id,
        person=person,
        started_at=moment,
        seen_at=moment,
        confirmed_at=confirmed_at or moment,
        ends_at=moment + timedelta(hours=settings().session_hours),
        address=address,
        browser=browser[:BROWSER_LENGTH],
        proofs=[*proofs],
    )
    db.session.add(row)
    return row, token


def by_token(token: str) -> LoginSession | None:
    """The live session of a token: not ended, not idle for too long, of an active person."""
    found = row_of(token)
    return found if found is not None and is_live(found) else None


def row_of(token: str) -> LoginSession | None:
    """The session of a token, however it ended."""
    return db.session.scalar(
        select(LoginSession)
        .where(LoginSession.token_hash == hash_token(token))
        .options(joinedload(LoginSession.person))
    )


def is_live(row: LoginSession) -> bool:
    """Whether the session still signs its person in."""
    return not is_over(row) and not _is_idle(row)


def is_locked(row: LoginSession) -> bool:
    """Whether it was idle for too long, and goes on once its person proves again who he or she is."""
    return not is_over(row) and _is_idle(row)


def is_over(row: LoginSession) -> bool:
    """Whether it ended for good: ended by somebody, after its last hour, or with the account."""
    return row.ended_at is not None or time.now() >= row.ends_at or row.person.state is not PersonState.ACTIVE


def _is_idle(row: LoginSession) -> bool:
    return time.now() - row.seen_at >= timedelta(minutes=settings().session_idle_minutes)


def needs_touch(row: LoginSession) -> bool:
    """Whether the last use is old enough to be written again; not every click is a write."""
    return time.now() - row.seen_at > TOUCH_EVERY


def touch(row: LoginSession) -> None:
    """Note that the session is in use."""
    row.seen_at = time.now()


def unended() -> ColumnElement[bool]:
    """In SQL, for lists: those that still hold, also the locked ones, which their person can go on with."""
    return and_(LoginSession.ended_at.is_(None), LoginSession.ends_at > time.now())


def end_all(person_id: UUID, *, except_for: UUID | None = None) -> int:
    """End every sign-in of a person at once, or every other one; returns how many there were."""
    statement = select(LoginSession).where(LoginSession.person_id == person_id, LoginSession.ended_at.is_(None))
    if except_for is not None:
        statement = statement.where(LoginSession.id != except_for)
    live = db.session.scalars(statement).all()
    for row in live:
        row.ended_at = time.now()
    return len(live)


def end_everybodys() -> int:
    """End every sign-in there is; returns how many there were."""
    ended = db.session.execute(
        update(LoginSession)
        .where(LoginSession.ended_at.is_(None))
        .values(ended_at=time.now())
        .execution_options(synchronize_session=False)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]
