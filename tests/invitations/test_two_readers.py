"""Two schedulers read the same mailbox at once: every mail counts once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

from sqlalchemy import func, select

from config import Config
from eboard.app import create_app
from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.invitations.enums import Answer
from eboard.invitations.jobs import take_mails
from eboard.invitations.models import IncomingMessage, Invitation
from tests.conftest import NOW, close_connections, migrate
from tests.invitations.incoming import LATER, answer
from tests.world import make_meeting, make_world

READERS = 3


def test_every_mail_counts_once(empty_database: Callable[[str], str], config_for: Callable[..., Config]) -> None:
    app = create_app(config_for(empty_database("readers")))
    migrate(app)
    with app.app_context(), time.at(NOW):
        world = make_world()
        with unit_of_work():
            make_meeting(world.board)
        invitations = db.session.scalars(select(Invitation).order_by(Invitation.id)).all()
        mails = [answer(one, said) for one in invitations for said in ("TENTATIVE", "DECLINED")]
        db.session.remove()
    start = Barrier(READERS)

    def read(moment: datetime) -> list[bool | None]:
        with app.app_context(), time.at(moment):
            start.wait()
            taken = take_mails(mails)
            again = take_mails(mails)
            db.session.remove()
        return [one if one is not None else other for one, other in zip(taken, again, strict=True)]

    with ThreadPoolExecutor(READERS) as pool:
        said = list(pool.map(read, [LATER + timedelta(seconds=number) for number in range(READERS)]))
    assert said == [[False] * len(mails)] * READERS
    with app.app_context():
        assert db.session.scalar(select(func.count(IncomingMessage.id))) == len(mails)
        assert set(db.session.scalars(select(Invitation.answer))) == {Answer.DECLINED}
        answered = select(func.count(AuditEntry.id)).where(AuditEntry.event == "invitation.answered")
        assert db.session.scalar(answered) == len(mails)
        close_connections()
