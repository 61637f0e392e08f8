"""Choosing how each kind of message reaches a person."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.mail.enums import Delivery, NoticeKind
from eboard.mail.models import NoticeChoice
from eboard.mail.notices import NOTICES


def choose(*, person_id: UUID, choices: Mapping[NoticeKind, Delivery]) -> None:
    """Note what a person chose; raises DomainError, beside the kind, for a choice that this kind does not have."""
    rows = db.session.scalars(select(NoticeChoice).where(NoticeChoice.person_id == person_id))
    held = {row.kind: row for row in rows}
    for kind, delivery in choices.items():
        if delivery not in NOTICES[kind].choices:
            raise DomainError(_("“%(kind)s” cannot come that way.", kind=kind.label), field=str(kind))
        if kind in held:
            held[kind].delivery = delivery
        else:
            db.session.add(NoticeChoice(person_id=person_id, kind=kind, delivery=delivery))
