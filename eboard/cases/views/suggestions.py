"""Type-ahead: codes and colleagues."""

from uuid import UUID

from flask import Blueprint, jsonify, request
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.cases import icd10
from eboard.cases.models import Case
from eboard.cases.queries import colleagues
from eboard.core.folding import fold
from eboard.people.enums import Specialty

blueprint = Blueprint("suggestions", __name__, url_prefix="/cases")
LEAST = 2  # letters


def _typed() -> str:
    text = request.args.get("q", "").strip()
    return text if len(text) >= LEAST else ""


@blueprint.get("/icd10")
def codes() -> Response:
    """ICD-10 codes by number or words."""
    return jsonify([{"value": code, "label": f"{code} {title}"} for code, title in icd10.search(_typed())])


@blueprint.get("/specialties")
def specialties() -> Response:
    """Specialties by their name."""
    wanted = fold(_typed())
    found = [one for one in Specialty if wanted and wanted in fold(one.label)]
    return jsonify([{"value": one.value, "label": one.label} for one in found])


@blueprint.get("/<uuid:case_id>/colleagues")
def people(case_id: UUID) -> Response:
    """Colleagues of the nominating organization by name."""
    case = access.load(access.actor(), Case, case_id, Permission.MATERIAL_ADD)
    found = colleagues.search(case.organization_id, _typed()) if _typed() else []
    return jsonify([{"value": str(person.id), "label": person.name, "hint": person.email} for person in found])
