"""Staging as plain structured values: T, N and M with their prefix, a stage group, and the site's own set. Pure.

eBoard holds what was staged and checks its form; it holds no staging table, which are the property of their publishers.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from eboard.cases.schemes import SCHEMES

_SUFFIX = r"(\((?:[0-9a-z+\-., ]{1,12})\))?"
PATTERNS = {
    "t": re.compile(rf"(x|a|0|is|[1-4](mi|[a-d][1-3]?)?){_SUFFIX}", re.IGNORECASE),
    "n": re.compile(rf"(x|[0-3](mi|[a-c])?){_SUFFIX}", re.IGNORECASE),
    "m": re.compile(rf"(x|0|1[a-d]?[1-3]?){_SUFFIX}", re.IGNORECASE),
}
GROUP = re.compile(r"(occult|0(is|a)?|I{1,3}|IV)([A-E][1-3]?|S)?", re.IGNORECASE)
_PREFIX = re.compile(r"^[rya]{0,2}[cp]?(?=[tnm])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TNM:
    """The three categories of one classification, without letters: ``t="2"`` is T2; empty is not given."""

    t: str = ""
    n: str = ""
    m: str = ""

    def __bool__(self) -> bool:
        return bool(self.t or self.n or self.m)

    def worded(self, prefix: str) -> str:
        """Such as ``cT2 cN1 cM0``."""
        return " ".join(f"{prefix}{name.upper()}{value}" for name, value in self.to_json().items() if value)

    def to_json(self) -> dict[str, str]:
        """The shape that is stored."""
        return {"t": self.t, "n": self.n, "m": self.m}


@dataclass(frozen=True, slots=True, kw_only=True)
class Staging:
    """The stage of a case; ``own`` holds the site's own set by the key of `cases.schemes`."""

    is_unknown: bool = False
    edition: str = ""
    clinical: TNM = TNM()
    pathological: TNM = TNM()
    group: str = ""
    own: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read the stored shape; an empty mapping is an unanswered stage."""
        return cls(
            is_unknown=bool(stored.get("is_unknown")),
            edition=str(stored.get("edition", "")),
            clinical=TNM(**stored.get("clinical", {})),
            pathological=TNM(**stored.get("pathological", {})),
            group=str(stored.get("group", "")),
            own=dict(stored.get("own", {})),
        )

    def to_json(self) -> dict[str, Any]:
        """The shape that is stored in ``Case.staging``; an unanswered stage is an empty mapping."""
        if not self.is_answered:
            return {}
        return {
            "is_unknown": self.is_unknown,
            "edition": self.edition,
            "clinical": self.clinical.to_json(),
            "pathological": self.pathological.to_json(),
            "group": self.group,
            "own": {key: value for key, value in self.own.items() if value},
        }

    @property
    def is_answered(self) -> bool:
        """Whether anything is known, or said to be not yet known."""
        return self.is_unknown or bool(self.clinical or self.pathological or self.group or any(self.own.values()))

    @property
    def is_metastatic(self) -> bool:
        """Whether an M1 or a stage IV was given."""
        found = self.clinical.m.startswith("1") or self.pathological.m.startswith("1")
        return found or self.group.upper().startswith("IV")

    @property
    def parts(self) -> list[str]:
        """What is known, in short pieces, such as ``cT2 cN1 cM0``, ``stage IIB``, ``FIGO IIB``."""
        tnm = [self.clinical.worded("c"), self.pathological.worded("p")]
        own = [f"{SCHEMES[key].label} {value}" for key, value in self.own.items() if value and key in SCHEMES]
        return [part for part in (*tnm, self.group, *own) if part]


def normalize(name: str, text: str) -> str:
    """A category as it is stored: ``cT2a`` becomes ``2a``; raises ValueError if it is not a category ``name``."""
    bare = _PREFIX.sub("", text.strip())
    bare = bare[1:] if bare[:1].lower() == name else bare
    if not bare:
        return ""
    if not PATTERNS[name].fullmatch(bare):
        raise ValueError(name)
    return bare.upper() if bare.lower() == "x" else bare.lower()


def normalize_group(text: str) -> str:
    """A stage group as it is stored: ``stage iib`` becomes ``IIB``; raises ValueError if it is not one."""
    bare = re.sub(r"^stage\s+", "", text.strip(), flags=re.IGNORECASE)
    if bare and not GROUP.fullmatch(bare):
        raise ValueError("group")
    return bare.upper()
