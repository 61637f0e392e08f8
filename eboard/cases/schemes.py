"""The staging and grading sets that belong to a tumor site: names and forms of their values, never their tables."""

import re
from dataclasses import dataclass

from babel.support import LazyProxy

from eboard.boards.enums import TumorSite as Site
from eboard.core.i18n import lazy as _

_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Scheme:
    """One set: the sites that use it, and either its values or the form of a value."""

    key: str
    label: LazyProxy | str
    sites: frozenset[Site]
    values: tuple[str, ...] = ()
    pattern: str = ""
    example: str = ""

    def accepts(self, value: str) -> bool:
        """Whether ``value`` has the form of this set."""
        return value in self.values if self.values else re.fullmatch(self.pattern, value) is not None


def _scheme(
    key: str,
    label: LazyProxy | str,
    *sites: Site,
    values: tuple[str, ...] = (),
    pattern: str = "",
    example: str = "",
) -> Scheme:
    return Scheme(key, label, frozenset(sites), values, pattern, example)


_ALL = (
    _scheme("figo", "FIGO", Site.GYNECOLOGIC, pattern=r"(I|II|III|IV)([A-C][1-3]?)?(i{1,2})?", example="IIB"),
    _scheme("gleason", "Gleason", Site.PROSTATE, pattern=r"[3-5]\s?\+\s?[3-5]", example="3+4"),
    _scheme("isup", _("ISUP grade group"), Site.PROSTATE, values=("1", "2", "3", "4", "5")),
    _scheme("psa", _("PSA (ng/mL)"), Site.PROSTATE, pattern=r"<?\d{1,5}([.,]\d{1,3})?", example="7.4"),
    _scheme("nottingham", _("Nottingham grade"), Site.BREAST, values=("1", "2", "3")),
    _scheme("lugano", "Ann Arbor / Lugano", Site.LYMPHOMA, values=_ROMAN),
    _scheme("b_symptoms", _("B symptoms"), Site.LYMPHOMA, values=("A", "B")),
    _scheme("r_iss", "R-ISS", Site.LYMPHOMA, values=("I", "II", "III")),
    _scheme("breslow", _("Breslow thickness (mm)"), Site.SKIN, pattern=r"<?\d{1,2}([.,]\d{1,2})?", example="1.8"),
    _scheme("ulceration", _("Ulceration"), Site.SKIN, values=("yes", "no")),
    _scheme("bclc", "BCLC", Site.HEPATOBILIARY, values=("0", "A", "B", "C", "D")),
    _scheme("child_pugh", "Child-Pugh", Site.HEPATOBILIARY, pattern=r"[ABC]([5-9]|1[0-5])?", example="A6"),
    _scheme("who_cns", _("WHO CNS grade"), Site.BRAIN, values=("1", "2", "3", "4")),
    _scheme("fnclcc", _("FNCLCC grade"), Site.SARCOMA, values=("1", "2", "3")),
    _scheme("extent", _("Small-cell extent"), Site.LUNG, values=("limited", "extensive")),
    _scheme("who_isup", _("WHO/ISUP grade"), Site.URINARY, values=("1", "2", "3", "4")),
    _scheme("binet", "Binet", Site.LEUKEMIA, values=("A", "B", "C")),
    _scheme("rai", "Rai", Site.LEUKEMIA, values=("0", "I", "II", "III", "IV")),
    _scheme("p16", "p16 / HPV", Site.HEAD_NECK, values=("positive", "negative")),
    _scheme("siewert", "Siewert", Site.UPPER_GI, values=("1", "2", "3")),
)
SCHEMES = {scheme.key: scheme for scheme in _ALL}
