"""Reading letters."""

from collections.abc import Collection, Sequence
from contextlib import nullcontext
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.audit import Actor
from eboard.cases.identity import Identity
from eboard.cases.models import Case, PatientIdentity
from eboard.cases.panels import panel
from eboard.cases.queries import identities
from eboard.core.db import is_writing, unit_of_work
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.core.typesetting import IS_AVAILABLE
from eboard.core.web.paging import page_number, paginate
from eboard.recommendations import queries
from eboard.recommendations.actions import acknowledge_letter, note_reading
from eboard.recommendations.enums import VersionState
from eboard.recommendations.letter import dissent_rule, letter_of, sets_aside
from eboard.recommendations.models import SignedVersion
from eboard.recommendations.snapshot import is_whole
from eboard.recommendations.views.waiting import unread_for

blueprint = Blueprint("letters", __name__, url_prefix="/letters")


@panel("cases/parts/outcome.html", order=10)
def letters_of(case: Case, _may: Collection[str]) -> dict[str, Sequence[SignedVersion]] | None:
    """The letters of a case that its reader may read, for the page of the case."""
    actor = access.actor()
    letters = queries.latest_versions(access.visible(actor, SignedVersion, Permission.LETTER_READ), case.id)
    if letters and letters[0].state is VersionState.IN_FORCE:  # the page says what it recommends
        _note_once(actor, letters[0])
    return {"letters": letters} if letters else None


def _note_once(actor: Actor, version: SignedVersion) -> None:
    """Whoever reads on another page what is recommended has to hear, too, when it no longer counts."""
    if actor.person_id is not None and queries.reading(version.id, actor.person_id) is None:
        with nullcontext() if is_writing() else unit_of_work():
            note_reading(actor=actor, version=version)


@blueprint.get("/")
def to_read() -> str:
    """Recommendations that wait for the care team."""
    actor = access.actor()
    page = paginate(unread_for(actor), number=page_number())
    access.listed(actor, page.items)
    return render_template("recommendations/to_read.html", page=page)


@blueprint.get("/<uuid:version_id>")
def letter(version_id: UUID) -> str:
    """One signed version, without the patient's identity."""
    actor = access.actor()
    version = access.load(actor, SignedVersion, version_id, Permission.LETTER_READ)
    with unit_of_work():
        note_reading(actor=actor, version=version)
    return _page(version, Identity())


@blueprint.post("/<uuid:version_id>/identity")
def identified(version_id: UUID) -> str:
    """The same with the patient's identity, for the nominating care team alone; the look is recorded first."""
    access.confirm_recently()
    actor = access.actor()
    version = access.load(actor, SignedVersion, version_id, Permission.LETTER_ACKNOWLEDGE)
    identity = identity_for(version)
    note_reading(actor=actor, version=version)
    return _page(version, identity)


@blueprint.post("/<uuid:version_id>/acknowledge")
def acknowledge(version_id: UUID) -> Response:
    """Say that the letter arrived."""
    actor = access.actor()
    version = access.load(actor, SignedVersion, version_id, Permission.LETTER_ACKNOWLEDGE)
    acknowledge_letter(actor=actor, version=version)
    flash(_("Thank you. The board sees that the recommendation arrived."), "ok")
    return redirect(url_for("letters.letter", version_id=version.id), 303)


def _page(version: SignedVersion, identity: Identity) -> str:
    may = rights_on(version)
    return render_template(
        "recommendations/letter.html",
        version=version,
        letter=letter_of(version, identity=identity, is_board=is_board(may), is_paper=False),
        dissent_on_screen=not dissent_rule(version.content).is_printed,
        is_whole=is_whole(version),
        sets_aside=sets_aside,
        newer=queries.newer_version(version),
        acknowledgements=queries.acknowledgements(version),
        has_pdf=IS_AVAILABLE,
        may=may,
    )


def rights_on(version: SignedVersion) -> frozenset[Permission]:
    """What the person at the screen may do with a letter and its discussion."""
    actor = access.actor()
    return access.permissions(actor, version) | access.permissions(actor, version.discussion)


def is_board(may: frozenset[Permission]) -> bool:
    """Whether somebody with these rights reads a letter for the board, not for the care team."""
    return Permission.OUTCOME_DRAFT in may or Permission.LETTER_ACKNOWLEDGE not in may


def identity_for(version: SignedVersion) -> Identity:
    """Who the patient is, for the nominating care team alone; the look is recorded first. Raises AbsentError."""
    row = identities.row_of(version.case_id)
    if row is None:
        raise AbsentError(_("No patient identity is kept for this case."))
    access.load(access.actor(), PatientIdentity, row.id, Permission.IDENTITY_READ)
    return identities.opened(row)
