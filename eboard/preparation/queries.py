"""Who prepares what in a meeting, and who could."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eboard.audit import Actor, refuse
from eboard.availability.queries import absences_between
from eboard.cases.models import CaseNamedPerson
from eboard.cases.queries.recusals import NOBODY, recused_from
from eboard.core.db import db
from eboard.core.errors import AbsentError, ForbiddenError
from eboard.core.i18n import gettext as _
from eboard.invitations.answers import who_answered
from eboard.invitations.enums import Answer
from eboard.meetings.agenda import shown
from eboard.meetings.enums import OPEN_ITEMS
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.overview import specialties_of
from eboard.meetings.queries.caps import caps_of
from eboard.meetings.queries.invitees import invitees
from eboard.people.enums import Specialty
from eboard.people.models import Person, PersonSpecialty
from eboard.preparation.enums import BY_NAME, PREPARING, SITTING
from eboard.preparation.models import MeetingNote, Preparer
from eboard.preparation.sharing import Sharer

Key = tuple[UUID, Specialty]  # an agenda item and a specialty


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Who can prepare a meeting, and who does: only people who are still expected count."""

    able: Mapping[Specialty, Sequence[Person]]
    rows: Mapping[Key, Preparer]  # all that are stored for what is listed
    barred: Mapping[UUID, frozenset[UUID]]  # by item: who of them may not read the case
    caps: Mapping[UUID, int]

    def of(self, item: AgendaItem, specialty: Specialty) -> Preparer | None:
        """The preparer of a case, if there is one who is expected and may read it."""
        row = self.rows.get((item.id, specialty))
        return row if row is not None and row.person_id in self._ids_for(item.id, specialty) else None

    def candidates(self, item: AgendaItem, specialty: Specialty) -> list[Person]:
        """Those who could prepare a case."""
        return [one for one in self.able[specialty] if one.id in self._ids_for(item.id, specialty)]

    def sharers(self, specialty: Specialty) -> list[Sharer]:
        """Those who can prepare cases, with what each can take."""
        return [Sharer(one.id, self.caps.get(one.id)) for one in self.able[specialty]]

    def _ids_for(self, item_id: UUID, specialty: Specialty) -> set[UUID]:
        return {one.id for one in self.able[specialty]} - self.barred.get(item_id, frozenset())


def to_prepare(meeting: Meeting) -> list[AgendaItem]:
    """The cases of a meeting that are to be discussed, in order."""
    return [item for item in shown(meeting) if item.state in OPEN_ITEMS]


def preparing_people(meeting: Meeting) -> dict[Specialty, list[Person]]:
    """The people of each preparing specialty who are expected: asked for what they know, and did not decline."""
    declined = who_answered([meeting.id], Answer.DECLINED)[meeting.id]
    people = [one.person for one in invitees(meeting) if one.reasons & SITTING and one.person.id not in declined]
    return {specialty: [one for one in people if specialty in specialties_of(one)] for specialty in PREPARING}


def naming(meeting: Meeting) -> Naming:
    """Who can prepare a meeting and who does; whoever is away during it and did not promise to come, does not."""
    people = preparing_people(meeting)
    everybody = {one.id for group in people.values() for one in group}
    coming = who_answered([meeting.id], Answer.ACCEPTED)[meeting.id]
    away = {one.person_id for one in absences_between(everybody, meeting.starts_at, meeting.ends_at)} - coming
    items = to_prepare(meeting)
    rows = db.session.scalars(
        select(Preparer)
        .where(Preparer.item_id.in_([item.id for item in items]))
        .options(joinedload(Preparer.person))
        .order_by(Preparer.id)
    )
    return Naming(
        able={specialty: [one for one in group if one.id not in away] for specialty, group in people.items()},
        rows={(row.item_id, row.specialty): row for row in rows},
        barred=_barred(items, everybody),
        caps=caps_of([meeting])[meeting.id],
    )


def _barred(items: Sequence[AgendaItem], people: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """By item, who of these people may not prepare it: recused, or not named by a restricted case."""
    recused = recused_from([item.case_id for item in items])
    unnamed = _unnamed(items, people)
    return {
        item.id: recused.get(item.case_id, NOBODY) | unnamed.get(item.id, NOBODY)
        for item in items
        if item.case_id in recused or item.id in unnamed
    }


def _unnamed(items: Sequence[AgendaItem], people: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """By item of a restricted case, who of these people it does not name."""
    restricted = {item.case_id: item.id for item in items if item.case.is_restricted}
    if not restricted:
        return {}
    named: dict[UUID, set[UUID]] = {case_id: set() for case_id in restricted}
    for case_id, person_id in db.session.execute(
        select(CaseNamedPerson.case_id, CaseNamedPerson.person_id).where(CaseNamedPerson.case_id.in_(restricted))
    ):
        named[case_id].add(person_id)
    return {restricted[case_id]: frozenset(people) - ids for case_id, ids in named.items()}


def notes_on(item_ids: Collection[UUID]) -> dict[Key, MeetingNote]:
    """The notes for the meeting on these items; one query."""
    found = db.session.scalars(
        select(MeetingNote).where(MeetingNote.item_id.in_(item_ids)).options(joinedload(MeetingNote.author))
    )
    return {(note.item_id, note.specialty): note for note in found}


def note_on(item: AgendaItem, specialty: Specialty) -> MeetingNote | None:
    """The note of a specialty on an item."""
    return notes_on([item.id]).get((item.id, specialty))


def specialty_named(name: str) -> Specialty:
    """The preparing specialty of an address; raises AbsentError."""
    if name not in BY_NAME:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return BY_NAME[name]


def check_prepares(actor: Actor, meeting: Meeting, specialty: Specialty) -> None:
    """Raise ForbiddenError, and record it, to somebody who is not expected for this specialty."""
    if actor.acts_as not in {one.id for one in preparing_people(meeting)[specialty]}:
        error = ForbiddenError(_("This list is for those who prepare the cases. Ask the coordinator of the board."))
        raise refuse(error, actor=actor, subject=meeting, specialty=specialty)


def lists_of(meeting: Meeting, person_id: UUID | None, *, plans: bool) -> list[Specialty]:
    """The lists of a meeting that a person may open: all for those who plan it, else those of his or her specialty."""
    if plans:
        return list(PREPARING)
    own = select(PersonSpecialty.specialty).where(
        PersonSpecialty.person_id == person_id, PersonSpecialty.specialty.in_(PREPARING)
    )
    if not db.session.scalars(own).all():
        return []
    people = preparing_people(meeting)
    return [specialty for specialty in PREPARING if person_id in {one.id for one in people[specialty]}]
