"""The forecast of one meeting: chances per required specialty and per case, and what is likely to be missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from eboard.forecast.chances import Attendee, Span, chance, chance_of
from eboard.forecast.enums import Outlook
from eboard.people.enums import Specialty

# Below four in five somebody is to be asked. A silent person alone stays below it, one who accepted does not.
LIKELY = 0.8
UNLIKELY = 0.5
STEP = 5  # percent; nobody's habits are known better
HIGHEST = {
    Outlook.UNLIKELY: round(100 * UNLIKELY) - STEP,
    Outlook.UNSURE: round(100 * LIKELY) - STEP,
    Outlook.LIKELY: 100 - STEP,
}


@dataclass(frozen=True, slots=True)
class Chance:
    """A chance as a number from 0 to 1, and as people read it."""

    value: float

    @property
    def outlook(self) -> Outlook:
        """The chance in a word."""
        if self.value >= LIKELY:
            return Outlook.LIKELY
        return Outlook.UNSURE if self.value >= UNLIKELY else Outlook.UNLIKELY

    @property
    def is_low(self) -> bool:
        """Whether somebody should be asked."""
        return self.value < LIKELY

    @property
    def percent(self) -> int:
        """Rounded to five, but not into the range of another word; 0 and 100 are kept for what is certain."""
        rounded = STEP * round(100 * self.value / STEP)
        return min(max(rounded, STEP), HIGHEST[self.outlook]) if 0 < self.value < 1 else rounded


@dataclass(frozen=True, slots=True)
class Stander:
    """Somebody who stands for a specialty."""

    person_id: UUID
    chance: Chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """A specialty that the rule pack demands, its chance over the whole meeting, and who may come for it."""

    specialty: Specialty
    need: int
    chance: Chance
    standers: Sequence[Stander]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCase:
    """A case on the agenda: when it is discussed, and what it needs."""

    case_id: UUID
    span: Span
    needs: tuple[Specialty, ...]
    recused: frozenset[UUID] = frozenset()  # people who take no part in the decision


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseForecast:
    """The chance that all that a case needs is there in its minutes, and the chance of each specialty."""

    case_id: UUID
    chance: Chance
    specialties: Mapping[Specialty, Chance]

    @property
    def low(self) -> dict[Specialty, Chance]:
        """What may be missing."""
        return {specialty: one for specialty, one in self.specialties.items() if one.is_low}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """A specialty that may be missing: its lowest chance, and how many cases it concerns."""

    specialty: Specialty
    chance: Chance
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """All chances of one meeting."""

    quorum: Chance  # that everything the rule pack demands is there at once
    required: Sequence[Required]
    cases: Sequence[CaseForecast]

    @property
    def shortfalls(self) -> list[Shortfall]:
        """What may be missing, the least likely first."""
        lows: dict[Specialty, list[Chance]] = {
            one.specialty: [one.chance] for one in self.required if one.chance.is_low
        }
        hit = [low for one in self.cases for low in one.low.items()]
        for specialty, found in hit:
            lows.setdefault(specialty, []).append(found)
        short = [
            Shortfall(
                specialty=specialty,
                chance=min(chances, key=lambda one: one.value),
                cases=sum(other is specialty for other, _chance in hit),
            )
            for specialty, chances in lows.items()
        ]
        return sorted(short, key=lambda one: (one.chance.value, one.specialty))

    def of_case(self, case_id: UUID) -> CaseForecast | None:
        """The forecast of one case; None for one that takes no time."""
        return next((one for one in self.cases if one.case_id == case_id), None)


def forecast(
    attendees: Sequence[Attendee], *, required: Mapping[Specialty, int], cases: Iterable[ListedCase], span: Span
) -> Forecast:
    """The chances of a meeting with these people, whose rule pack demands ``required`` and which hears ``cases``."""
    return Forecast(
        quorum=Chance(chance(attendees, {str(one): need for one, need in required.items()}, span)),
        required=[
            _required(attendees, specialty, need, span) for specialty, need in sorted(required.items()) if need > 0
        ],
        cases=[_case(attendees, one) for one in cases],
    )


def _required(attendees: Sequence[Attendee], specialty: Specialty, need: int, span: Span) -> Required:
    covering = [one for one in attendees if specialty in one.covers]
    standers = [Stander(one.person_id, Chance(chance_of(one, span))) for one in covering]
    return Required(
        specialty=specialty,
        need=need,
        chance=Chance(chance(covering, {specialty: need}, span)),
        standers=sorted((one for one in standers if one.chance.value), key=lambda one: -one.chance.value),
    )


def _case(attendees: Sequence[Attendee], case: ListedCase) -> CaseForecast:
    deciding = [one for one in attendees if one.person_id not in case.recused]
    return CaseForecast(
        case_id=case.case_id,
        chance=Chance(chance(deciding, dict.fromkeys(case.needs, 1), case.span)),
        specialties={one: Chance(chance(deciding, {one: 1}, case.span)) for one in case.needs},
    )
