"""The ledger: written from attendance, never edited, once for each hour."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eboard.attendance.actions.correcting import add_stretch, correct_stretch, digest_of, remove_stretch
from eboard.attendance.actions.rooms import check_in_room
from eboard.attendance.actions.walkins import confirm_walk_in, walk_in
from eboard.attendance.said import Said
from eboard.audit.models import AuditEntry
from eboard.cme.actions.activities import change_activity, make_activity
from eboard.cme.actions.counting import count_meeting
from eboard.cme.actions.disclosing import disclose
from eboard.cme.actions.forgetting import forget_activity
from eboard.cme.jobs import ask_for_disclosures, count_credit
from eboard.cme.models import CmeActivity, CmeAsk, CmeCertificate, CmeEntry
from eboard.cme.queries import standing_of, standings
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import StaleError
from eboard.mail.models import OutboxMessage
from eboard.meetings.enums import MeetingState, Presence
from tests.attendance.scenes import MINUTE, after, by, conclude, make_live, refused, there
from tests.cme.learning import LATER, hold, ledger, make_course, say, terms
from tests.conftest import NOW
from tests.retention.running import ran
from tests.world import World, make_meeting


def test_attendance_earns_credit_by_itself_and_only_once(world: World) -> None:
    activity = make_course(world)
    hold(world, activity, world.chair)
    hold(world, activity, world.deputy, minutes=14.9)
    hold(world, activity, world.radiologist, minutes=0.9)  # not a whole minute: there is nothing to enter
    with time.at(LATER):
        assert (count_credit(), count_credit()) == (3, 0)
    assert sorted(ledger()) == [("Chair", 1, 60, 100, "counted"), ("Deputy", 1, 14, 0, "too_short")]


def test_overlapping_stretches_walk_ins_and_heads(world: World) -> None:
    activity = make_course(world)
    meeting = make_live(world, series_id=activity.series_id)
    there(meeting, world.chair, -10, 20)
    there(meeting, world.chair, 10, 31)
    with unit_of_work():
        row = walk_in(actor=by(world.stranger), meeting=meeting, person=world.stranger, presence=Presence.VIDEO)
        check_in_room(actor=by(world.coordinator), meeting=meeting, room="Room 4", people=[], heads=50, is_staff=True)
    conclude(meeting)
    with time.at(LATER):
        count_credit()
        assert ledger() == [("Chair", 1, 31, 50, "counted")]
        with unit_of_work():
            confirm_walk_in(actor=by(world.coordinator), row=row)
    with time.at(LATER + MINUTE):
        count_credit()
    assert ledger()[1:] == [("Stranger", 1, 60, 100, "counted")]


def test_a_correction_makes_a_new_entry_that_replaces_and_edits_nothing(world: World) -> None:
    activity = make_course(world)
    meeting = hold(world, activity, world.chair)
    mark = meeting.attendances[0]
    with time.at(LATER):
        count_credit()
        said = Said(from_at=NOW, to_at=after(20), presence=Presence.VIDEO)
        with unit_of_work():
            correct_stretch(
                actor=by(world.coordinator), mark=mark, meeting=meeting, said=said, reason="-", seen=digest_of(mark)
            )
    with time.at(LATER + MINUTE):
        count_credit()
        with unit_of_work():
            remove_stretch(actor=by(world.coordinator), mark=mark, meeting=meeting, reason="-", seen=digest_of(mark))
    with time.at(LATER + 2 * MINUTE):
        count_credit()
    assert ledger() == [
        ("Chair", 1, 60, 100, "counted"),
        ("Chair", 2, 20, 25, "counted"),
        ("Chair", 3, 0, 0, "too_short"),
    ]
    standing = standing_of(activity, world.chair.id)
    assert standing is not None
    assert (standing.minutes, standing.credits, standing.meetings) == (0, 0, 0)


def test_a_correction_that_was_saved_just_after_the_count_is_not_missed(world: World) -> None:
    activity = make_course(world)
    meeting = hold(world, activity, world.chair)
    with time.at(LATER):
        count_credit()
    mark, said = meeting.attendances[0], Said(from_at=NOW, to_at=after(20), presence=Presence.VIDEO)
    with time.at(LATER - MINUTE), unit_of_work():  # begun before the count, saved after it
        correct_stretch(
            actor=by(world.coordinator), mark=mark, meeting=meeting, said=said, reason="-", seen=digest_of(mark)
        )
    with time.at(LATER + 10 * MINUTE):
        assert count_credit() == 1
    with time.at(LATER + 20 * MINUTE):
        assert count_credit() == 0
    assert ledger()[1:] == [("Chair", 2, 20, 25, "counted")]


def test_an_entry_is_never_changed_and_never_deleted(world: World) -> None:
    activity = make_course(world)
    hold(world, activity, world.chair)
    with time.at(LATER):
        count_credit()
    with pytest.raises(TypeError), unit_of_work():
        db.session.scalars(select(CmeEntry)).one().credits = 9999
    with pytest.raises(TypeError), unit_of_work():
        db.session.delete(db.session.scalars(select(CmeEntry)).one())
    assert ledger() == [("Chair", 1, 60, 100, "counted")]


def test_a_changed_rule_is_counted_anew_and_a_maximum_caps_the_sum(world: World) -> None:
    activity = make_course(world)
    for _ in range(3):
        hold(world, activity, world.chair)
    with time.at(LATER):
        count_credit()
    with time.at(LATER + MINUTE):
        with unit_of_work():
            change_activity(
                actor=by(world.coordinator),
                activity=activity,
                terms=terms(most_per_meeting=50, maximum=125),
                version=activity.row_version,
            )
        with pytest.raises(StaleError), unit_of_work():
            change_activity(actor=by(world.chair), activity=activity, terms=terms(), version=1)
    with time.at(LATER + 2 * MINUTE):
        assert count_credit() == 3
    assert [credit for _name, version, _minutes, credit, _reason in ledger() if version == 2] == [50] * 3
    standing = standing_of(activity, world.chair.id)
    assert standing is not None
    assert (standing.credits, standing.meetings) == (125, 3)


def test_only_meetings_of_the_series_and_year_count(world: World) -> None:
    activity = make_course(world)
    hold(world, activity, world.chair, day=date(2025, 12, 29))
    live = make_live(world, series_id=activity.series_id)
    there(live, world.chair, 0)
    with unit_of_work():
        never = make_meeting(world.board, series_id=activity.series_id, state=MeetingState.CONCLUDED)
    with time.at(LATER):
        count_credit()
    assert ledger() == []
    with unit_of_work():
        assert count_meeting(actor=by(world.coordinator), activity=activity, meeting=never) == 0


def test_a_single_meeting_may_be_an_activity_of_its_own(world: World) -> None:
    meeting = make_live(world)
    there(meeting, world.chair, 0, 30)
    conclude(meeting)
    new: dict[str, Any] = {"actor": by(world.coordinator), "board": world.board, "terms": terms()}
    with unit_of_work():
        activity = make_activity(**new, series_id=None, meeting_id=meeting.id, year=1999)
    assert activity.year == 2026
    with time.at(LATER):
        count_credit()
    assert ledger() == [("Chair", 1, 30, 50, "counted")]
    assert refused(make_activity, **new, series_id=None, meeting_id=meeting.id, year=1).field == "scope"


def test_an_hour_earns_credit_once(world: World) -> None:
    activity = make_course(world)
    meeting = hold(world, activity)
    new: dict[str, Any] = {"actor": by(world.coordinator), "board": world.board, "terms": terms(), "year": 2026}
    for wrong in (
        {"series_id": activity.series_id, "meeting_id": None},
        {"series_id": None, "meeting_id": None},
        {"series_id": world.chair.id, "meeting_id": None},
        {"series_id": None, "meeting_id": meeting.id},
        {"series_id": None, "meeting_id": world.chair.id},
    ):
        assert refused(make_activity, **new, **wrong).field == "scope"
    with unit_of_work():
        make_activity(**{**new, "year": 2027}, series_id=activity.series_id, meeting_id=None)


def test_no_credit_without_a_disclosure_before_the_meeting(world: World) -> None:
    activity = make_course(world, demands_disclosure=True)
    say(world.chair)
    say(world.deputy, moment=NOW + MINUTE)
    say(world.radiologist, moment=NOW - timedelta(days=366))
    say(world.pathologist, "Example Pharma, speaker's fee")
    hold(world, activity, world.chair, world.deputy, world.radiologist, world.pathologist, world.observer)
    with time.at(LATER):
        count_credit()
    assert {name: (credit, reason) for name, _v, _m, credit, reason in ledger()} == {
        "Chair": (100, "counted"),
        "Pathologist": (100, "counted"),
        "Deputy": (0, "no_disclosure"),
        "Radiologist": (0, "no_disclosure"),
        "Observer": (0, "no_disclosure"),
    }


def test_relations_are_named_or_there_are_none(world: World) -> None:
    who = {"actor": by(world.chair), "person": world.chair}
    assert refused(disclose, **who, has_relations=True, relations="").field == "relations"
    assert refused(disclose, **who, has_relations=False, relations="Example").field == "has_relations"


def asked() -> list[str]:
    return sorted(db.session.scalars(select(OutboxMessage.recipient)))


def test_who_has_not_disclosed_is_asked_once_before_the_meeting(world: World) -> None:
    activity = make_course(world, demands_disclosure=True)
    say(world.chair)
    with unit_of_work():
        meeting = make_meeting(world.board, series_id=activity.series_id)
    with time.at(meeting.starts_at - timedelta(days=8)):
        assert ask_for_disclosures() == 0
    with time.at(meeting.starts_at - timedelta(days=6, hours=3)):
        ask_for_disclosures()
        ask_for_disclosures()
    assert [address.split("<")[-1].strip(">") for address in asked()] == [
        "dora.deputy@example.org",
        "olga.observer@example.org",
        "paul.pathologist@example.org",
        "rita.radiologist@example.org",
    ]
    events = db.session.scalars(select(AuditEntry.event).where(AuditEntry.event == "cme.asked")).all()
    assert len(events) == len(db.session.scalars(select(CmeAsk.person_id)).all()) == 4


def test_nobody_is_asked_at_night_or_where_nothing_is_demanded(world: World) -> None:
    activity = make_course(world, demands_disclosure=True)
    with unit_of_work():
        meeting = make_meeting(world.board, series_id=activity.series_id)
        world.observer.zone = "Asia/Tokyo"  # four in the morning there
    with time.at(meeting.starts_at - timedelta(days=6)):
        ask_for_disclosures()
    assert len(asked()) == 4
    assert "olga.observer@example.org" not in " ".join(asked())
    with unit_of_work():
        activity.demands_disclosure = False
    with time.at(meeting.starts_at - timedelta(hours=16)):
        ask_for_disclosures()
    assert "olga.observer@example.org" not in " ".join(asked())


def test_a_ledger_is_forgotten_after_six_years_and_not_before(world: World) -> None:
    activity = make_course(world)
    hold(world, activity, world.chair)
    with time.at(LATER):
        count_credit()
    refused(forget_activity, actor=by(world.coordinator), activity=activity)
    with time.at(NOW.replace(year=2032)):
        assert ran()["credit"] == 0
    with time.at(NOW.replace(year=2033)):
        assert ran()["credit"] == 1
    db.session.expire_all()
    left = [db.session.scalars(select(kind)).all() for kind in (CmeActivity, CmeEntry, CmeCertificate)]
    assert left == [[], [], []]


def test_what_people_have_is_one_query(world: World, count_queries: Any) -> None:
    activity = make_course(world)
    hold(world, activity, world.chair, world.deputy)
    hold(world, activity, world.chair)
    with time.at(LATER):
        count_credit()
    db.session.expire_all()
    assert count_queries(lambda: [one.activity.board.name for one in standings(select(CmeEntry))]) == 1


def test_somebody_added_afterwards_is_counted(world: World) -> None:
    activity = make_course(world)
    meeting = hold(world, activity)
    with time.at(LATER):
        count_credit()
        said = Said(from_at=NOW, to_at=after(60), presence=Presence.ROOM)
        with unit_of_work():
            add_stretch(actor=by(world.coordinator), meeting=meeting, person=world.chair, said=said, reason="-")
    with time.at(LATER + MINUTE):
        count_credit()
    assert ledger() == [("Chair", 1, 60, 100, "counted")]
