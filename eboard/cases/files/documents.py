"""PDF, Word and PowerPoint files without who wrote them and what they were called."""

import io
import re
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject

_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_CUSTOM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
_PROPERTIES = {"docProps/core.xml": _CORE, "docProps/app.xml": _APP, "docProps/custom.xml": _CUSTOM}
_AUTHOR = re.compile(rb'((?:w|w15|p188)?:?(?:author|initials))="[^"]*"')
_THUMBNAIL = re.compile(rb"<Relationship\b[^>]*/metadata/thumbnail[^>]*/>")
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


def strip_office(content: bytes) -> bytes:
    """The document without properties, thumbnail and the names of authors; raises ValueError if unreadable."""
    out = io.BytesIO()
    try:
        with ZipFile(io.BytesIO(content)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
            for entry in source.infolist():
                if not entry.filename.startswith("docProps/thumbnail"):
                    target.writestr(entry.filename, _part(entry.filename, source.read(entry)))
    except (BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise ValueError("office") from error
    return out.getvalue()


def _part(name: str, content: bytes) -> bytes:
    if name in _PROPERTIES:
        return _PROPERTIES[name]
    if name == "_rels/.rels":
        return _THUMBNAIL.sub(b"", content)
    if name.endswith(".xml"):
        return _AUTHOR.sub(rb'\1=""', content)
    return content
