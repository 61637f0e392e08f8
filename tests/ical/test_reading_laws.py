"""Laws of reading: whatever the bytes, nothing is raised, and it takes no longer than its size allows."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eboard.ical import Partstat
from eboard.ical.reading import IncomingMail, read_mail
from eboard.ical.text import UNSAFE
from tests.ical.mails import OURS, RITA, UID, attendee, event, mail, multipart, part, reply, text
from tests.ical.products import PRODUCTS

RAW = sorted((raw for raw, _says in PRODUCTS.values()), key=len)
TOKENS = [
    b"\r", b"\n", b"=", b"=3D", b"\0", b'"', b";", b":", b"\xff", b"\n ", b"''", b"*0*=", b"base64", b"/report",
    b"BEGIN:VCALENDAR\n", b"END:VEVENT\n", b"BEGIN:VTIMEZONE\n", b"charset=utf-7", b"20260230T000000", b"TZID=America",
    b"9" * 20, b"=?utf-8?q?", b"+2AA-",
]  # fmt: skip
CHANGES = st.lists(
    st.tuples(st.integers(0, 5_000), st.integers(0, 30), st.sampled_from(TOKENS) | st.binary(max_size=3)), max_size=8
)


def check(read: IncomingMail) -> None:
    """What holds of everything that is read."""
    assert (read.answer is None) != (read.reason is None)
    assert read.sender == read.sender.lower()
    answer = read.answer
    if answer is not None:
        assert answer.method in {"REPLY", "COUNTER", "REFRESH"}
        assert isinstance(answer.partstat, Partstat)
        assert 0 <= answer.sequence < 2**31
        assert len(answer.comment) <= 500
        assert answer.attendee.count("@") == 1
        texts = (answer.uid, answer.comment, answer.attendee, answer.recurrence_id or "", read.text)
        assert all("\0" not in one and one.encode() is not None for one in texts)  # every database takes them


@given(st.binary(max_size=3_000))
@example(b"\xff\xfe")
@example(b"From: a@b.c\n\nBEGIN:VCALENDAR")
def test_any_bytes_are_read(raw: bytes) -> None:
    check(read_mail(raw, authserv_id="mx.example.org"))


@given(st.sampled_from(RAW), CHANGES)
@settings(max_examples=400)
def test_an_answer_that_was_damaged_on_its_way_is_read(raw: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    damaged = bytearray(raw)
    for place, length, piece in changes:
        start = place % (len(damaged) + 1)
        damaged[start : start + length] = piece
    check(read_mail(bytes(damaged), authserv_id="mx.example.org"))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_what_was_typed_comes_back_as_it_was_typed(words: str) -> None:
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    read = read_mail(mail(part(reply(attendee(), f"COMMENT:{escaped}"), encoding="base64")))
    assert read.answer is not None
    assert "".join(read.answer.comment.split()) == "".join(UNSAFE.sub("", words).split())


@given(st.integers(1, 75), st.sampled_from(["\r\n ", "\r\n\t", "\n ", "\r "]))
def test_a_fold_may_stand_anywhere(width: int, fold: str) -> None:
    lines = reply(attendee(CN='"Müller; Rita: MD"'), "COMMENT:Grüße").split(b"\r\n")
    folded = [fold.encode().join(line[n : n + width] for n in range(0, len(line), width)) for line in lines]
    read = read_mail(mail(part(fold[:-1].encode().join(folded), encoding="base64")))
    assert read.answer is not None
    assert (read.uid, read.answer.attendee, read.answer.comment) == (UID, RITA, "Grüße")


@given(st.permutations(event(attendee(), "COMMENT:x", "SUMMARY:y", "DTSTART:20260309T190000Z")[1:-1]))
def test_the_order_of_properties_means_nothing(lines: list[str]) -> None:
    whole = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "METHOD:REPLY", "END:VCALENDAR", ""]
    assert (
        read_mail(mail(part("\r\n".join(whole).encode()))).answer
        == read_mail(mail(part(reply(attendee(), "COMMENT:x", "DTSTART:20260309T190000Z")))).answer
    )


START = "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:1\n"
ENDLESS = [
    "\r", "\n", "=", "\n ", "a@", '"', "\\", "A: b\n", ";a=1", "BEGIN:VALARM\n", 'ATTENDEE;"', "DTSTART", "(",
    "ATTENDEE:mailto:a@b.c\n", "--b\n\nx\n", "--b\nContent-Type: multipart/mixed; boundary=b\n\n", "&#39;", "^n",
]  # fmt: skip


@pytest.mark.parametrize("piece", ENDLESS)
@pytest.mark.parametrize(
    "before",
    [
        "",
        "From: ",
        'Content-Type: multipart/mixed; boundary="b"\n\n',
        f"Content-Type: text/calendar\n\n{START}",
        f"Content-Type: text/calendar\n\n{START}ATTENDEE;X-PROPOSED=",
        f"Content-Type: text/calendar\nContent-Transfer-Encoding: quoted-printable\n\n{START}COMMENT:",
        "Authentication-Results: mx.example.org;",
    ],
)
def test_a_mail_made_to_take_long_does_not(before: str, piece: str) -> None:
    raw = (before + piece * (250_000 // len(piece))).encode()
    begin = time.process_time()
    check(read_mail(raw, authserv_id="mx.example.org"))
    assert time.process_time() - begin < 5  # what is not linear would take minutes


def test_a_hundred_thousand_parts_are_not_looked_at() -> None:
    read = read_mail(mail(multipart(*[text("x")] * 20_000, part(reply()))))
    assert read.answer is None
    assert read.recipients == (OURS,)
