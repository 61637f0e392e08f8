"""Who a patient is, as one sealed value. It is opened only by `reveal`, and only where the caller recorded why.

Sealing binds the value to its row (`core.crypto.Place`). The record number is found again through a blind index keyed
per organization, so that the same number at two hospitals has two marks.
"""

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from eboard.cases.models import PatientIdentity
from eboard.core.crypto import Keyring, Place, Reader, Sealer
from eboard.core.folding import fold

LABEL, VERSION = "patient_identity", 1
PURPOSE = "record_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Name, record number and birth date; each may be unknown. Its representation never shows them."""

    name: str = ""
    record_number: str = ""
    born_on: date | None = None

    def __repr__(self) -> str:
        return "Identity(…)"

    def __bool__(self) -> bool:
        return bool(self.name or self.record_number or self.born_on)

    def age_on(self, day: date) -> int | None:
        """Completed years on a day; None without a birth date."""
        if self.born_on is None:
            return None
        had_birthday = (day.month, day.day) >= (self.born_on.month, self.born_on.day)
        return day.year - self.born_on.year - (0 if had_birthday else 1)


def normalize_number(text: str) -> str:
    """A record number as it is compared: without case, blanks and dashes."""
    return "".join(character for character in fold(text) if character.isalnum())


def record_number_index(text: str, *, organization_id: UUID, keyring: Keyring) -> bytes | None:
    """The blind index of a record number; None for an empty one."""
    bare = normalize_number(text)
    return keyring.index(bare, owner=organization_id, purpose=PURPOSE) if bare else None


def seal(identity: Identity, *, row_id: UUID, sealer: Sealer) -> bytes:
    """The sealed value for the row ``row_id``."""
    content = {
        "name": identity.name,
        "record_number": identity.record_number,
        "born_on": str(identity.born_on) if identity.born_on else None,
    }
    return sealer.seal(json.dumps(content).encode(), Place(label=LABEL, version=VERSION, row_id=row_id))


def reveal(row: PatientIdentity, *, reader: Reader) -> Identity:
    """Open a sealed identity; raises SealError if it does not belong to this row."""
    content = json.loads(reader.reveal(row.sealed, Place(label=LABEL, version=VERSION, row_id=row.id)))
    born_on = content["born_on"]
    return Identity(
        name=content["name"],
        record_number=content["record_number"],
        born_on=date.fromisoformat(born_on) if born_on else None,
    )
