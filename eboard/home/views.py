"""The start page."""

from flask import Blueprint, render_template

from eboard import access
from eboard.home import blocks, navigation, queries

blueprint = Blueprint("home", __name__)
blueprint.app_context_processor(navigation.menu)


@blueprint.get("/")
def start() -> str:
    """What needs me now."""
    actor = access.actor()
    mine = navigation.duties(actor)
    care_team = blocks.care_team(actor) if mine.nominates else None
    coordinator = blocks.coordinator(actor) if mine.runs_boards else None
    to_read = queries.letters_to_read(actor) if mine.nominates else None
    to_sign = queries.outcomes_to_sign(actor) if mine.signs else None
    access.listed(actor, blocks.cases_shown(care_team, coordinator, to_read, to_sign))
    return render_template(
        "home/start.html",
        care_team=care_team if care_team and (care_team.has_cases or mine.is_care_team) else None,
        nominates=mine.nominates,
        to_read=to_read,
        coordinator=coordinator,
        physician=blocks.physician(actor) if mine.attends else None,
        to_sign=to_sign,
        to_judge=queries.openings_to_judge(actor) if mine.reviews else 0,
        administrator=blocks.administrator(actor) if mine.administers_network else None,
    )
