"""The forms of an answer, and of deciding about what came in."""

from collections.abc import Iterable

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.web import Form
from eboard.core.web.forms import VersionField, strip
from eboard.invitations.actions.answering import LONGEST_COMMENT
from eboard.invitations.enums import GIVEN_ANSWERS, Answer


class AnswerForm(Form):
    """An answer, and a word with it."""

    answer = SelectField(_("Answer"), choices=dict(Answer.choices()))
    comment = StringField(_("A word to the coordinator"), [Length(max=LONGEST_COMMENT)], filters=[strip])

    @property
    def chosen(self) -> Answer:
        """The answer that was chosen."""
        return Answer.of(self.answer.data)


class ProposalForm(Form):
    """Accepting a proposed time: the version of the meeting that the person saw."""

    version = VersionField(default=0)


class ParkedForm(Form):
    """Whose answer a parked mail is, and which."""

    invitation = SelectField(_("Whose answer is it?"), default="")
    answer = SelectField(_("Answer"), [InputRequired(_("Choose an answer."))], default="")

    @classmethod
    def among(cls, people: Iterable[tuple[str, str]], *, invitation_id: str, answer: Answer | None) -> "ParkedForm":
        """The form for a mail about a meeting; what the mail says is chosen already."""
        form = cls(invitation=invitation_id, answer=answer or "")
        given = {one.value: one.label for one in Answer if one in GIVEN_ANSWERS}
        form.answer.choices = {"": gettext("Choose an answer"), **given}
        form.invitation.choices = {"": gettext("Choose a person"), **dict(people)}
        return form

    @property
    def chosen(self) -> Answer:
        """The answer that was chosen."""
        return Answer.of(self.answer.data)
