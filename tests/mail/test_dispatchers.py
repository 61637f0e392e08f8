"""Several dispatchers at once, on a database with real commits: each message leaves exactly once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from config import Config
from eboard.app import create_app
from eboard.core.db import db, unit_of_work
from eboard.ical import Party
from eboard.mail import actions
from eboard.mail.enums import MailState, NoticeKind
from eboard.mail.jobs import deliver
from eboard.mail.message import Message
from eboard.mail.models import OutboxMessage
from tests.conftest import close_connections, migrate
from tests.mail.server import Handler, running

MESSAGES, DISPATCHERS = 45, 3


def test_each_message_leaves_exactly_once(
    empty_database: Callable[[str], str], config_for: Callable[..., Config]
) -> None:
    handler = Handler()
    with running(handler) as port:
        app = create_app(
            config_for(
                empty_database("dispatchers"), mail_dir=None, smtp_host="127.0.0.1", smtp_port=port, smtp_tls="none"
            )
        )
        migrate(app)
        with app.app_context(), unit_of_work():
            for number in range(MESSAGES):
                actions.queue(
                    Message(
                        kind=NoticeKind.INVITATION,
                        dedupe_key=str(number),
                        recipient=Party(f"person{number}@example.org"),
                        subject=f"Message {number}",
                        text="Hello\n",
                        html="<p>Hello</p>",
                    )
                )
        start = Barrier(DISPATCHERS)

        def dispatch(_number: int) -> int:
            with app.app_context():
                start.wait()
                return deliver()

        with ThreadPoolExecutor(DISPATCHERS) as pool:
            sent = list(pool.map(dispatch, range(DISPATCHERS)))
        assert sum(sent) == MESSAGES
        assert set(Counter(handler.subjects()).values()) == {1}
        assert len(handler.taken) == MESSAGES
        with app.app_context():
            assert set(db.session.scalars(select(OutboxMessage.state))) == {MailState.SENT}
            close_connections()
