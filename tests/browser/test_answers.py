"""A coordinator settles what came back by mail, in a real browser; axe has nothing to say about these pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.invitations.enums import Answer
from eboard.invitations.jobs import take_mails, tell_due
from eboard.invitations.models import Invitation
from eboard.people.enums import CredentialKind
from eboard.people.models import Credential
from eboard.people.passwords import hash_password
from tests.browser.conftest import Site
from tests.browser.network import give_app
from tests.browser.people import type_code
from tests.ical.mails import mail, text
from tests.invitations.incoming import address_of, answer
from tests.world import add, make_meeting, make_world

pytestmark = pytest.mark.browser
CORA, PASSWORD = "cora.coordinator@example.org", "wooden kettle under snow"


def fill(app: Flask) -> None:
    def work() -> None:
        with app.app_context():
            world = make_world()
            day = (time.now() + timedelta(days=20)).date()
            with unit_of_work():
                meeting = make_meeting(world.board, day=day)
                secret = hash_password(PASSWORD)
                add(Credential(person_id=world.coordinator.id, kind=CredentialKind.PASSWORD, secret=secret))
                give_app(world.coordinator)
            with time.at(time.now() + timedelta(minutes=3)):
                tell_due()
            asked = {one.person_id: one for one in db.session.scalars(select(Invitation))}
            rita, chair, paul = (asked[one.id] for one in (world.radiologist, world.chair, world.pathologist))
            proposed = (f"DTSTART:{day:%Y%m%d}T210000Z", "COMMENT:After my clinic")
            delegate = {"DELEGATED_TO": '"mailto:sub@clinic.example"'}
            assert meeting.sequence == 0
            assert take_mails(
                [
                    answer(rita, "TENTATIVE", *proposed, method="COUNTER", dtstamp=None),
                    answer(chair, "DELEGATED", parameters=delegate, dtstamp=None),
                    mail(text("I cannot come."), sender="paul@private.example", to=address_of(paul)),
                ]
            ) == [False, False, True]
            db.session.remove()

    copy_context().run(work)


@pytest.fixture
def site(serve: Callable[..., Site]) -> Site:
    return serve(fill)


@contextmanager
def rows(site: Site) -> Iterator[dict[str, Invitation]]:
    with site.app.app_context():
        yield {one.person.given_name: one for one in db.session.scalars(select(Invitation))}
        db.session.remove()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (375, "dark")])
def test_a_coordinator_settles_what_came_back(
    site: Site, open_page: Callable[..., Page], axe: Callable[[Page], list[str]], width: int, scheme: str
) -> None:
    page = open_page(width, 4000, scheme=scheme)
    with rows(site) as asked:
        meeting = f"{site.url}/meetings/{asked['Rita'].meeting_id}"
    faults: dict[str, tuple[list[str], bool]] = {}

    def look(name: str) -> None:
        faults[name] = (axe(page), page.evaluate("document.documentElement.scrollWidth > innerWidth"))

    page.goto(meeting)
    page.get_by_label("E-mail address").fill(CORA)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    type_code(page, CORA)
    page.wait_for_url(meeting)
    expect(page.get_by_text("Charles Chair sends sub@clinic.example instead.")).to_be_visible()
    look("meeting")
    page.get_by_role("link", name="Look at parked answers").click()
    look("parked")
    page.get_by_role("link", name="paul@private.example").click()
    expect(page.get_by_text("I cannot come.")).to_be_visible()
    look("mail")
    page.get_by_label("Answer", exact=True).select_option("Declined")
    page.get_by_role("button", name="Apply as this answer").click()
    expect(page.get_by_text("Answer of Paul Pathologist noted: Declined.")).to_be_visible()
    page.get_by_role("button", name="Move the meeting: 5 people are told").click()
    expect(page.get_by_text("The meeting is moved. Calendars follow by themselves.")).to_be_visible()
    look("moved")
    assert faults == dict.fromkeys(faults, ([], False))
    with rows(site) as asked:
        assert (asked["Paul"].answer, asked["Paul"].answered_from) == (Answer.DECLINED, "paul@private.example")
        assert f"{asked['Rita'].meeting.starts_at:%H:%M}" == "21:00"
