"""Bytes and syntax: calendar rules 1.1 to 1.11, RFC 5545 3.1 to 3.4."""

from __future__ import annotations

import pytest

from eboard.ical import Party, Status, cancel_calendar, feed_calendar, request_calendar
from tests.ical.examples import PAGE, invitation, meeting
from tests.ical.reading import event_of, physical_lines, read

LONG = meeting(uid="long@eboard.example", board_name="Выездной консилиум 腫瘍 🩺 " * 4, place="Salle é " * 30)
FILES = [
    pytest.param(request_calendar(invitation(LONG)), id="request"),
    pytest.param(cancel_calendar(invitation(LONG), whole_meeting=True), id="cancel"),
    pytest.param(feed_calendar("腫瘍" * 60, "Asia/Tokyo", [LONG, meeting()]), id="feed"),
]


@pytest.mark.parametrize("content", FILES)
def test_every_line_ends_in_crlf_and_none_is_empty(content: bytes) -> None:
    # Item 1.2, RFC 5545 3.1.
    lines = physical_lines(content)
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-1] == b"END:VCALENDAR"


@pytest.mark.parametrize("content", FILES)
def test_no_line_is_longer_than_75_octets_and_no_character_is_split(content: bytes) -> None:
    # Item 1.3, RFC 5545 3.1.
    lines = physical_lines(content)
    assert max(map(len, lines)) in range(70, 76)
    assert "".join(line.decode() + "\r\n" for line in lines).encode() == content


@pytest.mark.parametrize("content", FILES)
def test_one_calendar_with_version_first_and_one_product(content: bytes) -> None:
    # Item 1.9, RFC 5545 3.6 and 3.7.
    calendar = read(content)
    assert calendar.name == "VCALENDAR"
    assert calendar.names()[:2] == ["VERSION", "PRODID"]
    assert calendar.value("VERSION") == "2.0"
    assert calendar.names().count("PRODID") == 1
    assert "CALSCALE" not in calendar.names()


def test_control_characters_are_taken_out() -> None:
    # Item 1.1, RFC 5545 3.3.11.
    controls = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 127, 0x85, 0x9F, 0x2028, 0xFEFF]))
    content = request_calendar(invitation(meeting(board_name=f"G{controls}I", place=f"R{controls}4")))
    assert not content.startswith(b"\xef\xbb\xbf")
    assert event_of(content).text("SUMMARY").replace(" ", "") == "GI,5cases"
    assert not set(content) & {*range(10), 11, 12, *range(14, 32), 127}


def test_text_values_are_escaped() -> None:
    # Item 1.4, RFC 5545 3.3.11.
    event = event_of(request_calendar(invitation(meeting(board_name="GI; liver, bile"))))
    assert event.value("SUMMARY") == r"GI\; liver\, bile\, 5 cases"
    assert event.text("SUMMARY") == "GI; liver, bile, 5 cases"
    assert event.value("DESCRIPTION").startswith(r"GI\; liver\, bile\, 5 cases\n2026-03-09")


def test_links_are_not_escaped_where_they_are_uris() -> None:
    # Item 1.4: URL and CONFERENCE are URIs, LOCATION is TEXT.
    link = "https://video.example/r;a,b?x=1,2;3"
    event = event_of(request_calendar(invitation(meeting(join_url=link))))
    assert event.value("CONFERENCE") == link
    assert event.value("URL") == PAGE
    assert event.value("LOCATION") == r"https://video.example/r\;a\,b?x=1\,2\;3"


def test_the_name_of_a_feed_is_text_and_cannot_break_the_line() -> None:
    # Item 1.5: the library's own setters neither escape nor accept a line end.
    calendar = read(feed_calendar("GI; liver,\r\nATTENDEE:mailto:evil@x.example", "Asia/Dubai", []))
    assert calendar.value("NAME") == r"GI\; liver\, ATTENDEE:mailto:evil@x.example"
    assert calendar.value("X-WR-CALNAME") == calendar.value("NAME")
    assert "ATTENDEE" not in calendar.names()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ('Dr. "Bo" Ek', "Dr. 'Bo' Ek"),
        ("x^n^'y", "xn'y"),
        ("x\r\nATTENDEE:mailto:evil@x.example", "x ATTENDEE:mailto:evil@x.example"),
        ("Ek, Bo; MD: chair", "Ek, Bo; MD: chair"),
    ],
)
def test_names_in_parameters_hold_nothing_that_clients_show_escaped(name: str, expected: str) -> None:
    # Items 1.7 and 7.6: no double quote, no line end, no RFC 6868 caret.
    event = event_of(request_calendar(invitation(attendee=Party("bo@x.example", name))))
    assert event.one("ATTENDEE").parameters["CN"] == expected
    assert len(event.all("ATTENDEE")) == 1
    assert b"^" not in request_calendar(invitation(attendee=Party("bo@x.example", name)))


def test_a_nameless_party_has_no_cn() -> None:
    event = event_of(request_calendar(invitation(attendee=Party("bo@x.example", '^"^"'[::2]))))
    assert "CN" not in event.one("ATTENDEE").parameters


def test_no_backslash_is_left_in_texts() -> None:
    # Item 1.8: three readers turn the escaped form of C:\new into a line break.
    event = event_of(request_calendar(invitation(meeting(place=r"C:\new"))))
    assert event.text("LOCATION").startswith("C:/new / ")
    assert "\\\\" not in event.value("DESCRIPTION")


def test_long_texts_are_cut() -> None:
    long = "x" * 500
    about = meeting(board_name=long, place=long)
    event = event_of(request_calendar(invitation(about, attendee=Party("bo@x.example", long), contact=long)))
    assert event.text("SUMMARY") == "x" * 99 + "…, 5 cases"
    assert event.text("LOCATION").split(" / ")[0] == "x" * 199 + "…"
    assert event.one("ATTENDEE").parameters["CN"] == "x" * 99 + "…"
    assert event.text("CONTACT") == "x" * 199 + "…"


def test_five_hundred_events_stay_under_one_megabyte() -> None:
    # Item 1.11.
    many = [meeting(uid=f"{number}@eboard.example", place="Room 4") for number in range(500)]
    assert len(feed_calendar("All", "Asia/Dubai", many)) < 500_000


def test_the_extension_for_outlook_is_text() -> None:
    # Items 1.6 and 4.6.
    for status, expected in ((Status.CONFIRMED, "BUSY"), (Status.TENTATIVE, "TENTATIVE")):
        event = event_of(request_calendar(invitation(meeting(status=status))))
        assert event.value("X-MICROSOFT-CDO-BUSYSTATUS") == expected
