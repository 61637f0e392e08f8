"""What is put into the file of a case, with every look at it recorded.

It stands here because it reaches into cases, letters, follow-up and the accounting of disclosures.
"""

from eboard.access.gate import opened
from eboard.access.permissions import Permission
from eboard.audit import Actor
from eboard.cases.identity import Identity
from eboard.cases.models import Case
from eboard.cases.queries.attachments import on_case
from eboard.retention.patient import Held, Reach, follow_ups_of, letters_of
from eboard.review.seeing import every, who_saw
from eboard.review.wording import as_csv, lines


def held(actor: Actor, case: Case, identity: Identity | None, reach: Reach) -> Held:
    """What the file of a case holds; that it is exported was recorded before, so that it stands in the file, too."""
    attachments = on_case(reach.attachments, case)
    letters = letters_of(reach.letters, case.id)
    follow_ups = follow_ups_of(reach.follow_ups, case.id)
    opened(actor, attachments, Permission.ATTACHMENT_READ)
    opened(actor, letters, Permission.LETTER_READ)
    opened(actor, follow_ups, Permission.FOLLOW_UP_READ)
    zone = case.organization.zone
    return Held(
        case=case,
        identity=identity,
        letters=letters,
        attachments=attachments,
        follow_ups=follow_ups,
        seen=as_csv(lines(every(who_saw(case.id)), case.board_id, zone), zone),
    )
