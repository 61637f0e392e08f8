"""Disclosures, and asking for them before the first meeting of an activity."""

from datetime import timedelta

from eboard.audit import Actor, record
from eboard.cme.emails import disclosure_message
from eboard.cme.enums import CmeEvent
from eboard.cme.models import CmeActivity, CmeAsk, CmeDisclosure
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.mail.actions import queue
from eboard.meetings.models import Meeting
from eboard.people.models import Person

VALID = timedelta(days=365)


def disclose(*, actor: Actor, person: Person, has_relations: bool, relations: str) -> CmeDisclosure:
    """Say what financial relations a person has, for a year; what was said before stays on record.

    Raises DomainError for relations that are not named, and for named ones of somebody who says there are none.
    """
    if has_relations and not relations:
        raise DomainError(_("Name the company and the relation, one a line."), field="relations")
    if relations and not has_relations:
        raise DomainError(_("You named relations: choose “I have”, or empty the field."), field="has_relations")
    moment = time.now()
    row = CmeDisclosure(person_id=person.id, made_at=moment, valid_until=moment + VALID, relations=relations)
    db.session.add(row)
    record(actor=actor, event=CmeEvent.DISCLOSED, subject=row, person_id=person.id, has_relations=has_relations)
    return row


def ask_to_disclose(*, actor: Actor, activity: CmeActivity, meeting: Meeting, person: Person) -> None:
    """Ask a person once for an activity, before its next meeting."""
    db.session.add(CmeAsk(activity_id=activity.id, person_id=person.id, asked_at=time.now()))
    queue(disclosure_message(activity, meeting, person, base_url=settings().base_url))
    record(
        actor=actor,
        event=CmeEvent.ASKED,
        subject=activity,
        organization_id=meeting.board.organization_id,
        person_id=person.id,
    )
