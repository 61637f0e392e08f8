"""What people may do without, and that no sender can pass it by."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.ical import Party
from eboard.mail import actions
from eboard.mail.enums import Delivery, MailState, NoticeKind
from eboard.mail.message import Message
from eboard.mail.models import NoticeChoice, OutboxMessage
from eboard.mail.notices import ALWAYS, NOTICES, OPTIONAL
from eboard.mail.queries import choices_of
from eboard.mail.templates import render
from tests.conftest import NOW
from tests.world import World

PAGE = "http://localhost:8000/account/notices"


def message(world: World, kind: NoticeKind, key: str = "key", thread: str | None = None) -> Message:
    return Message(
        kind=kind,
        dedupe_key=key,
        thread_key=thread,
        recipient=Party(world.nurse.email, world.nurse.name),
        subject="Subject",
        text="Hello\n",
        html="<p>Hello</p>",
        person_id=world.nurse.id,
    )


def choose(world: World, kind: NoticeKind, delivery: Delivery) -> None:
    """Note a choice past the action, which refuses it for some kinds."""
    with unit_of_work():
        db.session.add(NoticeChoice(person_id=world.nurse.id, kind=kind, delivery=delivery))


@pytest.mark.parametrize("kind", OPTIONAL)
@pytest.mark.parametrize("delivery", Delivery)
def test_an_optional_message_is_queued_for_who_wants_it_at_once(
    world: World, kind: NoticeKind, delivery: Delivery
) -> None:
    choose(world, kind, delivery)
    with unit_of_work():
        row = actions.queue(message(world, kind))
    assert (row is not None) is (delivery is Delivery.AT_ONCE)


@pytest.mark.parametrize("kind", NoticeKind)
def test_whoever_has_chosen_nothing_gets_everything(world: World, kind: NoticeKind) -> None:
    with unit_of_work():
        assert actions.queue(message(world, kind)) is not None


@pytest.mark.parametrize("kind", ALWAYS)
def test_what_is_always_sent_is_sent_whatever_the_table_says(world: World, kind: NoticeKind) -> None:
    choose(world, kind, Delivery.OFF)
    with unit_of_work():
        assert actions.queue(message(world, kind)) is not None


def test_a_choice_counts_for_its_person_alone(world: World) -> None:
    choose(world, NoticeKind.REMINDER, Delivery.OFF)
    theirs = replace(message(world, NoticeKind.REMINDER), person_id=world.chair.id)
    nobodys = replace(message(world, NoticeKind.REMINDER, "other"), person_id=None)
    with unit_of_work():
        assert [actions.queue(theirs) is None, actions.queue(nobodys) is None] == [False, False]


def test_news_that_is_not_wanted_still_replaces_what_it_outdates(world: World) -> None:
    with unit_of_work():
        old = actions.queue(message(world, NoticeKind.CASE_DATE, "first", "thread"))
    assert old is not None
    choose(world, NoticeKind.CASE_DATE, Delivery.OFF)
    with time.at(NOW + timedelta(seconds=1)), unit_of_work():
        assert actions.queue(message(world, NoticeKind.CASE_DATE, "second", "thread")) is None
    db.session.expire_all()
    assert db.session.scalars(select(OutboxMessage.state)).all() == [MailState.SUPERSEDED]


def test_choices_are_kept_changed_and_refused_where_a_kind_does_not_have_them(world: World) -> None:
    with unit_of_work():
        actions.choose(
            person_id=world.nurse.id,
            choices={NoticeKind.OUTCOME: Delivery.DIGEST, NoticeKind.REMINDER: Delivery.OFF},
        )
    with unit_of_work():
        actions.choose(person_id=world.nurse.id, choices={NoticeKind.OUTCOME: Delivery.OFF})
    assert choices_of(world.nurse.id) == {NoticeKind.OUTCOME: Delivery.OFF, NoticeKind.REMINDER: Delivery.OFF}
    assert choices_of(world.chair.id) == {}
    for kind, delivery in ((NoticeKind.REMINDER, Delivery.DIGEST), (NoticeKind.SAFETY, Delivery.OFF)):
        with pytest.raises(DomainError) as refusal, unit_of_work():
            actions.choose(person_id=world.nurse.id, choices={kind: delivery})
        assert refusal.value.field == kind.value


@pytest.mark.parametrize("kind", NoticeKind)
def test_only_what_is_optional_leads_to_the_page_of_choices(world: World, kind: NoticeKind) -> None:
    """Invitations and security notices carry no way out that a mail program could offer (RFC 2369 section 3.2)."""
    texts = render("feeds/mail/address_made", kind=kind, locale="en", person=world.nurse, name="x", page_url="y")
    with unit_of_work():
        row = actions.queue(replace(message(world, kind), text=texts.text, html=texts.html))
    assert row is not None
    body = (row.body or b"").decode()
    is_optional = NOTICES[kind].is_optional
    assert (f"List-Unsubscribe: <{PAGE}>" in body) is is_optional
    assert "List-Unsubscribe-Post" not in body
    assert (f"You choose what you are told: {PAGE}\n" in texts.text, f'href="{PAGE}"' in texts.html) == (
        is_optional,
        is_optional,
    )
    assert texts.text.endswith("\n")
    assert not texts.text.endswith("\n\n")


def test_every_kind_is_explained_and_sent_by_somebody(checkout: Path) -> None:
    source = "".join(path.read_text() for path in (checkout / "eboard").rglob("emails*") if path.is_file()) + "".join(
        path.read_text() for path in (checkout / "eboard").glob("*/emails/*.py")
    )
    assert [kind for kind in NoticeKind if f"NoticeKind.{kind.name}" not in source] == []
    assert NOTICES.keys() == set(NoticeKind)
