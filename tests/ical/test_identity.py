"""Identity, versions and sameness of bytes: calendar rules 3.1 to 3.8 and 1.10."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta

import pytest

from eboard.ical import (
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
from tests.ical.examples import QUEUED, START, calendar_part, envelope, invitation, meeting
from tests.ical.reading import event_of, read

PRINT_DIGEST = """
import hashlib
from eboard.ical import compose, feed_calendar
from tests.ical.examples import calendar_part, envelope, meeting
many = [meeting(uid=f"{n}@eboard.example", place="Room 4") for n in (3, 1, 2)]
content = feed_calendar("All", "Asia/Dubai", many, alarm_minutes=15)
mail = compose(envelope(), text="Hello", html="<p>Hello</p>", calendar=calendar_part()).as_bytes()
print(hashlib.sha256(content + mail).hexdigest())
"""


def test_the_uid_is_the_same_in_every_kind_of_output() -> None:
    # Item 3.1.
    one, off = invitation(), invitation(meeting(status=Status.CANCELLED))
    outputs = [
        request_calendar(one),
        cancel_calendar(off, whole_meeting=True),
        cancel_calendar(one, whole_meeting=False),
        feed_calendar("x", "Asia/Dubai", [one.meeting]),
        feed_calendar("x", "Asia/Dubai", [off.meeting], variant=Variant.BUSY),
    ]
    assert {event_of(content).value("UID") for content in outputs} == {"meeting-7c1e@eboard.example"}


@pytest.mark.parametrize("uid", ["", "a b@x.example", "no-domain", "a@b@c", "ü@x.org", f"{'a' * 250}@x.org"])
def test_a_malformed_uid_is_refused(uid: str) -> None:
    # Item 3.1, RFC 7986 5.3.
    with pytest.raises(ValueError, match=r"^uid must have the form id@domain"):
        meeting(uid=uid)


def test_a_uid_of_255_octets_is_accepted_and_survives_folding() -> None:
    uid = f"{'a' * 249}@x.org"
    assert event_of(request_calendar(invitation(meeting(uid=uid)))).value("UID") == uid


def test_one_uid_appears_once_in_a_feed() -> None:
    # Items 3.2 and 10.7: the union of two boards' feeds holds a shared meeting once.
    assert len(read(feed_calendar("x", "Asia/Dubai", [meeting(), meeting()])).components) == 1


def test_two_different_events_with_one_uid_are_refused() -> None:
    # Item 3.2.
    with pytest.raises(ValueError, match=r"^Two different events of a feed have the same UID\.$"):
        feed_calendar("x", "Asia/Dubai", [meeting(), meeting(sequence=3)])


@pytest.mark.parametrize("sequence", [0, 7, 2**31 - 1])
def test_the_sequence_is_the_meetings_own(sequence: int) -> None:
    # Items 3.4 and 3.5.
    about = meeting(sequence=sequence)
    for content in (request_calendar(invitation(about)), feed_calendar("x", "Asia/Dubai", [about])):
        assert event_of(content).value("SEQUENCE") == str(sequence)


@pytest.mark.parametrize("sequence", [-1, 2**31])
def test_an_impossible_sequence_is_refused(sequence: int) -> None:
    # Item 3.4: a time stamp in milliseconds would not fit.
    with pytest.raises(ValueError, match=r"^sequence must lie between 0 and 2147483647\.$"):
        meeting(sequence=sequence)


def test_in_feeds_the_stamp_is_the_last_change() -> None:
    # Items 3.5 and 3.6, RFC 5545 3.8.7.2.
    event = event_of(feed_calendar("x", "Asia/Dubai", [meeting()]))
    assert event.value("DTSTAMP") == event.value("LAST-MODIFIED") == "20260302T100000Z"


def test_in_messages_the_stamp_is_the_moment_of_queueing() -> None:
    # Item 3.6.
    for content in (request_calendar(invitation()), cancel_calendar(invitation(), whole_meeting=False)):
        event = event_of(content)
        assert event.value("DTSTAMP") == f"{QUEUED:%Y%m%dT%H%M%SZ}"
        assert event.value("LAST-MODIFIED") == "20260302T100000Z"


def test_events_stand_by_start_and_uid_whatever_order_they_come_in() -> None:
    # Items 1.10 and 3.8.
    later = meeting(uid="a@x.example", starts_at=START + timedelta(minutes=5))
    events = [later, meeting(uid="c@x.example"), meeting(uid="b@x.example")]
    content = feed_calendar("x", "Asia/Dubai", events)
    assert content == feed_calendar("x", "Asia/Dubai", reversed(events))
    assert [event.value("UID") for event in read(content).components] == [
        "b@x.example",
        "c@x.example",
        "a@x.example",
    ]


def test_bytes_are_the_same_in_every_process() -> None:
    # Items 1.10 and 3.8: not even the seed of Python's hashes may show.
    digests = set()
    for seed, zone in (("0", "Asia/Kolkata"), ("1", "America/New_York"), ("4242", "UTC")):
        settings = {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path), "TZ": zone}
        run = subprocess.run(
            [sys.executable, "-c", PRINT_DIGEST],
            env=os.environ | settings,
            capture_output=True,
            check=True,
            text=True,
        )
        digests.add(run.stdout)
    assert len(digests) == 1


def test_a_retry_repeats_the_same_bytes() -> None:
    # Item 7.11.
    first, second = (compose(envelope(), text="Hello", calendar=calendar_part()).as_bytes() for _ in range(2))
    assert first == second


@pytest.mark.parametrize("variant", list(Variant))
def test_joined_events_equal_the_whole_feed(variant: Variant) -> None:
    # A caller that keeps each event's bytes renders only the one that changed.
    events = [meeting(uid=f"{number}@x.example", sequence=number) for number in range(3)]
    kept = [feed_event(event, variant=variant, alarm_minutes=10) for event in feed_order(events)]
    whole = feed_calendar("GI", "Asia/Dubai", events, variant=variant, alarm_minutes=10)
    assert join_feed("GI", "Asia/Dubai", kept) == whole
