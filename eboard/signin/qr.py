"""QR codes as inline SVG."""

from io import BytesIO

import segno
from markupsafe import Markup


def as_picture(text: str) -> Markup:
    """A QR code of an address of ours."""
    svg = BytesIO()
    segno.make(text, error="m").save(svg, kind="svg", scale=4, light="white", xmldecl=False, svgns=True, nl=False)
    return Markup(svg.getvalue().decode())  # noqa: S704 - made by the library from a text of ours
