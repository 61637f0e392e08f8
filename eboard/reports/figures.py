"""What is counted: each figure is one rule that says whether a case on an agenda belongs to it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from uuid import UUID

from eboard.cases.enums import Prospective
from eboard.core.i18n import lazy as _
from eboard.meetings.enums import ItemState
from eboard.recommendations.enums import Change, Considered
from eboard.reports.facts import ELEMENTS, Fact, key_of
from eboard.reports.packs import Setting

PRESENTED, NOTED = str(ItemState.DISCUSSED), str(ItemState.NOTED)
DEFERRED, NOT_DISCUSSED = str(ItemState.DEFERRED), str(ItemState.NOT_DISCUSSED)
RETROSPECTIVE = str(Prospective.RETROSPECTIVE)
UNSAID = "unsaid"
STATE = Fact._fields.index("state")


@dataclass(frozen=True, slots=True)
class Rule:
    """A figure: cases in one of ``states`` of which ``holds`` is true for what stands in ``field``."""

    label: object
    field: str
    holds: Callable[[object], bool] = lambda _value: True
    states: frozenset[str] = frozenset({PRESENTED})

    def counts(self, fact: Fact) -> bool:
        """Whether a case on an agenda belongs to it."""
        return fact.state in self.states and self.holds(getattr(fact, self.field))

    def number(self, tally: Mapping[tuple[str, object], int]) -> int:
        """How many do, from how often each pair of state and value comes."""
        return sum(number for (state, value), number in tally.items() if state in self.states and self.holds(value))


def _in_state(label: object, *states: str) -> Rule:
    return Rule(label, "state", states=frozenset(states))


def _is(wanted: object) -> Callable[[object], bool]:
    return lambda value: value == wanted


def _is_number(least: int, most: float) -> Callable[[object], bool]:
    return lambda value: isinstance(value, int) and least <= value <= most


ANSWERS = (*(str(one) for one in Considered), UNSAID)
CHANGES = (*(str(one) for one in Change), UNSAID)
RULES: Mapping[str, Rule] = {
    "listed": _in_state(_("On an agenda"), PRESENTED, NOTED, DEFERRED, NOT_DISCUSSED),
    "presented": _in_state(_("Presented"), PRESENTED),
    "noted": _in_state(_("Noted only"), NOTED),
    "deferred": _in_state(_("Deferred: information was missing"), DEFERRED),
    "not_discussed": _in_state(_("Not reached"), NOT_DISCUSSED),
    "late": Rule(_("Presented, added after the cut-off"), "is_late", bool),
    "on_time": Rule(_("Presented, on the list before the cut-off"), "is_late", lambda late: not late),
    "rolled_never": Rule(_("Presented, never put off"), "rollovers", _is_number(0, 0)),
    "rolled_once": Rule(_("Presented, put off once before"), "rollovers", _is_number(1, 1)),
    "rolled_more": Rule(_("Presented, put off twice or more"), "rollovers", _is_number(2, float("inf"))),
    "first": Rule(_("Presented for the first time"), "is_again", lambda again: not again),
    "prospective": Rule(_("Prospective"), "prospective", lambda said: said not in {None, RETROSPECTIVE}),
    "retrospective": Rule(_("Retrospective"), "prospective", _is(RETROSPECTIVE)),
    "no_statement": Rule(_("Without a statement whether prospective"), "prospective", _is(None)),
    "unsigned": Rule(_("Outcome not signed"), "signed_at", _is(None)),
    "signed": Rule(_("Outcome signed"), "signed_at", lambda moment: moment is not None),
    "read": Rule(_("Read by the care team"), "read_at", lambda moment: moment is not None),
    **{
        f"change.{one}": Rule(_("Change of the plan"), "change", _is(None if one == UNSAID else one)) for one in CHANGES
    },
    **{
        f"{element}.{answer}": Rule(_("Discussion element"), element, _is(None if answer == UNSAID else answer))
        for element in ELEMENTS
        for answer in ANSWERS
    },
}


def _is_documented(fact: Fact, setting: Setting) -> bool:
    """Signed, with an answer to every element that the pack of the day asks for."""
    return fact.signed_at is not None and all(getattr(fact, name) for name in setting.rules.elements)


def _is_in_time(fact: Fact, setting: Setting) -> bool:
    return fact.signed_at is not None and setting.due_at is not None and fact.signed_at <= setting.due_at


JUDGED: Mapping[str, tuple[object, Callable[[Fact, Setting], bool]]] = {
    "documented": (_("All elements documented"), _is_documented),
    "in_time": (_("Outcome back in time"), _is_in_time),
}
FIGURES = (*RULES, *JUDGED)


def belongs(figure: str, fact: Fact, setting: Setting) -> bool:
    """Whether a case on an agenda belongs to a figure."""
    if figure in RULES:
        return RULES[figure].counts(fact)
    return fact.state == PRESENTED and JUDGED[figure][1](fact, setting)


def label_of(figure: str) -> str:
    """The name of a figure."""
    return str(RULES[figure].label if figure in RULES else JUDGED[figure][0])


@dataclass(frozen=True, slots=True)
class Counted:
    """Facts beside what each is judged by, under the keys of meetings as the facts have them."""

    facts: tuple[Fact, ...]
    settings: Mapping[object, Setting]
    tallies: dict[str, Counter[tuple[str, object]]] = field(default_factory=dict, compare=False)

    def number(self, figure: str) -> int:
        """How many belong to a figure; each column is gone through once, whatever is asked of it."""
        if figure not in RULES:
            settings = self.settings
            return sum(belongs(figure, fact, settings[fact.meeting_id]) for fact in self.facts)
        rule = RULES[figure]
        if rule.field not in self.tallies:
            pick = itemgetter(STATE, Fact._fields.index(rule.field))
            self.tallies[rule.field] = Counter(map(pick, self.facts))
        return rule.number(self.tallies[rule.field])

    def belonging(self, figure: str) -> "Counted":
        """Those that belong to a figure."""
        settings = self.settings
        facts = tuple(fact for fact in self.facts if belongs(figure, fact, settings[fact.meeting_id]))
        return Counted(facts, settings)

    def by(self, key: Callable[[Fact, Setting], str]) -> dict[str, "Counted"]:
        """The same in groups."""
        groups: dict[str, list[Fact]] = {}
        for fact in self.facts:
            groups.setdefault(key(fact, self.settings[fact.meeting_id]), []).append(fact)
        return {name: Counted(tuple(facts), self.settings) for name, facts in groups.items()}


def all_of(facts: Iterable[Fact], settings: Mapping[UUID, Setting]) -> Counted:
    """Everything that was on an agenda."""
    known = tuple(facts)
    keys = {fact.meeting_id for fact in known}
    return Counted(known, {key: settings[key_of(key)] for key in keys})
