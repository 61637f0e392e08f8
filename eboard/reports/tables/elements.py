"""What was talked about, and how the board's advice differs from the referrer's plan; as it was signed."""

from eboard.core.i18n import gettext as _
from eboard.recommendations.enums import Considered
from eboard.reports.enums import Secrecy
from eboard.reports.facts import ELEMENTS
from eboard.reports.figures import ANSWERS, CHANGES, ELEMENT_LABELS, UNSAID
from eboard.reports.ground import Ground
from eboard.reports.naming import answer_label, change_label
from eboard.reports.values import Column, Line, Table, count, percent

TONES = {
    str(Considered.YES): "ok",
    str(Considered.NO): "late",
    str(Considered.NOT_APPLICABLE): "neutral",
    UNSAID: "warn",
}


def elements(ground: Ground) -> Table:
    """The answers to the five elements; “covered” leaves out where an element does not apply."""
    demanded = [one for one in ELEMENTS if any(one in part.rules.elements for part in ground.settings.parts)]
    return Table(
        key="elements",
        title=_("Discussion elements"),
        sentence=_(
            "As signed; an outcome that is not signed counts as not answered. Covered is yes, among those to which the "
            "element applies."
        ),
        head=_("Element"),
        columns=(
            *(Column(key=answer, label=answer_label(answer), tone=TONES[answer]) for answer in ANSWERS),
            Column(key="share", label=_("Covered")),
        ),
        lines=tuple(_of_element(ground, one) for one in demanded),
        source="; ".join(dict.fromkeys(part.rules.sources.get("elements", "") for part in ground.settings.parts)),
    )


def _of_element(ground: Ground, element: str) -> Line:
    numbers = {answer: ground.presented.number(f"{element}.{answer}") for answer in ANSWERS}
    applies = sum(numbers.values()) - numbers[str(Considered.NOT_APPLICABLE)]
    return Line(
        key=element,
        label=str(ELEMENT_LABELS[element]),
        cells=(
            *(count(numbers[answer], f"{element}.{answer}") for answer in ANSWERS),
            percent(numbers[str(Considered.YES)], applies),
        ),
    )


def changes(ground: Ground) -> Table:
    """The outcome against the referrer's own plan."""
    whole = len(ground.presented.facts)
    numbers = {change: ground.presented.number(f"change.{change}") for change in CHANGES}
    return Table(
        key="changes",
        title=_("Change of management"),
        sentence=_("The signed outcome against the plan that the referrer had before the board."),
        head=_("The plan"),
        columns=(Column(key="number", label=_("Number"), tone="accent"), Column(key="share", label=_("Share"))),
        lines=tuple(
            Line(
                key=change,
                label=change_label(change),
                cells=(count(number, f"change.{change}"), percent(number, whole)),
            )
            for change, number in numbers.items()
        ),
        secrecy=Secrecy.DOWN,
    )
