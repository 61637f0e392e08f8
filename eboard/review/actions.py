"""Looking at what is worth a look."""

from datetime import datetime, timedelta
from itertools import chain

from sqlalchemy import select

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.mail.actions import queue
from eboard.people.models import Person
from eboard.review import looks, spotting, tasks
from eboard.review.emails import digest_message
from eboard.review.enums import OddityKind, ReviewEvent
from eboard.review.models import Oddity
from eboard.review.oddities import open_numbers

BACK = timedelta(days=3)  # so far back each run looks, so that days are whole in every zone
FRESH = timedelta(hours=20)


def spot() -> int:
    """Note what is worth a look in the last three days and was not noted before; returns how many there were."""
    now = time.now()
    found = {one.key: one for one in _spotted(now - BACK, now)}
    keys = set(db.session.scalars(select(Oddity.key).where(Oddity.key.in_(found))))
    fresh = [one for key, one in found.items() if key not in keys]
    for one in fresh:
        db.session.add(
            Oddity(
                key=one.key,
                kind=one.kind,
                person_id=one.person_id,
                organization_id=one.organization_id,
                from_at=one.from_at,
                to_at=one.to_at,
                count=one.count,
                usual=one.usual,
            )
        )
    return len(fresh)


def _spotted(since: datetime, now: datetime) -> list[spotting.Spotted]:
    refusals = looks.refusals(since, now)
    opened, identities = looks.opened(since, now), looks.identities_opened(since, now)
    people = {one.person_id for one in (*opened, *identities)} | {person_id for person_id, _at in refusals}
    clocks = looks.clocks_of(people, since - looks.MONTH, now)
    opened, identities = ([one for one in kind if one.person_id in clocks] for kind in (opened, identities))
    zones = {person_id: clock.zone for person_id, clock in clocks.items()}
    return [
        *spotting.many(opened, now, lambda who, at: spotting.busiest_hour(looks.month_before(who, at))),
        *chain.from_iterable(
            spotting.off_hours(
                theirs,
                now,
                clocks[who],
                lambda who, at: len(spotting.off_days(looks.month_before(who, at), clocks[who])),
            )
            for who, theirs in spotting.by_person(opened).items()
        ),
        *spotting.without_task(tasks.strangers(opened), now, zones, kind=OddityKind.NO_TASK),
        *spotting.without_task(tasks.bystanders(identities), now, zones, kind=OddityKind.IDENTITY),
        *spotting.refused([one for one in refusals if one[0] in clocks], since, now),
    ]


def mark_looked_at(*, actor: Actor, oddity: Oddity, note: str, version: int) -> None:
    """Say that one looked, and what one found; raises DomainError to the person it is about, or without a note."""
    expect_version(oddity, version)
    if oddity.looked_at is not None:
        raise DomainError(_("Somebody looked at this already."))
    if oddity.person_id in {actor.person_id, actor.on_behalf_of_id}:
        raise DomainError(_("This is about you. Somebody else has to look at it."), field="note")
    if not note:
        raise DomainError(_("Write in a few words what you found."), field="note")
    oddity.looked_at, oddity.looked_by_id, oddity.note = time.now(), actor.person_id, note
    record(actor=actor, event=ReviewEvent.LOOKED_AT, subject=oddity, organization_id=oddity.organization_id)


def tell_auditor(person: Person) -> None:
    """Tell an auditor once a day how much is worth a look, in numbers, if anything is."""
    moment = time.now()
    numbers = open_numbers()
    if numbers:
        queue(
            digest_message(
                person,
                numbers,
                day=time.wall(moment, person.zone).date(),
                good_until=moment + FRESH,
                page_url=f"{settings().base_url}/audit/worth-a-look",
            )
        )
