"""Sign-in sessions in the database: the cookie holds a token, this table its hash."""

from datetime import timedelta
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


def start(person: Person, *, address: str, browser: str) -> tuple[LoginSession, str]:
    """A new sign-in and its token, which is stored nowhere."""
    moment = time.now()
    token = new_token()
    row = LoginSession(
        token_hash=hash_token(token),
        person_id=person.id,
        person=person,
        started_at=moment,
        seen_at=moment,
        confirmed_at=moment,
        ends_at=moment + timedelta(hours=settings().session_hours),
        address=address,
        browser=browser[:BROWSER_LENGTH],
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
    moment = time.now()
    return (
        row.ended_at is None
        and moment < row.ends_at
        and moment - row.seen_at < timedelta(minutes=settings().session_idle_minutes)
        and row.person.state is PersonState.ACTIVE
    )


def needs_touch(row: LoginSession) -> bool:
    """Whether the last use is old enough to be written again; not every click is a write."""
    return time.now() - row.seen_at > TOUCH_EVERY


def touch(row: LoginSession) -> None:
    """Note that the session is in use."""
    row.seen_at = time.now()


def unended() -> ColumnElement[bool]:
    """The same in SQL, for lists: not ended, not idle for too long."""
    moment = time.now()
    idle_since = moment - timedelta(minutes=settings().session_idle_minutes)
    return and_(LoginSession.ended_at.is_(None), LoginSession.ends_at > moment, LoginSession.seen_at > idle_since)


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
