"""What came of a case: written down, signed, read, followed up."""

from datetime import timedelta

from sqlalchemy import select

from eboard.cases.actions.moves import move
from eboard.cases.enums import CaseState, Urgency
from eboard.core import time
from eboard.demo.actions.careers import DAY, HOUR, Career, coordinator
from eboard.demo.cast import as_person
from eboard.demo.outcomes import DISSENT, draft
from eboard.followup.actions import Reply, answer, follow
from eboard.followup.asking import FIRST
from eboard.followup.enums import DeviationReason, Followed
from eboard.followup.models import FollowUp
from eboard.followup.queries import of_case
from eboard.meetings.models import AgendaItem
from eboard.recommendations.actions import acknowledge_letter, note_reading, record_outcome, sign_outcome
from eboard.recommendations.draft import Disagreement
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.recommendations.queries import discussion_of

UNREAD = timedelta(days=14)
UNSIGNED = timedelta(days=8)
REPLIES: tuple[tuple[Followed] | tuple[Followed, DeviationReason], ...] = (
    *((Followed.DONE,),) * 14,
    (Followed.PARTLY, DeviationReason.TOXICITY),
    (Followed.PARTLY, DeviationReason.DECLINED),
    (Followed.NOT_DONE, DeviationReason.PROGRESSION),
    (Followed.NOT_DONE, DeviationReason.NOT_AVAILABLE),
    (Followed.PENDING,),
    (Followed.LOST,),
)


def write_down(career: Career, item: AgendaItem) -> None:
    """The coordinator records the outcome while people talk."""
    said = draft(
        career.row,
        career.told,
        career.fate,
        career.cast.random,
        _dissents(career),
    )
    record_outcome(actor=coordinator(career), item=item, version=0, draft=said)


def _dissents(career: Career) -> tuple[Disagreement, ...]:
    if career.cast.random.random() > 1 / 15:
        return ()
    person = career.cast.random.choice(career.panel.panelists)
    return (Disagreement(person_id=person.id, opinion=DISSENT),)


def sign_later(career: Career, item: AgendaItem) -> None:
    """The chair signs within two days."""

    def sign(_career: Career) -> None:
        discussion = discussion_of(item.id)
        assert discussion is not None, "an outcome was written down"  # noqa: S101 - narrows the type
        _sign(career, discussion)

    career.later(time.now() + _until_signed(career), sign)


def _until_signed(career: Career) -> timedelta:
    """Two days at most, but some of the newest outcomes still wait."""
    is_new = career.cast.present - time.now() < UNSIGNED
    return UNSIGNED if is_new and career.cast.random.random() < 0.4 else career.chance(2, 50) * HOUR


def _sign(career: Career, discussion: Discussion) -> None:
    panel = career.panel
    signer = panel.chair if career.cast.random.random() < 0.75 else panel.deputy
    version = sign_outcome(actor=as_person(signer), discussion=discussion, version=discussion.row_version)
    _read_later(career, version)
    if career.row.state is CaseState.RECOMMENDED:
        _follow_up_later(career, version)


def _read_later(career: Career, version: SignedVersion) -> None:
    """Letters are read and acknowledged; of the newest some lie unread, urgent ones too."""
    is_new = career.cast.present - time.now() < UNREAD
    if is_new and career.cast.random.random() < (0.6 if career.row.urgency is not Urgency.ROUTINE else 0.3):
        return
    career.later(time.now() + career.chance(1, 40) * HOUR, lambda _: _note(career, version))


def _note(career: Career, version: SignedVersion) -> None:
    actor = as_person(career.nurse)
    note_reading(actor=actor, version=version)
    if career.cast.present - time.now() > UNREAD or career.cast.random.random() < 0.8:
        acknowledge_letter(actor=actor, version=version)


def _follow_up_later(career: Career, version: SignedVersion) -> None:
    """Most care teams answer within ten days after they are asked; of some cases nobody says anything."""

    def answer_all(_career: Career) -> None:
        for row in of_case(select(FollowUp), career.row.id):
            reply = Reply(*career.cast.random.choice(REPLIES))
            answer(actor=as_person(career.nurse), row=row, version=row.row_version, reply=reply)

    def close(_career: Career) -> None:
        if career.row.state is CaseState.FOLLOWED_UP:
            move(actor=as_person(career.nurse), case=career.row, to=CaseState.CLOSED)

    follow(version.id)
    if career.cast.random.random() < 0.8:
        followed = time.now() + FIRST + career.chance(0, 10) * DAY
        career.later(followed, answer_all)
        career.later(followed + career.chance(3, 20) * DAY, close)
