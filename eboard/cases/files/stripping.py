"""Metadata go before a file is stored: one function per kind."""

from collections.abc import Callable, Mapping
from functools import partial

from eboard.cases.enums import AttachmentKind as Kind
from eboard.cases.files.dicom import strip_dicom
from eboard.cases.files.documents import strip_office, strip_pdf
from eboard.cases.files.pictures import strip_picture

STRIPPERS: Mapping[Kind, Callable[[bytes], bytes]] = {
    Kind.PDF: strip_pdf,
    Kind.PNG: partial(strip_picture, kind=Kind.PNG),
    Kind.JPEG: partial(strip_picture, kind=Kind.JPEG),
    Kind.DOCX: strip_office,
    Kind.PPTX: strip_office,
    Kind.DICOM: strip_dicom,
}


def strip_metadata(content: bytes, kind: Kind) -> bytes:
    """The file without its metadata; raises ValueError if it cannot be read as its kind."""
    return STRIPPERS[kind](content)
