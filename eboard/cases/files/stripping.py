"""Metadata go before a file is stored: one function per kind."""

from importlib import import_module

# Looked up by name, so that a process loads the library of its own kind alone: that is most of its time.
_STRIPPERS = {
    "pdf": ("papers", "strip_pdf"),
    "png": ("pictures", "strip_png"),
    "jpeg": ("pictures", "strip_jpeg"),
    "docx": ("documents", "strip_office"),
    "pptx": ("documents", "strip_office"),
    "dicom": ("dicom", "strip_dicom"),
}


def strip_metadata(content: bytes, kind: str) -> bytes:
    """The file without its metadata; ``kind`` is a value of `AttachmentKind`. Raises ValueError if it is unreadable."""
    module, name = _STRIPPERS[kind]
    bare: bytes = getattr(import_module(f"{__package__}.{module}"), name)(content)
    return bare
