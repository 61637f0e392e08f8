"""The measures that a rule pack sets: each with its name, its sentence, its rule, and how it is counted."""

from collections.abc import Callable
from dataclasses import dataclass

from eboard.boards.rules import Rules
from eboard.core.i18n import lazy as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A share of the cases presented; ``rule`` names the figure of the pack it comes from."""

    key: str
    label: object
    sentence: object
    rule: str
    numerator: str  # of figures.FIGURES
    missing: str
    applies: Callable[[Rules], bool]
    goal: Callable[[Rules], int | None]


WHOLE = 100
MEASURES = (
    Measure(
        key="prospective",
        label=_("Presented prospectively"),
        sentence=_("The discussion could still change treatment. A case without the statement counts as not."),
        rule="prospective_share",
        numerator="prospective",
        missing="no_statement",
        applies=lambda _rules: True,
        goal=lambda rules: rules.prospective_share,
    ),
    Measure(
        key="documented",
        label=_("All discussion elements documented"),
        sentence=_("Every element the pack asks for is answered in the signed outcome."),
        rule="elements",
        numerator="documented",
        missing="unsigned",
        applies=lambda rules: bool(rules.elements),
        goal=lambda rules: WHOLE if rules.elements else None,
    ),
    Measure(
        key="in_time",
        label=_("Outcome back in time"),
        sentence=_("Signed, and thereby sent, within the working days of the pack, by the calendar of the host."),
        rule="outcome_days",
        numerator="in_time",
        missing="unsigned",
        applies=lambda rules: rules.outcome_days is not None,
        goal=lambda _rules: None,
    ),
)


def source_of(rules: Rules, rule: str) -> str:
    """Where a figure of a pack comes from, in the words of the pack; [check] means its document was not at hand."""
    return rules.sources.get(rule, "")
