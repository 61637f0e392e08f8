"""Two people edit one case: what each of them changed, told by fingerprints of what they were shown. Pure.

The page carries a short fingerprint per field instead of the old values, so that nothing clinical is sent twice. It
leads to a three-way comparison: shown, stored meanwhile, typed.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eboard.cases.fields import plain

LENGTH = 8


def fingerprint(value: Any) -> str:
    """A short mark of a value; an empty one, whatever its type, has the same mark."""
    is_empty = value is None or value is False or value in ("", [], {})
    content = json.dumps(None if is_empty else plain(value), sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:LENGTH]


def fingerprints(values: Mapping[str, Any]) -> str:
    """The marks of all values as one text, for a hidden field."""
    return ".".join(fingerprint(values[name]) for name in sorted(values))


def is_unchanged(shown: str, stored: Mapping[str, Any]) -> bool:
    """Whether nobody changed these values since their marks were shown."""
    return shown == fingerprints(stored)


@dataclass(frozen=True, slots=True)
class Merge:
    """The outcome: values to show in the form, fields the other changed, and those both changed."""

    values: dict[str, Any]
    theirs: list[str]
    both: list[str]


def merge(shown: str, stored: Mapping[str, Any], typed: Mapping[str, Any]) -> Merge:
    """Keep what was typed, take over what only the other changed, and name what both changed."""
    names = sorted(stored)
    marks = dict(zip(names, shown.split("."), strict=False))
    theirs = [name for name in names if fingerprint(stored[name]) != marks.get(name)]
    mine = {name for name in names if fingerprint(typed[name]) != marks.get(name)}
    same = {name for name in names if fingerprint(typed[name]) == fingerprint(stored[name])}
    values = {name: typed[name] if name in mine else stored[name] for name in names}
    both = [name for name in theirs if name in mine and name not in same]
    return Merge(values, [name for name in theirs if name not in same], both)
