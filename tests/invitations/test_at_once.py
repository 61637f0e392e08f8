"""Two dispatchers and a coordinator at work at the same moment, with real commits: the end is right all the same."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from flask import Flask

from config import Config
from eboard.app import create_app
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import StaleError
from eboard.invitations.jobs import tell_due
from eboard.mail.jobs import deliver
from tests.conftest import NOW, close_connections, migrate
from tests.invitations.history import History
from tests.invitations.test_history import check
from tests.mail.server import Handler, running
from tests.world import make_world

STEPS, DISPATCHERS = 20, 2
VERBS = ("move", "place", "place", "shorten", "invite", "uninvite", "readdress", "rename", "cancel", "publish")


def dispatch(app: Flask, moment: datetime) -> None:
    with app.app_context(), time.at(moment):
        tell_due()
        deliver()
        db.session.remove()


@pytest.mark.parametrize("seed", [1, 2])
def test_two_dispatchers_and_a_coordinator_at_once(
    empty_database: Callable[[str], str], config_for: Callable[..., Config], seed: int
) -> None:
    server, chance = Handler(), random.Random(seed)
    with running(server) as port:
        url = empty_database(f"at_once_{seed}")
        app = create_app(config_for(url, mail_dir=None, smtp_host="127.0.0.1", smtp_port=port, smtp_tls="none"))
        migrate(app)
        with app.app_context(), ThreadPoolExecutor(DISPATCHERS) as pool:
            with time.at(NOW):
                history = History.begun(app, server, make_world())
            history.act("publish")
            for _step in range(STEPS):
                moment = history.moment + timedelta(minutes=3)  # what is changed just now is due to them at once
                both = [pool.submit(dispatch, app, moment) for _number in range(DISPATCHERS)]
                with suppress(StaleError):
                    history.act(chance.choice(VERBS), chance.randrange(3))
                for one in both:
                    one.result()
                history.moment = moment + timedelta(minutes=2)
            history.settle()
            with time.at(history.moment):
                check(history)
            assert len({str(mail.message["Message-ID"]) for mail in history.mails}) == len(history.mails)
            close_connections()
