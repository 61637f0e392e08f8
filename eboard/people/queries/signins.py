"""Reads of sign-ins."""

from collections.abc import Sequence

from sqlalchemy import Select

from eboard.core.db import db
from eboard.people.models import LoginSession
from eboard.people.sessions import unended


def newest_first(sign_ins: Select[LoginSession]) -> Sequence[LoginSession]:
    """Those that still hold, the one used last on top."""
    return db.session.scalars(
        sign_ins.where(unended()).order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
    ).all()
