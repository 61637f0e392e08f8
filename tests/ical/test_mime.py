"""Mail messages: calendar rules 8.1 to 8.6, RFC 6047."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from eboard.ical import (
    CalendarPart,
    Method,
    Party,
    cancel_calendar,
    compose,
    decline_counter_calendar,
    request_calendar,
)
from tests.ical.examples import calendar_part, envelope, invitation
from tests.ical.reading import physical_lines


def parsed(message: EmailMessage) -> EmailMessage:
    found = message_from_bytes(message.as_bytes(), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def invitation_mail() -> EmailMessage:
    return parsed(compose(envelope(), text="Hello", html="<p>Hello</p>", calendar=calendar_part()))


def test_the_calendar_is_the_last_alternative() -> None:
    # Item 8.1.
    mail = invitation_mail()
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]


def test_without_html_the_calendar_follows_the_text() -> None:
    # Item 8.1: HTML is optional.
    mail = parsed(compose(envelope(), text="Hello", calendar=calendar_part()))
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/calendar"]


def test_the_calendar_is_no_attachment() -> None:
    # Items 8.1 and 8.4.
    assert [part["Content-Disposition"] for part in invitation_mail().walk()] == [None] * 4


@pytest.mark.parametrize("method", list(Method))
def test_the_content_type_tells_method_and_charset(method: Method) -> None:
    # Items 0.8 and 8.2, RFC 6047 2.4.
    one = invitation()
    content = {
        Method.REQUEST: request_calendar(one),
        Method.CANCEL: cancel_calendar(one, whole_meeting=False),
        Method.DECLINECOUNTER: decline_counter_calendar(one, sequence=1),
    }[method]
    *_, part = parsed(compose(envelope(), text="x", calendar=CalendarPart(content, method))).iter_parts()
    assert dict(part["Content-Type"].params) == {"method": method.value, "charset": "utf-8"}


def test_the_announced_method_must_be_the_one_inside() -> None:
    # Item 8.2.
    with pytest.raises(ValueError, match=r"^The calendar part must carry the METHOD it is announced with\.$"):
        CalendarPart(request_calendar(invitation()), Method.CANCEL)


def test_the_calendar_arrives_byte_by_byte_in_base64() -> None:
    # Item 8.3.
    *_, part = invitation_mail().iter_parts()
    assert part["Content-Transfer-Encoding"] == "base64"
    assert part.get_payload(decode=True) == request_calendar(invitation())


def test_a_message_is_seven_bit_with_short_lines_whatever_it_says() -> None:
    # Item 8.3: nothing depends on what the servers on the way can do.
    text = "Größe " * 300 + "\n.\nFrom here\n"
    content = compose(envelope(), text=text, html=f"<p>{text}</p>", calendar=calendar_part()).as_bytes()
    assert content.isascii()
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
    assert max(map(len, content.split(b"\r\n"))) <= 78
    plain, html, _ = message_from_bytes(content, policy=default).iter_parts()
    assert plain.get_content().replace("\r\n", "\n") == text
    assert html.get_content().replace("\r\n", "\n") == f"<p>{text}</p>\n"


def test_the_header_says_who_when_and_that_a_machine_wrote_it() -> None:
    # Items 7.7 and 8.6.
    mail = invitation_mail()
    assert sorted(mail.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
    )
    assert [(one.display_name, one.addr_spec) for one in (*mail["From"].addresses, *mail["To"].addresses)] == [
        ("GI eBoard", "rsvp+k3f9@eboard.example"),
        ("Dr. Inês Duarte", "ines.duarte@hospital.example"),
    ]
    assert mail["Subject"] == "Invitation: GI eBoard, 9 March 2026"
    assert mail["Date"] == "Tue, 03 Mar 2026 08:30:00 +0000"
    assert mail["Message-ID"] == "<invitation-91.1@eboard.example>"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_only_the_whole_message_has_a_mime_version() -> None:
    assert [part["MIME-Version"] for part in invitation_mail().walk()] == ["1.0", None, None, None]


def test_answers_can_be_led_elsewhere() -> None:
    mail = parsed(compose(envelope(reply_to=Party("ana@eboard.example", "Ana")), text="x"))
    assert mail["Reply-To"] == "Ana <ana@eboard.example>"


def test_a_message_without_a_calendar_is_plain() -> None:
    mail = parsed(compose(envelope(), text="Hello\n"))
    assert (mail.get_content_type(), mail.get_content()) == ("text/plain", "Hello\r\n")


def test_the_boundary_follows_from_the_message_id() -> None:
    first, same, other = (
        compose(envelope(message_id=f"<{name}@x.example>"), text="x", html="y").get_boundary()
        for name in ("a", "a", "b")
    )
    assert first == same
    assert first != other


@pytest.mark.parametrize(
    "message_id",
    [
        "",
        "a@x.example",
        "<a>",
        "<a b@x.example>",
        "<a@x.example>\r\nBcc: b@x.example",
        f"<{'a' * 250}@x.org>",
    ],
)
def test_a_malformed_message_id_is_refused(message_id: str) -> None:
    with pytest.raises(ValueError, match=r"^message_id must have the form <id@domain>"):
        envelope(message_id=message_id)


def test_a_date_that_is_not_in_utc_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^date must be an aware time in UTC"):
        envelope(date=datetime(2026, 3, 1))  # noqa: DTZ001


def test_a_line_end_cannot_add_a_header() -> None:
    hostile = "x\r\nBcc: evil@x.example"
    mail = parsed(compose(envelope(subject=hostile, recipient=Party("a@x.example", hostile)), text="x"))
    assert "Bcc" not in mail
    assert mail["Subject"] == "x Bcc: evil@x.example"
    assert mail["To"].addresses[0].display_name == "x Bcc: evil@x.example"


def test_the_calendar_inside_is_well_formed() -> None:
    assert physical_lines(calendar_part().content)[3] == b"METHOD:REQUEST"
