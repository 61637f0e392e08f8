"""Letters that are followed, and answers to them."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.followup.actions import Reply, answer
from eboard.followup.enums import Followed
from eboard.followup.jobs import follow_signed
from eboard.followup.models import FollowUp
from eboard.people.models import Person
from eboard.recommendations.draft import Advice
from eboard.recommendations.enums import Guideline, Intent, RecommendationKind
from tests.conftest import NOW
from tests.recommendations.outcomes import Scene, by, make_letter, make_scene, record, sign
from tests.world import World

DAY = timedelta(days=1)
DUE, OVERDUE = NOW + 30 * DAY, NOW + 45 * DAY
PAGE = "/follow-up/"


def advice(text: str, **values: Any) -> Advice:
    known = {"kind": RecommendationKind.SURGERY, "intent": Intent.CURATIVE, "guideline": Guideline.FOLLOWED}
    return Advice(**{"text": text, "is_available_locally": True, **known, **values})


def make_followed(world: World, *texts: str, **case: Any) -> Scene:
    """A signed letter with one recommendation, or with these, that is followed."""
    if texts:
        scene = make_scene(world, **case)
        record(scene, recommendations=tuple(advice(text) for text in texts))
        sign(scene)
    else:
        scene, _letter = make_letter(world, **case)
    follow_signed()
    return scene


def rows() -> list[FollowUp]:
    """All there are, in the order of the letters."""
    return list(db.session.scalars(select(FollowUp).order_by(FollowUp.case_id, FollowUp.position)))


def say(row: FollowUp, person: Person, followed: Followed, version: int | None = None, **reply: Any) -> None:
    with unit_of_work():
        seen = row.row_version if version is None else version
        answer(actor=by(person), row=row, version=seen, reply=Reply(followed, **reply))


def line(row: FollowUp, followed: str = "", reason: str = "", note: str = "", **more: Any) -> dict[str, Any]:
    """What a browser posts for one row."""
    typed = {"version": row.row_version, "followed": followed, "reason": reason, "note": note, **more}
    return {f"{row.id}-{name}": value for name, value in typed.items()}


def posted(*lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What a browser posts for the page."""
    ids = [next(iter(one)).removesuffix("-version") for one in lines]
    return {"row": ids, **{name: value for one in lines for name, value in one.items()}, **more}


def days_until(row: FollowUp) -> int | None:
    return None if row.due_at is None else (row.due_at - time.now()).days
