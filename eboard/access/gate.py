"""The gate: the only ways by which rows reach a view."""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from functools import cache
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, bindparam, false, or_, select

from eboard.access.permissions import Permission
from eboard.access.policy import POLICY, Rule
from eboard.access.relations import RELATIONS, Relation
from eboard.access.relations.kinds import PROVED_IN_PERSON
from eboard.access.relations.table import NETWORK
from eboard.audit import Actor, record, record_read, refuse
from eboard.audit.enums import AccessEvent
from eboard.audit.sights import SEEN
from eboard.core.db import KeptStatement, Row, db, is_writing, unit_of_work
from eboard.core.errors import AbsentError, ForbiddenError
from eboard.core.i18n import gettext as _

ME, ROW = "me", "row_id"
RowType = TypeVar("RowType", bound=Row)


def relations_to(actor: Actor, model: type[Row], row_id: UUID) -> frozenset[Relation]:
    """All relations of the actor to one row, in one query."""
    me = actor.acts_as
    if me is None:
        return frozenset()
    kinds = RELATIONS[model]
    found = _relations(model).rows(db.session(), **{ME: me, ROW: row_id})
    held = frozenset(kind for row in found for kind, holds in zip(kinds, row, strict=True) if holds)
    return held if actor.on_behalf_of_id is None else held - PROVED_IN_PERSON


@cache
def _relations(model: type[Row]) -> KeptStatement:
    """All relations of a person to one row, a column each; it takes longer to write down than to run."""
    me = cast("UUID", bindparam(ME, None, Uuid()))
    held = select(*(criterion(me) for criterion in RELATIONS[model].values()))
    return KeptStatement(held.where(model.id == bindparam(ROW, None, Uuid())))


@cache
def _row(model: type[RowType]) -> Select[RowType]:
    return select(model).where(model.id == bindparam(ROW, type_=Uuid()))


def load(
    actor: Actor, model: type[RowType], row_id: UUID, permission: Permission, *, options: Sequence[Any] = ()
) -> RowType:
    """The row, if the actor holds ``permission`` on it; looks at patient data are recorded first.

    Raises AbsentError (404) to a stranger and ForbiddenError (403) to somebody in any relation to the row.
    """
    rule = _rule_for(permission, model)
    statement = _row(model).options(*options) if options else _row(model)
    row: RowType | None = db.session.scalar(statement, {ROW: row_id})
    held = relations_to(actor, model, row_id) - {Relation.ANYBODY} if row is not None else frozenset()
    if row is None or not _grants(rule, held | {Relation.ANYBODY}, actor):
        raise _refusal(actor, row, permission, is_known=bool(held))
    if rule.is_read_audited:
        record_read(
            actor=actor,
            event=AccessEvent.READ,
            subject=row,
            organization_id=owner(row),
            permission=permission,
            **_seen([row]),
        )
    return row


def visible(actor: Actor, model: type[RowType], permission: Permission) -> Select[RowType]:
    """A select of the rows on which the actor holds ``permission``; a list that shows cases then calls `listed`."""
    return select(model).where(criterion(actor, model, permission))


def criterion(actor: Actor, model: type[Row], permission: Permission) -> ColumnElement[bool]:
    """The condition under which the actor holds ``permission`` on a row, to put into a query of one's own."""
    rule = _rule_for(permission, model)
    me = actor.acts_as
    if me is None or (rule.in_person and actor.on_behalf_of_id is not None):
        return false()
    kinds = RELATIONS[model]
    relations = rule.relations if actor.on_behalf_of_id is None else rule.relations - PROVED_IN_PERSON
    return or_(false(), *(kinds[relation](me) for relation in sorted(relations) if relation in kinds))


def listed(actor: Actor, rows: Sequence[Row], *, event: AccessEvent = AccessEvent.LISTED) -> None:
    """Record that a list or export showed these rows: one entry with their ids per owner."""
    by_owner: dict[UUID | None, list[Row]] = {}
    for row in rows:
        by_owner.setdefault(owner(row), []).append(row)
    with nullcontext() if is_writing() else unit_of_work():
        for organization_id, theirs in by_owner.items():
            ids, kind = [row.id for row in theirs], theirs[0].__tablename__
            record(actor=actor, event=event, organization_id=organization_id, kind=kind, ids=ids, **_seen(theirs))


def opened(actor: Actor, rows: Sequence[Row], permission: Permission) -> None:
    """Record that these rows were opened, each as `load` does it: for a document that holds many."""
    with nullcontext() if is_writing() else unit_of_work():
        for row in rows:
            record(
                actor=actor,
                event=AccessEvent.READ,
                subject=row,
                organization_id=owner(row),
                permission=permission,
                **_seen([row]),
            )


def permissions(actor: Actor, row: Row) -> frozenset[Permission]:
    """Everything the actor may do to one row, for a page that offers only what will work; one query."""
    model = type(row)
    held = relations_to(actor, model, row.id)
    return frozenset(
        permission for permission, rule in POLICY.items() if rule.model is model and _grants(rule, held, actor)
    )


def require(actor: Actor, permission: Permission) -> None:
    """Raise ForbiddenError unless the actor holds a permission on the network as a whole."""
    if not holds(actor, permission):
        raise _refusal(actor, None, permission, is_known=True)


def require_any(actor: Actor, model: type[Row], permission: Permission) -> None:
    """Raise ForbiddenError unless there is a row on which the actor holds ``permission``: for pages that list them."""
    if db.session.scalar(select(model.id).where(criterion(actor, model, permission)).limit(1)) is None:
        raise _refusal(actor, None, permission, is_known=True)


def holds(actor: Actor, permission: Permission) -> bool:
    """Whether the actor holds a permission on the network as a whole."""
    me = actor.acts_as
    rule = POLICY[permission]
    if rule.in_person and actor.on_behalf_of_id is not None:
        return False
    return me is not None and bool(
        db.session.scalar(select(or_(*(NETWORK[relation](me) for relation in sorted(rule.relations)))))
    )


def owner(row: Row) -> UUID | None:
    """The organization whose audit chain a row belongs to; None for the network's."""
    case = getattr(row, "case", None)
    return getattr(case if case is not None else row, "organization_id", None)


def _seen(rows: Iterable[Row]) -> dict[str, Any]:
    """The detail that names the cases of rows that are none themselves, for who asks who saw a case."""
    cases = {case.id: None for row in rows if (case := getattr(row, "case", None)) is not None}
    return {SEEN: list(cases)} if cases else {}


def _rule_for(permission: Permission, model: type[Row]) -> Rule:
    rule = POLICY[permission]
    if rule.model is not model:
        raise TypeError(f"{permission} is not a permission on {model.__name__}")
    return rule


def _grants(rule: Rule, held: frozenset[Relation], actor: Actor) -> bool:
    if rule.in_person and actor.on_behalf_of_id is not None:
        return False
    return not rule.relations.isdisjoint(held)


def _refusal(actor: Actor, row: Row | None, permission: Permission, *, is_known: bool) -> Exception:
    if is_known and POLICY[permission].in_person and actor.on_behalf_of_id is not None:
        error: AbsentError | ForbiddenError = ForbiddenError(
            _("You act on behalf of somebody. Only that person can do this; stop acting on behalf first.")
        )
    elif is_known:
        error = ForbiddenError(_("Your role does not allow this. Ask the administrator of your organization."))
    else:
        error = AbsentError(_("There is nothing at this address, or it is not yours to see."))
    chain = owner(row) if row is not None else None
    return refuse(error, actor=actor, subject=row, organization_id=chain, permission=permission)
