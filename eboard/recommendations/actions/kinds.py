"""Changing the pick list of recommendations: labels, groups, order; retiring, never deleting."""

import re

from eboard.audit import Actor, record
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.folding import fold
from eboard.core.i18n import gettext as _
from eboard.recommendations.enums import KindEvent, KindGroup
from eboard.recommendations.kinds import Kind, kinds, row_of
from eboard.recommendations.models import AdviceKind

TAKEN = frozenset({"new"})  # by the address of the page that adds one
LONGEST_CODE = 40
LONGEST_LABEL = 80


def add_kind(*, actor: Actor, label: str, group: KindGroup, position: int) -> AdviceKind:
    """Add a kind; its code is made of its label, and stays whatever the label becomes. Raises DomainError."""
    every = kinds()
    _check_label(label, every)
    row = AdviceKind(
        code=_code(label, {*TAKEN, *(kind.code for kind in every)}), label=label, group=group, position=position
    )
    _store(row)
    record(actor=actor, event=KindEvent.ADDED, subject=row, code=row.code)
    return row


def change_kind(
    *, actor: Actor, kind: Kind, version: int, label: str, group: KindGroup, position: int, is_retired: bool
) -> AdviceKind:
    """Change how a kind is offered; what was signed keeps the words it had.

    ``version`` is the row version that was seen, 0 for a kind as eBoard comes with it. Raises StaleError after
    another's save, DomainError for a label that another kind has.
    """
    _check_label(label, [other for other in kinds() if other.code != kind.code])
    row = row_of(kind.code)
    if row is None:
        row = AdviceKind(code=kind.code, label=label, group=group, position=position)
    else:
        expect_version(row, version)
    row.label, row.group, row.position, row.is_retired = label, group, position, is_retired
    _store(row)
    record(actor=actor, event=KindEvent.CHANGED, subject=row, code=row.code, is_retired=is_retired)
    return row


def _store(row: AdviceKind) -> None:
    db.session.add(row)
    db.session.flush()


def _check_label(label: str, others: list[Kind]) -> None:
    if not 0 < len(label) <= LONGEST_LABEL:
        raise DomainError(_("Say it in 1 to %(most)s characters.", most=LONGEST_LABEL), field="label")
    if fold(label) in {fold(other.label) for other in others}:
        raise DomainError(_("There is a kind with this name already."), field="label")


def _code(label: str, taken: set[str]) -> str:
    """Letters, digits and underscores; a name in another script gets a number."""
    base = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[: LONGEST_CODE - 4].strip("_") or "kind"
    number = 1
    while (code := base if number == 1 else f"{base}_{number}") in taken:
        number += 1
    return code
