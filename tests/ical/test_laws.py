"""Laws that hold for whatever people type, read by the library and by an own line reader."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import getaddresses
from typing import Any
from urllib.parse import unquote

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from eboard.ical import (
    MeetingEvent,
    Party,
    Status,
    Variant,
    cancel_calendar,
    compose,
    feed_calendar,
    feed_event,
    feed_order,
    join_feed,
    request_calendar,
)
from eboard.ical.checks import ADDRESS
from eboard.ical.text import NAME_LENGTH, PLACE_LENGTH, display_name, one_line
from tests.ical.examples import calendar_part, envelope, invitation, meeting
from tests.ical.reading import event_of, physical_lines, read

HOSTILE = st.sampled_from(
    [
        "x\r\nATTENDEE:mailto:evil@x.example",
        "x\nEND:VEVENT\nBEGIN:VEVENT",
        'Dr. "Bo" ^n^\'; CN=evil:mailto:evil@x.example',
        "x\\nATTENDEE:mailto:evil@x.example\\",
        "a;b,c:d\\;e\\,f",
        "\x00\x0b\x1b[31m\u2028x\u202eevil",
        "=?utf-8?q?x?= <evil@x.example>, y",
        "腫瘍ボード" * 30,
        "🩺" * 120,
        "\ud800half",
    ]
)
TEXT = HOSTILE | st.text(st.characters(), max_size=150)
NAMES = TEXT.filter(lambda text: bool(one_line(text, NAME_LENGTH)))
ADDRESSES = st.from_regex(ADDRESS, fullmatch=True).filter(lambda email: len(email) < 100)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
ZONES = st.sampled_from(["America/Chicago", "Europe/London", "Asia/Dubai", "Africa/Casablanca", "Asia/Kathmandu"])


@st.composite
def meetings(draw: Any) -> MeetingEvent:
    starts_at = draw(MOMENTS)
    return meeting(
        uid=f"{draw(st.integers(0, 10**6))}@eboard.example",
        sequence=draw(st.integers(0, 2**31 - 1)),
        status=draw(st.sampled_from(Status)),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(seconds=draw(st.integers(1, 10**5))),
        board_name=draw(NAMES),
        case_count=draw(st.integers(0, 200)),
        place=draw(TEXT),
        zone=draw(ZONES),
    )


def assert_sound(content: bytes) -> None:
    lines = physical_lines(content)
    assert max(map(len, lines)) <= 75
    assert [line for line in lines if any(octet < 32 and octet != 9 for octet in line)] == []
    assert [line.decode().encode() for line in lines] == lines


def decoded(text: str) -> str:
    return str(make_header(decode_header(text.replace("\r\n", ""))))


@settings(deadline=None)  # the machine may be busy
@given(meetings(), TEXT, TEXT)
def test_whatever_people_type_a_message_is_one_sound_event(about: MeetingEvent, name: str, contact: str) -> None:
    person = Party("ines@hospital.example", name)
    one = invitation(about, attendee=person, organizer=Party("rsvp@eboard.example", about.board_name), contact=contact)
    content = cancel_calendar(one, whole_meeting=True) if about.is_cancelled else request_calendar(one)
    assert_sound(content)
    event = event_of(content)
    assert [item.value for item in event.all("ATTENDEE")] == ["mailto:ines@hospital.example"]
    assert event.value("ORGANIZER") == "mailto:rsvp@eboard.example"
    assert event.one("ATTENDEE").parameters.get("CN", "") == display_name(name)
    assert one_line(about.board_name, NAME_LENGTH) in event.text("SUMMARY")
    assert event.text("DESCRIPTION").count("\n") in {2, 3, 4, 5}


@settings(deadline=None)  # the machine may be busy
@given(meetings())
def test_the_library_reads_back_the_same_moments_and_texts(about: MeetingEvent) -> None:
    content = feed_calendar(about.board_name, about.zone, [about])
    assert_sound(content)
    (event,) = Calendar.from_ical(content).events
    assert event.errors == []
    assert (event.start, event.end) == (about.starts_at, about.ends_at)
    assert (event.uid, event.sequence, event["STATUS"]) == (about.uid, about.sequence, about.status)
    # The library takes NAME for a property of unknown type and does not unescape it.
    assert read(content).text("NAME") == one_line(about.board_name, NAME_LENGTH)
    own = event_of(content)
    for name in {"SUMMARY", "DESCRIPTION", "LOCATION"} & set(own.names()):
        assert str(event[name]) == own.text(name)
    assert one_line(about.place, PLACE_LENGTH) in str(event.get("LOCATION", ""))


@settings(deadline=None)  # the machine may be busy
@given(
    st.lists(meetings(), max_size=5, unique_by=lambda about: about.uid),
    st.sampled_from(Variant),
    st.none() | st.integers(1, 600),
    st.randoms(),
)
def test_a_feed_is_its_events_joined_in_one_order(
    events: list[MeetingEvent], variant: Variant, alarm: int | None, random: Any
) -> None:
    whole = feed_calendar("All", "Asia/Dubai", events, variant=variant, alarm_minutes=alarm)
    random.shuffle(events)
    rendered = [feed_event(event, variant=variant, alarm_minutes=alarm) for event in feed_order(events)]
    assert join_feed("All", "Asia/Dubai", rendered) == whole
    assert_sound(whole)
    shown = [(item.value("DTSTART"), item.value("UID")) for item in read(whole).components]
    assert shown == sorted(shown)
    assert len(shown) == len(events)


@settings(deadline=None)  # the machine may be busy
@given(TEXT, TEXT, TEXT)
def test_a_mail_goes_to_one_person(subject: str, sender: str, name: str) -> None:
    board, person = Party("rsvp@eboard.example", sender), Party("ines@hospital.example", name)
    one = envelope(subject=subject, sender=board, recipient=person)
    content = compose(one, text="Hello", calendar=calendar_part()).as_bytes()
    assert content.isascii()
    mail = message_from_bytes(content)  # the old reader, which decodes adjacent words as RFC 2047 6.2 says
    assert len(mail.keys()) == 8
    for header, address, typed in (
        ("To", "ines@hospital.example", name),
        ("From", "rsvp@eboard.example", sender),
    ):
        (found,) = getaddresses(mail.get_all(header))
        assert (decoded(found[0]), found[1]) == (display_name(typed).replace("=?", "= ?"), address)
    assert decoded(mail["Subject"]) == one_line(subject, 200).replace("=?", "= ?")


@settings(deadline=None, max_examples=40)  # the machine may be busy
@given(ADDRESSES)
def test_every_accepted_address_is_written_so_that_it_reads_back_the_same(email: str) -> None:
    person = Party(email, "Dr. Ek, MD")
    mail = message_from_bytes(compose(envelope(recipient=person), text="x").as_bytes())
    assert getaddresses(mail.get_all("To")) == [("Dr. Ek, MD", email)]
    event = event_of(request_calendar(invitation(attendee=person)))
    assert unquote(event.value("ATTENDEE")) == f"mailto:{email}"


@settings(deadline=None)  # the machine may be busy
@given(TEXT, st.integers(1, 300))
def test_one_line_is_short_clean_and_stays_as_it_is(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert one_line(line, limit) == line
    assert len(line.splitlines()) <= 1
    assert "\\" not in line
