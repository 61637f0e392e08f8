"""The reminder to who chases a material: an opaque case number and a link, nothing about the patient."""

from eboard.cases.models import Material
from eboard.ical.values import Party
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.templates import render
from eboard.people.models import Person


def reminder(material: Material, chaser: Person, *, base_url: str) -> Message:
    """The mail; one for each day that was set."""
    texts = render(
        "cases/mail/material_due",
        kind=NoticeKind.MATERIAL,
        locale=chaser.locale,
        person=chaser,
        number=material.case.number,
        link=f"{base_url}/cases/{material.case_id}",
    )
    return Message(
        kind=NoticeKind.MATERIAL,
        dedupe_key=f"material-due/{material.id}/{material.remind_on}",
        recipient=Party(email=chaser.email, name=chaser.name),
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        person_id=chaser.id,
    )
