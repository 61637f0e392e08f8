"""What an entry says: calendar rules 4.1 to 4.10, 5.1 to 5.3 and 6.1 to 6.7."""

from __future__ import annotations

from dataclasses import fields

import pytest

from eboard.ical import (
    InvitationEvent,
    MeetingEvent,
    Party,
    Phrases,
    Status,
    Variant,
    cancel_calendar,
    feed_calendar,
    request_calendar,
)
from tests.ical.examples import JOIN, PAGE, invitation, meeting
from tests.ical.reading import Component, event_of

REQUIRED = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "LAST-MODIFIED"}


def feed_entry(about: MeetingEvent, variant: Variant = Variant.FULL, alarm: int | None = None) -> Component:
    return event_of(feed_calendar("x", "America/Chicago", [about], variant=variant, alarm_minutes=alarm))


def request_entry(about: MeetingEvent) -> Component:
    return event_of(request_calendar(invitation(about)))


def test_every_entry_has_what_clients_need_once() -> None:
    # Item 4.1. A cancellation for one person has no STATUS (item 7.8).
    whole = [request_entry(meeting()), feed_entry(meeting()), feed_entry(meeting(), Variant.BUSY)]
    single = event_of(cancel_calendar(invitation(), whole_meeting=False))
    for event in (*whole, single):
        assert {name for name in event.names() if event.names().count(name) == 1} >= REQUIRED
    assert [event.value("STATUS") for event in whole] == ["CONFIRMED"] * 3


@pytest.mark.parametrize(
    ("status", "transparency"),
    [(Status.TENTATIVE, "OPAQUE"), (Status.CONFIRMED, "OPAQUE"), (Status.CANCELLED, "TRANSPARENT")],
)
def test_status_says_whether_the_time_is_taken(status: Status, transparency: str) -> None:
    # Items 4.1, 4.6, 10.6.
    event = feed_entry(meeting(status=status))
    assert event.value("STATUS") == status.value
    assert event.value("TRANSP") == transparency


@pytest.mark.parametrize(
    ("place", "link", "expected"),
    [
        ("", JOIN, JOIN),
        ("Room 4", JOIN, f"Room 4 / {JOIN}"),
        ("Room 4", "", "Room 4"),
    ],
)
def test_the_location_leads_to_room_and_call(place: str, link: str, expected: str) -> None:
    # Items 0.5 and 4.2.
    assert request_entry(meeting(place=place, join_url=link)).text("LOCATION") == expected


def test_without_room_and_link_there_is_no_location() -> None:
    event = request_entry(meeting(join_url=""))
    assert {"LOCATION", "CONFERENCE"}.isdisjoint(event.names())


def test_the_description_has_each_link_alone_on_its_line() -> None:
    # Item 4.2.
    assert request_entry(meeting(place="Room 4")).text("DESCRIPTION").split("\n") == [
        "GI eBoard, 5 cases",
        "2026-03-09 07:00–08:00 (America/Chicago)",
        "Room 4",
        f"Join: {JOIN}",
        f"Details: {PAGE}",
        "Contact: Ana Lima, +1 507 555 0100",
    ]


@pytest.mark.parametrize(
    ("count", "title"),
    [(0, "GI eBoard"), (1, "GI eBoard, 1 case"), (2, "GI eBoard, 2 cases")],
)
def test_the_title_is_the_board_and_the_number_of_cases(count: int, title: str) -> None:
    # Items 0.6 and 6.1.
    assert request_entry(meeting(case_count=count)).text("SUMMARY") == title


def test_the_conference_is_a_uri_with_a_single_feature() -> None:
    # Item 4.3, RFC 7986 5.11.
    conference = request_entry(meeting()).one("CONFERENCE")
    assert conference.parameters == {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join"}
    assert conference.value == JOIN


@pytest.mark.parametrize(
    ("link", "extension"),
    [
        ("https://meet.google.com/abc-defg-hij", ["X-GOOGLE-CONFERENCE"]),
        ("https://teams.microsoft.com/l/x", ["X-MICROSOFT-SKYPETEAMSMEETINGURL"]),
        ("https://meet.google.com.evil.example/x", []),
        (JOIN, []),
    ],
)
def test_vendor_properties_stand_only_with_links_of_that_vendor(link: str, extension: list[str]) -> None:
    # Item 4.4.
    event = feed_entry(meeting(join_url=link))
    assert [name for name in event.names() if name.startswith("X-")] == extension
    assert [event.value(name) for name in extension] == [link for _ in extension]


def test_the_url_is_the_page_of_the_meeting() -> None:
    # Item 4.5.
    assert feed_entry(meeting()).value("URL") == PAGE


@pytest.mark.parametrize("link", [f"{PAGE}?token=1", f"{PAGE}#token"])
def test_a_page_address_that_could_carry_a_token_is_refused(link: str) -> None:
    # Item 4.5.
    with pytest.raises(ValueError, match=r"^page_url must not have a query or a fragment\.$"):
        meeting(page_url=link)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "join",
        "ftp://eboard.example/x",
        "javascript:alert(1)",
        "https://eboard.example/a b",
        "https://eboard.example/\r\nATTENDEE:mailto:evil@x.example",
        "https://user:secret@eboard.example/x",
        "https://ebörd.example/",
        "https://eboard.example/" + "x" * 2000,
    ],
)
def test_what_is_no_plain_web_address_is_refused(link: str) -> None:
    with pytest.raises(ValueError, match=r"^page_url must be a full https address without a user name\.$"):
        meeting(page_url=link)
    if link:
        with pytest.raises(ValueError, match=r"^join_url must be a full https address"):
            meeting(join_url=link)


def test_nothing_clients_stumble_over_is_used() -> None:
    # Items 4.7 to 4.10.
    names = set(request_entry(meeting()).names()) | set(feed_entry(meeting()).names())
    assert names.isdisjoint({"X-ALT-DESC", "COLOR", "IMAGE", "ATTACH", "CATEGORIES", "LINK", "CONCEPT"})
    assert request_entry(meeting()).components == []


def test_a_feed_has_no_alarm_unless_asked_for() -> None:
    # Item 5.2.
    assert feed_entry(meeting()).components == []


def test_an_alarm_is_one_display_before_the_start() -> None:
    # Items 5.1 and 5.2, RFC 5545 3.6.6.
    (alarm,) = feed_entry(meeting(), alarm=15).components
    assert (alarm.name, sorted(alarm.names())) == ("VALARM", ["ACTION", "DESCRIPTION", "TRIGGER"])
    assert alarm.value("ACTION") == "DISPLAY"
    assert alarm.value("TRIGGER") == "-PT15M"
    assert alarm.text("DESCRIPTION") == "GI eBoard, 5 cases"


def test_nobody_is_reminded_of_a_cancelled_meeting() -> None:
    # Item 5.3.
    assert feed_entry(meeting(status=Status.CANCELLED), alarm=15).components == []
    assert b"VALARM" not in cancel_calendar(invitation(), whole_meeting=True)


@pytest.mark.parametrize("minutes", [0, -15, 7 * 24 * 60 + 1])
def test_an_alarm_after_the_start_or_far_ahead_is_refused(minutes: int) -> None:
    # Item 5.1: the trigger is a negative duration.
    with pytest.raises(ValueError, match=r"^alarm_minutes must lie between 1 and 10080\.$"):
        feed_entry(meeting(), alarm=minutes)


@pytest.mark.parametrize(
    ("zone", "title"),
    [
        ("America/Chicago", "GI eBoard: needed 07:00–08:00"),
        ("Asia/Kolkata", "GI eBoard: needed 17:30–18:30"),
        ("Australia/Eucla", "GI eBoard: needed 20:45–21:45"),
        ("Pacific/Auckland", "GI eBoard: needed 01:00–02:00"),
    ],
)
def test_the_part_in_which_the_reader_is_needed_says_so_on_the_readers_clocks(zone: str, title: str) -> None:
    event = feed_entry(meeting(needed_zone=zone, case_count=2))
    assert event.text("SUMMARY") == title
    assert event.text("DESCRIPTION").startswith("GI eBoard, 2 cases\n2026-03-09 07:00–08:00 (America/Chicago)\n")


def test_such_a_part_over_midnight_names_the_day_of_its_end() -> None:
    event = feed_entry(meeting(needed_zone="Pacific/Kiritimati", ends_at=meeting().starts_at.replace(hour=23)))
    assert event.text("SUMMARY") == "GI eBoard: needed 02:00–13:00"
    late = feed_entry(meeting(needed_zone="Asia/Tokyo", ends_at=meeting().starts_at.replace(hour=16)))
    assert late.text("SUMMARY") == "GI eBoard: needed 21:00–2026-03-10 01:00"


def test_a_canceled_part_and_a_busy_one_read_as_every_entry_does() -> None:
    part = meeting(needed_zone="America/Chicago", status=Status.CANCELLED)
    assert feed_entry(part).text("SUMMARY") == "Canceled: GI eBoard: needed 07:00–08:00"
    assert feed_entry(meeting(needed_zone="America/Chicago"), Variant.BUSY).text("SUMMARY") == "Busy"


def test_a_part_in_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^zone must be an IANA name"):
        meeting(needed_zone="Mars/Olympus")


def test_there_is_no_field_that_could_carry_a_case() -> None:
    # Item 6.2: whoever adds a field must think of it here.
    assert {field.name for field in fields(MeetingEvent)} == {
        *("uid", "sequence", "status", "starts_at", "ends_at", "created_at", "changed_at", "zone"),
        *("board_name", "case_count", "place", "join_url", "page_url", "needed_zone"),
    }
    assert {field.name for field in fields(InvitationEvent)} == {
        *("meeting", "organizer", "attendee", "dtstamp", "role", "partstat", "contact"),
    }


def test_a_feed_names_no_person_and_no_address() -> None:
    # Item 6.3, RFC 5545 3.8.4.1.
    content = feed_calendar("x", "America/Chicago", [meeting(place="Room 4")], alarm_minutes=5)
    assert {"ATTENDEE", "ORGANIZER", "CONTACT"}.isdisjoint(event_of(content).names())
    assert b"mailto" not in content


def test_only_invitations_are_marked_private() -> None:
    # Item 6.4.
    assert request_entry(meeting()).value("CLASS") == "PRIVATE"
    assert "CLASS" not in feed_entry(meeting()).names()
    assert "CLASS" not in feed_entry(meeting(), Variant.BUSY).names()


@pytest.mark.parametrize(
    ("status", "title"),
    [(Status.CONFIRMED, "Busy"), (Status.CANCELLED, "Canceled: Busy")],
)
def test_the_busy_variant_tells_nothing_but_the_time(status: Status, title: str) -> None:
    # Item 6.7.
    event = feed_entry(meeting(status=status, place="Room 4"), Variant.BUSY)
    assert event.text("SUMMARY") == title
    assert set(event.names()) == REQUIRED | {"CREATED", "STATUS", "TRANSP"}


def test_a_busy_alarm_tells_nothing_either() -> None:
    # Item 6.7.
    (alarm,) = feed_entry(meeting(), Variant.BUSY, alarm=5).components
    assert alarm.text("DESCRIPTION") == "Busy"


def test_a_cancelled_meeting_says_so_and_offers_no_way_in() -> None:
    # Item 10.5.
    event = feed_entry(meeting(status=Status.CANCELLED, place="Room 4"))
    assert event.text("SUMMARY") == "Canceled: GI eBoard, 5 cases"
    assert event.text("LOCATION") == "Room 4"
    assert JOIN not in event.text("DESCRIPTION")
    assert "CONFERENCE" not in event.names()


def test_the_words_come_from_the_caller() -> None:
    spanish = Phrases(
        cases=lambda count: f"{count} casos",
        canceled="Cancelada: {title}",
        join_label="Entrar",
        join="Entrar: {link}",
        details="Detalles: {link}",
        contact="Contacto: {contact}",
    )
    event = event_of(request_calendar(invitation(contact="{title} Ana"), spanish))
    assert event.text("SUMMARY") == "GI eBoard, 5 casos"
    assert event.one("CONFERENCE").parameters["LABEL"] == "Entrar"
    assert event.text("DESCRIPTION").split("\n")[2:] == [
        f"Entrar: {JOIN}",
        f"Detalles: {PAGE}",
        "Contacto: {title} Ana",
    ]
    cancelled = cancel_calendar(invitation(), whole_meeting=True, phrases=spanish)
    assert event_of(cancelled).text("SUMMARY") == "Cancelada: GI eBoard, 5 casos"


@pytest.mark.parametrize("name", ["", " \t", "\x00"])
def test_a_board_without_a_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"^board_name must not be empty\.$"):
        meeting(board_name=name)


def test_a_negative_number_of_cases_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^case_count must not be negative\.$"):
        meeting(case_count=-1)


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ana",
        "søren@x.example",
        "a b@x.example",
        "a@x.example\r\nBcc: b@x.example",
        "<a@x>",
        f"{'a' * 250}@x.org",
    ],
)
def test_an_address_that_is_not_plain_ascii_is_refused(email: str) -> None:
    # Item 7.6: the library would write it into the URI as it is.
    with pytest.raises(ValueError, match=r"^email must be one plain ASCII address such as"):
        Party(email)
