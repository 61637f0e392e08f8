"""PDF files without who wrote them, what they were called, and what they do by themselves."""

import io

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject

ACTIVE = ("/OpenAction", "/AA", "/Metadata", "/PieceInfo", "/AF")
NAMED = ("/EmbeddedFiles", "/JavaScript")


def strip_pdf(content: bytes) -> bytes:
    """The pages without document information, XMP, scripts and embedded files; raises ValueError if unreadable."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise ValueError("encrypted")
        _disarm(reader.root_object)  # before the copy, which takes along only what can still be reached
        writer = PdfWriter(clone_from=reader)
        writer.metadata = None
        for page in writer.pages:
            for name in ("/Metadata", "/AA", "/PieceInfo"):
                page.pop(name, None)
        out = io.BytesIO()
        writer.compress_identical_objects(remove_unreferenced=True)
        writer.write(out)
    except (PyPdfError, KeyError, TypeError, RecursionError, AttributeError) as error:
        raise ValueError("pdf") from error
    return out.getvalue()


def _disarm(root: DictionaryObject) -> None:
    for name in ACTIVE:
        root.pop(name, None)
    names = root.get("/Names")
    if names is not None:
        for name in NAMED:
            names.get_object().pop(name, None)
