"""Rule packs: the ones eBoard comes with, and new versions of any."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from eboard.audit import Actor, record
from eboard.boards.enums import BoardEvent
from eboard.boards.models import RulePack, RulePackVersion
from eboard.boards.packs import PACKS, START, Pack
from eboard.boards.rules import parse_rules
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _


def ensure_packs(*, actor: Actor) -> int:
    """Store the packs eBoard comes with, as far as they are not there; returns how many were new."""
    known = set(db.session.scalars(select(RulePack.code)))
    new = [pack for pack in PACKS if pack.code not in known]
    for pack in new:
        _make(actor, pack)
    return len(new)


def add_version(*, actor: Actor, pack: RulePack, in_force_from: date, rules: Mapping[str, Any]) -> RulePackVersion:
    """Put rules in force from a day on; what was in force before stays for the days before.

    Raises DomainError for a rule that cannot be, and for a day that has a version already.
    """
    parse_rules(rules)
    if any(version.in_force_from == in_force_from for version in pack.versions):
        raise DomainError(_("There is a version from this day already. Choose another day."), field="in_force_from")
    version = RulePackVersion(rule_pack_id=pack.id, in_force_from=in_force_from, rules=dict(rules))
    pack.versions.append(version)
    pack.versions.sort(key=lambda one: one.in_force_from)
    record(actor=actor, event=BoardEvent.PACK_CHANGED, subject=pack, in_force_from=in_force_from)
    return version


def _make(actor: Actor, pack: Pack) -> None:
    row = RulePack(code=pack.code, name=pack.name)
    row.versions.append(RulePackVersion(rule_pack_id=row.id, in_force_from=START, rules=dict(pack.rules)))
    db.session.add(row)
    record(actor=actor, event=BoardEvent.PACK_MADE, subject=row)
