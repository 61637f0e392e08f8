"""A patient's access file: all that is held about one patient, in plain words (45 CFR 164.524, GDPR article 15).

Left out, as the law allows: what people noted for themselves while they prepared or deliberated, drafts of outcomes,
the board's own steps of triage, and everything about other patients. What was decided stands in the letters.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from uuid import UUID

from sqlalchemy import Select

from eboard.cases.enums import ConsentPurpose
from eboard.cases.fields import LABELS, current, plain
from eboard.cases.identity import Identity
from eboard.cases.models import Attachment, Case
from eboard.cases.queries.attachments import content_of, names_of_files
from eboard.cases.queries.consents import consents_of
from eboard.cases.queries.versions import edits_of, names_in, worded
from eboard.core import time
from eboard.core.crypto import SealError
from eboard.core.db import db
from eboard.core.folding import fold
from eboard.core.i18n import gettext as _
from eboard.core.web.templating import date_in, datetime_in, day
from eboard.followup.models import FollowUp
from eboard.outside.queries import links_about
from eboard.recommendations.chart import chart_text
from eboard.recommendations.letter import identity_text, letter_of
from eboard.recommendations.models import SignedVersion
from eboard.retention.corrections import corrections_of
from eboard.retention.packing import Package

IN_MEMORY = 4 * 1024 * 1024  # bytes of a file that needs no disk
Part = tuple[str, bytes | None]  # a file by its name; None where it could not be opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The rows that may be put into a file, of whichever case: those that somebody sees, or all there are."""

    attachments: Select[Attachment]
    letters: Select[SignedVersion]
    follow_ups: Select[FollowUp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is put into the file of one case; each look at it is recorded."""

    case: Case
    identity: Identity | None  # None if it could not be opened
    letters: Sequence[SignedVersion]
    attachments: Sequence[Attachment]
    follow_ups: Sequence[FollowUp]
    seen: str  # who saw the case, as CSV


def letters_of(rows: Select[SignedVersion], case_id: UUID) -> Sequence[SignedVersion]:
    """Every version of every letter, the oldest first."""
    return db.session.scalars(rows.where(SignedVersion.case_id == case_id).order_by(SignedVersion.id)).all()


def cases_among(rows: Select[Case], ids: Iterable[UUID]) -> Sequence[Case]:
    """Those of these cases that may be put into the file, the oldest first."""
    return db.session.scalars(rows.where(Case.id.in_(list(ids))).order_by(Case.number)).all()


def follow_ups_of(rows: Select[FollowUp], case_id: UUID) -> Sequence[FollowUp]:
    """What became of each recommendation."""
    return db.session.scalars(rows.where(FollowUp.case_id == case_id).order_by(FollowUp.id)).all()


def is_surely(patient: Identity, other: Identity) -> bool:
    """Whether birth date and name agree, too: a record number that was mistyped is somebody else's."""
    if not (patient.name and patient.born_on):
        return False
    return (fold(patient.name), patient.born_on) == (fold(other.name), other.born_on)


def files_of(held: Held) -> Iterator[Part]:
    """The files of one case, one at a time, each with its name, which says nothing of the patient.

    The last one says which attachments could not be opened.
    """
    lost: set[str] = set()
    for name, content in _contents(held):
        if content is None:
            lost.add(name)
        yield f"{held.case.number}/{name}", content
    yield f"{held.case.number}/case.txt", _text(_lines(held, lost))


def _contents(held: Held) -> Iterator[Part]:
    yield "who-saw-it.csv", held.seen.encode()
    for number, version in enumerate(held.letters, start=1):
        letter = letter_of(version, identity=held.identity or Identity())
        yield f"letter-{number}.txt", chart_text(letter).encode()
    for number, attachment in enumerate(held.attachments, start=1):
        yield _name(number, attachment), _content(attachment)
        if _given_name(attachment) is None:
            yield f"{_name(number, attachment)}, its name", None


def _content(attachment: Attachment) -> bytes | None:
    try:
        return content_of(attachment)
    except (OSError, SealError):
        return None


def as_zip(files: Iterable[Part]) -> SpooledTemporaryFile[bytes]:
    """One ZIP with what could be opened; a large one lies on the disk, without a name, until it is sent."""
    with ExitStack() as undo:
        file = undo.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))
        package = undo.enter_context(Package(file))
        for name, content in files:
            if content is not None:
                package.add(name, content)
        package.close()
        undo.pop_all()
    file.seek(0)
    return file


def _text(lines: Iterable[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _lines(held: Held, lost: Collection[str]) -> Iterator[str]:
    case, zone = held.case, held.case.organization.zone
    yield _("Case %(number)s, nominated by %(organization)s", number=case.number, organization=case.organization.name)
    yield _("Made on %(at)s (%(zone)s). State: %(state)s.", at=datetime_in(time.now(), zone), zone=zone,
            state=case.state.label)  # fmt: skip
    yield from _part(_("Who the patient is"), [_patient(held.identity)])
    yield from _part(_("The case"), _fields(case))
    yield from _part(_("What was changed in it later"), _edits(case, zone))
    yield from _part(_("What happened"), _steps(case, zone))
    yield from _part(_("Images, specimens and reports asked for"), _materials(case))
    yield from _part(_("Files in this folder"), _files(held, lost))
    yield from _part(_("Consent to sharing"), _consents(case))
    yield from _part(_("Corrections the patient asked for"), _corrections(case))
    yield from _part(_("What became of each recommendation"), _fates(held, zone))
    yield from _part(_("Doctors outside the network who were given a letter"), _outside(case, zone))
    yield from _part(_("Who saw it"), [_("Everyone who looked stands in who-saw-it.csv.")])


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield from ("", title.upper(), *(list(lines) or [_("nothing")]))


def _patient(identity: Identity | None) -> str:
    return _("It could not be opened.") if identity is None else identity_text(identity) or _("not given")


def _fields(case: Case) -> Iterator[str]:
    values = {name: plain(value) for name, value in current(case).items()}
    names = names_in([values])
    yield from (f"{label}: {worded(name, values[name], names)}" for name, label in LABELS.items())


def _edits(case: Case, zone: str) -> Iterator[str]:
    for edit in edits_of(case):
        for one in edit.differences:
            yield f"{datetime_in(edit.at, zone)}, {one.label}: {one.before} → {one.after}"


def _steps(case: Case, zone: str) -> Iterator[str]:
    yield from (f"{datetime_in(step.at, zone)}: {step.to_state.label}" for step in case.transitions)


def _materials(case: Case) -> Iterator[str]:
    for one in case.materials:
        known = (one.kind.label, one.what, day(one.taken_on) if one.taken_on else "", one.place, one.reference)
        yield " · ".join(filter(None, (*known, one.state.label)))


def _files(held: Held, lost: Collection[str]) -> Iterator[str]:
    for number, one in enumerate(held.attachments, start=1):
        name = _name(number, one)
        said = _("not there: it could not be opened") if name in lost else ""
        given = _given_name(one)
        given = _("its name could not be opened") if given is None else given
        yield f"{name}: {' · '.join(filter(None, (given, said)))}"


def _given_name(attachment: Attachment) -> str | None:
    try:
        return names_of_files([attachment]).get(attachment.id, "")
    except SealError:
        return None


def _consents(case: Case) -> Iterator[str]:
    for one in consents_of(case):
        purposes = ", ".join(ConsentPurpose.of(value).label for value in one.purposes)
        form = _("form %(version)s", version=one.form_version) if one.form_version else ""
        said_on = day(one.on) if one.on else date_in(one.created_at, case.organization.zone)
        yield " · ".join(filter(None, (said_on, one.kind.label, purposes, form, one.reason)))


def _corrections(case: Case) -> Iterator[str]:
    for one in corrections_of(case.id):
        known = (day(one.asked_on), one.what, one.state.label, one.reason, one.statement)
        yield " · ".join(filter(None, known))


def _fates(held: Held, zone: str) -> Iterator[str]:
    for one in held.follow_ups:
        answer = one.followed.label if one.followed else _("not answered yet")
        when = date_in(one.answered_at, zone) if one.answered_at else ""
        yield " · ".join(filter(None, (one.text, answer, one.reason.label if one.reason else "", one.note, when)))


def _outside(case: Case, zone: str) -> Iterator[str]:
    for link in links_about(case):
        opened = _("read on %(day)s", day=date_in(link.opened_at, zone)) if link.opened_at else _("not read")
        yield f"{date_in(link.created_at, zone)} · {link.name} · {opened}"


def _name(number: int, attachment: Attachment) -> str:
    return f"file-{number}.{attachment.kind.suffix}"
