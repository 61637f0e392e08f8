"""Messages to one person: calendar rules 7.1 to 7.10, RFC 5546 3.2.2 and 3.2.5."""

from __future__ import annotations

import pytest

from eboard.ical import InvitationEvent, Partstat, Party, Role, Status, cancel_calendar, request_calendar
from tests.ical.examples import JOIN, invitation, meeting
from tests.ical.reading import event_of, read


def messages(one: InvitationEvent) -> list[bytes]:
    return [
        request_calendar(one),
        cancel_calendar(one, whole_meeting=True),
        cancel_calendar(one, whole_meeting=False),
    ]


def test_the_method_stands_once_at_the_calendar() -> None:
    # Item 7.1.
    for content, method in zip(messages(invitation()), ("REQUEST", "CANCEL", "CANCEL"), strict=True):
        assert read(content).value("METHOD") == method
        assert "METHOD" not in event_of(content).names()


def test_a_message_holds_one_event() -> None:
    # Item 7.2, RFC 5546 3.2.2.
    for content in messages(invitation()):
        assert [component.name for component in read(content).components] == ["VEVENT"]


def test_the_calendar_has_no_uid() -> None:
    # Item 0.3.
    for content in messages(invitation()):
        assert "UID" not in read(content).names()


def test_the_organizer_is_the_boards_own_address() -> None:
    # Items 7.3 to 7.5.
    for content in messages(invitation()):
        organizer = event_of(content).one("ORGANIZER")
        assert organizer.parameters == {"CN": "GI eBoard"}
        assert organizer.value == "mailto:rsvp+k3f9@eboard.example"


def test_the_organizer_cannot_be_invited() -> None:
    # Items 0.7 and 7.4: Outlook would offer no answer.
    with pytest.raises(ValueError, match=r"^organizer and attendee must be different addresses\.$"):
        invitation(attendee=Party("RSVP+k3f9@eboard.example", "Ana"))


def test_the_contact_is_the_coordinator() -> None:
    # Item 7.4.
    assert event_of(request_calendar(invitation())).text("CONTACT") == "Ana Lima, +1 507 555 0100"


def test_without_a_contact_there_is_no_line_for_it() -> None:
    event = event_of(request_calendar(invitation(contact="")))
    assert "CONTACT" not in event.names()
    assert "Contact" not in event.text("DESCRIPTION")


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("partstat", list(Partstat))
def test_the_attendee_is_the_one_person_with_role_and_stored_answer(role: Role, partstat: Partstat) -> None:
    # Items 6.5, 7.6 and 7.7.
    attendee = event_of(request_calendar(invitation(role=role, partstat=partstat))).one("ATTENDEE")
    assert attendee.value == "mailto:ines.duarte@hospital.example"
    assert attendee.parameters == {
        "CN": "Dr. Inês Duarte",
        "CUTYPE": "INDIVIDUAL",
        "ROLE": role.value,
        "PARTSTAT": partstat.value,
        "RSVP": "TRUE",
    }


def test_characters_that_no_uri_may_hold_are_encoded_in_addresses() -> None:
    # RFC 6068 2.
    event = event_of(request_calendar(invitation(attendee=Party("a%b#c&d?e^f+g'h@x.example"))))
    assert event.value("ATTENDEE") == "mailto:a%25b%23c%26d%3Fe%5Ef+g'h@x.example"


def test_a_cancellation_repeats_the_event_and_asks_for_no_answer() -> None:
    # Items 7.8 and 5.3.
    off = invitation(meeting(status=Status.CANCELLED, sequence=3))
    event = event_of(cancel_calendar(off, whole_meeting=True))
    assert event.value("STATUS") == "CANCELLED"
    assert event.value("SEQUENCE") == "3"
    assert (event.value("DTSTART"), event.value("DTEND")) == ("20260309T120000Z", "20260309T130000Z")
    assert event.text("SUMMARY") == "Canceled: GI eBoard, 5 cases"
    assert event.value("ATTENDEE") == "mailto:ines.duarte@hospital.example"
    assert "RSVP" not in event.one("ATTENDEE").parameters


def test_a_person_who_is_no_longer_asked_gets_no_status() -> None:
    # Item 7.8, RFC 5546 3.2.5: the meeting itself goes on.
    event = event_of(cancel_calendar(invitation(), whole_meeting=False))
    assert {"STATUS", "TRANSP"}.isdisjoint(event.names())
    assert event.text("SUMMARY") == "GI eBoard, 5 cases"
    assert event.value("SEQUENCE") == "2"
    assert len(event.all("ATTENDEE")) == 1


@pytest.mark.parametrize("whole_meeting", [True, False])
def test_a_cancellation_offers_no_way_in(whole_meeting: bool) -> None:  # noqa: FBT001 - the case itself
    content = cancel_calendar(invitation(), whole_meeting=whole_meeting)
    assert JOIN not in content.replace(b"\r\n ", b"").decode()


def test_a_rescheduled_meeting_keeps_its_uid() -> None:
    # Item 7.9.
    first, second = (event_of(request_calendar(invitation(meeting(sequence=n)))) for n in (1, 2))
    assert first.value("UID") == second.value("UID")
    assert (first.value("SEQUENCE"), second.value("SEQUENCE")) == ("1", "2")


def test_a_cancelled_meeting_cannot_be_requested() -> None:
    # Item 7.1.
    with pytest.raises(ValueError, match=r"^A cancelled meeting cannot be requested\.$"):
        request_calendar(invitation(meeting(status=Status.CANCELLED)))
