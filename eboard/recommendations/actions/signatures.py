"""Asking for outcomes that nobody wrote down or signed: first those who can sign, then those who can see to it."""

from collections.abc import Sequence

from eboard.audit import Actor, record
from eboard.boards.enums import SIGNING_ROLES, STAFF_ROLES
from eboard.core import time
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.mail.actions import queue
from eboard.meetings.models import Meeting
from eboard.meetings.queries.invitees import panel_on
from eboard.recommendations import emails, recipients
from eboard.recommendations.enums import OutcomeEvent
from eboard.recommendations.models import SignatureReminder
from eboard.recommendations.signatures import STEPS, Wanted, may_decide


def ask_for_signatures(*, actor: Actor, meeting: Meeting, step: int, outcomes: Sequence[Wanted]) -> None:
    """Take a step for the outcomes of one meeting; one mail a person, with their number alone."""
    for one in outcomes:
        _note(one, step)
    items = [one.item for one in outcomes]
    roles = STAFF_ROLES if step == STEPS else SIGNING_ROLES
    seats = panel_on(meeting.board_id, time.now().date(), *roles)
    counts = may_decide(seats, items)
    people = {seat.person: counts[seat.person_id] for seat in seats}
    if step == STEPS:
        people |= {person: len(items) for person in recipients.administrators(meeting.board.organization_id)}
    for person, count in people.items():
        if count:
            link = f"{settings().base_url}/meetings/{meeting.id}"
            queue(emails.signature_asked(meeting, person, link=link, count=count, step=step))
    record(
        actor=actor,
        event=OutcomeEvent.SIGNATURE_ASKED,
        subject=meeting,
        organization_id=meeting.board.organization_id,
        step=step,
        items=[item.id for item in items],
        people=[person.id for person, count in people.items() if count],
    )


def _note(one: Wanted, step: int) -> None:
    row = db.session.get(SignatureReminder, one.item.id)
    if row is None:
        row = SignatureReminder(item_id=one.item.id)
        db.session.add(row)
    row.since, row.steps = one.since, step
