"""Who is signed in: every page asks for it unless it is marked public."""

from datetime import timedelta
from typing import Any, cast

from flask import Flask, current_app, g, request, session

from eboard.audit import Actor
from eboard.core import i18n, time
from eboard.core.db import unit_of_work
from eboard.core.errors import ConfirmationNeededError, NotSignedInError
from eboard.core.i18n import gettext as _
from eboard.core.web import is_cookieless, is_glancing, is_public, is_unattended
from eboard.people import sessions
from eboard.people.actions.acting import end_lapsed_acting
from eboard.people.models import LoginSession, Person
from eboard.people.queries.delegations import has_lapsed
from eboard.people.queries.viewers import look_of

COOKIE_KEY = "token"
FORM_TOKEN_KEY = "csrf_token"  # noqa: S105 - a name
CONFIRMATION_LASTS = timedelta(minutes=5)


def install_sign_in(app: Flask) -> None:
    """Find out who asks before every request, and refuse strangers unless the page is public."""
    app.before_request(_identify)
    app.context_processor(_shown_to)


def _identify() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.endpoint == "static" or is_cookieless(view) or is_glancing(view):
        return
    g.login_session = _login_session(is_attended=not is_unattended(view))
    i18n.use(g.login_session.person.locale if g.login_session else i18n.DEFAULT)
    if g.login_session is None and view is not None and not is_public(view):
        raise NotSignedInError(_("Please sign in."))


def remember(token: str) -> None:
    """Give this browser the token of a fresh sign-in.

    The form token stays when the same person comes back, so that pages left open in other tabs can still be sent.
    """
    former = lost_session()
    form_token = session.get(FORM_TOKEN_KEY)
    session.clear()
    session[COOKIE_KEY] = token
    fresh = sessions.by_token(token)
    if form_token is not None and fresh and former and former.person_id == fresh.person_id:
        session[FORM_TOKEN_KEY] = form_token


def forget() -> None:
    """Take everything from this browser that belongs to a sign-in."""
    session.clear()


def _shown_to() -> dict[str, Any]:
    """What every page knows about the person it is shown to."""
    person = viewer()
    if person is None:
        return {"viewer": None}
    return {"viewer": look_of(current_session())}


def _login_session(*, is_attended: bool) -> LoginSession | None:
    token = session.get(COOKIE_KEY)
    found = sessions.by_token(token) if token else None
    if found is not None and ((is_attended and sessions.needs_touch(found)) or has_lapsed(found)):
        with unit_of_work():
            if is_attended:
                sessions.touch(found)
            end_lapsed_acting(found)
    return found


def lost_session() -> LoginSession | None:
    """The sign-in this browser had, when it is over."""
    token = session.get(COOKIE_KEY)
    return sessions.row_of(token) if token else None


def locked_session() -> LoginSession | None:
    """The sign-in of this browser, when it was idle for too long and goes on after a proof."""
    lost = lost_session()
    return lost if lost is not None and sessions.is_locked(lost) else None


def current_session() -> LoginSession:
    """The sign-in of this request; raises NotSignedInError without one."""
    found = cast("LoginSession | None", g.get("login_session"))
    if found is None:
        raise NotSignedInError(_("Please sign in."))
    return found


def actor() -> Actor:
    """Who acts in this request, for actions and the gate."""
    return acting_in(current_session())


def acting_in(login: LoginSession) -> Actor:
    """Who acts in a sign-in, also in one that is locked."""
    return Actor(person_id=login.person_id, on_behalf_of_id=login.on_behalf_of_id, session_id=login.id)


def open_or_locked() -> LoginSession:
    """The sign-in of this browser, locked or not; raises NotSignedInError without one."""
    found = locked_session() if viewer() is None else current_session()
    if found is None:
        raise NotSignedInError(_("Please sign in."))
    return found


def viewer() -> Person | None:
    """The person at the screen, or None on a public page."""
    found = cast("LoginSession | None", g.get("login_session"))
    return found.person if found else None


def confirm_recently() -> None:
    """Raise ConfirmationNeededError unless the person proved who he or she is within the last five minutes.

    The person is asked for a password, a passkey, a code or the organization's sign-in and then comes back; a form that
    was posted is kept meanwhile. This is the one door before signing, revealing, exporting and changing credentials.
    """
    if time.now() - current_session().confirmed_at > CONFIRMATION_LASTS:
        raise ConfirmationNeededError(_("Confirm first that it is you."))
