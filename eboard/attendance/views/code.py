"""The rotating code, shown large for a screen in the room or the chat of the call."""

from io import BytesIO
from uuid import UUID

import segno
from flask import render_template, url_for
from markupsafe import Markup

from eboard.access import Permission
from eboard.attendance import codes
from eboard.attendance.queries import takes_attendance
from eboard.attendance.views.blueprint import blueprint
from eboard.core import time
from eboard.core.keys import keyring
from eboard.core.web import unattended
from eboard.core.web.settings import settings
from eboard.meetings.views.blueprint import load_meeting


@blueprint.get("/code")
@unattended
def code(meeting_id: UUID) -> str:
    """The code of now, with its address and QR code; the page renews its part when the next one comes."""
    meeting = load_meeting(meeting_id, Permission.MEETING_RUN)
    shown = codes.code_at(meeting.id, time.now(), keyring()) if takes_attendance(meeting) else None
    address = f"{settings().base_url}{url_for('check_in.prefilled', code=shown)}" if shown else ""
    left = codes.seconds_left(time.now())
    return render_template(
        "attendance/code.html",
        meeting=meeting,
        code=codes.spaced(shown) if shown else None,
        address=address,
        qr=_qr(address) if shown else "",
        minutes=(left + 59) // 60,
        renewed_after=left,
    )


def _qr(address: str) -> Markup:
    svg = BytesIO()
    segno.make(address, error="m").save(svg, kind="svg", scale=6, light="white", xmldecl=False, svgns=True, nl=False)
    return Markup(svg.getvalue().decode())  # noqa: S704 - made by the library from an address of ours
