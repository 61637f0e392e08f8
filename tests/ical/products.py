"""Answers in the shapes that real products give them; each with what it says."""

from __future__ import annotations

from typing import Any

from tests.ical.mails import (
    END,
    OURS,
    RITA,
    START,
    UID,
    attendee,
    calendar,
    event,
    mail,
    multipart,
    part,
    reply,
    text,
)

SAYS: dict[str, Any] = {"method": "REPLY", "uid": UID, "attendee": RITA, "partstat": "ACCEPTED", "sequence": 0}

EXCHANGE_ZONE = [
    "BEGIN:VTIMEZONE",
    "TZID:Central Standard Time",
    "BEGIN:STANDARD",
    "DTSTART:16010101T020000",
    "TZOFFSETFROM:-0500",
    "TZOFFSETTO:-0600",
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:16010101T020000",
    "TZOFFSETFROM:-0600",
    "TZOFFSETTO:-0500",
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
]
EXCHANGE = calendar(
    *EXCHANGE_ZONE,
    *event(
        f"ATTENDEE;PARTSTAT=ACCEPTED;CN=Rita Radiologist:MAILTO:{RITA.upper()}",
        "COMMENT;LANGUAGE=en-US:\\n",
        "SUMMARY;LANGUAGE=en-US:Zugesagt: GI eBoard",
        "DTSTART;TZID=Central Standard Time:20260309T140000",
        "DTEND;TZID=Central Standard Time:20260309T150000",
        "X-MICROSOFT-CDO-APPT-SEQUENCE:0",
        "BEGIN:VALARM",
        "UID:alarm",
        "SUMMARY:Alarm",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:boss@example.org",
        "TRIGGER:-PT15M",
        "END:VALARM",
        sequence=2,
    ),
)
IPHONE = reply(
    "ORGANIZER;CN=GI eBoard:mailto:invitation@eboard.example.org",
    f'ATTENDEE;CN="Radiologist, Rita";PARTSTAT=TENTATIVE;X-PROPOSED-TIME="DTSTART;TZID=America/Chicago:20260309T'
    f'160000;DTEND;TZID=America/Chicago:20260309T173000":mailto:{RITA}',
    f"DTSTART:{START}",
    f"DTEND:{END}",
)
OUTLOOK_COUNTER = calendar(
    *EXCHANGE_ZONE,
    *event(
        attendee("TENTATIVE", CN="Rita"),
        "COMMENT:Could we meet later?\\nI am in clinic\\, until three.",
        "DTSTART;TZID=Central Standard Time:20260309T160000",
        "DTEND;TZID=Central Standard Time:20260309T170000",
        f"X-MS-OLK-ORIGINALSTART:{START}",
    ),
    method="COUNTER",
)
HALF_ENCODED = (
    b"BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:" + UID.encode() + b"\nSEQUENCE:0\nCOMMENT:Gr=C3=BC=C3=9Fe\n"
    b"ATTENDEE;PARTSTAT=ACCEPTED;RSVP=3DTRUE:mai=\nlto:" + RITA.encode() + b"\nEND:VEVENT\nEND:VCALENDAR\n"
)
REQUEST_COPY = part(reply(attendee("DECLINED"), method="REQUEST"), "application/ics; name=invite.ics", "base64")

PRODUCTS: dict[str, tuple[bytes, dict[str, Any]]] = {
    "plain": (mail(), {}),
    "Exchange, without ORGANIZER, with an alarm": (
        mail(multipart(text(""), part(EXCHANGE, "text/calendar; method=REPLY; charset=utf-8", "base64"))),
        {"sequence": 2, "comment": "", "starts_at": "2026-03-09T19:00:00+00:00", "organizer": ""},
    ),
    "Google, twice in one mail": (
        mail(
            multipart(
                multipart(
                    text("Rita accepted."), part(reply(attendee(X_NUM_GUESTS="0")), encoding="7bit"), boundary="in"
                ),
                part(reply(attendee(X_NUM_GUESTS="0")), "application/ics; name=invite.ics", "base64"),
                kind="mixed",
            )
        ),
        {"comment": "Rita accepted.", "copies_disagree": False},
    ),
    "Google, with a word in a parameter": (
        mail(part(reply(attendee("DECLINED", X_RESPONSE_COMMENT='"I\\; can&#39\\;t: sorry"')))),
        {"partstat": "DECLINED", "comment": "I; can't: sorry"},
    ),
    "copies that disagree": (
        mail(multipart(part(reply(attendee("DECLINED")), "application/ics", "base64"), part(reply()), kind="mixed")),
        {"copies_disagree": True},
    ),
    "iPhone that proposes a time": (
        mail(part(IPHONE, encoding="quoted-printable")),
        {
            "partstat": "TENTATIVE",
            "proposed_start": "2026-03-09T21:00:00+00:00",
            "proposed_end": "2026-03-09T22:30:00+00:00",
            "organizer": "invitation@eboard.example.org",
        },
    ),
    "Outlook that proposes a time": (
        mail(part(OUTLOOK_COUNTER, "text/calendar; method=REPLY; charset=utf-8", "base64")),
        {
            "method": "COUNTER",
            "partstat": "TENTATIVE",
            "comment": "Could we meet later?\nI am in clinic, until three.",
            "starts_at": None,
            "proposed_start": "2026-03-09T21:00:00+00:00",
            "proposed_end": "2026-03-09T22:00:00+00:00",
        },
    ),
    "Google that proposes a time": (
        mail(part(reply(attendee("NEEDS-ACTION"), "DTSTART:20260310T190000Z", "DURATION:PT1H30M", method="counter"))),
        {
            "method": "COUNTER",
            "partstat": "NEEDS-ACTION",
            "proposed_start": "2026-03-10T19:00:00+00:00",
            "proposed_end": "2026-03-10T20:30:00+00:00",
        },
    ),
    "Notes, its name and no scheme": (
        mail(
            part(reply(f'ATTENDEE;PARTSTAT=ACCEPTED;CN="Rita Radiologist/Mercy/US";ROLE=CHAIR:{RITA}', sequence=None))
        ),
        {"has_sequence": False},
    ),
    "Notes, an attachment with a misleading name": (
        mail(multipart(text("Angenommen"), part(reply(), 'text/plain; name="c.txt"', "base64"), kind="mixed")),
        {"comment": "Angenommen"},
    ),
    "Lotus, only a file": (
        mail(multipart(text("yes"), part(reply(), 'application/octet-stream; name="a.ICS"', "base64"), kind="mixed")),
        {},
    ),
    "Thunderbird, the calendar alone": (
        mail(part(reply(attendee(), "REQUEST-STATUS:2.0;Success", f"DTSTART:{START}"), "text/calendar;charset=UTF-8")),
        {"starts_at": "2026-03-09T19:00:00+00:00"},
    ),
    "an unquoted name with a colon": (mail(part(reply(f"ATTENDEE;CN=Dr: Rita;PARTSTAT=ACCEPTED:mailto:{RITA}"))), {}),
    "a name in quotes that do not match": (
        mail(part(reply(f'ATTENDEE;PARTSTAT=ACCEPTED;CN="Rita:mailto:{RITA}'))),
        {},
    ),
    "parameters after the value": (
        mail(part(reply(f"ATTENDEE;ROLE=CHAIR:mailto:{RITA};PARTSTAT=ACCEPTED;RSVP=TRUE"))),
        {},
    ),
    "an urn, and the address in EMAIL": (
        mail(part(reply(f"ATTENDEE;PARTSTAT=ACCEPTED;EMAIL={RITA}:urn:uuid:0000-1"))),
        {},
    ),
    "an address that is percent-encoded": (
        mail(part(reply(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{RITA.replace('.', '%2E')}"))),
        {},
    ),
    "an address in quotes": (mail(part(reply(f"ATTENDEE;PARTSTAT=ACCEPTED:'{RITA}'"))), {}),
    "folds inside everything": (
        mail(
            part(
                b"BEGIN:VCALENDAR\r\nMET\r\n HOD:REPLY\r\nBEGIN:VEVENT\r\nUID:"
                + UID[:9].encode()
                + b"\r\n "
                + UID[9:].encode()
                + b"\r\nATTENDEE;PART\r\n\tSTAT=ACCEPTED;CN=Rita \r\n Radiologist:mai\r\n lto:"
                + RITA.encode()
                + b"\r\nCOMMENT:Gr\xc3\r\n \xbc\xc3\x9fe\r\n\r\nSEQUENCE:0\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
                encoding="8bit",
            )
        ),
        {"comment": "Grüße"},
    ),
    "half-encoded quoted-printable": (
        mail(
            b"Content-Type: text/calendar; method=REPLY\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            + HALF_ENCODED
        ),
        {"comment": "Grüße"},
    ),
    "quoted-printable that no header names": (
        mail(part(reply(attendee(), "COMMENT:ok").replace(b"=", b"=3D"))),
        {"comment": "ok"},
    ),
    "base64 that no header names": (
        mail(
            part(reply(), "text/calendar; method=REPLY", "base64").replace(
                b"Content-Transfer-Encoding: base64\r\n", b""
            )
        ),
        {},
    ),
    "plain although the header says base64": (
        mail(part(reply()).replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n", 1)),
        {},
    ),
    "US-ASCII that is UTF-8": (
        mail(part(reply(attendee(), "COMMENT:Müller"), "text/calendar; method=REPLY; charset=us-ascii", "8bit")),
        {"comment": "Müller"},
    ),
    "a character set that is none": (
        mail(part(reply(attendee(), "COMMENT:Müller"), "text/calendar; method=REPLY; charset=x-unknown", "base64")),
        {"comment": "Müller"},
    ),
    "Latin-1": (
        mail(
            part(
                reply(attendee(), "COMMENT:M\\nüller").decode().encode("latin-1"),
                "text/calendar; charset=iso-8859-1",
                "base64",
            )
        ),
        {"comment": "M\nüller"},
    ),
    "a shifted character set": (
        mail(
            part(
                reply(attendee(), "COMMENT:了解").decode().encode("iso-2022-jp"),
                "text/calendar; charset=iso-2022-jp",
                "7bit",
            )
        ),
        {"comment": "了解"},
    ),
    "bare CR": (mail().replace(b"\r\n", b"\r"), {}),
    "LF alone": (mail().replace(b"\r\n", b"\n"), {}),
    "headers behind the body of the part": (
        mail(multipart(text(""), b"\r\n" + reply() + b"\r\nContent-Type: text/calendar", kind="mixed")),
        {},
    ),
    "a multipart without its boundary": (
        mail(multipart(text("yes"), part(reply())).replace(b'; boundary="=_b"', b"")),
        {"comment": ""},
    ),
    "no MIME-Version, date or display name": (
        f"From: {RITA}\r\nTo: {OURS}\r\n".encode() + part(reply(), "text/calendar"),
        {},
    ),
    "METHOD only in the header": (mail(part(reply(method=None))), {}),
    "REPLY although the header says REQUEST": (mail(part(reply(), "text/calendar; method=REQUEST")), {}),
    "lower-case names": (
        mail(
            part(
                f"begin:vcalendar\nmethod:reply\nbegin:vevent\nuid:{UID}\nattendee;partstat=accepted:{RITA}\nend:vevent\nend:vcalendar\n".encode()
            )
        ),
        {},
    ),
    "no PRODID, the zone behind the event": (
        mail(
            part(
                b"BEGIN:VCALENDAR\r\n"
                + "\r\n".join([*event(attendee()), *EXCHANGE_ZONE, "METHOD:REPLY", "END:VCALENDAR", ""]).encode()
            )
        ),
        {},
    ),
    "several calendars in one part": (
        mail(part(calendar(*event(attendee("DECLINED")), method="CANCEL") + calendar(method="REPLY") + reply())),
        {},
    ),
    "cut off behind the attendee": (mail(part(reply(attendee()).split(b"END:VEVENT")[0])), {}),
    "unbalanced": (mail(part(reply(attendee(), "END:VALARM", "BEGIN:VALARM"))), {}),
    "an invitation beside the answer": (mail(multipart(REQUEST_COPY, part(reply()), kind="mixed")), {}),
    "signed": (
        mail(
            multipart(
                multipart(text("Signed"), part(reply()), boundary="in"),
                part(b"\x30\x82", "application/pkcs7-signature; name=smime.p7s", "base64"),
                kind="signed",
            )
        ),
        {"comment": "Signed"},
    ),
    "SEQUENCE that is no number": (
        mail(part(reply(attendee(), sequence=None, dtstamp=None).replace(b"UID", b"SEQUENCE:x\r\nUID"))),
        {"dtstamp": None},
    ),
    "a PARTSTAT nobody knows": (mail(part(reply(attendee("X-PERHAPS")))), {"partstat": "NEEDS-ACTION"}),
    "delegated": (
        mail(part(reply(attendee("DELEGATED", DELEGATED_TO='"mailto:Sub@Example.org"')))),
        {"partstat": "DELEGATED", "delegated_to": "sub@example.org"},
    ),
    "one date of a series": (
        mail(part(reply(attendee(), 'RECURRENCE-ID;TZID="Central Standard Time":20260309T140000'))),
        {"recurrence_id": "20260309T140000"},
    ),
    "a whole series and one date of it": (
        mail(part(calendar(*event(attendee("DECLINED"), "RECURRENCE-ID:20260309"), *event(attendee())))),
        {"recurrence_id": None},
    ),
    "REFRESH": (
        mail(part(reply(f"ATTENDEE:mailto:{RITA}", method="REFRESH"))),
        {"method": "REFRESH", "partstat": "NEEDS-ACTION"},
    ),
    "a page-long disclaimer": (mail(part(reply(attendee(), "COMMENT:" + "x" * 900))), {"comment": "x" * 500}),
}
