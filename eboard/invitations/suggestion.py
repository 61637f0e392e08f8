"""What a parked mail most likely means, to be chosen beforehand in the form."""

from collections.abc import Sequence
from dataclasses import dataclass

from eboard.ical.reading import IncomingMail
from eboard.invitations.enums import GIVEN_ANSWERS, Answer
from eboard.invitations.incoming import tags
from eboard.invitations.models import Invitation
from eboard.people.queries.addresses import owners_of


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Whose answer it may be (an id, or empty), and what the mail says."""

    invitation_id: str = ""
    said: Answer | None = None

    @property
    def answer(self) -> Answer | None:
        """What it says, if that is an answer somebody can give."""
        return self.said if self.said in GIVEN_ANSWERS else None


def suggestion(mail: IncomingMail | None, invitations: Sequence[Invitation]) -> Suggestion:
    """The person whose address the mail names, else whose tag it went to; and the answer in it, if there is one."""
    if mail is None:
        return Suggestion()
    found, named = tags(mail), mail.answer.attendee if mail.answer is not None else mail.sender
    asked = [one for one in invitations if one.is_wanted]
    owners = owners_of({named, mail.sender})
    by_address = [one for one in asked if one.person_id in owners]
    likely = by_address or [one for one in asked if one.tag in found]
    said = Answer.of(mail.answer.partstat.value) if mail.answer is not None else None
    return Suggestion(str(likely[0].id) if likely else "", said)
