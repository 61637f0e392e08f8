"""A patient's access file, made by the nominating care team and kept nowhere."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template

from eboard import access
from eboard.access import Permission
from eboard.audit.enums import AccessEvent
from eboard.cases.identity import Identity
from eboard.cases.models import Attachment, Case, PatientIdentity
from eboard.cases.panels import panel
from eboard.cases.queries.attachments import on_case
from eboard.cases.queries.identities import cases_of_patient, opened, row_of
from eboard.core.web.downloads import as_file
from eboard.followup.models import FollowUp
from eboard.recommendations.models import SignedVersion
from eboard.retention.actions.patients import note_access_file
from eboard.retention.corrections import corrections_of
from eboard.retention.enums import CorrectionState
from eboard.retention.patient import Held, as_zip, cases_among, files_of, follow_ups_of, letters_of
from eboard.review.seeing import every, who_saw
from eboard.review.wording import as_csv, lines

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
def show(case_id: UUID) -> str:
    """What the file holds, and what not."""
    case = access.load(access.actor(), Case, case_id, Permission.PATIENT_FILE)
    return render_template("retention/patient.html", case=case)


@blueprint.post("")
def make(case_id: UUID) -> Response:
    """The file of this case and of the patient's others; every look is recorded first."""
    access.confirm_recently()
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.PATIENT_FILE)
    same = cases_of_patient(case.organization_id, _identity(case).record_number)
    cases = cases_among(access.visible(actor, Case, Permission.PATIENT_FILE), {case.id, *same})
    files = {name: content for one in cases for name, content in files_of(_held(one)).items()}
    content = as_zip(files)
    access.opened(actor, [one for one in cases if one is not case], Permission.PATIENT_FILE)
    access.listed(actor, cases, event=AccessEvent.EXPORTED)
    note_access_file(actor=actor, case=case, cases=cases, content=content)
    return as_file(content, media_type="application/zip", name=f"patient-file-{case.number}.zip")


def _identity(case: Case) -> Identity:
    row = row_of(case.id)
    if row is None:
        return Identity()
    return opened(access.load(access.actor(), PatientIdentity, row.id, Permission.IDENTITY_READ))


def _held(case: Case) -> Held:
    actor = access.actor()
    attachments = on_case(access.visible(actor, Attachment, Permission.ATTACHMENT_READ), case)
    letters = letters_of(access.visible(actor, SignedVersion, Permission.LETTER_READ), case.id)
    follow_ups = follow_ups_of(access.visible(actor, FollowUp, Permission.FOLLOW_UP_READ), case.id)
    access.opened(actor, attachments, Permission.ATTACHMENT_READ)
    access.opened(actor, letters, Permission.LETTER_READ)
    access.opened(actor, follow_ups, Permission.FOLLOW_UP_READ)
    zone = case.organization.zone
    return Held(
        case=case,
        identity=_identity(case),
        letters=letters,
        attachments=attachments,
        follow_ups=follow_ups,
        seen=as_csv(lines(every(who_saw(case.id)), case.board_id, zone), zone),
    )
