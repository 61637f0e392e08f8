"""A patient's access file, made by the nominating care team and kept nowhere."""

import hashlib
from collections.abc import Collection, Mapping
from itertools import chain
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template

from eboard import access
from eboard.access import Permission
from eboard.access.patient_files import held
from eboard.audit import Actor
from eboard.audit.enums import AccessEvent
from eboard.cases.identity import Identity
from eboard.cases.models import Attachment, Case, PatientIdentity
from eboard.cases.panels import panel
from eboard.cases.queries.identities import cases_of_patient, opened, row_of
from eboard.core.i18n import gettext as _
from eboard.core.web.downloads import as_streamed
from eboard.followup.models import FollowUp
from eboard.recommendations.letter import identity_text
from eboard.recommendations.models import SignedVersion
from eboard.retention.actions.patients import note_access_file
from eboard.retention.corrections import corrections_of
from eboard.retention.enums import CorrectionState
from eboard.retention.forms import AccessFileForm
from eboard.retention.patient import Reach, as_zip, cases_among, files_of, is_surely

blueprint = Blueprint("patient_file", __name__, url_prefix="/cases/<uuid:case_id>/patient-file")


@panel("retention/parts/rights.html", order=96)
def _panel(case: Case, may: Collection[str]) -> dict[str, Any] | None:
    """What the patient may ask for and has asked for: for the care team, and what it accepted for the board."""
    if Permission.CASE_EDIT in may:
        return {"corrections": corrections_of(case.id), "is_ours": True, "may_make": Permission.PATIENT_FILE in may}
    if Permission.CASE_TRIAGE in may:
        accepted = [one for one in corrections_of(case.id) if one.state is CorrectionState.ACCEPTED]
        return {"corrections": accepted, "is_ours": False, "may_make": False} if accepted else None
    return None


@blueprint.get("")
def show(case_id: UUID) -> tuple[str, int]:
    """What the file holds, and what not; which cases are doubtful."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.PATIENT_FILE)
    return _page(case, _form(case, _with_same_number(actor, case)))


@blueprint.post("")
def make(case_id: UUID) -> Response | tuple[str, int]:
    """The file of this case, of those that are surely the patient's, and of those ticked; every look is recorded."""
    access.confirm_recently()
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.PATIENT_FILE)
    known = _with_same_number(actor, case)
    form = _form(case, known)
    if not form.validate():
        return _page(case, form)
    cases = [one for one in known if one.id not in form.offered or one.id in form.ticked]
    access.opened(actor, [one for one in cases if one is not case], Permission.PATIENT_FILE)
    access.listed(actor, cases, event=AccessEvent.EXPORTED)
    reach = _reach(actor)
    file = as_zip(chain.from_iterable(files_of(held(actor, one, known[one], reach)) for one in cases))
    note_access_file(actor=actor, case=case, cases=cases, sha256=hashlib.file_digest(file, "sha256").hexdigest())
    return as_streamed(file, media_type="application/zip", name=f"patient-file-{case.number}.zip")


def _form(case: Case, known: Mapping[Case, Identity]) -> AccessFileForm:
    form = AccessFileForm()
    doubtful = {one: who for one, who in known.items() if one is not case and not is_surely(known[case], who)}
    form.offer({one.id: f"{one.number} · {identity_text(who) or _('not given')}" for one, who in doubtful.items()})
    return form


def _page(case: Case, form: AccessFileForm) -> tuple[str, int]:
    return render_template("retention/patient.html", case=case, form=form), form.status


def _with_same_number(actor: Actor, case: Case) -> dict[Case, Identity]:
    """The case and the others with its record number that one may put into a file, each with its patient."""
    mine = _identity(case)
    same = cases_of_patient(case.organization_id, mine.record_number)
    cases = cases_among(access.visible(actor, Case, Permission.PATIENT_FILE), {case.id, *same})
    return {one: mine if one is case else _identity(one) for one in cases}


def _identity(case: Case) -> Identity:
    row = row_of(case.id)
    if row is None:
        return Identity()
    return opened(access.load(access.actor(), PatientIdentity, row.id, Permission.IDENTITY_READ))


def _reach(actor: Actor) -> Reach:
    return Reach(
        attachments=access.visible(actor, Attachment, Permission.ATTACHMENT_READ),
        letters=access.visible(actor, SignedVersion, Permission.LETTER_READ),
        follow_ups=access.visible(actor, FollowUp, Permission.FOLLOW_UP_READ),
    )
