"""Browsers that a person signed in with before; a new one is told by mail."""

from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db
from eboard.core.tokens import hash_token
from eboard.people.actions.news import tell
from eboard.people.enums import AccountNews
from eboard.people.models import Person
from eboard.signin.models import KnownDevice


def note_device(*, person: Person, device: str) -> None:
    """Note that a person signed in with the browser of this token, and tell him or her if it is a new one."""
    moment, hashed = time.now(), hash_token(device)
    known = db.session.scalar(
        select(KnownDevice).where(KnownDevice.person_id == person.id, KnownDevice.token_hash == hashed)
    )
    if known is not None:
        known.seen_at = moment
        return
    db.session.add(KnownDevice(person_id=person.id, token_hash=hashed, first_seen_at=moment, seen_at=moment))
    tell(person=person, news=AccountNews.NEW_DEVICE)
