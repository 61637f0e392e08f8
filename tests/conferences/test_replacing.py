"""A room is replaced: the join address leads to the new one, those expected hear of it, calendars if they show it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eboard.audit.actor import SYSTEM
from eboard.audit.models import AuditEntry
from eboard.conferences.enums import AgreementKind, ProviderKind, RoomState
from eboard.conferences.jobs import end_rooms, make_rooms
from eboard.conferences.models import ConferenceProvider, ConferenceRoom
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError, StaleError
from eboard.feeds.models import FeedVersion
from eboard.invitations.enums import Answer
from eboard.invitations.queries import invitations_to
from eboard.mail.models import OutboxMessage
from eboard.meetings.actions.plans import cancel_meeting, publish_meeting
from eboard.meetings.actions.rooms import replace_room
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from tests.client import Client
from tests.conferences.server import VideoServer
from tests.conferences.services import SECRET, bigbluebutton_of, deleted, register, zoom_of
from tests.conftest import NOW
from tests.invitations.reading import change, delivered
from tests.world import World, make_meeting, make_organization

PANEL = ["charles.chair", "dora.deputy", "olga.observer", "paul.pathologist", "rita.radiologist"]
HOLD = timedelta(seconds=121)


def publish(world: World, **values: Any) -> Meeting:
    with unit_of_work():
        return make_meeting(world.board, **values)


def replace(meeting: Meeting, provider: ConferenceProvider | None = None, **values: Any) -> int:
    with unit_of_work():
        return replace_room(
            actor=SYSTEM,
            meeting=meeting,
            provider_id=provider.id if provider else None,
            version=meeting.row_version,
            **values,
        )


def refused(meeting: Meeting, provider: ConferenceProvider | None = None) -> str:
    with pytest.raises(DomainError) as caught:
        replace(meeting, provider)
    db.session.refresh(meeting)
    return caught.value.message


def jitsi_of(world: World) -> ConferenceProvider:
    values = {"url": "https://meet.example.org", "app_id": "eboard", "secret": SECRET}
    return register(world, ProviderKind.JITSI, "Our Jitsi", **values)


def told() -> list[str]:
    """Who has a mail about a new room waiting."""
    found = select(OutboxMessage.recipient).where(OutboxMessage.thread_key.like("room:%"))
    return sorted(recipient.partition("@")[0] for recipient in db.session.scalars(found))


def test_the_join_address_leads_to_the_new_room_at_once(world: World, client: Client, server: VideoServer) -> None:
    meeting = publish(world, conference_provider_id=zoom_of(world, server).id)
    make_rooms()
    client.sign_in(world.coordinator)
    before = (meeting.conference_room, meeting.join_code)
    page = client.get(f"/meetings/{meeting.id}/room").text
    assert "Calendars stay as they are." in page
    response = client.post(f"/meetings/{meeting.id}/room", data={"version": str(meeting.row_version)})
    assert (response.status_code, response.location) == (302, f"/meetings/{meeting.id}#video")
    db.session.expire_all()
    assert meeting.conference_room != before[0]
    assert (meeting.join_code, meeting.sequence, meeting.room_replaced_at) == (before[1], 0, NOW)
    assert "The video room was replaced at" in client.get(f"/meetings/{meeting.id}").text
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "meeting.room_replaced")).one()
    assert (entry.subject_id, entry.actor_id) == (meeting.id, world.coordinator.id)
    end_rooms()
    assert deleted(server) == ["101"]
    with time.at(meeting.starts_at):
        client.sign_in(world.radiologist)
        assert client.get(f"/join/{meeting.join_code}").location == "https://zoom.example/j/102"


def test_the_page_says_how_many_are_told(world: World, client: Client) -> None:
    meeting = publish(world)
    jitsi = jitsi_of(world)
    with time.at(meeting.starts_at):
        client.sign_in(world.coordinator)
        data = {"conference_provider_id": str(jitsi.id), "version": str(meeting.row_version)}
        page = client.post(f"/meetings/{meeting.id}/room", data=data, follow_redirects=True).text
    assert "The room is replaced, and 5 people are told by mail." in page


def test_a_page_that_is_out_of_date_says_so_and_never_that_the_room_is_replaced(world: World, client: Client) -> None:
    meeting = publish(world, conference_provider_id=jitsi_of(world).id)
    room, data = meeting.conference_room, {"version": str(meeting.row_version)}
    change(meeting, note="Bring the slides")
    client.sign_in(world.coordinator)
    page = client.post(f"/meetings/{meeting.id}/room", data=data)
    db.session.expire_all()
    assert (page.status_code, meeting.conference_room) == (409, room)
    shown = dict(re.findall(r'name="(version|replaced)" type="hidden" value="(.*?)"', page.text))
    assert shown == {"version": str(meeting.row_version), "replaced": ""}
    for _twice in range(2):
        assert client.post(f"/meetings/{meeting.id}/room", data=shown).status_code == 302
        db.session.expire_all()
        assert meeting.room_replaced_at == NOW
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "meeting.room_replaced")).all()
    assert len(entries) == 1


def test_another_service_may_be_chosen(world: World, client: Client, server: VideoServer) -> None:
    meeting = publish(world)
    jitsi = jitsi_of(world)
    client.sign_in(world.chair)
    data = {"conference_provider_id": str(jitsi.id), "replaced": "", "version": str(meeting.row_version)}
    assert client.post(f"/meetings/{meeting.id}/room", data=data).status_code == 302
    room = meeting.conference_room
    assert client.post(f"/meetings/{meeting.id}/room", data=data).status_code == 302  # sent again: nothing new
    assert meeting.conference_room == room
    other = {**data, "conference_provider_id": str(world.provider.id)}
    assert client.post(f"/meetings/{meeting.id}/room", data=other).status_code == 409
    db.session.expire_all()
    assert (meeting.conference_provider_id, meeting.sequence) == (jitsi.id, 0)
    with time.at(meeting.starts_at):
        client.sign_in(world.radiologist)
        assert client.get(f"/join/{meeting.join_code}").location.startswith(
            f"https://meet.example.org/{meeting.conference_room}?jwt="
        )


def test_what_cannot_be_replaced(world: World, client: Client) -> None:
    meeting = publish(world)
    assert "the same room for ever" in refused(meeting)
    with unit_of_work():
        foreign = ConferenceProvider(
            organization_id=make_organization("WEST").id, kind=ProviderKind.FIXED, name="x", url="https://x.example"
        )
        db.session.add(foreign)
    assert refused(meeting, foreign) == "This video service is not one of the host's."
    jitsi = jitsi_of(world)
    gone = {"agreement_signed_on": NOW.date(), "agreement_expires_on": NOW.date() - timedelta(days=1)}
    change(jitsi, agreement_kind=AgreementKind.BUSINESS_ASSOCIATE, **gone)
    assert refused(meeting, jitsi) == (
        "The agreement with Our Jitsi ended on Sun 1 Mar 2026. An administrator has to enter one first."
    )
    with pytest.raises(StaleError), unit_of_work():
        replace_room(actor=SYSTEM, meeting=meeting, provider_id=None, version=0)
    change(world.board, conference_provider_id=None)
    assert refused(meeting) == "Choose a video service."
    change(meeting, state=MeetingState.CONCLUDED)
    assert refused(meeting, world.provider) == "A meeting that is “Concluded” has no room to replace."
    client.sign_in(world.coordinator)
    page = client.post(f"/meetings/{meeting.id}/room", data={"version": str(meeting.row_version)})
    assert (page.status_code, "has no room to replace." in page.text) == (422, True)


@pytest.mark.parametrize("name", ["radiologist", "observer", "stranger", "north_admin", "network_admin"])
def test_only_the_staff_replaces_rooms(world: World, client: Client, name: str) -> None:
    meeting = publish(world)
    client.sign_in(getattr(world, name))
    status = 403 if name in {"radiologist", "observer"} else 404
    assert client.get(f"/meetings/{meeting.id}/room").status_code == status
    assert client.post(f"/meetings/{meeting.id}/room", data={"version": "1"}).status_code == status


@pytest.mark.parametrize(
    ("state", "hours", "is_told"),
    [
        (MeetingState.PUBLISHED, -13, False),
        (MeetingState.PUBLISHED, -12, True),
        (MeetingState.PUBLISHED, 0.5, True),
        (MeetingState.PUBLISHED, 1, False),
        (MeetingState.LIVE, 3, True),
        (MeetingState.PLANNED, -1, False),
    ],
)
def test_those_expected_are_told_when_the_meeting_is_near(
    world: World, state: MeetingState, hours: float, *, is_told: bool
) -> None:
    meeting = publish(world)
    change(meeting, state=state)
    with time.at(meeting.starts_at + timedelta(hours=hours)):
        assert replace(meeting, jitsi_of(world)) == (len(PANEL) if is_told else 0)
    assert told() == (PANEL if is_told else [])


def test_the_mail_is_short_and_carries_the_join_address_alone(world: World) -> None:
    meeting = publish(world)
    with time.at(NOW + HOLD):
        delivered()
    declined = next(row for row in invitations_to(meeting.id) if row.person_id == world.radiologist.id)
    change(declined, answer=Answer.DECLINED)
    with time.at(meeting.starts_at - timedelta(hours=1)):
        replace(meeting, jitsi_of(world), declined={world.radiologist.id})
        replace(meeting, declined={world.radiologist.id})  # and again: the older mails are superseded
        mails = delivered()
        assert delivered() == []
    assert [mail.to.partition("@")[0] for mail in mails] == PANEL[:-1]
    assert {mail.message["Subject"] for mail in mails} == {"New video room: GI eBoard, Mon 9 Mar 2026"}
    assert {mail.calendar for mail in mails} == {None}
    for kind in ("plain", "html"):
        body = mails[0].body(kind)
        assert f"http://localhost:8000/join/{meeting.join_code}" in body
        assert [word for word in ("meet.example.org", meeting.conference_room) if word in body] == []


def test_no_calendar_hears_of_it(world: World, server: VideoServer) -> None:
    meeting = publish(world, conference_provider_id=zoom_of(world, server).id)
    make_rooms()
    with time.at(NOW + HOLD):
        assert len(delivered()) == len(PANEL)
        replace(meeting)
        make_rooms()
    with time.at(NOW + HOLD + HOLD):
        assert delivered() == []
    assert meeting.sequence == 0


def test_calendars_that_show_the_services_own_link_get_the_new_one(world: World, server: VideoServer) -> None:
    change(world.board, conference_provider_id=zoom_of(world, server).id, shows_provider_link=True)
    meeting = publish(world)
    assert meeting.shown_link == ""
    make_rooms()
    db.session.refresh(meeting)
    assert meeting.shown_link == "https://zoom.example/j/101"
    with time.at(NOW + HOLD):
        first = delivered()
        assert [mail.event["LOCATION"] for mail in first] == ["https://zoom.example/j/101"] * len(PANEL)
        replace(meeting)
        assert meeting.shown_link == ""
        make_rooms()
    with time.at(NOW + HOLD + HOLD):
        second = delivered()
    assert [mail.event["LOCATION"] for mail in second] == ["https://zoom.example/j/102"] * len(PANEL)
    assert [mail.event["SEQUENCE"] > first[0].event["SEQUENCE"] for mail in second] == [True] * len(PANEL)
    assert second[0].event["UID"] == first[0].event["UID"]
    assert "Join: https://zoom.example/j/102" in second[0].event["DESCRIPTION"].splitlines()


def test_nobody_hears_that_the_room_of_a_cancelled_meeting_is_gone(world: World, server: VideoServer) -> None:
    change(world.board, conference_provider_id=zoom_of(world, server).id, shows_provider_link=True)
    meeting = publish(world)
    make_rooms()
    with time.at(NOW + HOLD):
        delivered()
        with unit_of_work():
            cancel_meeting(actor=SYSTEM, meeting=meeting, reason="Snow")
    with time.at(NOW + 2 * HOLD):
        assert {mail.method for mail in delivered()} == {"CANCEL"}
        assert end_rooms() == 1
        sequence = meeting.sequence
    with time.at(NOW + 3 * HOLD):
        assert delivered() == []
        assert (meeting.sequence, meeting.shown_link) == (sequence, "https://zoom.example/j/101")
        with unit_of_work():
            publish_meeting(actor=SYSTEM, meeting=meeting)
        assert meeting.shown_link == ""
        make_rooms()
    with time.at(NOW + 4 * HOLD):
        assert {str(mail.event["LOCATION"]) for mail in delivered()} == {"https://zoom.example/j/102"}


@pytest.mark.parametrize("shows", [True, False])
def test_a_feed_has_something_new_only_if_it_shows_the_link(world: World, server: VideoServer, *, shows: bool) -> None:
    change(world.board, conference_provider_id=zoom_of(world, server).id, shows_provider_link=shows)
    publish(world)
    with unit_of_work():
        db.session.add(FeedVersion(target_id=world.board.id, version=1, changed_at=NOW))
    make_rooms()
    db.session.expire_all()
    assert db.session.get_one(FeedVersion, world.board.id).version == (2 if shows else 1)


def test_a_board_that_changes_its_mind_raises_the_sequence(world: World) -> None:
    meeting, planned = publish(world), publish(world, state=MeetingState.PLANNED, published_at=None)
    change(world.board, shows_provider_link=True)
    for row in (meeting, planned):
        db.session.refresh(row)
    assert (meeting.shown_link, meeting.sequence) == ("https://video.example.org/gi", 1)
    assert (planned.shown_link, planned.sequence) == ("https://video.example.org/gi", 0)
    change(world.provider, url="https://video.example.org/other")
    assert (meeting.shown_link, meeting.sequence) == ("https://video.example.org/other", 2)
    change(world.board, name="Another name")
    assert meeting.sequence == 2
    change(world.board, shows_provider_link=False)
    assert (meeting.shown_link, meeting.sequence) == ("", 3)


def test_a_service_without_one_link_for_all_keeps_the_join_address(world: World, server: VideoServer) -> None:
    bbb = bigbluebutton_of(world, server)
    change(world.board, conference_provider_id=bbb.id, shows_provider_link=True)
    meeting = publish(world)
    other = publish(world, conference_provider_id=jitsi_of(world).id, day=meeting.day + timedelta(days=1))
    with time.at(meeting.starts_at - timedelta(minutes=30)):
        assert make_rooms() == 1
    assert [(row.shown_link, row.sequence) for row in (meeting, other)] == [("", 0), ("", 0)]
    change(world.board, conference_provider_id=None)
    assert meeting.shown_link == ""


def test_a_link_for_calendars_is_needed_as_soon_as_people_are_told(world: World, server: VideoServer) -> None:
    change(world.board, conference_provider_id=zoom_of(world, server).id, shows_provider_link=True)
    meeting = publish(world)
    with time.at(meeting.starts_at - timedelta(days=60)):
        assert make_rooms() == 1


def test_the_page_warns_the_staff_of_a_room_that_is_not_made(world: World, client: Client, server: VideoServer) -> None:
    provider = zoom_of(world, server)
    meeting = publish(world, conference_provider_id=provider.id)
    with unit_of_work():
        db.session.add(
            ConferenceRoom(
                meeting_id=meeting.id,
                provider_id=provider.id,
                name=meeting.conference_room,
                state=RoomState.FAILED,
                last_problem="down 500",
            )
        )
    sentence = "Our Zoom has not made the video room yet."
    for person, is_warned in ((world.coordinator, True), (world.radiologist, False)):
        client.sign_in(person)
        assert (sentence in client.get(f"/meetings/{meeting.id}").text) == is_warned
    gone = {"agreement_signed_on": NOW.date(), "agreement_expires_on": NOW.date() - timedelta(days=1)}
    change(provider, agreement_kind=AgreementKind.BUSINESS_ASSOCIATE, **gone)
    client.sign_in(world.coordinator)
    assert "The agreement with Our Zoom ended on Sun 1 Mar 2026." in client.get(f"/meetings/{meeting.id}").text
