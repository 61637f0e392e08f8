"""The form of an answer."""

from wtforms import SelectField, StringField
from wtforms.validators import Length

from eboard.core.i18n import lazy as _
from eboard.core.web import Form
from eboard.core.web.forms import strip
from eboard.invitations.actions.answering import LONGEST_COMMENT
from eboard.invitations.enums import Answer


class AnswerForm(Form):
    """An answer, and a word with it."""

    answer = SelectField(_("Answer"), choices=dict(Answer.choices()))
    comment = StringField(_("A word to the coordinator"), [Length(max=LONGEST_COMMENT)], filters=[strip])

    @property
    def chosen(self) -> Answer:
        """The answer that was chosen."""
        return Answer.of(self.answer.data)
