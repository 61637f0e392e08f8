"""The packet of a meeting: its agenda and a page for each case, as texts that the page and the PDF share.

It is made of what one reader may read. Who the patient is never comes into it, whoever reads.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from eboard.cases.fields import age_text, stage_text
from eboard.cases.models import Case, Material
from eboard.core import time
from eboard.core.i18n import gettext as _
from eboard.core.i18n import locale
from eboard.core.web.templating import datetime_in, day, time_in
from eboard.meetings.agenda import Slot, slots
from eboard.meetings.models import Meeting
from eboard.preparation.enums import PREPARING
from eboard.preparation.models import MeetingNote
from eboard.preparation.queries import Key, notes_on


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of a case, under its label."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A preparer's note."""

    specialty: str
    text: str
    written: str  # by whom and when


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The page of one case."""

    question: str
    facts: tuple[Fact, ...]
    materials: tuple[str, ...]
    notes: tuple[Found, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the agenda; a case that the reader may not read has no sheet."""

    begins: str
    minutes: str
    name: str
    about: str  # where it comes from and who presents it
    follows_break: bool
    sheet: Sheet | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """Everything that is printed."""

    language: str
    title: str
    board: str
    day: str
    begins: str
    room: str
    confidential: str
    reader: str  # who it was made for, and when
    labels: Mapping[str, str]
    entries: tuple[Entry, ...]

    @property
    def sheets(self) -> list[Entry]:
        """The cases that have a page."""
        return [entry for entry in self.entries if entry.sheet is not None]


def packet_of(meeting: Meeting, cases: Collection[Case], *, reader: str, zone: str, is_panel: bool) -> Packet:
    """The packet for one reader; ``cases`` are those he or she may read, with what `lists.cases_of` loads.

    ``zone`` is the reader's. A panel reads every case but restricted ones; to others no case says what it is.
    """
    readable = {case.id for case in cases}
    found = slots(meeting)
    notes = notes_on([slot.item.id for slot in found if slot.item.case_id in readable])
    return Packet(
        language=locale().language,
        title=_("%(board)s, %(day)s", board=meeting.board.name, day=day(meeting.day)),
        board=meeting.board.name,
        day=day(meeting.day),
        begins=_("%(time)s (%(zone)s)", time=time_in(meeting.starts_at, meeting.zone), zone=meeting.zone),
        room=meeting.room,
        confidential=_("Confidential"),
        reader=_("Made for %(name)s, %(when)s (%(zone)s)", name=reader, when=datetime_in(time.now(), zone), zone=zone),
        labels={
            "agenda": _("Agenda"),
            "break": _("Break"),
            "question": _("Question"),
            "materials": _("Materials"),
            "notes": _("Notes of the preparers"),
            "none": _("No cases"),
        },
        entries=tuple(_entry(meeting, slot, notes, readable, is_panel=is_panel) for slot in found),
    )


def _entry(
    meeting: Meeting, slot: Slot, notes: Mapping[Key, MeetingNote], readable: Collection[object], *, is_panel: bool
) -> Entry:
    item = slot.item
    is_readable = item.case_id in readable
    about = [item.case.organization.name, item.presenter.name if item.presenter else ""]
    name = _("Case %(number)s", number=item.case.number if is_readable else slot.number)
    return Entry(
        begins=time_in(slot.starts_at, meeting.zone),
        minutes=_("%(minutes)s min", minutes=item.minutes),
        name=name if is_readable or not is_panel else _("A restricted case"),
        about=" · ".join(filter(None, about)) if is_readable or not is_panel else "",
        follows_break=slot.follows_break,
        sheet=_sheet(item.case, [notes.get((item.id, one)) for one in PREPARING], meeting.zone)
        if is_readable
        else None,
    )


def _sheet(case: Case, notes: Iterable[MeetingNote | None], zone: str) -> Sheet:
    return Sheet(
        question=case.question,
        facts=tuple(Fact(label, text) for label, text in facts_of(case) if text),
        materials=tuple(material_text(one) for one in case.materials),
        notes=tuple(
            Found(
                note.specialty.label,
                note.text,
                _("%(name)s, %(when)s", name=note.author.name, when=datetime_in(note.changed_at, zone)),
            )
            for note in notes
            if note is not None and note.text
        ),
    )


def facts_of(case: Case) -> Iterator[tuple[str, str]]:
    """What a panel looks for first in a case, each under its label; empty where nothing is known."""
    sex = case.sex.label if case.sex else ""
    yield _("Age and sex"), ", ".join(filter(None, (age_text(case.age), sex)))
    yield _("Diagnosis"), " · ".join(filter(None, (case.diagnosis, case.icd10)))
    yield _("Site"), case.site.label if case.site else ""
    yield _("Stage"), stage_text(case.staging)
    yield _("Metastatic sites"), case.metastatic_sites
    yield _("Biomarkers and genomics"), case.biomarkers
    yield _("Previous treatment"), case.previous_treatment
    yield _("ECOG"), "" if case.ecog is None else str(case.ecog)
    yield _("Comorbidity"), case.comorbidity
    yield _("Knows and wants"), case.patient_wishes or (_("not yet asked") if case.wishes_not_asked else "")
    yield _("Plan before the board"), case.prior_plan


def material_text(one: Material) -> str:
    """A material in one line."""
    taken = day(one.taken_on) if one.taken_on else ""
    return " · ".join(filter(None, (one.state.label, one.kind.label, one.what, taken, one.place, one.reference)))
