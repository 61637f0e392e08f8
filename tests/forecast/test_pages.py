"""The forecast on the page of a meeting: who sees it, what it says, and the button that invites."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from eboard.audit import Actor
from eboard.availability.enums import BusyKind
from eboard.boards.enums import BoardRole
from eboard.cases.actions.restriction import restrict_case
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.invitations.enums import Answer
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Guest, Meeting
from eboard.people.enums import PersonState, Specialty
from tests.client import Client
from tests.forecast.rows import Setting, answer, away, busy, covering
from tests.invitations.reading import change
from tests.world import World, make_board, make_meeting, make_member, save

PATHOLOGY = Specialty.PATHOLOGY
TITLE = "How likely they come"


def page_of(client: Client, meeting: Meeting) -> str:
    db.session.expire_all()
    page = client.get(f"/meetings/{meeting.id}")
    assert page.status_code == 200
    return page.text


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def quorum(html: str) -> str:
    """What the panel of the quorum says."""
    [panel] = re.findall(r'<section class="panel" id="quorum".*?</section>', html, re.DOTALL)
    return words(panel)


def suggested(html: str) -> list[str]:
    [panel] = re.findall(r'<section class="panel" id="quorum".*?</section>', html, re.DOTALL)
    return re.findall(r"Invite ([^<]+)</button>", panel)


def test_who_plans_the_meeting_sees_how_likely_each_specialty_comes(
    world: World, setting: Setting, client: Client
) -> None:
    client.sign_in(world.coordinator)
    said = quorum(page_of(client, setting.meeting))
    assert "Pathology Paul Pathologist 50 % unsure, 50 %" in said
    assert "Surgery Charles Chair 90 % likely, 90 %" in said
    assert "Pathology may be missing for 2 of 2 cases. There is nobody to suggest" in said
    assert "How likely they come unlikely, 45 % all of them Pathology" in said
    agenda = words(page_of(client, setting.meeting))
    assert agenda.count("Chance that all it needs are there: 45 %") == 1  # 0.5 times 0.9, of the second case
    assert agenda.count("Pathology may be missing; chance to be there: 50 %") == 2


def test_what_a_restricted_case_needs_is_not_said_to_who_may_not_read_it(
    world: World, setting: Setting, client: Client
) -> None:
    named = {world.nurse.id, world.chair.id}
    with unit_of_work():
        restrict_case(actor=Actor(person_id=world.nurse.id), case=setting.second.case, person_ids=named)
    client.sign_in(world.coordinator)
    said = words(page_of(client, setting.meeting))
    assert (said.count("chance to be there"), said.count("all it needs")) == (1, 0)
    assert "Pathology may be missing for 1 of 1 case." in said
    client.sign_in(world.chair)
    said = words(page_of(client, setting.meeting))
    assert (said.count("chance to be there"), said.count("all it needs")) == (2, 1)
    assert "Pathology may be missing for 2 of 2 cases." in said


def test_a_specialty_is_missing_for_some_of_the_cases(world: World, setting: Setting, client: Client) -> None:
    answer(setting.meeting, world.radiologist, Answer.DECLINED)
    answer(setting.meeting, world.pathologist, Answer.ACCEPTED)
    covering("Roy Reader", world.hub, Specialty.RADIOLOGY)
    client.sign_in(world.chair)
    page = page_of(client, setting.meeting)
    assert "Diagnostic radiology is likely to be missing for 1 of 2 cases. Ask:" in quorum(page)
    assert suggested(page) == ["Roy Reader"]
    assert "may be missing" not in words(page)


@pytest.mark.parametrize("who", ["radiologist", "pathologist", "observer"])
def test_nobody_else_of_the_board_sees_a_chance(world: World, setting: Setting, client: Client, who: str) -> None:
    covering("Pia Near", world.hub, PATHOLOGY)
    client.sign_in(world.coordinator)
    assert (TITLE in page_of(client, setting.meeting), "Pia Near" in page_of(client, setting.meeting)) == (True, True)
    client.sign_in(getattr(world, who))
    page = page_of(client, setting.meeting)
    assert [text in page for text in (TITLE, "may be missing", "Pia Near", "unsure")] == [False] * 4
    assert 'id="quorum"' in page


@pytest.mark.parametrize("who", ["stranger", "nurse", "auditor"])
def test_people_of_other_organizations_get_nothing(world: World, setting: Setting, client: Client, who: str) -> None:
    client.sign_in(getattr(world, who))
    page = client.get(f"/meetings/{setting.meeting.id}")
    assert (page.status_code, TITLE in page.text) == (404, False)


def test_the_staff_of_another_board_get_nothing(world: World, setting: Setting, client: Client) -> None:
    with unit_of_work():
        make_member(make_board(world.south, "LU"), world.stranger, BoardRole.COORDINATOR)
    client.sign_in(world.stranger)
    assert client.get(f"/meetings/{setting.meeting.id}").status_code == 404
    pia = covering("Pia Near", world.hub, PATHOLOGY)
    address = f"/meetings/{setting.meeting.id}/guests"
    assert client.post(address, data={"person": pia.name, "person_id": str(pia.id)}).status_code == 404


@pytest.mark.parametrize("state", [MeetingState.LIVE, MeetingState.CONCLUDED, MeetingState.CANCELLED])
def test_once_it_has_begun_there_is_nothing_to_forecast(
    world: World, setting: Setting, client: Client, state: MeetingState
) -> None:
    setting.meeting.state = state
    save(setting.meeting)
    client.sign_in(world.coordinator)
    assert TITLE not in page_of(client, setting.meeting)


def test_a_meeting_whose_time_has_come_shows_none(world: World, setting: Setting, client: Client) -> None:
    client.sign_in(world.coordinator)
    with time.at(setting.meeting.starts_at - timedelta(seconds=1)):
        client.sign_in(world.coordinator)
        assert TITLE in page_of(client, setting.meeting)
    with time.at(setting.meeting.starts_at):
        assert TITLE not in page_of(client, setting.meeting)


def test_one_click_invites_whom_it_suggests(world: World, setting: Setting, client: Client) -> None:
    pia = covering("Pia Near", world.north, PATHOLOGY)
    client.sign_in(world.coordinator)
    page = page_of(client, setting.meeting)
    assert suggested(page) == ["Pia Near"]
    form = re.search(
        rf'action="(/meetings/{setting.meeting.id}/guests)">.{{0,200}}value="Pia Near">.{{0,60}}value="({pia.id})"',
        page,
        re.DOTALL,
    )
    assert form is not None
    done = client.post(form[1], data={"person": "Pia Near", "person_id": form[2]})
    assert done.status_code == 302
    assert db.session.scalars(select(Guest.person_id)).all() == [pia.id]
    said = quorum(page_of(client, setting.meeting))
    assert "Pia Near 50 %, Paul Pathologist 50 % unsure, 75 %" in said
    assert suggested(page_of(client, setting.meeting)) == []


def test_deputies_come_first_then_the_chance_then_the_hour(world: World, setting: Setting, client: Client) -> None:
    meeting = setting.meeting
    dubai = covering("Amir Abroad", world.north, PATHOLOGY, zone="Asia/Dubai")  # 23:00 there
    chicago = covering("Zoe Near", world.hub, PATHOLOGY)
    maybe = covering("Max Maybe", world.hub, PATHOLOGY)
    busy(maybe, meeting.starts_at, meeting.ends_at, BusyKind.TENTATIVE)
    client.sign_in(world.coordinator)
    assert suggested(page_of(client, meeting)) == [chicago.name, dubai.name, maybe.name]
    deputy = covering("Dan Deputizes", world.south, PATHOLOGY, zone="Asia/Dubai")
    assert deputy.name not in suggested(page_of(client, meeting))  # he has nothing to do with the board
    away(world.pathologist, meeting, deputy=deputy)
    page = page_of(client, meeting)
    assert suggested(page) == [deputy.name, chicago.name, dubai.name]
    assert "named as a deputy · 50 % likely to come · 23:00 there" in quorum(page)
    assert "Pathology nobody unlikely, 0 %" in quorum(page)


def test_nobody_is_suggested_who_cannot_be_asked(world: World, setting: Setting, client: Client) -> None:
    meeting = setting.meeting
    gone = covering("Gus Gone", world.hub, PATHOLOGY)
    taken = covering("Tia Taken", world.hub, PATHOLOGY)
    left = covering("Leo Left", world.hub, PATHOLOGY, state=PersonState.DEACTIVATED)
    covering("Sue Surgeon", world.hub, Specialty.SURGERY)
    covering("Fay Far", world.south, PATHOLOGY)
    fits = covering("Fred Free", world.hub, PATHOLOGY)
    away(gone, meeting)
    busy(taken, meeting.starts_at, meeting.ends_at)
    client.sign_in(world.coordinator)
    assert suggested(page_of(client, meeting)) == [fits.name]
    change(left, state=PersonState.ACTIVE)
    assert suggested(page_of(client, meeting)) == [fits.name, left.name]


def test_who_sat_on_the_board_or_was_its_guest_before_may_be_asked(
    world: World, setting: Setting, client: Client
) -> None:
    former, guest = (covering(name, world.south, PATHOLOGY) for name in ("Flo Former", "Gil Guest"))
    with unit_of_work():
        seat = make_member(world.board, former, BoardRole.PANELIST)
        seat.ends_on = time.now().date() - timedelta(days=30)
        earlier = make_meeting(world.board, time.now().date() - timedelta(days=7), state=MeetingState.CONCLUDED)
        db.session.add(Guest(meeting_id=earlier.id, person_id=guest.id))
    client.sign_in(world.coordinator)
    assert sorted(suggested(page_of(client, setting.meeting))) == [former.name, guest.name]


def test_the_page_never_says_why_somebody_is_away_or_what_else_there_is(
    world: World, setting: Setting, client: Client
) -> None:
    with unit_of_work():
        other = make_meeting(make_board(world.south, "SECRET"))
    answer(other, world.pathologist, Answer.ACCEPTED)
    client.sign_in(world.coordinator)
    page = page_of(client, setting.meeting)
    assert "Pathology nobody unlikely, 0 %" in quorum(page)
    assert "SECRET" not in page


def test_a_planned_meeting_counts_everybody_as_silent(world: World, setting: Setting, client: Client) -> None:
    with unit_of_work():
        planned = make_meeting(
            world.board, setting.meeting.day + timedelta(days=7), state=MeetingState.PLANNED, published_at=None
        )
    client.sign_in(world.coordinator)
    said = quorum(page_of(client, planned))
    assert "Pathology Paul Pathologist 50 % unsure, 50 %" in said
    assert "Pathology may be missing." in said
