"""Another time that is proposed moves nothing by itself; the staff accept it or say no."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db
from eboard.invitations.enums import Answer, ProposalState
from eboard.invitations.models import Invitation, Proposal
from eboard.invitations.queries import open_proposals
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from tests.client import Client
from tests.conftest import NOW
from tests.ical.mails import mail, part
from tests.ical.products import EXCHANGE_ZONE
from tests.invitations.incoming import LATER, address_of, answer, became, invitation_of, stamp, told_meeting
from tests.invitations.reading import change, delivered
from tests.world import World

APPLIED, OLDER = ("applied", None), ("noted", "older")
TO = ("DTSTART:20260309T210000Z", "DTEND:20260309T223000Z")
PROPOSED = datetime(2026, 3, 9, 21, tzinfo=UTC)


@pytest.fixture
def meeting(world: World) -> Meeting:
    return told_meeting(world)


@pytest.fixture
def rita(world: World, meeting: Meeting) -> Invitation:
    return invitation_of(meeting, world.radiologist)


def counter(invitation: Invitation, *lines: str, partstat: str = "NEEDS-ACTION", dtstamp: str = stamp(5)) -> bytes:
    return answer(invitation, partstat, *(lines or TO), method="COUNTER", dtstamp=dtstamp)


def states() -> list[tuple[str, datetime]]:
    rows = db.session.scalars(select(Proposal).order_by(Proposal.id))
    return [(row.state.value, row.starts_at) for row in rows]


def only() -> Proposal:
    return db.session.scalars(select(Proposal)).one()


def test_a_counter_is_shown_and_moves_nothing(world: World, meeting: Meeting, rita: Invitation) -> None:
    before = (meeting.starts_at, meeting.sequence)
    assert became(answer(rita, dtstamp=stamp(4))) == APPLIED
    assert became(counter(rita, *TO, "COMMENT:In clinic until three")) == APPLIED
    assert (meeting.starts_at, meeting.sequence) == before
    assert rita.answer is Answer.ACCEPTED  # NEEDS-ACTION erases nothing
    proposal = only()
    assert (proposal.starts_at, proposal.ends_at) == (PROPOSED, PROPOSED + timedelta(minutes=90))
    assert proposal.comment == "In clinic until three"
    assert [one.id for one in open_proposals(meeting.id)] == [proposal.id]


def test_an_iphone_proposes_in_its_reply(rita: Invitation) -> None:
    parameter = '"DTSTART;TZID=America/Chicago:20260309T160000;DTEND;TZID=America/Chicago:20260309T173000"'
    assert became(answer(rita, "TENTATIVE", parameters={"X_PROPOSED": parameter})) == APPLIED
    assert rita.answer is Answer.TENTATIVE
    assert (only().starts_at, only().ends_at) == (PROPOSED, PROPOSED + timedelta(minutes=90))


def test_outlook_announces_its_counter_as_a_reply(rita: Invitation) -> None:
    zoned = ("DTSTART;TZID=Central Standard Time:20260309T160000",)
    raw = counter(rita, *zoned, partstat="DECLINED").replace(b"method=COUNTER", b"method=REPLY")
    raw = raw.replace(b"BEGIN:VEVENT", "\r\n".join([*EXCHANGE_ZONE, "BEGIN:VEVENT"]).encode())
    assert became(raw) == APPLIED
    assert (rita.answer, only().starts_at, only().ends_at) == (Answer.DECLINED, PROPOSED, None)


def test_a_proposal_nobody_can_read_is_parked(rita: Invitation) -> None:
    for line in ("DTSTART:20260309T210000", "DTSTART;VALUE=DATE:20260309", "DTSTART;TZID=Unknown:20260309T210000"):
        assert became(counter(rita, line)) == ("parked", "unreadable_time")
    assert states() == []


def test_the_newest_proposal_of_a_person_stands_and_an_answer_ends_it(rita: Invitation) -> None:
    later = ("DTSTART:20260309T220000Z",)
    assert became(counter(rita, dtstamp=stamp(6))) == APPLIED
    assert became(counter(rita, *later, dtstamp=stamp(5))) == OLDER
    assert became(counter(rita, *later, dtstamp=stamp(7))) == APPLIED
    assert states() == [("superseded", PROPOSED), ("open", PROPOSED + timedelta(hours=1))]
    assert became(counter(rita, *later, dtstamp=stamp(7))) == APPLIED  # once more
    assert [state for state, _at in states()] == ["superseded", "superseded", "open"]
    assert became(answer(rita, dtstamp=stamp(6))) == APPLIED  # given before it
    assert states()[2][0] == "open"
    assert became(answer(rita, "DECLINED", dtstamp=stamp(8))) == APPLIED
    assert states()[2][0] == "superseded"
    assert became(counter(rita, dtstamp=stamp(7))) == OLDER
    with time.at(PROPOSED):
        assert open_proposals(rita.meeting_id) == []


def test_accepting_moves_the_meeting_by_the_usual_way(world: World, rita: Invitation, client: Client) -> None:
    assert became(counter(rita)) == APPLIED
    meeting, proposal = rita.meeting, only()
    client.sign_in(world.coordinator)
    page = client.get(f"/meetings/{meeting.id}").text
    assert "Proposed times" in page
    assert "Move the meeting: 5 people are told" in page
    answered = client.post(f"/proposals/{proposal.id}/accept", data={"version": meeting.row_version})
    assert (answered.status_code, urlsplit(answered.headers["Location"]).path) == (303, f"/meetings/{meeting.id}")
    db.session.expire_all()
    assert (meeting.starts_at, meeting.minutes, meeting.sequence) == (PROPOSED, 90, 1)
    assert (proposal.state, proposal.decided_by_id) == (ProposalState.ACCEPTED, world.coordinator.id)
    assert "Proposed times" not in client.get(f"/meetings/{meeting.id}").text
    with time.at(NOW + timedelta(minutes=3)):
        assert {(one.method, one.event["SEQUENCE"]) for one in delivered()} == {("REQUEST", 1)}


def test_without_an_end_the_meeting_keeps_its_length(world: World, rita: Invitation, client: Client) -> None:
    assert became(counter(rita, TO[0])) == APPLIED
    client.sign_in(world.chair).post(f"/proposals/{only().id}/accept", data={"version": rita.meeting.row_version})
    db.session.expire_all()
    assert (rita.meeting.starts_at, rita.meeting.minutes) == (PROPOSED, 60)


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (("DTSTART:20260302T140000Z",), "This time has passed."),
        (("DTSTART:20260309T210030Z",), "A meeting begins and ends on a full minute."),
        (("DTSTART:20260309T210000Z", "DTEND:20260309T210530Z"), "A meeting begins and ends on a full minute."),
        (("DTSTART:20260309T210000Z", "DTEND:20260310T210000Z"), "A meeting lasts between 1 minute and 8 hours."),
        (("DTSTART:20261101T063000Z",), "happens twice"),
    ],
)
def test_only_a_time_the_meeting_can_have_is_accepted(
    world: World, rita: Invitation, client: Client, lines: tuple[str, ...], sentence: str
) -> None:
    assert became(counter(rita, *lines)) == APPLIED
    before = rita.meeting.starts_at
    client.sign_in(world.coordinator)
    refused = client.post(f"/proposals/{only().id}/accept", data={"version": rita.meeting.row_version})
    assert (refused.status_code, sentence in refused.text) == (422, True)
    db.session.expire_all()
    assert (rita.meeting.starts_at, only().state) == (before, ProposalState.OPEN)


def test_accepting_what_one_did_not_see_is_refused(world: World, rita: Invitation, client: Client) -> None:
    assert became(counter(rita)) == APPLIED
    client.sign_in(world.coordinator)
    address = f"/proposals/{only().id}/accept"
    assert client.post(address, data={"version": rita.meeting.row_version - 1}).status_code == 409
    assert client.post(address, data={"version": "old"}).status_code == 422
    assert client.post(address, data={"version": rita.meeting.row_version}).status_code == 303
    db.session.expire_all()
    again = client.post(address, data={"version": rita.meeting.row_version})
    assert (again.status_code, "no longer open" in again.text) == (422, True)
    assert client.post(f"/proposals/{only().id}/decline").status_code == 422


def test_declining_tells_the_person_and_moves_nothing(world: World, rita: Invitation, client: Client) -> None:
    assert became(counter(rita, *TO, "SEQUENCE:0")) == APPLIED
    before = rita.meeting.starts_at
    answered = client.sign_in(world.deputy).post(f"/proposals/{only().id}/decline")
    assert answered.status_code == 303
    (told,) = delivered()
    assert (told.to, told.method) == (world.radiologist.email, "DECLINECOUNTER")
    assert (told.event["UID"], told.event["SEQUENCE"]) == (rita.meeting.uid, 0)
    assert str(told.event["ORGANIZER"]) == f"mailto:{address_of(rita)}"
    assert "The meeting keeps its time." in told.body("plain")
    assert "The meeting keeps its time." in told.body("html")
    db.session.expire_all()
    assert (rita.meeting.starts_at, only().state) == (before, ProposalState.DECLINED)
    assert "The time stays" in told.message["Subject"]


def test_declining_does_not_swallow_news_that_wait(world: World, rita: Invitation, client: Client) -> None:
    assert became(counter(rita)) == APPLIED
    change(rita.meeting, room="Room 4", sequence=1)
    client.sign_in(world.coordinator).post(f"/proposals/{only().id}/decline")
    with time.at(LATER):
        assert [one.method for one in delivered() if one.to == world.radiologist.email] == [
            "DECLINECOUNTER",
            "REQUEST",
        ]


@pytest.mark.parametrize("is_off", [True, False])
def test_nobody_hears_that_the_time_stays_of_a_meeting_that_does_not(
    world: World, rita: Invitation, client: Client, *, is_off: bool
) -> None:
    assert became(counter(rita)) == APPLIED
    if is_off:
        change(rita.meeting, state=MeetingState.CANCELLED, cancelled_at=NOW, sequence=1)
    else:
        change(rita, is_wanted=False)
    answered = client.sign_in(world.deputy).post(f"/proposals/{only().id}/decline")
    assert (answered.status_code, "This proposal is no longer open." in answered.text) == (422, True)
    db.session.expire_all()
    assert (only().state, delivered()) == (ProposalState.OPEN, [])


def test_only_the_staff_of_the_board_decide(world: World, rita: Invitation, client: Client) -> None:
    assert became(counter(rita)) == APPLIED
    proposal = only()
    for person in (world.stranger, world.radiologist, world.nurse, world.north_admin, world.network_admin):
        client.sign_in(person)
        for verb in ("accept", "decline"):
            assert client.post(f"/proposals/{proposal.id}/{verb}", data={"version": 1}).status_code == 404
    db.session.expire_all()
    assert proposal.state is ProposalState.OPEN
    assert "Proposed times" not in client.sign_in(world.radiologist).get(f"/meetings/{rita.meeting_id}").text


def test_refresh_sends_the_request_in_force_once_more(world: World, rita: Invitation) -> None:
    before = (rita.revision, rita.told_sequence)
    assert became(answer(rita, "NEEDS-ACTION", method="REFRESH")) == APPLIED
    with time.at(LATER):
        (again,) = delivered()
    assert (again.to, again.method, again.event["SEQUENCE"]) == (world.radiologist.email, "REQUEST", 0)
    assert again.event["DTSTAMP"].dt == LATER
    assert again.message["Subject"].startswith("Invitation:")
    assert (rita.revision, rita.told_sequence) == (before[0] + 1, before[1])
    change(rita.meeting, room="Room 4", sequence=1)
    assert became(answer(rita, "NEEDS-ACTION", method="REFRESH")) == (
        "noted",
        "unanswered",
    )  # the news are on their way
    with time.at(LATER + timedelta(minutes=3)):
        assert [one.event["SEQUENCE"] for one in delivered() if one.to == world.radiologist.email] == [1]


def test_nobody_else_has_a_request_sent(world: World, rita: Invitation) -> None:
    raw = mail(part(b"METHOD:REFRESH"), to=address_of(rita))
    assert became(raw) == ("noted", "no_event")
    stranger = answer(rita, "NEEDS-ACTION", method="REFRESH", who="x@elsewhere.example", sender="x@elsewhere.example")
    assert became(stranger) == ("parked", "not_invited")
    with time.at(LATER):
        assert delivered() == []
