"""The materials of a case."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.cases.actions.materials import add_material, change_material, receive_material, remove_material
from eboard.cases.forms.materials import MaterialForm, material_fields
from eboard.cases.models import Case, Material
from eboard.core.i18n import gettext as _

blueprint = Blueprint("materials", __name__)


@blueprint.route("/cases/<uuid:case_id>/materials/new", methods=["GET", "POST"])
def add(case_id: UUID) -> Response | tuple[str, int]:
    """Name something that the board needs."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.MATERIAL_ADD)
    form = MaterialForm(organization_id=case.organization_id)
    if form.validate_on_submit():
        done, _material = form.perform(lambda: add_material(actor=actor, case=case, values=form.values()))
        if done:
            return _back(case_id, _("Added to the materials."))
    return render_template("cases/material.html", case=case, form=form, material=None), form.status


@blueprint.route("/materials/<uuid:material_id>/edit", methods=["GET", "POST"])
def edit(material_id: UUID) -> Response | tuple[str, int]:
    """Change what is known of a material."""
    actor = access.actor()
    material = access.load(actor, Material, material_id, Permission.MATERIAL_EDIT)
    case = material.case
    form = MaterialForm(organization_id=case.organization_id, data=material_fields(material))
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: change_material(actor=actor, material=material, values=form.values(), version=form.version.data)
        )
        if done:
            return _back(case.id, _("The material is saved."))
    return render_template("cases/material.html", case=case, form=form, material=material), form.status


@blueprint.post("/materials/<uuid:material_id>/received")
def received(material_id: UUID) -> Response:
    """Note that a material has arrived."""
    actor = access.actor()
    material = access.load(actor, Material, material_id, Permission.MATERIAL_EDIT)
    receive_material(actor=actor, material=material)
    return _back(material.case_id, _("Marked as received."))


@blueprint.post("/materials/<uuid:material_id>/remove")
def remove(material_id: UUID) -> Response:
    """Take a material off the list."""
    actor = access.actor()
    material = access.load(actor, Material, material_id, Permission.MATERIAL_EDIT)
    case_id = material.case_id
    remove_material(actor=actor, material=material)
    return _back(case_id, _("Removed from the materials."))


def _back(case_id: UUID, said: str) -> Response:
    flash(said, "ok")
    return redirect(url_for("cases.show", case_id=case_id, _anchor="materials"), 303)
