"""What the pages of signing in share: the attempt of this browser, and how it is let in."""

from urllib.parse import quote
from uuid import UUID

from flask import after_this_request, redirect, session
from werkzeug.wrappers import Response

from eboard.access.signin import remember
from eboard.core.errors import NotSignedInError
from eboard.core.i18n import gettext as _
from eboard.core.web import settings
from eboard.people.actions.signin import Origin
from eboard.people.views.kept import kept_place
from eboard.people.views.places import as_id, device_cookie, next_place
from eboard.signin.actions.entering import Entered, Waiting
from eboard.signin.enums import Step
from eboard.signin.models import SignInAttempt
from eboard.signin.queries import attempt_of

ATTEMPT_KEY = "attempt"
CEREMONY_KEY = "ceremony"
YEAR_SECONDS = 31_536_000
PAGES = {Step.SECOND: "/sign-in/second-step", Step.SET_UP: "/sign-in/set-up"}


def this_attempt(step: Step) -> SignInAttempt:
    """The attempt of this browser, at one step; raises NotSignedInError without one, which leads to the start."""
    token = session.get(ATTEMPT_KEY)
    found = attempt_of(token) if isinstance(token, str) else None
    if found is None or found.step is not step:
        raise NotSignedInError(_("This took too long. Sign in again."))
    return found


def keep(waiting: Waiting) -> None:
    """Let this browser go on with an attempt."""
    session[ATTEMPT_KEY] = waiting.token


def let_in(entered: Entered, origin: Origin, place: str | None = None) -> str:
    """Give this browser the sign-in, know it again for a year, and say where to go on."""
    onward_to = kept_place(entered.login.person_id) or place or next_place()
    remember(entered.token)

    @after_this_request
    def know_again(response: Response) -> Response:
        response.set_cookie(
            device_cookie(),
            origin.device,
            max_age=YEAR_SECONDS,
            secure=settings().is_https,
            httponly=True,
            samesite="Lax",
        )
        return response

    return onward_to


def onward(outcome: Entered | Waiting, origin: Origin, place: str | None = None) -> Response:
    """Go on from the first step: in, or to the next step; to ``place`` in the end, else where the address says."""
    if isinstance(outcome, Entered):
        return redirect(let_in(outcome, origin, place), 303)
    keep(outcome)
    return redirect(with_next(PAGES[outcome.attempt.step], place), 303)


def with_next(path: str, place: str | None = None) -> str:
    """A page of signing in that remembers where to go on."""
    return f"{path}?next={quote(place or next_place())}"


def ceremony_id() -> UUID | None:
    """Which challenge this browser answers."""
    return as_id(session.pop(CEREMONY_KEY, None))
