"""Documents as PDF, first of all the packet, tagged as PDF/UA-1 (ISO 14289-1) where every character has a glyph.

Texts reach the typesetter as data in JSON and are never read as its markup. It sees an empty folder alone.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from eboard.core import time
from eboard.preparation.packet import Packet

try:
    import typst
except ImportError:  # an optional library: without it the page is printed
    IS_AVAILABLE = False
else:
    IS_AVAILABLE = True

LAYOUT = (Path(__file__).parent / "packet.typ").read_bytes()
PREFERRED = ("Noto Sans", "DejaVu Sans", "Libertinus Serif")  # then whatever holds the character
ACCESSIBLE = "ua-1"


class UnprintableError(Exception):
    """A character that no installed font holds."""


def pdf_of(packet: Packet, *, has_cases: bool = True) -> bytes:
    """The PDF of a packet, or of its agenda alone; only where `IS_AVAILABLE`."""
    return typeset(LAYOUT, "packet", {**asdict(packet), "has_cases": has_cases}, must_show=False)


def typeset(layout: bytes, name: str, content: Mapping[str, Any], *, must_show: bool) -> bytes:
    """The PDF of a layout that reads its texts from the input ``name``; only where `IS_AVAILABLE`.

    A script that no installed font knows cannot be tagged as PDF/UA: then the file is made without that promise, or
    UnprintableError raised if it ``must_show`` every character.
    """
    with TemporaryDirectory(prefix="eboard-pdf-") as folder:
        compiler = typst.Compiler(
            root=folder,
            font_paths=_fonts(),
            package_path=folder,
            package_cache_path=folder,
            sys_inputs={name: json.dumps({**content, "fonts": _families()})},
        )
        try:
            return _compiled(compiler, layout, pdf_standards=ACCESSIBLE)
        except typst.TypstError:
            made = _compiled(compiler, layout)
    if must_show:
        raise UnprintableError
    return made


def _compiled(compiler: Any, layout: bytes, **options: Any) -> bytes:
    made: bytes = compiler.compile(input=layout, format="pdf", timestamp=time.now().replace(microsecond=0), **options)
    return made


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """The fonts of the typesetter and of the machine, looked for once."""
    return typst.Fonts()


@lru_cache(maxsize=1)
def _families() -> list[str]:
    known = set(_fonts().families())
    return [name for name in PREFERRED if name in known]
