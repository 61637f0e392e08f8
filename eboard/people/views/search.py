"""Finding a person while one types."""

from uuid import UUID

from flask import Blueprint, Response, jsonify, request

from eboard import access
from eboard.access import Permission
from eboard.audit import Actor
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.people.models import Person
from eboard.people.queries.directory import named, suggest

blueprint = Blueprint("people_search", __name__, url_prefix="/people")
LEAST_TYPED = 2


@blueprint.get("/search")
def people() -> Response:
    """People one may ask to a panel or an agenda: colleagues, and for the staff of boards the whole network."""
    return _found(Permission.PERSON_CHOOSE)


@blueprint.get("/colleagues")
def colleagues() -> Response:
    """People of one's own organizations."""
    return _found(Permission.PERSON_READ)


def chosen_colleague(actor: Actor, person_id: UUID | None, name: str, *, field: str) -> Person:
    """The colleague that a type-ahead field names; raises DomainError when it names nobody or several."""
    return chosen(actor, person_id, name, field=field, permission=Permission.PERSON_READ)


def chosen(
    actor: Actor, person_id: UUID | None, name: str, *, field: str, permission: Permission = Permission.PERSON_CHOOSE
) -> Person:
    """The person that a type-ahead field names: by the id it chose, else by the exact name that was typed."""
    if person_id is not None:
        return access.load(actor, Person, person_id, permission)
    found = named(access.visible(actor, Person, permission), name)
    if len(found) != 1:
        raise DomainError(_("Choose a person from the list that appears as you type."), field=field)
    return found[0]


def _found(permission: Permission) -> Response:
    typed = request.args.get("q", "").strip()
    visible = access.visible(access.actor(), Person, permission)
    found = suggest(visible, typed) if len(typed) >= LEAST_TYPED else []
    return jsonify([{"value": str(person.id), "label": person.name, "hint": hint} for person, hint in found])
