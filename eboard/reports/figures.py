"""What is counted: each figure is one rule that says whether a case on an agenda belongs to it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from eboard.cases.enums import Prospective
from eboard.core.i18n import lazy as _
from eboard.meetings.enums import ItemState
from eboard.recommendations.enums import Change, Considered
from eboard.reports.facts import ELEMENTS, Fact
from eboard.reports.packs import Setting

Rule = Callable[[Fact, Setting], bool]
PRESENTED, NOTED = str(ItemState.DISCUSSED), str(ItemState.NOTED)
DEFERRED, NOT_DISCUSSED = str(ItemState.DEFERRED), str(ItemState.NOT_DISCUSSED)
RETROSPECTIVE = str(Prospective.RETROSPECTIVE)
UNSAID = "unsaid"
TWICE = 2


def is_presented(fact: Fact, _setting: Setting) -> bool:
    """Discussed in the meeting: neither put off nor only noted."""
    return fact.state == PRESENTED


def _presented(rule: Rule) -> Rule:
    return lambda fact, setting: fact.state == PRESENTED and rule(fact, setting)


def _is_documented(fact: Fact, setting: Setting) -> bool:
    """Signed, with an answer to every element that the pack of the day asks for."""
    return fact.signed_at is not None and all(getattr(fact, name) for name in setting.rules.elements)


def _is_in_time(fact: Fact, setting: Setting) -> bool:
    return fact.signed_at is not None and setting.due_at is not None and fact.signed_at <= setting.due_at


def _answered(element: str, answer: str) -> Rule:
    wanted = None if answer == UNSAID else answer
    return lambda fact, _setting: getattr(fact, element) == wanted


def _changed(change: str) -> Rule:
    wanted = None if change == UNSAID else change
    return lambda fact, _setting: fact.change == wanted


ANSWERS = (*(str(one) for one in Considered), UNSAID)
CHANGES = (*(str(one) for one in Change), UNSAID)
RULES: Mapping[str, tuple[object, Rule]] = {
    "listed": (_("On an agenda"), lambda _fact, _setting: True),
    "presented": (_("Presented"), is_presented),
    "noted": (_("Noted only"), lambda fact, _setting: fact.state == NOTED),
    "deferred": (_("Deferred: information was missing"), lambda fact, _setting: fact.state == DEFERRED),
    "not_discussed": (_("Not reached"), lambda fact, _setting: fact.state == NOT_DISCUSSED),
    "late": (_("Presented, added after the cut-off"), _presented(lambda fact, _setting: fact.is_late)),
    "on_time": (_("Presented, on the list before the cut-off"), _presented(lambda fact, _setting: not fact.is_late)),
    "rolled_never": (_("Presented, never put off"), _presented(lambda fact, _setting: fact.rollovers == 0)),
    "rolled_once": (_("Presented, put off once before"), _presented(lambda fact, _setting: fact.rollovers == 1)),
    "rolled_more": (
        _("Presented, put off twice or more"),
        _presented(lambda fact, _setting: fact.rollovers >= TWICE),
    ),
    "first": (_("Presented for the first time"), _presented(lambda fact, _setting: fact.earlier_case_id is None)),
    "prospective": (
        _("Prospective"),
        _presented(lambda fact, _setting: fact.prospective not in {None, RETROSPECTIVE}),
    ),
    "retrospective": (_("Retrospective"), _presented(lambda fact, _setting: fact.prospective == RETROSPECTIVE)),
    "no_statement": (
        _("Without a statement whether prospective"),
        _presented(lambda fact, _setting: fact.prospective is None),
    ),
    "documented": (_("All elements documented"), _presented(_is_documented)),
    "unsigned": (_("Outcome not signed"), _presented(lambda fact, _setting: fact.signed_at is None)),
    "signed": (_("Outcome signed"), _presented(lambda fact, _setting: fact.signed_at is not None)),
    "in_time": (_("Outcome back in time"), _presented(_is_in_time)),
    "read": (_("Read by the care team"), _presented(lambda fact, _setting: fact.read_at is not None)),
    **{f"change.{one}": (_("Change of the plan"), _presented(_changed(one))) for one in CHANGES},
    **{
        f"{element}.{answer}": (_("Discussion element"), _presented(_answered(element, answer)))
        for element in ELEMENTS
        for answer in ANSWERS
    },
}
FIGURES: Mapping[str, Rule] = {key: rule for key, (_label, rule) in RULES.items()}


def label_of(figure: str) -> str:
    """The name of a figure."""
    return str(RULES[figure][0])


@dataclass(frozen=True, slots=True)
class Counted:
    """Facts beside what each is judged by."""

    facts: tuple[Fact, ...]
    settings: Mapping[UUID, Setting]

    def number(self, figure: str) -> int:
        """How many belong to a figure."""
        rule, settings = FIGURES[figure], self.settings
        return sum(1 for fact in self.facts if rule(fact, settings[fact.meeting_id]))

    def belonging(self, figure: str) -> "Counted":
        """Those that belong to a figure."""
        rule, settings = FIGURES[figure], self.settings
        return Counted(tuple(fact for fact in self.facts if rule(fact, settings[fact.meeting_id])), settings)

    def by(self, key: Callable[[Fact], str]) -> dict[str, "Counted"]:
        """The same in groups, in the order they come."""
        groups: dict[str, list[Fact]] = {}
        for fact in self.facts:
            groups.setdefault(key(fact), []).append(fact)
        return {name: Counted(tuple(facts), self.settings) for name, facts in groups.items()}


def all_of(facts: Iterable[Fact], settings: Mapping[UUID, Setting]) -> Counted:
    """Everything that was on an agenda."""
    return Counted(tuple(facts), settings)
