"""A client that signs people in and sends the form token, as a browser would."""

from contextvars import copy_context
from typing import Any

from flask.globals import _cv_app
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from eboard.core.db import db, unit_of_work
from eboard.people import sessions
from eboard.people.models import Delegation, Person

CSRF = "csrf-of-the-tests"


class Client(FlaskClient):
    """Each request gets an application context of its own, even inside a test that has one open."""

    sends_csrf = True

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if self.sends_csrf and kwargs.get("method") not in {None, "GET", "HEAD", "OPTIONS"}:
            serializer = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token")
            kwargs["headers"] = {"X-CSRFToken": serializer.dumps(CSRF), **dict(kwargs.get("headers") or {})}

        def send() -> TestResponse:
            _cv_app.set(None)  # type: ignore[arg-type]
            return super(Client, self).open(*args, **kwargs)

        return copy_context().run(send)

    def sign_in(self, person: Person, *, on_behalf_of: Person | None = None) -> "Client":
        with self.application.app_context(), unit_of_work():
            row, token = sessions.start(person, address="127.0.0.1", browser="tests")
            if on_behalf_of is not None:
                row.on_behalf_of_id = on_behalf_of.id
                since = row.started_at.date()
                db.session.add(Delegation(principal_id=on_behalf_of.id, delegate_id=person.id, starts_on=since))
        with self.session_transaction() as session:
            session["token"] = token
            session["csrf_token"] = CSRF
        return self
