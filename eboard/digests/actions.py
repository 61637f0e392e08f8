"""Sending one person the summary of a day."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.digests.cases import arrivals, case_news
from eboard.digests.emails import summary_message
from eboard.digests.meetings import meeting_news
from eboard.digests.models import DigestMark
from eboard.digests.reader import Reader, reader_of
from eboard.digests.summary import Summary
from eboard.mail.actions import queue
from eboard.people.models import Person

FIRST = timedelta(days=1)  # how far the very first summary looks back
FURTHEST = timedelta(days=7)  # how far any looks back, also after a long time without
FRESH = timedelta(hours=20)  # a summary that could not leave by then is overtaken by the next


def send_summary(person_id: UUID) -> None:
    """Tell a person what changed since the last summary, once a day, or nothing if nothing changed.

    What happened in the last moments waits for the next one: it may still be taken back, or not be stored yet.
    """
    person = db.session.get_one(Person, person_id)
    moment = time.now()
    today = time.wall(moment, person.zone).date()
    mark = db.session.scalar(
        select(DigestMark)
        .where(DigestMark.person_id == person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    until = moment - timedelta(seconds=settings().hold_seconds)
    if mark is None:
        mark = DigestMark(person_id=person_id, day=today, until=until - FIRST)
        db.session.add(mark)
    elif mark.day >= today:
        return
    summary = summarize(reader_of(person, since=max(mark.until, moment - FURTHEST), until=until))
    mark.day, mark.until = today, until
    if not summary.is_empty:
        good_until, base_url = moment + FRESH, settings().base_url
        queue(summary_message(summary, person, day=today, good_until=good_until, base_url=base_url))


def summarize(reader: Reader) -> Summary:
    """Everything a reader is told."""
    return Summary(meetings=meeting_news(reader), arrivals=arrivals(reader), cases=case_news(reader))
