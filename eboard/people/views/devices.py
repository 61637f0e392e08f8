"""How the list of sign-ins names a browser and what was proven."""

import re

from eboard.core.i18n import gettext as _
from eboard.people.models import LoginSession
from eboard.signin.enums import Proof

# The first that fits counts: most browsers name others, too.
PROGRAMS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrom", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(browser: str) -> str:
    """A browser and its system in words, from what the browser says of itself; else the beginning of what it says."""
    program = next((name for mark, name in PROGRAMS if mark in browser), None)
    system = next((name for mark, name in SYSTEMS if mark in browser), None)
    if program and system:
        return _("%(program)s on %(system)s", program=program, system=system)
    return program or system or re.sub(r"\s.*", "", browser) or _("Unknown browser")


def proofs_of(login: LoginSession) -> list[str]:
    """By what its person proved who he or she is, in words."""
    return [Proof.of(proof).label for proof in login.proofs]
