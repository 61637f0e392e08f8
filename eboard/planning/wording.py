"""Reasons in sentences, in the language in force."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from uuid import UUID

from eboard.boards.rules import SPECIALTIES
from eboard.core.i18n import gettext as _
from eboard.core.i18n import ngettext
from eboard.planning.contradictions import Contradiction
from eboard.planning.enums import Bar, PinKind, WishKind
from eboard.planning.models import Wish
from eboard.planning.reasons import Obstacle, Omission, Place
from eboard.planning.rules import missing
from eboard.planning.values import Pin, Problem

FEW = 3  # cases that are named


def _kind_of(one: Obstacle) -> tuple[Bar, tuple[str, ...], tuple[UUID, ...]]:
    return one.bar, one.specialties, one.others


class Words:
    """Says the reasons of one problem; ``days`` are the days of its meetings as people read them.

    ``known`` are the cases the reader may know of; others are counted and not named.
    """

    def __init__(self, problem: Problem, days: Mapping[UUID, str], known: frozenset[UUID]) -> None:
        self.problem = problem
        self.days = days
        self.known = known

    def place(self, place: Place) -> list[str]:
        """Why here, and why in this order."""
        return [*self._when(place), *self._order(place)]

    def omission(self, omission: Omission) -> list[str]:
        """Why a case is left out, and when it could come."""
        said = [*self._obstacles(omission.obstacles)]
        if omission.next_id is None:
            return [*said, _("No planned meeting has everybody it needs.")]
        day = self.days[omission.next_id]
        return [*said, _("Next possible: %(day)s, if its time is given to this case.", day=day)]

    def contradiction(self, one: Contradiction) -> str:
        """Which wish cannot be kept, and what stands against it."""
        lost = one.given_up
        said = _("Not kept: %(wish)s.", wish=self._pin(lost))
        if one.bar is not None and one.meeting_id is not None:
            lacking = missing(self.problem.by_case[lost.case_id], self.problem.by_meeting[one.meeting_id])
            why = Obstacle(bar=one.bar, meeting_id=one.meeting_id, specialties=tuple(lacking))
            return f"{said} {self.obstacle(why)}"
        others = [self._pin(pin) for pin in one.pins if pin != lost]
        if not others:
            return said
        return f"{said} {_('It contradicts: %(others)s.', others='; '.join(others))}"

    def wish(self, wish: Wish) -> str:
        """A wish in a few words."""
        if wish.kind is WishKind.AFTER:
            return _("right after %(other)s", other=self._name(wish.after_id) if wish.after_id else "")
        day = self.days.get(wish.meeting_id) if wish.meeting_id else None
        sentences = {
            WishKind.HERE: _("on %(day)s", day=day or _("another day")),
            WishKind.FIRST: _("first on %(day)s", day=day or _("another day")),
            WishKind.NOT_HERE: _("not on %(day)s", day=day or _("another day")),
        }
        return sentences[wish.kind]

    def _pin(self, pin: Pin) -> str:
        case = self._name(pin.case_id)
        if pin.kind is PinKind.AFTER and pin.after_id is not None:
            return _("%(case)s right after %(other)s", case=case, other=self._name(pin.after_id))
        day = self.days[pin.meeting_id] if pin.meeting_id else ""
        if pin.kind is PinKind.POSITION:
            return _("%(case)s first on %(day)s", case=case, day=day)
        return _("%(case)s on %(day)s", case=case, day=day)

    def _name(self, case_id: UUID) -> str:
        if case_id not in self.known or case_id not in self.problem.by_case:
            return _("another case")
        return _("case %(number)s", number=self.problem.by_case[case_id].number)

    def _obstacles(self, obstacles: Sequence[Obstacle]) -> Iterator[str]:
        """Each once, with all meetings it holds for."""
        for _kind, same in groupby(sorted(obstacles, key=_kind_of), key=_kind_of):
            found = [*same]
            is_all = len(found) == len(self.problem.sittings) > 1
            days = _("any planned day") if is_all else ", ".join(self.days[one.meeting_id] for one in found)
            yield self.obstacle(found[0], days)

    def obstacle(self, one: Obstacle, day: str = "") -> str:
        """What keeps a case out of a meeting, or out of those on some days."""
        day = day or self.days[one.meeting_id]
        lacking = ", ".join(SPECIALTIES[name].label if name in SPECIALTIES else name for name in one.specialties)
        sentences = {
            Bar.CLOSED: _("Not on %(day)s: its list is closed.", day=day),
            Bar.RULED_OUT: _("Not on %(day)s: a coordinator ruled it out.", day=day),
            Bar.PRESENTER_AWAY: _("Not on %(day)s: the presenter is away.", day=day),
            Bar.NOBODY_FOR: _("Not on %(day)s: nobody for %(what)s.", day=day, what=lacking),
            Bar.NEVER_TOGETHER: _("Not on %(day)s: those it needs are never there at the same time.", day=day),
            Bar.TOO_LONG: _("Not on %(day)s: the meeting is shorter than the case.", day=day),
            Bar.PREPARED_FULL: _("Not on %(day)s: no more cases can be prepared in %(what)s.", day=day, what=lacking),
            Bar.PINNED: _("Not on %(day)s: it was put elsewhere.", day=day),
        }
        return sentences.get(one.bar) or self._full(one, day)

    def _full(self, one: Obstacle, day: str) -> str:
        left = ngettext("%(n)s minute is left", "%(n)s minutes are left", max(0, one.minutes_left))
        named = ", ".join(self.problem.by_case[case_id].number for case_id in one.others[:FEW] if case_id in self.known)
        if not named:
            return _("Not on %(day)s: %(left)s there.", day=day, left=left)
        return _("Not on %(day)s: %(left)s beside more pressing cases (%(cases)s).", day=day, left=left, cases=named)

    def _when(self, place: Place) -> Iterator[str]:
        days = place.slack_days
        if place.is_pinned:
            stands = place.is_listed
            yield _("It stands on this agenda and stays.") if stands else _("It was pinned to this meeting.")
        if days < 0:
            yield ngettext("Due %(n)s day before this meeting.", "Due %(n)s days before this meeting.", -days)
        elif days == 0:
            is_last = place.is_last_chance
            yield (
                _("The last meeting in time: due within a day of it.")
                if is_last
                else _("Due within a day of this meeting.")
            )
        elif place.is_last_chance:
            yield ngettext(
                "The last meeting in time: due %(n)s day after it.",
                "The last meeting in time: due %(n)s days after it.",
                days,
            )
        else:
            yield ngettext("Due %(n)s day after this meeting.", "Due %(n)s days after this meeting.", days)
        if place.earlier and not place.is_pinned:
            yield self.obstacle(place.earlier[0])

    def _order(self, place: Place) -> Iterator[str]:
        if place.follows_break:
            yield _("First after the break.")
        elif place.opens:
            yield _("Demanding, so it comes early.")
        beside = [self.problem.by_case[case_id].number for case_id in place.shared_with if case_id in self.known]
        if beside:
            yield _("Beside %(cases)s: the same people are needed.", cases=", ".join(beside))
