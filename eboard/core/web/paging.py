"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Generic, TypeVar

from flask import request, url_for
from sqlalchemy import Select, func, select

from eboard.core.db import db

Item = TypeVar("Item")

PER_PAGE = 50
MOST_PAGES = 1_000_000  # beyond, the database could not count the rows to skip


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list; ``number`` counts from 1."""

    items: Sequence[Item]
    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, ceil(self.total / self.per_page))

    def url_for(self, number: int) -> str:
        """The address of another page of the same list, with the same filters."""
        arguments: dict[str, Any] = {
            **request.args.to_dict(flat=False),
            **(request.view_args or {}),
            "page": number,
        }
        return url_for(str(request.endpoint), **arguments)


def page_number() -> int:
    """The page asked for; anything that is not a number above zero means the first."""
    return min(max(1, request.args.get("page", 1, type=int)), MOST_PAGES)


def paginate(statement: Select[Item], *, number: int, per_page: int = PER_PAGE) -> Page[Item]:
    """Run ``statement`` for one page, and count the whole; two queries whatever the size."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    rows = db.session.scalars(statement.limit(per_page).offset((number - 1) * per_page)).unique().all()
    return Page(rows, number, total, per_page)
