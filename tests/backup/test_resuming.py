"""After a restore nobody is told old news, no calendar ignores new ones, and what was revoked stays so."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from eboard.access.leaving import deactivate_person
from eboard.audit import SYSTEM, Actor
from eboard.audit.models import AuditEntry
from eboard.backup import log
from eboard.backup.commands import backup, restore
from eboard.backup.enums import BackupEvent
from eboard.boards.actions.members import end_membership, yesterday
from eboard.boards.models import BoardMembership
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.feeds import actions as feeds
from eboard.feeds.enums import FeedKind
from eboard.feeds.models import Subscription
from eboard.invitations.enums import Answer
from eboard.invitations.jobs import tell_due
from eboard.invitations.queries import mine
from eboard.mail.commands import mail as mail_commands
from eboard.mail.enums import MailState
from eboard.mail.jobs import deliver
from eboard.mail.models import OutboxMessage
from eboard.meetings.actions.guests import add_guest, remove_guest
from eboard.meetings.actions.plans import cancel_meeting, change_meeting, publish_meeting
from eboard.meetings.actions.restoring import LEAP
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.meetings.timing import Plan
from eboard.people import sessions
from eboard.people.actions.acting import revoke_delegation
from eboard.people.actions.affiliations import end_role
from eboard.people.actions.links import make_address
from eboard.people.actions.passwords import reset_password, set_password
from eboard.people.enums import LinkPurpose, PersonState
from eboard.people.models import Credential, Delegation, LoginSession, OneTimeLink, Person
from eboard.people.queries.credentials import person_by_email
from tests.backup.conftest import Make, run
from tests.client import Client
from tests.conftest import NOW, migrate
from tests.invitations.calendars import calendars
from tests.invitations.incoming import answer, became
from tests.invitations.reading import Mail, read_mail
from tests.world import make_meeting, make_world

HOUR = timedelta(hours=1)
PASSWORD, OTHER = "correct horse battery staple", "another horse battery staple"


@dataclass
class System:
    """A running system, and what it has sent so far."""

    app: Flask
    folder: Path
    secrets: dict[str, str] = field(default_factory=dict)

    def send(self) -> list[Mail]:
        """Tell and deliver; the mails that left, in order of their making."""
        tell_due()
        deliver()
        paths = sorted(self.folder.glob("*.eml"))
        mails = [read_mail(path) for path in paths]
        for path in paths:
            path.unlink()
        return [mail for mail in mails if mail.calendar is not None]


def person(name: str) -> Person:
    found = person_by_email(f"{name}@example.org")
    assert found is not None
    return found


def meetings() -> dict[str, Meeting]:
    """By what their history will be; the room tells them apart."""
    return {one.note: one for one in db.session.scalars(select(Meeting))}


def change(meeting: Meeting, **values: object) -> None:
    now = Plan(day=meeting.day, clock=meeting.clock, zone=meeting.zone, minutes=meeting.minutes, note=meeting.note)
    with unit_of_work():
        plan = replace(now, **values)  # type: ignore[arg-type]
        change_meeting(actor=SYSTEM, meeting=meeting, plan=plan, version=meeting.row_version)


def populate(system: System) -> list[Mail]:
    """Four meetings: one to be moved, one to be published, one called off, one whose mail waits; returns the mails."""
    with time.at(NOW):
        world = make_world()
        with unit_of_work():
            for number, name in enumerate(["moved", "planned", "off", "waiting"]):
                make_meeting(
                    world.board, date(2026, 4, 6 + number), state=MeetingState.PLANNED, published_at=None, note=name
                )
        with unit_of_work():
            found = meetings()
            for name in ("moved", "off"):
                add_guest(actor=SYSTEM, meeting=found[name], person=world.nurse)
                publish_meeting(actor=SYSTEM, meeting=found[name])
    with time.at(NOW + HOUR):
        mails = system.send()
        with unit_of_work():
            cancel_meeting(actor=SYSTEM, meeting=meetings()["off"], reason="No room")
    with time.at(NOW + 2 * HOUR):
        mails += system.send()
        give_secrets(system)
        with unit_of_work():
            publish_meeting(actor=SYSTEM, meeting=meetings()["waiting"])
    with time.at(NOW + 3 * HOUR):
        tell_due()  # and nobody delivers
    return mails


def give_secrets(system: System) -> None:
    with unit_of_work():
        for name, owner in (("revoked", "charles.chair"), ("rotated", "charles.chair"), ("leaver", "olga.observer")):
            one = person(owner)
            wish = feeds.NewFeed(kind=FeedKind.PERSON, target_id=one.id, name=name)
            _row, system.secrets[name] = feeds.create(actor=Actor(person_id=one.id), person=one, wish=wish)
        chair, nurse = person("charles.chair"), person("nora.nurse")
        set_password(actor=SYSTEM, person=chair, password=PASSWORD)
        system.secrets["link"] = make_address(chair, LinkPurpose.RESET_PASSWORD).rpartition("/")[2]
        _login, system.secrets["session"] = sessions.start(chair, address="127.0.0.1", browser="tests")
        db.session.add(Delegation(principal_id=chair.id, delegate_id=nurse.id, starts_on=date(2026, 1, 1)))


def go_on(system: System) -> list[Mail]:
    """What happens after the backup and is lost with it; returns the mails, which are not."""
    with time.at(NOW + 5 * HOUR):
        mails = system.send()
        found = meetings()
        for day in (20, 21, 22):
            change(found["moved"], day=date(2026, 4, day))
        with unit_of_work():
            remove_guest(actor=SYSTEM, meeting=found["moved"], person=person("nora.nurse"))
            publish_meeting(actor=SYSTEM, meeting=found["planned"])
            publish_meeting(actor=SYSTEM, meeting=found["off"])
        change(found["planned"], minutes=30)
        take_away()
    with time.at(NOW + 6 * HOUR):
        return mails + system.send()


def take_away() -> None:
    with unit_of_work():
        rows = {row.name: row for row in db.session.scalars(select(Subscription))}
        feeds.revoke(actor=SYSTEM, subscription=rows["revoked"])
        feeds.rotate(actor=SYSTEM, subscription=rows["rotated"])
        reset_password(link=db.session.scalars(select(OneTimeLink)).one(), password=OTHER)
        revoke_delegation(actor=SYSTEM, delegation=db.session.scalars(select(Delegation)).one())
    with unit_of_work():
        end_role(actor=SYSTEM, affiliation=person("pablo.physician").affiliations[0])
        seat = db.session.scalars(
            select(BoardMembership).where(BoardMembership.person_id == person("paul.pathologist").id)
        ).one()
        end_membership(actor=SYSTEM, board=seat.board, seat=seat, last_day=yesterday())
        deactivate_person(actor=SYSTEM, person=person("olga.observer"), successor=None)


@dataclass
class Restored:
    """The system after its restore, and all that people had been sent before."""

    system: System
    before: list[Mail]
    output: str


@pytest.fixture
def restored(make_app: Make, tmp_path: Path) -> Iterator[Restored]:
    """Backup, then more of everything, then the backup in an empty system; only the log of revocations was kept."""
    kept = {"revocation_file": tmp_path / "revocations", "checkpoint_file": tmp_path / "checkpoints"}
    old = System(make_app(tmp_path / "files", mail_dir=tmp_path / "old", **kept), tmp_path / "old")
    migrate(old.app)
    with old.app.app_context():
        mails = populate(old)
        db.session.remove()
    with time.at(NOW + 4 * HOUR):
        assert run(old.app, backup, str(tmp_path / "backups")).exit_code == 0
    with old.app.app_context():
        mails += go_on(old)
        db.session.remove()
    (tmp_path / "checkpoints").write_text("")
    new = System(make_app(tmp_path / "files", mail_dir=tmp_path / "new", **kept), tmp_path / "new", old.secrets)
    with time.at(NOW + 24 * HOUR):
        result = run(new.app, restore, str(next((tmp_path / "backups").iterdir())))
    assert result.exit_code == 0, result.output
    with new.app.app_context():
        yield Restored(new, mails, result.output)
        db.session.remove()


def shown_to(name: str, mails: list[Mail], uid: str) -> tuple[object, int] | None:
    calendar = calendars(mails)[f"{name}@example.org"]
    entry = calendar.entries.get(uid)
    return (entry["start"], calendar.versions[uid][0]) if entry else None


def test_nothing_leaves_until_somebody_has_looked_and_then_only_what_is_true(restored: Restored) -> None:
    system = restored.system
    with time.at(NOW + 25 * HOUR):
        assert system.send() == []
        found = run(system.app, mail_commands, "release", "--discard-held").output
        assert found == "Mail leaves again. 3 messages discarded.\n"
    with time.at(NOW + 26 * HOUR):
        after = system.send()
        assert system.send() == []
    known = {str(one.message["Message-ID"]) for one in restored.before}
    assert known.isdisjoint(str(one.message["Message-ID"]) for one in after)
    everything = restored.before + after
    rows = meetings()
    moved, off, waiting = rows["moved"], rows["off"], rows["waiting"]
    for name in ("charles.chair", "dora.deputy", "rita.radiologist", "nora.nurse"):
        assert calendars(everything)[f"{name}@example.org"].ignored == []
    for name in ("charles.chair", "dora.deputy", "rita.radiologist"):
        assert shown_to(name, restored.before, moved.uid) != shown_to(name, everything, moved.uid)
        assert shown_to(name, everything, moved.uid) == (moved.starts_at, LEAP)
        assert shown_to(name, restored.before, off.uid) is not None
        assert shown_to(name, everything, off.uid) is None
        assert shown_to(name, everything, waiting.uid) == (waiting.starts_at, LEAP)
    assert shown_to("nora.nurse", restored.before, moved.uid) is None
    assert shown_to("nora.nurse", everything, moved.uid) == (moved.starts_at, LEAP)  # the removal was lost
    for name in ("olga.observer", "paul.pathologist"):  # they left, and that is known
        assert shown_to(name, everything, moved.uid) is None
    texts = [one.body("plain") for one in after if one.method == "REQUEST"]
    assert all("eBoard was restored from a backup." in text for text in texts)


def test_an_answer_to_a_version_that_was_lost_does_not_count_for_the_time_as_it_is(restored: Restored) -> None:
    with time.at(NOW + 25 * HOUR):
        rita = mine(person("rita.radiologist").id, meetings()["moved"].id)
        assert rita is not None
        start, end = (f"{one:%Y%m%dT%H%M%SZ}" for one in (rita.meeting.starts_at, rita.meeting.ends_at))
        assert became(answer(rita, sequence=3, dtstamp=None), at=time.now()) == ("applied", "earlier_version")
        assert (rita.answer, rita.earlier_answer) == (Answer.NEEDS_ACTION, Answer.ACCEPTED)
        repeated = answer(rita, "ACCEPTED", f"DTSTART:{start}", f"DTEND:{end}", sequence=3, dtstamp=None)
        assert became(repeated, at=time.now()) == ("applied", None)


def test_what_was_published_after_the_backup_is_not_ignored_when_it_is_published_again(restored: Restored) -> None:
    system = restored.system
    with time.at(NOW + 25 * HOUR):
        run(system.app, mail_commands, "release")
        with unit_of_work():
            planned = meetings()["planned"]
            assert planned.state is MeetingState.PLANNED
            publish_meeting(actor=SYSTEM, meeting=planned)
    with time.at(NOW + 26 * HOUR):
        everything = restored.before + system.send()
    assert shown_to("charles.chair", everything, planned.uid) == (planned.starts_at, LEAP)
    assert calendars(everything)["charles.chair@example.org"].entries[planned.uid]["end"] == planned.ends_at


def test_what_was_revoked_stays_so_and_the_restore_says_what_it_did(restored: Restored, tmp_path: Path) -> None:
    check_output(restored, tmp_path)
    check_log(restored, tmp_path)
    client, secrets = restored.system.app.test_client(), restored.system.secrets
    with time.at(NOW + 4 * HOUR + timedelta(minutes=1)):  # the sign-in is not idle yet
        answers = [client.get(f"/cal/{secrets[name]}/eboard.ics") for name in ("revoked", "rotated", "leaver")]
        assert [answer.status_code for answer in answers] == [410, 410, 410]
        assert client.get(f"/new-password/{secrets['link']}").status_code == 410
        assert sessions.by_token(secrets["session"]) is None
    assert set(db.session.scalars(select(LoginSession.ended_at))).isdisjoint({None})
    assert set(db.session.scalars(select(Credential.revoked_at))).isdisjoint({None})
    assert set(db.session.scalars(select(Credential.secret))) == {None}
    assert person("olga.observer").state is PersonState.DEACTIVATED
    assert db.session.scalars(select(Delegation)).one().revoked_at is not None
    today = NOW.date()
    assert [role.ends_on for role in person("pablo.physician").affiliations] == [today]
    seats = db.session.scalars(select(BoardMembership).join(BoardMembership.person).where(Person.given_name == "Paul"))
    assert [seat.ends_on for seat in seats] == [today]


def check_output(restored: Restored, tmp_path: Path) -> None:
    (aside,) = tmp_path.glob("checkpoints.before-*")
    assert restored.output.splitlines() == [
        "11 revocations applied again, 1 sign-ins ended.",
        "4 meetings raised their SEQUENCE, 17 invitations will be told again.",
        "No mail leaves, and 8 messages are set apart. Look at them (Mail), then: eboard mail release",
        f"The checkpoints of what was lost are kept in {aside}.",
        "Restored; every audit chain is whole.",
    ]
    (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.event == BackupEvent.RESTORED)).all()
    assert entry.details == {"held": 8, "sequences": 4, "revoked": 11}


def signed_in(restored: Restored, name: str) -> Client:
    with unit_of_work():
        one = person(name)
    db.session.expunge_all()  # each request has a session of its own
    client = restored.system.app.test_client()
    assert isinstance(client, Client)
    return client.sign_in(one)


def refuse_others(restored: Restored) -> None:
    """Only the administrators of the network let mail leave again; strangers do not even see what is set apart."""
    for name in ("cora.coordinator", "sami.stranger", "ana.admin"):
        client = signed_in(restored, name)
        assert client.post("/mail/release").status_code == 403
        if name != "cora.coordinator":
            assert client.post(f"/mail/{held()[0]}/discard").status_code == 404
    assert restored.system.send() == []


def test_a_person_sends_or_discards_what_was_set_apart(restored: Restored) -> None:
    with time.at(NOW + 25 * HOUR):
        refuse_others(restored)
        client = signed_in(restored, "nadia.network")
        page = client.get("/mail/?state=held").text
        assert ("No mail leaves." in page, "Let mail leave again" in page) == (True, True)
        first, second = held()[:2]
        assert client.post(f"/mail/{first}/discard").status_code == 303
        assert client.post(f"/mail/{first}/discard").status_code == 303
        assert "not held back" in client.get("/mail/").text
        client.post(f"/mail/{second}/retry")
        assert (state_of(first), state_of(second)) == (MailState.DISCARDED, MailState.QUEUED)
        assert restored.system.send() == []
        assert client.post("/mail/release").status_code == 303
        assert "No mail leaves." not in client.get("/mail/").text
        client.post("/mail/release")
        restored.system.send()
        assert (state_of(first), state_of(second)) == (MailState.DISCARDED, MailState.SENT)


def held() -> list[UUID]:
    db.session.rollback()
    rows = select(OutboxMessage.id).where(OutboxMessage.state == MailState.HELD).order_by(OutboxMessage.id)
    return list(db.session.scalars(rows))


def state_of(row_id: UUID) -> MailState:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(OutboxMessage, row_id).state


def check_log(restored: Restored, tmp_path: Path) -> None:
    """It holds ids and hashes alone."""
    text = (tmp_path / "revocations").read_text()
    assert [secret for secret in (*restored.system.secrets.values(), "example.org", "Chair") if secret in text] == []
    assert (tmp_path / "revocations").stat().st_mode & 0o777 == 0o600
    assert len(log.read(tmp_path / "revocations")) == len({line.split()[2] for line in text.splitlines()})
