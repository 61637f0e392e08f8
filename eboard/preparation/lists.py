"""The list of a meeting for one specialty: what is there, what is missing and from whom, who prepares it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from eboard.cases.enums import MaterialState
from eboard.cases.models import Case, Material
from eboard.core.db import db
from eboard.meetings.agenda import slots
from eboard.meetings.enums import OPEN_ITEMS
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.enums import Specialty
from eboard.people.models import Person
from eboard.preparation.enums import PREPARING
from eboard.preparation.models import MeetingNote
from eboard.preparation.queries import Naming, notes_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A case as one specialty prepares it; of a case that may not be read only its place is known."""

    item: AgendaItem
    number: int
    starts_at: datetime
    is_readable: bool
    preparer: Person | None
    candidates: Sequence[Person]
    materials: Sequence[Material] = ()
    note: MeetingNote | None = None

    @property
    def others(self) -> list[Person]:
        """Who could prepare the case instead, or at all."""
        return [one for one in self.candidates if one != self.preparer]

    @property
    def missing(self) -> list[Material]:
        """What has not arrived."""
        return [one for one in self.materials if one.state is not MaterialState.RECEIVED]

    @property
    def contact(self) -> Person | None:
        """Whom to ask for what is missing: who chases it, else who nominated or presents the case."""
        chasers = [one.chaser for one in self.missing if one.chaser is not None]
        people = (*chasers, self.item.case.nominated_by, self.item.case.presenter)
        return next((one for one in people if one is not None), None)


def lines_of(meeting: Meeting, specialty: Specialty, naming: Naming, cases: Collection[Case]) -> list[Line]:
    """The list in the order of the agenda; ``cases`` are those the reader may read, from `cases_of`."""
    readable = {case.id for case in cases}
    found = [slot for slot in slots(meeting) if slot.item.state in OPEN_ITEMS]
    notes = notes_on([slot.item.id for slot in found if slot.item.case_id in readable])
    lines: list[Line] = []
    for slot in found:
        item, is_readable = slot.item, slot.item.case_id in readable
        row = naming.of(item, specialty)
        lines.append(
            Line(
                item=item,
                number=slot.number,
                starts_at=slot.starts_at,
                is_readable=is_readable,
                preparer=row.person if row and is_readable else None,
                candidates=naming.candidates(item, specialty) if is_readable else (),
                materials=materials_for(specialty, item.case.materials) if is_readable else (),
                note=notes.get((item.id, specialty)),
            )
        )
    return lines


def materials_for(specialty: Specialty, materials: Iterable[Material]) -> list[Material]:
    """What a specialty looks at: its kinds of material, and what it is to review."""
    kinds = PREPARING[specialty]
    return [one for one in materials if one.kind in kinds or one.reviewer is specialty]


def cases_of(cases: Select[Case], meeting: Meeting) -> Sequence[Case]:
    """Of ``cases``, those of a meeting, with what a list or a packet says of them."""
    ids = [item.case_id for item in meeting.items]
    return db.session.scalars(
        cases.where(Case.id.in_(ids)).options(
            selectinload(Case.materials).joinedload(Material.chaser),
            joinedload(Case.nominated_by),
            joinedload(Case.presenter),
            joinedload(Case.organization),
        )
    ).all()


def addresses(people: Select[Person], lines: Sequence[Line]) -> frozenset[object]:
    """Ids of those contacts whose address the reader may see: those among ``people``."""
    ids = {line.contact.id for line in lines if line.is_readable and line.missing and line.contact is not None}
    return frozenset(db.session.scalars(select(Person.id).where(Person.id.in_(ids), Person.id.in_(_ids(people)))))


def _ids(people: Select[Person]) -> Select[object]:
    return people.with_only_columns(Person.id)
