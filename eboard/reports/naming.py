"""What a figure and a part of a report are called, above the list of what stands behind the figure."""

from eboard.boards.enums import SITES
from eboard.core.i18n import gettext as _
from eboard.followup.enums import DeviationReason, Followed
from eboard.people.enums import Specialty
from eboard.recommendations.enums import Change, Considered
from eboard.reports import assemblies, where
from eboard.reports.facts import ELEMENTS
from eboard.reports.fates import UNANSWERED
from eboard.reports.figures import ELEMENT_LABELS, FIGURES, UNSAID, label_of
from eboard.reports.ground import Ground
from eboard.reports.turnaround import STAGES
from eboard.reports.where import Where

STEPS = {stage.key: stage.label for stage in STAGES}


def name_of(figure: str) -> str:
    """The name of a figure that counts cases, or recommendations; empty for one that does not exist."""
    kind, _dot, value = figure.partition(".")
    if kind in ELEMENTS and figure in FIGURES:
        return f"{ELEMENT_LABELS[kind]}: {answer_label(value)}"
    if kind == "change" and figure in FIGURES:
        return f"{label_of(figure)}: {change_label(value)}"
    if kind == "fate" and value in {*Followed, UNANSWERED}:
        return fate_label(value)
    if kind == "reason" and value in set(DeviationReason):
        return DeviationReason.of(value).label
    if kind in {"step", "no-step"} and value in STEPS:
        return str(STEPS[value]) if kind == "step" else _("Missing: %(step)s", step=STEPS[value])
    return label_of(figure) if figure in FIGURES else ""


def answer_label(answer: str) -> str:
    """An answer to a discussion element."""
    return _("Not answered") if answer == UNSAID else Considered.of(answer).label


def change_label(change: str) -> str:
    """How an outcome differs from the plan before."""
    return _("Not stated, or not signed") if change == UNSAID else Change.of(change).label


def fate_label(answer: str) -> str:
    """What became of a recommendation."""
    return _("No answer yet") if answer == UNANSWERED else Followed.of(answer).label


def meetings_named(ground: Ground, figure: str) -> str:
    """The name of a figure that counts meetings, of those that exist."""
    kind, _dot, value = figure.partition(".")
    if kind in {assemblies.ATTENDED, assemblies.DUE}:
        name = next(seat.name for seat in ground.seats if seat.person_id.hex == value)
        return _("Attended: %(name)s", name=name) if kind == assemblies.ATTENDED else name
    if kind == assemblies.SPECIALTY:
        return Specialty.of(value).label if value in set(Specialty) else ""
    return {
        assemblies.COMPLETE: _("Meetings with every required specialty"),
        assemblies.UNRECORDED: _("Meetings without any attendance on record"),
        assemblies.CLOSE: _("Meetings as soon after the one before as the pack asks for"),
        assemblies.FOLLOWING: _("Meetings with one before them"),
    }.get(kind, _("Meetings held"))


def place_named(ground: Ground, place: Where | None) -> str:
    """The name of a part, as far as the report has it."""
    if place is None:
        return ""
    if place.kind == where.PACK:
        return next((part.label for part in ground.settings.parts if part.key == place.value), "")
    if place.kind in {where.ORGANIZATION, where.BOARD}:
        names = ground.organizations if place.kind == where.ORGANIZATION else ground.settings.boards
        return next((name for key, name in names.items() if key.hex == place.value), "")
    if place.kind == where.SITE:
        year, _dash, site = place.value.partition("-")
        return f"{year} · {SITES[site].label}" if site in SITES else ""
    return place.value
