"""Documents as PDF, tagged as PDF/UA-1 (ISO 14289-1) where every character has a glyph.

Texts reach the typesetter as data in JSON and are never read as its markup. It sees an empty folder alone.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from tempfile import TemporaryDirectory
from typing import Any

from eboard.core import time

try:
    import typst
except ImportError:  # an optional library: without it the page is printed
    IS_AVAILABLE = False
else:
    IS_AVAILABLE = True

PREFERRED = ("Noto Sans", "DejaVu Sans", "Libertinus Serif")  # then whatever holds the character
ACCESSIBLE = "ua-1"


class MissingGlyphError(Exception):
    """No installed font has every character of the document."""


def typeset(layout: bytes, content: Mapping[str, Any], *, may_lack_glyphs: bool = True) -> bytes:
    """The PDF of a layout, which finds ``content`` and ``fonts`` in its input ``document``; only where `IS_AVAILABLE`.

    A script that no installed font knows cannot be tagged as PDF/UA: then the file is made without that promise, or
    not at all if it may not lack glyphs (MissingGlyphError).
    """
    with TemporaryDirectory(prefix="eboard-pdf-") as folder:
        compiler = typst.Compiler(
            root=folder,
            font_paths=_fonts(),
            package_path=folder,
            package_cache_path=folder,
            sys_inputs={"document": json.dumps({**content, "fonts": _families()})},
        )
        try:
            return _compiled(compiler, layout, pdf_standards=ACCESSIBLE)
        except typst.TypstError:
            if not may_lack_glyphs:
                raise MissingGlyphError from None
            return _compiled(compiler, layout)


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
