"""What became of what was recommended."""

from eboard.core.i18n import gettext as _
from eboard.followup.enums import DeviationReason, Followed
from eboard.reports import where
from eboard.reports.fates import UNANSWERED, by_answer, by_reason
from eboard.reports.ground import Ground
from eboard.reports.naming import fate_label
from eboard.reports.values import Column, Line, Table, count, percent

ANSWERS = (*(str(one) for one in Followed), UNANSWERED)
TONES = {**{str(one): one.tone for one in Followed}, UNANSWERED: "neutral"}


def answers(ground: Ground) -> Table:
    """All recommendations that the care team was asked for."""
    found = by_answer(ground.fates)
    return Table(
        key="fates",
        title=_("What became of the recommendations"),
        sentence=_("Recommendations in force that the care team was asked for, 30 days after the signature or later."),
        head=_("Answer"),
        columns=(
            Column(key="number", label=_("Recommendations"), tone="accent"),
            Column(key="share", label=_("Share")),
        ),
        lines=tuple(
            Line(
                key=answer,
                label=fate_label(answer),
                cells=(count(found[answer], f"fate.{answer}"), percent(found[answer], found.total())),
            )
            for answer in ANSWERS
        ),
    )


def reasons(ground: Ground) -> Table | None:
    """Why recommendations were not followed, or not wholly."""
    found = by_reason(ground.fates)
    if not found:
        return None
    return Table(
        key="reasons",
        title=_("Why not, or not wholly"),
        sentence=_("The reason the care team gave."),
        head=_("Reason"),
        columns=(Column(key="number", label=_("Recommendations"), tone="warn"),),
        lines=tuple(
            Line(key=str(reason), label=reason.label, cells=(count(found[str(reason)], f"reason.{reason}"),))
            for reason in DeviationReason
            if found[str(reason)]
        ),
    )


def by_organization(ground: Ground) -> Table | None:
    """The answers of each organization to a board."""
    if ground.scope.board_id is None or not ground.fates:
        return None
    return Table(
        key="fates_by_organization",
        title=_("What became of them, by organization"),
        sentence=_("The same recommendations by who nominated the case."),
        head=_("Organization"),
        columns=tuple(Column(key=answer, label=fate_label(answer), tone=TONES[answer]) for answer in ANSWERS),
        lines=tuple(_of_organization(ground, key.hex, name) for key, name in ground.organizations.items()),
    )


def _of_organization(ground: Ground, key: str, name: str) -> Line:
    found = by_answer([one for one in ground.fates if one.organization_id.hex == key])
    place = where.written(where.ORGANIZATION, key)
    return Line(key=key, label=name, cells=tuple(count(found[answer], f"fate.{answer}", place) for answer in ANSWERS))
