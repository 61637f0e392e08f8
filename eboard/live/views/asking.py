"""What open pages ask each second, and tell about themselves."""

from uuid import UUID

from flask import Response, jsonify, request

from eboard import access
from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.core.errors import BusyError, NotSignedInError, StaleError
from eboard.core.web import glancing
from eboard.live.actions import arrive, leave, note_writing
from eboard.live.room import cases_with
from eboard.live.views.blueprint import blueprint
from eboard.live.views.parts import Wish, answer_of, shown_to, token_of
from eboard.live.views.standing import Standing, standing_in
from eboard.meetings.forms.agenda import as_id

HEARD_OF_EVERY = 20  # seconds
LONGEST_FIELD = 120
UNCHANGED = 204


@blueprint.get("/state")
@glancing
def state(meeting_id: UUID) -> Response:
    """What changed since the page was told last; nothing, at the price of two glances, if nothing did."""
    try:
        standing = standing_in(meeting_id)
    except NotSignedInError:
        return Response(status=NotSignedInError.status)
    wish = wished()
    token = token_of(standing, meeting_id, wish)
    record_reading(standing, meeting_id)
    if token == request.args.get("have"):
        return Response(status=UNCHANGED)
    shown = shown_to(standing, meeting_id, wish)
    known = dict(part.split(":", 1) for part in request.args.get("tags", "").split(",") if ":" in part)
    return jsonify(
        token=token, me=str(standing.signed.person_id), own=standing.own, now=_milliseconds(), **answer_of(shown, known)
    )


def wished() -> Wish:
    """What the page of this request shows."""
    return Wish(as_id(request.args.get("case")), "presented" in request.args)


def record_reading(standing: Standing, meeting_id: UUID) -> None:
    """Record what this person is about to read for the first time here, and note now and then that the page is open."""
    found, unrecorded = standing.found, standing.unrecorded
    if unrecorded:
        with unit_of_work():
            access.listed(standing.actor, cases_with(unrecorded))
            arrive(meeting_id=meeting_id, person_id=standing.signed.person_id, cases=unrecorded)
    elif found.seen_at is None or (time.now() - found.seen_at).total_seconds() > HEARD_OF_EVERY:
        try:
            with unit_of_work():
                arrive(meeting_id=meeting_id, person_id=standing.signed.person_id)
        except (BusyError, StaleError):  # it is noted with the next look
            return


def _milliseconds() -> int:
    return int(time.now().timestamp() * 1000)


@blueprint.post("/here")
@glancing
def here(meeting_id: UUID) -> Response:
    """Where this person writes now, or that the page was closed."""
    try:
        standing = standing_in(meeting_id)
    except NotSignedInError:
        return Response(status=NotSignedInError.status)
    person_id = standing.signed.person_id
    if "left" in request.form:
        leave(meeting_id=meeting_id, person_id=person_id)
    elif standing.found.runs:
        field = request.form.get("field", "")[:LONGEST_FIELD]
        note_writing(meeting_id=meeting_id, person_id=person_id, item_id=as_id(request.form.get("item")), field=field)
    return Response(status=UNCHANGED)
