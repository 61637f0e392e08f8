"""Reads of attachments."""

from sqlalchemy import Select

from eboard.cases.models import Attachment, Case
from eboard.core.db import db


def on_case(statement: Select[Attachment], case: Case) -> list[Attachment]:
    """The visible files of a case that were not removed, in the order they came."""
    there = statement.where(Attachment.case_id == case.id, Attachment.removed_at.is_(None))
    return list(db.session.scalars(there.order_by(Attachment.id)))
