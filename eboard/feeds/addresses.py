"""The forms in which a calendar address is handed over."""

import re
import unicodedata
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import quote

import segno
from markupsafe import Markup

LONGEST_SLUG = 40


@dataclass(frozen=True, slots=True)
class Address:
    """One address: ``https`` is the secret itself; the others wrap it for programs that ask for them."""

    https: str
    free_busy: str  # free/busy times alone, with the same secret

    @property
    def webcal(self) -> str:
        """For Apple's and the classic Outlook's calendar."""
        return "webcal://" + self.https.partition("://")[2]

    @property
    def google(self) -> str:
        """Opens Google Calendar with a question whether to add it."""
        return "https://calendar.google.com/calendar/r?cid=" + quote(self.webcal, safe="")

    @property
    def outlook(self) -> str:
        """Opens Outlook on the web with a question whether to add it."""
        return "https://outlook.office.com/calendar/0/addfromweb?url=" + quote(self.https, safe="")

    @property
    def qr(self) -> Markup:
        """A QR code of the webcal address, for a phone, as SVG."""
        svg = BytesIO()
        segno.make(self.webcal, error="m").save(
            svg, kind="svg", scale=4, light="white", xmldecl=False, svgns=True, nl=False
        )
        return Markup(svg.getvalue().decode())  # noqa: S704 - made by the library from an address of ours


def address_of(token: str, name: str, base_url: str) -> Address:
    """The address of a token; the file name is for people and may be anything."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-") or "calendar"
    return Address(f"{base_url}/cal/{token}/{slug}.ics", f"{base_url}/fb/{token}.ifb")
