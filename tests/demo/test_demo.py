"""The demo network: complete, quiet, built once, and never in production."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import Config, Environment
from eboard.app import create_app
from eboard.audit.models import AuditEntry
from eboard.audit.queries import verify
from eboard.availability.models import Absence
from eboard.boards.enums import Repeat
from eboard.boards.models import Board, Series
from eboard.cases.enums import CaseEvent, CaseState, MaterialState
from eboard.cases.models import Attachment, Case, Material, PatientIdentity, PreparationNote
from eboard.conferences.enums import AgreementKind
from eboard.conferences.models import ConferenceProvider
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.tokens import short_tag
from eboard.demo.accounts import ACCOUNTS, PASSWORD, SECRET, Account
from eboard.demo.actions.build import Done, build
from eboard.demo.actions.replies import FROM_HOME, FROM_WARD, LATE_FOR
from eboard.demo.commands import demo
from eboard.demo.panels import board_plans
from eboard.demo.queries import offered_accounts
from eboard.demo.scale import Scale
from eboard.feeds.models import Subscription
from eboard.invitations.enums import Outcome, ProposalState, Reason
from eboard.invitations.jobs import tell_due
from eboard.invitations.models import IncomingMessage, Invitation, Proposal
from eboard.mail.enums import Delivery, MailState
from eboard.mail.models import NoticeChoice, OutboxMessage
from eboard.meetings.agenda import slots
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.people.enums import FeedPolicy
from eboard.people.models import Organization
from tests.client import CSRF, Client
from tests.conftest import NOW, close_connections, migrate
from tests.world import World, make_organization, save

SMALL = Scale(boards=2, weeks=8, cases=3, waiting=16)


@pytest.fixture(scope="module")
def demo_app(empty_database: Callable[[str], str], config_for: Callable[..., Config]) -> Iterator[Flask]:
    """An application whose database holds a small demo network."""
    app = create_app(config_for(empty_database(f"demo_{short_tag()}"), environment=Environment.DEMO))
    app.test_client_class = Client
    migrate(app)
    with app.app_context(), time.at(NOW):
        assert build(SMALL) is Done.BUILT
        db.session.remove()
    yield app
    with app.app_context():
        close_connections()


@pytest.fixture
def demo_ctx(demo_app: Flask) -> Iterator[Flask]:
    with demo_app.app_context(), time.at(NOW):
        yield demo_app
        db.session.remove()


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_there_are_cases_in_every_state(demo_ctx: Flask) -> None:
    states = Counter(db.session.scalars(select(Case.state)))
    assert set(states) == set(CaseState)
    assert states[CaseState.RECOMMENDED] + states[CaseState.FOLLOWED_UP] + states[CaseState.CLOSED] > 20


def test_the_network_is_whole(demo_ctx: Flask) -> None:
    assert (count(Organization), count(Board)) == (41, 2)
    assert count(PatientIdentity) == count(Case)


def test_there_is_something_to_prepare_with(demo_ctx: Flask) -> None:
    files = Counter(db.session.scalars(select(Attachment.no_identity_at.is_not(None))))
    assert min(files[True], files[False]) > 0
    assert db.session.scalar(select(func.count()).where(Case.is_restricted)) == 1
    assert count(PreparationNote) > 0
    assert count(Subscription) == 2
    assert [absence.deputy_id is not None for absence in db.session.scalars(select(Absence))] == [True, True]


def test_people_answer_by_mail(demo_ctx: Flask) -> None:
    proposals = db.session.scalars(select(Proposal)).all()
    assert [(one.state, one.invitation.meeting.starts_at > NOW) for one in proposals] == [(ProposalState.OPEN, True)]
    parked = db.session.scalars(select(IncomingMessage).where(IncomingMessage.outcome == Outcome.PARKED)).all()
    assert [(one.reason, one.meeting is not None) for one in parked] == [(Reason.OTHER_SENDER, True)]
    said = select(Invitation.comment).where(Invitation.comment.in_([FROM_WARD, LATE_FOR, FROM_HOME]))
    assert set(db.session.scalars(said)) == {FROM_WARD, LATE_FOR}


def test_what_people_and_organizations_chose(demo_ctx: Flask) -> None:
    assert set(db.session.scalars(select(NoticeChoice.delivery))) == {Delivery.DIGEST, Delivery.OFF}
    busy = select(Organization.code).where(Organization.feed_policy == FeedPolicy.BUSY)
    assert db.session.scalars(busy).all() == ["BLUE"]
    kinds = db.session.scalars(select(ConferenceProvider.agreement_kind)).all()
    assert kinds == [AgreementKind.BUSINESS_ASSOCIATE] * count(Board)


def test_meetings_lie_on_both_sides_of_the_present(demo_ctx: Flask) -> None:
    states = set(db.session.scalars(select(Meeting.state).where(Meeting.starts_at < NOW)))
    assert states == {MeetingState.CONCLUDED, MeetingState.CANCELLED, MeetingState.LIVE}
    ahead = Counter(db.session.scalars(select(Meeting.state).where(Meeting.starts_at > NOW)))
    assert min(ahead[MeetingState.PLANNED], ahead[MeetingState.PUBLISHED]) > 0


def test_one_meeting_runs_now_and_is_in_the_middle_of_a_case(demo_ctx: Flask) -> None:
    meeting = db.session.scalars(select(Meeting).where(Meeting.state == MeetingState.LIVE)).one()
    assert meeting.starts_at < NOW < meeting.ends_at
    clocks = [(one.item.started_at is not None, one.item.ended_at is not None) for one in slots(meeting)]
    assert clocks == sorted(clocks, reverse=True)
    discussed, running, waiting = (clocks.count(one) for one in ((True, True), (True, False), (False, False)))
    assert (discussed > 0, running, waiting > 0) == (True, 1, True)
    assert sum(one.to_at is None for one in meeting.attendances) > 3


def test_every_meeting_follows_the_series_of_its_board(demo_ctx: Flask) -> None:
    rules = db.session.execute(select(Board.code, Series.repeat, Series.weekday).join(Series.board)).all()
    assert sorted(tuple(rule) for rule in rules) == [("BREAST", Repeat.WEEKLY, "WE"), ("GI", Repeat.WEEKLY, "TU")]
    strays = select(Meeting.id).outerjoin(Series, Series.id == Meeting.series_id)
    running = db.session.scalars(select(Meeting.id).where(Meeting.state == MeetingState.LIVE)).all()
    assert db.session.scalars(strays.where(Series.board_id.is_distinct_from(Meeting.board_id))).all() == running
    assert (db.session.scalar(select(func.max(Meeting.day))) or NOW.date()) > NOW.date() + timedelta(weeks=26)


def test_a_board_may_meet_on_the_first_and_third_monday() -> None:
    monthly = [plan for plan in board_plans() if plan.repeat is Repeat.MONTHLY]
    assert [(plan.code, plan.weekday, plan.weeks) for plan in monthly] == [("RARE", "MO", ("1", "3"))]


def test_a_board_may_take_turns() -> None:
    assert [(plan.code, plan.turns) for plan in board_plans() if plan.turns] == [("RARE", ("07:00", "20:00"))]


def test_materials_come_and_arrive_by_the_audited_way(demo_ctx: Flask) -> None:
    events = Counter(db.session.scalars(select(AuditEntry.event)))
    assert events[CaseEvent.MATERIAL_ADDED] == count(Material) > 0
    received = db.session.scalar(select(func.count()).where(Material.state == MaterialState.RECEIVED))
    assert events[CaseEvent.MATERIAL_CHANGED] == received


def test_nobody_gets_mail_about_the_past(demo_ctx: Flask) -> None:
    messages = db.session.scalars(select(OutboxMessage)).all()
    assert {(one.state, one.body) for one in messages if one.created_at < NOW} == {(MailState.SENT, None)}
    begun = select(Meeting.id).where(Meeting.starts_at <= NOW)
    to_tell = select(Invitation.id).where(Invitation.meeting_id.in_(begun), Invitation.tell_at.is_not(None))
    assert db.session.scalars(to_tell).all() == []


def test_the_first_mail_invites_to_a_coming_meeting(demo_ctx: Flask) -> None:
    with time.at(NOW + timedelta(minutes=5)):
        assert tell_due() > 0
        told = db.session.scalars(select(Invitation).where(Invitation.told_at == time.now())).all()
        queued = db.session.scalars(select(OutboxMessage).where(OutboxMessage.state == MailState.QUEUED)).all()
    assert len(queued) > 0
    assert [one.meeting.starts_at > NOW for one in told] == [True] * len(told)


def test_the_audit_is_whole_and_in_order(demo_ctx: Flask) -> None:
    assert list(verify(demo_ctx.extensions["keyring"], {})) == []
    moments = db.session.execute(select(AuditEntry.at).order_by(AuditEntry.chain_id, AuditEntry.seq)).all()
    assert len(moments) > 500
    assert max(moment for (moment,) in moments) <= NOW + timedelta(minutes=5)


def test_a_second_time_changes_nothing(demo_ctx: Flask) -> None:
    before = [count(model) for model in (Organization, Case, Meeting, AuditEntry)]
    assert build(SMALL) is Done.THERE
    assert [count(model) for model in (Organization, Case, Meeting, AuditEntry)] == before


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.mailbox)
def test_every_account_signs_in(demo_app: Flask, account: Account) -> None:
    client = demo_app.test_client()
    with client.session_transaction() as session:
        session["csrf_token"] = CSRF
    with time.at(NOW):
        asked = client.post("/sign-in", data={"email": account.email, "password": PASSWORD})
        assert (asked.status_code, client.get("/").status_code) == (303, 303)
        shown = re.search(r'name="code" value="(\d{6})"', client.get(asked.location).text)
        assert shown
        assert client.post(asked.location, data={"code": shown[1]}).location == "/"
        assert client.get("/").status_code == 200


def test_the_sign_in_page_offers_the_accounts(demo_app: Flask) -> None:
    text = demo_app.test_client().get("/sign-in").text
    assert [text.count(f'value="{account.email}"') for account in ACCOUNTS] == [1] * len(ACCOUNTS)


def test_the_command_prints_the_accounts(demo_app: Flask) -> None:
    answer = demo_app.test_cli_runner().invoke(demo)
    assert answer.exit_code == 0
    accounts = [line.split()[0] for line in answer.output.splitlines() if line.startswith("  ")]
    assert accounts == [account.email for account in ACCOUNTS]
    assert (PASSWORD in answer.output, SECRET in answer.output) == (True, True)


def test_a_system_that_is_no_demo_offers_nothing(world: World, client: Client) -> None:
    assert offered_accounts() is None
    assert "demo-accounts" not in client.get("/sign-in").text


def test_a_database_with_other_data_stays_as_it_is(app: Flask, world: World) -> None:
    save(make_organization("OTHER"))
    before = count(Organization)
    answer = app.test_cli_runner().invoke(demo)
    assert (answer.exit_code, PASSWORD in answer.output) == (0, False)
    assert count(Organization) == before


def test_production_refuses(ctx: Flask, config_for: Callable[..., Config], monkeypatch: pytest.MonkeyPatch) -> None:
    config = config_for("sqlite://", environment=Environment.PRODUCTION)
    monkeypatch.setitem(ctx.config, "EBOARD", config)
    with pytest.raises(DomainError):
        build(SMALL)
    assert count(Organization) == 0
