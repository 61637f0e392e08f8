"""What is counted: each figure is one rule that says whether a case on an agenda belongs to it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import Any
from uuid import UUID

from eboard.cases.enums import Prospective
from eboard.core.i18n import lazy as _
from eboard.meetings.enums import ItemState
from eboard.recommendations.enums import Change, Considered
from eboard.reports.facts import ELEMENTS, Fact, key_of
from eboard.reports.packs import Setting
from eboard.reports.where import DECIDERS, value_of

PRESENTED, NOTED = str(ItemState.DISCUSSED), str(ItemState.NOTED)
DEFERRED, NOT_DISCUSSED = str(ItemState.DEFERRED), str(ItemState.NOT_DISCUSSED)
RETROSPECTIVE = str(Prospective.RETROSPECTIVE)
UNSAID = "unsaid"
STATE, MEETING = Fact._fields.index("state"), Fact._fields.index("meeting_id")


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


ELEMENT_LABELS = {
    "staging": _("Staging"),
    "guideline": _("Guideline"),
    "trial": _("Clinical trial"),
    "genetics": _("Genetics"),
    "supportive_care": _("Supportive care"),
}
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
        f"change.{one}": Rule(_("Change of management"), "change", _is(None if one == UNSAID else one))
        for one in CHANGES
    },
    **{
        f"{element}.{answer}": Rule(ELEMENT_LABELS[element], element, _is(None if answer == UNSAID else answer))
        for element in ELEMENTS
        for answer in ANSWERS
    },
}


def _is_documented(fact: Fact, setting: Setting) -> bool:
    """Signed, with an answer to every element that the pack of the day asks for."""
    return fact.signed_at is not None and all(map(partial(getattr, fact), setting.rules.elements))


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
    known: dict[Any, Any] = field(default_factory=dict, compare=False)  # what was reckoned once

    def once(self, name: object, reckon: Callable[[], Any]) -> Any:
        """Something about these facts, reckoned when it is first asked for."""
        if name not in self.known:
            self.known[name] = reckon()
        return self.known[name]

    def number(self, figure: str) -> int:
        """How many belong to a figure; each column is gone through once, whatever is asked of it."""
        if figure not in RULES:
            return int(self.once(figure, lambda: self._judged(figure)))
        rule = RULES[figure]
        pick = itemgetter(STATE, Fact._fields.index(rule.field))
        return rule.number(self.once(("tally", rule.field), lambda: Counter(map(pick, self.facts))))

    def _judged(self, figure: str) -> int:
        holds, settings = JUDGED[figure][1], self.settings
        return sum(holds(fact, settings[fact[MEETING]]) for fact in self.facts if fact[STATE] == PRESENTED)

    def belonging(self, figure: str) -> "Counted":
        """Those that belong to a figure."""
        found: Counted = self.once(("belonging", figure), lambda: self._belonging(figure))
        return found

    def _belonging(self, figure: str) -> "Counted":
        settings = self.settings
        if figure in RULES:
            counts = RULES[figure].counts
            return Counted(tuple(fact for fact in self.facts if counts(fact)), settings)
        return Counted(tuple(fact for fact in self.facts if belongs(figure, fact, settings[fact.meeting_id])), settings)

    def column(self, name: str) -> list[Any]:
        """One field of each fact, in their order."""
        place = Fact._fields.index(name)
        return [fact[place] for fact in self.facts]

    def by(self, kind: str) -> dict[str, "Counted"]:
        """The same in groups: in the parts of one kind (`where.value_of`)."""
        groups: dict[str, Counted] = self.once(("by", kind), lambda: self._grouped(kind))
        return groups

    def _grouped(self, kind: str) -> dict[str, "Counted"]:
        pick = itemgetter(*(Fact._fields.index(name) for name in DECIDERS[kind]))
        groups: dict[object, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            groups[pick(fact)].append(fact)
        parts: dict[str, list[Fact]] = defaultdict(list)
        for facts in groups.values():
            parts[value_of(kind, facts[0], self.settings[facts[0].meeting_id])] += facts
        return {name: Counted(tuple(facts), self.settings) for name, facts in parts.items()}


def all_of(facts: Iterable[Fact], settings: Mapping[UUID, Setting]) -> Counted:
    """Everything that was on an agenda."""
    known = tuple(facts)
    keys = {fact.meeting_id for fact in known}
    return Counted(known, {key: settings[key_of(key)] for key in keys})
