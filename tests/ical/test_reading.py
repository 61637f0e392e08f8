"""Answers of every product are understood; what is no answer is recognised as what it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from eboard.ical import Partstat
from eboard.ical.reading import Bounce, IncomingAnswer, NoAnswer, Verdict, read_mail
from tests.ical.mails import (
    OURS,
    RITA,
    UID,
    attendee,
    calendar,
    delivery_report,
    event,
    mail,
    multipart,
    part,
    reply,
    text,
)
from tests.ical.products import PRODUCTS, SAYS


def values_of(answer: IncomingAnswer, names: dict[str, Any]) -> dict[str, Any]:
    found = {name: getattr(answer, name) for name in names}
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in found.items()}


@pytest.mark.parametrize("name", PRODUCTS)
def test_every_product_is_understood(name: str) -> None:
    raw, differs = PRODUCTS[name]
    expected = SAYS | differs
    read = read_mail(raw)
    assert read.reason is None
    assert read.answer is not None
    assert values_of(read.answer, expected) == expected
    assert (read.sender, read.recipients) == (RITA, (OURS,))


OUR_INVITATION = part(mail(part(reply(method="REQUEST"))), "message/rfc822")
NO_ANSWERS: dict[str, tuple[bytes, NoAnswer, str]] = {
    "too large": (mail(text("x" * (1024 * 1024))), NoAnswer.TOO_LARGE, ""),
    "words alone": (mail(text("I accept.")), NoAnswer.NO_CALENDAR, ""),
    "nothing at all": (b"", NoAnswer.NO_CALENDAR, ""),
    "winmail.dat": (mail(part(b"\x78\x9f\x3e", "application/ms-tnef", "base64")), NoAnswer.NO_CALENDAR, ""),
    "the answer is in a forwarded mail": (
        mail(multipart(text("FYI"), part(mail(), "message/rfc822"), kind="mixed")),
        NoAnswer.NO_CALENDAR,
        "",
    ),
    "out of office": (mail(text("Back on Monday"), headers="Auto-Submitted: auto-replied\r\n"), NoAnswer.AUTOMATIC, ""),
    "out of office, older": (mail(text("Away"), headers="X-Autoreply: yes\r\n"), NoAnswer.AUTOMATIC, ""),
    "out of office, oldest": (mail(text("Away"), headers="Precedence: auto_reply\r\n"), NoAnswer.AUTOMATIC, ""),
    "a person who says so": (mail(text("I accept."), headers="Auto-Submitted: no\r\n"), NoAnswer.NO_CALENDAR, ""),
    "no way back": (mail(text("Away"), headers="Return-Path: <>\r\n"), NoAnswer.AUTOMATIC, ""),
    "a bounce that is no report": (
        mail(text("Undelivered"), sender="MAILER-DAEMON@mx.example.org", headers="Return-Path: <>\r\n"),
        NoAnswer.BOUNCE,
        "",
    ),
    "a report inside another mail": (
        mail(multipart(text("gateway"), multipart(OUR_INVITATION, kind="report", boundary="r"), kind="mixed")),
        NoAnswer.BOUNCE,
        "",
    ),
    "a request": (mail(part(reply(method="REQUEST"))), NoAnswer.FOREIGN_METHOD, "REQUEST"),
    "a cancellation": (mail(part(reply(method="cancel"))), NoAnswer.FOREIGN_METHOD, "CANCEL"),
    "our own refusal": (mail(part(reply(method="DECLINECOUNTER"))), NoAnswer.FOREIGN_METHOD, "DECLINECOUNTER"),
    "no method anywhere": (mail(part(reply(method=None), "text/calendar")), NoAnswer.FOREIGN_METHOD, ""),
    "free/busy": (
        mail(part(calendar("BEGIN:VFREEBUSY", "UID:null", attendee(), "END:VFREEBUSY"))),
        NoAnswer.NO_EVENT,
        "REPLY",
    ),
    "a task": (mail(part(calendar("BEGIN:VTODO", f"UID:{UID}", attendee(), "END:VTODO"))), NoAnswer.NO_EVENT, "REPLY"),
    "a method and nothing else": (mail(part(calendar())), NoAnswer.NO_EVENT, "REPLY"),
    "no calendar in a calendar part": (mail(part(b"<html>")), NoAnswer.NO_EVENT, ""),
    "a file that is named like one": (
        mail(part(b"-", 'application/octet-stream; name="a.ics"')),
        NoAnswer.NO_EVENT,
        "",
    ),
    "no UID": (mail(part(reply(uid=""))), NoAnswer.NO_UID, "REPLY"),
    "an endless UID": (mail(part(reply(uid="x" * 256))), NoAnswer.NO_UID, "REPLY"),
    "nobody": (mail(part(reply("SUMMARY:Accepted"))), NoAnswer.NO_ATTENDEE, "REPLY"),
    "an attendee without address": (mail(part(reply(attendee(address="rita")))), NoAnswer.NO_ATTENDEE, "REPLY"),
    "cut off in the attendee": (
        mail(part(reply(attendee()).split(b"ologist")[0])),
        NoAnswer.NO_ATTENDEE,
        "REPLY",
    ),
    "only in HTML": (mail(part(reply(), "text/html")), NoAnswer.NO_CALENDAR, ""),
}


@pytest.mark.parametrize("name", NO_ANSWERS)
def test_what_is_no_answer_says_what_it_is(name: str) -> None:
    raw, reason, method = NO_ANSWERS[name]
    read = read_mail(raw)
    assert (read.answer, read.reason, read.method) == (None, reason, method)


def test_a_mail_too_tangled_to_take_apart_is_unreadable() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=a%d\n\n--a%d\n" % (n, n) for n in range(15_000))
    assert read_mail(nested).reason is NoAnswer.UNREADABLE


@pytest.mark.parametrize(
    ("header", "address"),
    [
        (f"Rita <{RITA}>", RITA),
        (f'"boss@example.org" <{RITA.upper()}>', RITA),
        (f"{RITA} (Rita, at work)", RITA),
        (f"=?utf-8?q?boss=40example.org?= <{RITA}>", RITA),
        (f"R\u00edta <{RITA}>", RITA),
        (f"a@example.org, {RITA}", ""),
        (f"a@example.org {RITA}", ""),
        ("Rita", ""),
        ("<>", ""),
        ("b\u00f6ss@example.org", ""),
        (f"{'x' * 250}@example.org", ""),
    ],
)
def test_the_sender_is_the_one_address_of_from_or_nobody(header: str, address: str) -> None:
    raw = f"From: {header}\r\nTo: {OURS}\r\n".encode() + part(reply())
    assert read_mail(raw).sender == address


def test_of_two_from_headers_nobody_sent_the_mail() -> None:
    assert read_mail(mail(headers="From: a@example.org\r\n")).sender == ""
    assert read_mail(mail(headers=f"From: {RITA}\r\n")).sender == RITA


def test_of_several_attendees_the_sender_answers_else_the_first() -> None:
    content = part(reply(attendee("DECLINED", "a@example.org"), attendee(), attendee()))
    answer = read_mail(mail(content)).answer
    assert answer is not None
    assert (answer.attendee, answer.partstat, answer.attendee_count) == (RITA, Partstat.ACCEPTED, 2)
    answer = read_mail(mail(content, sender="c@example.org")).answer
    assert answer is not None
    assert (answer.attendee, answer.partstat) == ("a@example.org", Partstat.DECLINED)


def test_the_fingerprint_is_that_of_the_mail_whatever_way_it_came() -> None:
    one = read_mail(mail()).fingerprint
    assert read_mail(b"Received: from a\r\n" + mail()).fingerprint == one
    assert read_mail(mail().replace(b"<a@", b"<b@")).fingerprint != one
    assert read_mail(mail(part(reply(attendee("DECLINED"))))).fingerprint != one


def results(*headers: str) -> str:
    return "".join(f"Authentication-Results: {one}\r\n" for one in headers)


VERDICTS: list[tuple[str, Verdict]] = [
    ("", Verdict.UNKNOWN),
    (results("mx.example.org; dmarc=pass (p=REJECT) header.from=example.org"), Verdict.PASSED),
    (results("MX.example.org 1; dkim=pass header.d=example.org; spf=none"), Verdict.PASSED),
    (results("mx.example.org; spf=fail; dkim=pass header.i=@example.org"), Verdict.PASSED),
    (results("mx.example.org; spf=pass smtp.mailfrom=rita@example.org"), Verdict.PASSED),
    (results("mx.example.org; spf=pass smtp.mailfrom=x@elsewhere.example"), Verdict.UNKNOWN),
    (results("mx.example.org; dkim=pass header.d=org"), Verdict.UNKNOWN),
    (results("mx.example.org; dkim=pass"), Verdict.UNKNOWN),
    (results("mx.example.org; arc=pass; iprev=pass; =; none"), Verdict.UNKNOWN),
    (results("mx.example.org; dkim=pass header.d=example.org; dmarc=fail header.from=example.org"), Verdict.FAILED),
    (results("elsewhere.example; dmarc=pass header.from=example.org"), Verdict.UNKNOWN),
    (results("", ";"), Verdict.UNKNOWN),
    (
        results("elsewhere.example; dmarc=fail", "mx.example.org; dmarc=pass header.from=example.org"),
        Verdict.PASSED,
    ),
    (
        results("mx.example.org; dmarc=none", "mx.example.org; dmarc=pass header.from=example.org"),
        Verdict.UNKNOWN,  # the second may have come with the mail
    ),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "expected"), VERDICTS)
def test_only_the_receiving_server_vouches_for_a_sender(headers: str, expected: Verdict) -> None:
    assert read_mail(mail(headers=headers), authserv_id="mx.example.org").verdict is expected
    assert read_mail(mail(headers=headers)).verdict is Verdict.UNKNOWN


def test_a_server_vouches_for_the_domains_below_its_own() -> None:
    headers = results("mx.example.org; dkim=pass header.d=example.org")
    below = mail(sender="rita@clinic.example.org", headers=headers)
    beside = mail(sender="rita@notexample.org", headers=headers)
    assert read_mail(below, authserv_id="mx.example.org").verdict is Verdict.PASSED
    assert read_mail(beside, authserv_id="mx.example.org").verdict is Verdict.UNKNOWN


def test_a_delivery_report_names_the_mail_and_the_recipient() -> None:
    read = read_mail(delivery_report(message_id="<ours@eboard.example.org>"))
    assert (read.reason, read.answer) == (NoAnswer.BOUNCE, None)
    assert read.bounce == Bounce(
        message_id="<ours@eboard.example.org>", recipient=RITA, action="failed", status="5.1.1"
    )
    assert read.bounce.is_final


@pytest.mark.parametrize(
    ("action", "status", "is_final"),
    [
        ("failed", "4.4.7", True),
        ("delayed", "4.4.1", False),
        ("", "5.1.1", True),
        ("", "4.2.2", False),
        ("", "", False),
    ],
)
def test_a_delay_is_not_final(action: str, status: str, *, is_final: bool) -> None:
    assert Bounce(message_id="", recipient="", action=action, status=status).is_final is is_final


def bounced(*parts: bytes, headers: str = "") -> Bounce | None:
    return read_mail(mail(multipart(*parts, kind="report"), headers=headers)).bounce


def test_reports_of_other_shapes() -> None:
    fields = "Final-Recipient: rfc822;\r\n a@example.org\r\nAction: failed (gone)\r\nStatus: 5.0.0 (unknown)\r\n"
    both = "Final-Recipient: rfc822; b@example.org\r\nAction: relayed\r\n\r\n" + fields
    status = part(both.encode(), "message/delivery-status")
    headers_only = part(b"Subject: x\r\nMessage-Id: <h@example.org>\r\n", "text/rfc822-headers")
    assert bounced(status, headers_only) == Bounce(
        message_id="<h@example.org>", recipient="a@example.org", action="failed", status="5.0.0"
    )
    original = part(b"Original-Recipient: rfc822; o@example.org\r\n" + fields.encode(), "message/delivery-status")
    assert bounced(original, headers="References: <x@a> <y@b>\r\n") == Bounce(
        message_id="<y@b>", recipient="o@example.org", action="failed", status="5.0.0"
    )
    assert bounced(text("nothing"), part(b"Subject: x\r\n", "message/rfc822")) == Bounce(
        message_id="", recipient="", action="", status=""
    )
    flat = bounced(part(f"Reporting-MTA: x\n\n{fields}".encode(), "message/delivery-status", "base64"))
    assert flat is not None


def test_the_words_of_a_mail_are_kept_for_a_reader() -> None:
    assert read_mail(mail(text("I can\u2019t, sorry.", "base64"))).text == "I can\u2019t, sorry."
    assert read_mail(mail(text("x" * 6_000, "quoted-printable"))).text == "x" * 5_000
    assert read_mail(mail(multipart(part(reply(), "text/plain"), text("words")))).text == "words"
    attached = b"Content-Disposition: attachment\r\n" + text("a file")
    assert read_mail(mail(multipart(attached, text("words")))).text == "words"


def test_comments_come_from_the_property_before_the_parameter_before_the_text() -> None:
    def comment(*lines: str) -> str:
        read = read_mail(mail(multipart(text("the text"), part(reply(*lines)))))
        assert read.answer is not None
        return read.answer.comment

    assert comment(attendee(X_COMMENT="the^nparameter"), "COMMENT: \\n") == "the\nparameter"
    assert comment(attendee(X_COMMENT="p"), "COMMENT:one", "COMMENT:\u202etwo\x07") == "one\ntwo"
    assert comment(attendee()) == "the text"


def test_what_a_sequence_may_not_be() -> None:
    for given, expected in (("+3", 3), ("-1", 0), ("9" * 400, 2**31 - 1), ("\u0663", 0)):
        read = read_mail(mail(part(reply(attendee(), f"SEQUENCE:{given}", sequence=None))))
        assert read.answer is not None
        assert read.answer.sequence == expected


def test_a_uid_is_opaque() -> None:
    odd = "a:b$c/d;e  f\u00e9-00000000"
    read = read_mail(mail(part(calendar(*event(attendee(), uid=odd), *event(attendee(), uid="second")))))
    assert read.uid == odd
    assert read_mail(mail(part(reply(uid="a\x00b")))).uid == "a\ufffdb"


def test_only_a_time_within_reason_is_a_time() -> None:
    times = {
        "20260309T190000Z": datetime(2026, 3, 9, 19, tzinfo=UTC),
        "20260309T190060Z": datetime(2026, 3, 9, 19, 0, 59, tzinfo=UTC),
        "20260309": None,
        "20260230T000000Z": None,
        "99990101T000000Z": None,
        "00010101T000000Z": None,
        "20260309T190000": None,  # floating: nobody can tell where
    }
    for given, expected in times.items():
        read = read_mail(mail(part(reply(attendee(), f"DTSTART:{given}"))))
        assert read.answer is not None
        assert read.answer.starts_at == expected


def test_headers_in_odd_forms_are_read_or_passed_over() -> None:
    assert read_mail(mail(part(reply(method=None), "text/calendar; method*=us-ascii''REPLY"))).method == "REPLY"
    endless = f'text/calendar; name*{"9" * 5_000}="x"'
    assert read_mail(mail(part(reply(), endless))).method == "REPLY"


def test_bytes_of_no_known_character_set_are_still_text() -> None:
    content = reply(attendee(), "COMMENT:M\xfcller").decode().encode("latin-1")
    for charset in ("", "; charset=x-unknown", "; charset=utf-8", "; charset=hz", "; charset=cp99999"):
        read = read_mail(mail(part(content, f"text/calendar{charset}", "base64")))
        assert read.answer is not None
        assert read.answer.comment == "M\xfcller"
