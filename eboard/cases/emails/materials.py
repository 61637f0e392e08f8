"""The reminder to who chases a material: an opaque case number and a link, nothing about the patient."""

from eboard.cases.models import Material
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.people.models import Person


def reminder(material: Material, chaser: Person, *, base_url: str) -> Message:
    """The mail; one for each day that was set."""
    return write(
        chaser,
        "cases/mail/material_due",
        {"number": material.case.number, "link": f"{base_url}/cases/{material.case_id}"},
        kind=NoticeKind.MATERIAL,
        dedupe_key=f"material-due/{material.id}/{material.remind_on}",
    )
