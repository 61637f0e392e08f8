"""The preparation of the coming meetings: who looks at what, and what was found so far."""

from eboard.core.db import db
from eboard.demo.actions.meetings import Session
from eboard.demo.cast import as_person
from eboard.people.enums import Specialty
from eboard.people.models import Person
from eboard.preparation.actions.notes import save_note
from eboard.preparation.actions.preparers import share_cases
from eboard.preparation.queries import naming, to_prepare

FOUND = {
    Specialty.RADIOLOGY: "Measured again on the thin slices; no new lesion. The vessels are free on all of them.",
    Specialty.PATHOLOGY: "Slides reviewed. The diagnosis is confirmed; the markers will be read out in the meeting.",
}
NOTED = 2  # cases of each specialty with a note


def prepare(session: Session) -> None:
    """Name who prepares the cases of a meeting, and let each specialty write its first notes."""
    db.session.flush()
    db.session.expire(session.meeting, ["items"])
    share_cases(actor=as_person(session.panel.coordinator), meeting=session.meeting)
    db.session.flush()
    found = naming(session.meeting)
    for item in to_prepare(session.meeting)[:NOTED]:
        for specialty, text in FOUND.items():
            row = found.of(item, specialty)
            if row is not None:
                author = db.session.get_one(Person, row.person_id)
                save_note(actor=as_person(author), item=item, specialty=specialty, version=0, text=text)
