"""The data of an organization, returned to it as one file that nobody but the holder of its key can open.

It stands here because it reaches into people, cases, letters and the accounting of disclosures. No byte of it lies open
on a disk: one case after the other is read, packed in memory and written sealed.
"""

import json
import logging
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from eboard.access.gate import listed, opened
from eboard.access.patient_files import held
from eboard.access.permissions import Permission
from eboard.audit import Actor
from eboard.audit.enums import AccessEvent
from eboard.cases.identity import Identity
from eboard.cases.models import Attachment, Case
from eboard.cases.queries import identities
from eboard.core import time
from eboard.core.age import Recipient, encrypt
from eboard.core.crypto import SealError
from eboard.core.db import db, read_only, unit_of_work
from eboard.core.errors import DomainError, EBoardError
from eboard.core.i18n import gettext as _
from eboard.core.logs import place_of
from eboard.core.newfile import new_file
from eboard.followup.models import FollowUp
from eboard.people.data_keys import key_of
from eboard.people.models import Organization
from eboard.recommendations.models import SignedVersion
from eboard.retention.actions.returning import note_returned
from eboard.retention.packing import Package, Shelf
from eboard.retention.patient import Part, Reach, files_of
from eboard.retention.returns import Contents, Said, last_return
from eboard.retention.tables import add_case, agreements_of, people_of, table_of_cases

PAGE = 500
MANIFEST = "manifest.json"
logger = logging.getLogger(__name__)


def return_data(
    *, actor: Actor, organization: Organization, recipients: Sequence[Recipient], path: Path
) -> tuple[Contents, str]:
    """Write what access files hold of all cases of an organization, its people and its agreements to a new file.

    It is sealed for the organization's keys; returns what it holds, and its SHA-256. Each look is recorded before what
    it opens. The file appears before the entry that it was made is saved, and goes again if that failed for sure: an
    entry without a file could make somebody destroy what was never returned. A legal hold hinders nothing.

    Raises DomainError once the data key is destroyed, and for what `new_file` refuses; DestroyedError if it is
    destroyed meanwhile.
    """
    with read_only():
        _refuse_destroyed(organization)
        bundle, organization_id = Bundle(actor, organization), organization.id
    with new_file(path) as new, closing(bundle.pieces()) as pieces:
        sha256 = encrypt(pieces, new.file, recipients)
        new.finish()
        said = Said(bundle.begun_at, bundle.contents(), [one.name for one in recipients], sha256)
        try:
            with unit_of_work():
                note_returned(actor=actor, organization=organization, said=said)
                new.keep()
        except BaseException:
            if not _is_noted(organization_id, sha256):
                new.take_back()
            raise
    return said.contents, sha256


def _is_noted(organization_id: UUID, sha256: str) -> bool:
    """Whether the entry was saved all the same, for the answer to a commit may be lost; yes, if nobody can tell."""
    try:
        with read_only():
            last = last_return(organization_id)
            return last is not None and last.sha256 == sha256
    except (EBoardError, SQLAlchemyError):
        return True


def _refuse_destroyed(organization: Organization) -> None:
    key = key_of(organization.id)
    if key is not None and key.sealed_key is None:
        raise DomainError(
            _(
                "The key of %(name)s is destroyed. Nothing that was sealed with it can be read or returned any more.",
                name=organization.name,
            )
        )


class Bundle:
    """One run: what was packed so far, and what could not be opened."""

    def __init__(self, actor: Actor, organization: Organization) -> None:
        self.begun_at = time.now()  # what comes later may not be in it
        self._actor = actor
        self._owner = (organization.id, organization.code, organization.name)
        self._shelf = Shelf()
        self._package = Package(self._shelf)
        self._cases = 0
        self._lost: list[str] = []
        self._table = table_of_cases()
        self._reach = Reach(attachments=select(Attachment), letters=select(SignedVersion), follow_ups=select(FollowUp))

    def contents(self) -> Contents:
        """What was packed, in numbers; the manifest is none of the files."""
        files = sum(one.name != MANIFEST for one in self._package.packed)
        return Contents(cases=self._cases, files=files, not_opened=len(self._lost))

    def pieces(self) -> Generator[bytes, None, None]:
        """The ZIP, piece by piece; its last file but the digests is the manifest."""
        for name, content in self._files():
            if content is None:
                self._lost.append(name)
                continue
            self._package.add(name, content)
            yield self._shelf.taken()
        self._package.add(MANIFEST, self._manifest())
        self._package.close()
        yield self._shelf.taken()

    def _files(self) -> Iterator[Part]:
        organization_id = self._owner[0]
        for case_id, number in _cases_of(organization_id):
            try:
                yield from self._files_of(case_id)
            except (EBoardError, SQLAlchemyError):  # the key was destroyed, or the database is gone: no case is whole
                raise
            except Exception as error:  # noqa: BLE001 - one case that cannot be told never holds up the others
                where = place_of(error.__traceback__)
                logger.error("case %s could not be packed whole: %s at %s", case_id, type(error).__name__, where)
                yield f"{number}/", None
        with read_only():
            yield "people.csv", people_of(organization_id)
            yield "agreements.csv", agreements_of(organization_id)
        yield "cases.csv", self._table.as_bytes()

    def _files_of(self, case_id: UUID) -> Iterator[Part]:
        with read_only():
            case = db.session.get(Case, case_id)
            if case is None:  # a draft whose time came meanwhile
                return
            self._cases += 1
            listed(self._actor, [case], event=AccessEvent.EXPORTED)
            identity = self._identity(case)
            add_case(self._table, case, identity)
            if identity is None:
                yield f"{case.number}/identity", None
            yield from files_of(held(self._actor, case, identity, self._reach))

    def _identity(self, case: Case) -> Identity | None:
        row = identities.row_of(case.id)
        if row is None:
            return Identity()
        opened(self._actor, [row], Permission.IDENTITY_READ)
        try:
            return identities.opened(row)
        except SealError:
            return None

    def _manifest(self) -> bytes:
        _id, code, name = self._owner
        return json.dumps(
            {
                "organization": {"code": code, "name": name},
                "begun_at": self.begun_at.isoformat(timespec="seconds"),
                "counts": self.contents()._asdict(),
                "not_opened": self._lost,
                "files": [one._asdict() for one in self._package.packed],
            },
            ensure_ascii=False,
            indent=1,
        ).encode()


def _cases_of(organization_id: UUID) -> Iterator[tuple[UUID, str]]:
    """Ids and numbers of its cases, in the order they came; nothing stays open while somebody works on one."""
    rows = select(Case.id, Case.number).where(Case.organization_id == organization_id).order_by(Case.id).limit(PAGE)
    after = UUID(int=0)
    while True:
        with read_only():
            page = [(row[0], row[1]) for row in db.session.execute(rows.where(Case.id > after))]
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1][0]
