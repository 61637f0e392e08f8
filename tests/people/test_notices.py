"""My account: what I am told."""

import pytest
from sqlalchemy import select

from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.mail.enums import Delivery, NoticeKind
from eboard.mail.models import NoticeChoice
from eboard.mail.queries import choices_of
from eboard.people.actions.notices import Wishes, change_notices
from eboard.people.enums import Told
from eboard.people.models import Person
from tests.client import Client
from tests.world import World

CHOICES = {
    "version": "1", "told": "feed", "reminder": "at_once", "reminder_hours": "3", "preparation": "at_once",
    "agenda": "at_once", "forecast": "off", "digest": "at_once",
    "digest_hour": "17", "case_date": "digest", "case_decision": "at_once", "outcome": "off", "material": "at_once",
    "follow_up": "off", "fates": "at_once", "credit": "at_once",
    "copy": "off",
}  # fmt: skip
PAGE = "/account/notices"


def checked(page: str) -> set[tuple[str, str]]:
    """Name and value of the radio buttons that are pressed."""
    inputs = [one for one in page.split("<input") if 'type="radio"' in one and " checked" in one.split(">")[0]]
    return {(one.split('name="')[1].split('"')[0], one.split('value="')[1].split('"')[0]) for one in inputs}


def test_the_page_shows_how_things_come_unless_one_chooses(world: World, client: Client) -> None:
    page = client.sign_in(world.nurse).get(PAGE).text
    usual = {("told", "both"), ("digest", "off")} | {
        (name, "at_once")
        for name in (
            "reminder",
            "preparation",
            "agenda",
            "forecast",
            "case_date",
            "case_decision",
            "outcome",
            "follow_up",
            "fates",
            "credit",
            "material",
            "copy",
        )
    }
    assert checked(page) == usual
    assert checked(client.sign_in(world.coordinator).get(PAGE).text) == usual - {("digest", "off")} | {
        ("digest", "at_once")
    }


def test_what_always_comes_stands_there_with_the_reason_and_without_a_choice(world: World, client: Client) -> None:
    page = client.sign_in(world.nurse).get(PAGE).text.split('id="always"')[1]
    assert page.count("row-title") == 9
    assert "Your account and its security" in page
    assert "A patient may be treated by something that is no longer true." in page
    assert "<input" not in page.split("</section>")[0]


def test_choices_are_saved_shown_again_and_recorded(world: World, client: Client) -> None:
    client.sign_in(world.nurse)
    response = client.post(PAGE, data=CHOICES)
    assert (response.status_code, response.location) == (303, PAGE)
    nurse = db.session.get_one(Person, world.nurse.id)
    assert (nurse.told, nurse.reminder_hours, nurse.digest_hour) == (Told.FEED, 3, 17)
    assert choices_of(world.nurse.id) == {
        NoticeKind.REMINDER: Delivery.AT_ONCE,
        NoticeKind.PREPARATION: Delivery.AT_ONCE,
        NoticeKind.AGENDA: Delivery.AT_ONCE,
        NoticeKind.FORECAST: Delivery.OFF,
        NoticeKind.DIGEST: Delivery.AT_ONCE,
        NoticeKind.CASE_DATE: Delivery.DIGEST,
        NoticeKind.CASE_DECISION: Delivery.AT_ONCE,
        NoticeKind.OUTCOME: Delivery.OFF,
        NoticeKind.FOLLOW_UP: Delivery.OFF,
        NoticeKind.FATES: Delivery.AT_ONCE,
        NoticeKind.CREDIT: Delivery.AT_ONCE,
        NoticeKind.MATERIAL: Delivery.AT_ONCE,
        NoticeKind.COPY: Delivery.OFF,
    }
    page = client.get(PAGE).text
    assert {("told", "feed"), ("case_date", "digest"), ("outcome", "off")} <= checked(page)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert entry is not None
    assert (entry.event, entry.subject_id) == ("person.notices_changed", world.nurse.id)
    assert {row.person_id for row in db.session.scalars(select(NoticeChoice))} == {world.nurse.id}


def test_no_hours_of_ones_own_means_those_of_each_board(world: World, client: Client) -> None:
    client.sign_in(world.nurse).post(PAGE, data=CHOICES)
    assert client.post(PAGE, data={**CHOICES, "version": "2", "reminder_hours": ""}).status_code == 303
    assert db.session.get_one(Person, world.nurse.id).reminder_hours is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reminder_hours": "0"}, "A reminder comes between 1 and 168 hours before."),
        ({"reminder_hours": "169"}, "A reminder comes between 1 and 168 hours before."),
        ({"reminder_hours": "soon"}, "Not a valid integer value."),
        ({"digest_hour": "24"}, "Not a valid choice."),
        ({"digest": "off"}, "You want something in the daily summary. Let it come, too."),
        ({"reminder": "digest"}, "Not a valid choice."),
        ({"copy": "pigeon"}, "Invalid Choice: could not coerce."),
        ({"told": "pigeon"}, "Invalid Choice: could not coerce."),
        ({"version": "x"}, "This page is out of date."),
    ],
)
def test_a_wrong_choice_is_shown_again_with_a_sentence(
    world: World, client: Client, wrong: dict[str, str], sentence: str
) -> None:
    response = client.sign_in(world.nurse).post(PAGE, data={**CHOICES, **wrong})
    assert (response.status_code, sentence in response.text) == (422, True)
    assert ("case_decision", "at_once") in checked(response.text)
    assert (choices_of(world.nurse.id), db.session.get_one(Person, world.nurse.id).told) == ({}, Told.BOTH)


def test_the_second_of_two_savers_is_told_also_when_only_choices_changed(world: World, client: Client) -> None:
    client.sign_in(world.nurse).post(PAGE, data=CHOICES)
    client.post(PAGE, data={**CHOICES, "version": "2", "outcome": "at_once"})
    response = client.post(PAGE, data={**CHOICES, "version": "2"})
    assert response.status_code == 409
    assert choices_of(world.nurse.id)[NoticeKind.OUTCOME] is Delivery.AT_ONCE


def test_the_action_refuses_an_hour_that_no_form_lets_through(world: World) -> None:
    wishes = Wishes(told=Told.BOTH, reminder_hours=None, digest_hour=24, choices={})
    with pytest.raises(DomainError) as refusal, unit_of_work():
        change_notices(actor=Actor(person_id=world.nurse.id), person=world.nurse, wishes=wishes, version=1)
    assert refusal.value.field == "digest_hour"


def test_a_delegate_cannot_choose_for_somebody(world: World, client: Client) -> None:
    client.sign_in(world.nurse, on_behalf_of=world.physician)
    assert (client.get(PAGE).status_code, client.post(PAGE, data=CHOICES).status_code) == (403, 403)
    assert choices_of(world.physician.id) == {}
