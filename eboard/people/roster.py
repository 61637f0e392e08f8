"""A list of people as a CSV file: the columns it may have, and how a line becomes a newcomer.

| column        | needed | holds                                                                     |
|---------------|--------|---------------------------------------------------------------------------|
| `email`       | yes    | the address, which tells people apart                                     |
| `given_name`  | yes    |                                                                           |
| `family_name` | yes    |                                                                           |
| `title`       | no     | such as Dr                                                                |
| `role`        | no     | care_team (as without it), physician, organization_admin                  |
| `specialties` | no     | names such as `surgery`, several parted by semicolons                     |
| `zone`        | no     | IANA, such as America/Chicago; that of the organization without it        |
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from eboard.core import time
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.people.enums import NETWORK_ROLES, AffiliationRole, Specialty
from eboard.people.newcomers import Newcomer, mail_address

Value = TypeVar("Value")

NEEDED = ("email", "given_name", "family_name")
COLUMNS = (*NEEDED, "title", "role", "specialties", "zone")
ROLES = {role.value: role for role in AffiliationRole if role not in NETWORK_ROLES}
SPECIALTIES = {specialty.value: specialty for specialty in Specialty}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: somebody, or what is wrong; ``number`` counts from 1, the heading included."""

    number: int
    newcomer: Newcomer | None
    problem: str = ""


def read(text: Iterable[str]) -> Iterator[Line]:
    """Every line of a file; raises DomainError if its heading lacks a column or has one that is unknown."""
    rows = csv.DictReader(text, skipinitialspace=True)
    heading = [name.strip().lower() for name in rows.fieldnames or ()]
    rows.fieldnames = heading
    missing = [name for name in NEEDED if name not in heading]
    unknown = [name for name in heading if name not in COLUMNS]
    if missing or unknown:
        raise DomainError(
            _(
                "The first line must name the columns. Missing: %(missing)s. Unknown: %(unknown)s.",
                missing=", ".join(missing) or "–",
                unknown=", ".join(unknown) or "–",
            ),
            field="file",
        )
    for row in rows:
        yield _line(rows.line_num, {name: (value or "").strip() for name, value in row.items() if name is not None})


def _line(number: int, row: Mapping[str, str]) -> Line:
    try:
        return Line(number, _newcomer(row))
    except DomainError as error:
        return Line(number, None, error.message)


def _newcomer(row: Mapping[str, str]) -> Newcomer:
    for name in NEEDED:
        if not row.get(name):
            raise DomainError(_("The column %(name)s is empty.", name=name))
    if row.get("zone"):
        time.zone(row["zone"])
    return Newcomer(
        email=mail_address(row["email"]),
        given_name=row["given_name"],
        family_name=row["family_name"],
        title=row.get("title", ""),
        zone=row.get("zone", ""),
        role=_known(ROLES, row.get("role") or AffiliationRole.CARE_TEAM.value, "role"),
        specialties=frozenset(
            _known(SPECIALTIES, name.strip(), "specialties")
            for name in row.get("specialties", "").split(";")
            if name.strip()
        ),
    )


def _known(values: Mapping[str, Value], name: str, column: str) -> Value:
    try:
        return values[name.lower()]
    except KeyError:
        raise DomainError(_("The column %(column)s knows no such word.", column=column)) from None
