"""What the page of a meeting shows of its forecast to those who plan it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select

from eboard.forecast.forecast import Chance, Forecast
from eboard.forecast.queries import forecast_of, known_of
from eboard.forecast.suggestions import Suggestion, suggest
from eboard.meetings.models import Meeting
from eboard.people.enums import Specialty
from eboard.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The chances, the names of those who are asked, and whom to ask beside them."""

    forecast: Forecast
    names: Mapping[UUID, str]
    suggestions: Sequence[Suggestion]

    def together(self, case_id: UUID) -> Chance | None:
        """The chance that all a case needs are there at once, if it needs several and they may not be."""
        found = self.forecast.of_case(case_id)
        says_more = found is not None and len(found.specialties) > 1 and found.chance.is_low and found.chance.value
        return found.chance if found is not None and says_more else None

    def gaps(self, case_id: UUID) -> dict[Specialty, Chance]:
        """What may be missing when a case is discussed although somebody stands for it."""
        found = self.forecast.of_case(case_id)
        return {one: low for one, low in found.low.items() if low.value} if found is not None else {}


def panel(meeting: Meeting, asked: Sequence[Person], *, readable: Collection[UUID], choosable: Select[Person]) -> Panel:
    """The forecast of a meeting with those who are asked, of the cases the viewer may read.

    Suggestions come from ``choosable``.
    """
    known = known_of(meeting, [person.id for person in asked])
    found = forecast_of(meeting, asked, known, readable=readable)
    return Panel(
        forecast=found,
        names={person.id: person.name for person in asked},
        suggestions=suggest(meeting, found.shortfalls, asked=asked, known=known, choosable=choosable),
    )
