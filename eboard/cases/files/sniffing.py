"""What a file is, told by its content alone: neither its name nor what the browser says counts."""

import io
from zipfile import ZipFile

from eboard.cases.enums import AttachmentKind as Kind

PDF_WINDOW = 1024  # readers take a header within the first kilobyte (ISO 32000-1, implementation note 13)
DICOM_MARK = slice(128, 132)  # after the preamble (DICOM PS3.10 section 7.1)
LARGEST_UNPACKED = 500 * 1024 * 1024
MOST_ENTRIES = 5_000
LISTED = b"PK\x01\x02"  # begins each entry of the list of an archive (APPNOTE.TXT section 4.3.12)
_OFFICE = {"word/document.xml": Kind.DOCX, "ppt/presentation.xml": Kind.PPTX}


def kind_of(content: bytes) -> Kind | None:
    """The kind of a file, or None for one that is not taken."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content[DICOM_MARK] == b"DICM":
        return Kind.DICOM
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return Kind.PDF if b"%PDF-" in content[:PDF_WINDOW] else None


def _office(content: bytes) -> Kind | None:
    """A Word or PowerPoint file without macros, and not one that unpacks without end."""
    if content.count(LISTED) > MOST_ENTRIES:
        return None
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except Exception:  # noqa: BLE001 - zipfile fails in many ways on what is none, and it is no Office file then
        return None
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    if has_macros or unpacked > LARGEST_UNPACKED or "[Content_Types].xml" not in names:
        return None
    return next((kind for name, kind in _OFFICE.items() if name in names), None)
