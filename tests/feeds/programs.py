"""Subscribing and fetching as calendar programs do."""

from typing import Any

from icalendar import Calendar
from sqlalchemy import select
from werkzeug.test import TestResponse

from eboard.audit import Actor
from eboard.core.db import db, unit_of_work
from eboard.core.tokens import hash_token
from eboard.feeds import actions
from eboard.feeds.enums import FeedKind
from eboard.feeds.models import Subscription
from eboard.people.models import Person
from tests.client import Client


def subscribe(person: Person, kind: FeedKind = FeedKind.PERSON, target: Any = None, **values: Any) -> str:
    """The path of a fresh address."""
    wish = actions.NewFeed(
        kind=kind, target_id=target.id if target else person.id, name=values.pop("name", "eBoard"), **values
    )
    with unit_of_work():
        _row, token = actions.create(actor=Actor(person_id=person.id), person=person, wish=wish)
    return f"/cal/{token}/eboard.ics"


def subscription_at(path: str) -> Subscription:
    token = path.split("/")[2]
    return db.session.scalars(select(Subscription).where(Subscription.token_hash == hash_token(token))).one()


def events(response: TestResponse) -> dict[str, Any]:
    """The events of a feed by UID."""
    assert response.status_code == 200
    found = Calendar.from_ical(response.data).events
    assert len({str(event["UID"]) for event in found}) == len(found)
    return {str(event["UID"]): event for event in found}


def fetch(client: Client, path: str, **headers: str) -> TestResponse:
    return client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
