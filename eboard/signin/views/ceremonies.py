"""What a browser is asked for a passkey, as JSON for the script that passes it on."""

from flask import Blueprint, Response, jsonify, session

from eboard import access
from eboard.access.signin import locked_session
from eboard.core.errors import AbsentError, NotSignedInError
from eboard.core.i18n import gettext as _
from eboard.core.web import public
from eboard.people.models import Person
from eboard.people.views.places import origin
from eboard.signin.actions.ceremonies import begin_ceremony
from eboard.signin.enums import CeremonyPurpose, Step
from eboard.signin.views.flow import CEREMONY_KEY, this_attempt

blueprint = Blueprint("ceremonies", __name__)
PURPOSES = {purpose.value: purpose for purpose in CeremonyPurpose}


@blueprint.post("/passkey/<purpose>")
@public
def begin(purpose: str) -> Response:
    """Options for `navigator.credentials`, whose challenge is good once."""
    wanted = PURPOSES.get(purpose)
    if wanted is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    row_id, asked = begin_ceremony(purpose=wanted, person=_person(wanted), address=origin().address)
    session[CEREMONY_KEY] = str(row_id)
    return jsonify(asked.options)


def _person(purpose: CeremonyPurpose) -> Person | None:
    """Whose passkey it is about; raises NotSignedInError where that must be known and is not."""
    if purpose is CeremonyPurpose.SIGN_IN:
        return None
    if purpose is CeremonyPurpose.SECOND:
        return this_attempt(Step.SECOND).person
    if purpose is CeremonyPurpose.SET_UP:
        return this_attempt(Step.SET_UP).person
    if purpose is CeremonyPurpose.ADD:
        access.confirm_recently()
        return access.current_session().person
    found = access.viewer() or (lock.person if (lock := locked_session()) else None)
    if found is None:
        raise NotSignedInError(_("Please sign in."))
    return found
