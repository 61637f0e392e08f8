"""The look over everything: a meeting that went away meanwhile is left alone."""

from uuid import UUID

from flask import Flask
from sqlalchemy import select

from eboard.core.db import db
from eboard.invitations.jobs import _reconcile
from eboard.invitations.models import Invitation


def test_a_meeting_that_is_gone_is_left_alone(ctx: Flask) -> None:
    _reconcile(UUID(int=1))
    assert db.session.scalars(select(Invitation)).all() == []
